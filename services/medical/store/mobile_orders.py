"""Orders of mobile payment in the store, and the tokens that stand for a shown credential."""

from typing import Any

import sqlalchemy as sa

from services.medical.domain.mobile_order import LIVE, MobileOrder, MobileToken
from services.medical.store.tables_orders import mobile_orders, mobile_tokens
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_ALL, _read = reader(MobileOrder, mobile_orders)
_TOKENS, _read_token = reader(MobileToken, mobile_tokens)
_o = mobile_orders.c
_ONE = _ALL.where(_o.id == sa.bindparam("id"))
_LIVE_OF_VISIT = _ALL.where(_o.visit_id == sa.bindparam("visit_id"), _o.state.in_(LIVE))
_LIVE_NUMBERED = _ALL.where(
    _o.institution_code == sa.bindparam("code"),
    _o.order_number == sa.bindparam("number"),
    _o.state.in_(LIVE),
)
_COUNT = (
    sa.select(sa.func.count())
    .select_from(mobile_orders)
    .where(_o.institution_code == sa.bindparam("code"), _o.order_number == sa.bindparam("number"))
)
_CHANGE = mobile_orders.update().where(_o.id == sa.bindparam("_id"))
_TOKEN = _TOKENS.where(mobile_tokens.c.token == sa.bindparam("token"))


def add(tx: Tx, made: MobileOrder) -> None:
    tx.execute(mobile_orders.insert(), values(made))


def find(tx: Tx, order_id: str, lock: bool = False) -> MobileOrder | None:
    row = tx.one(_ONE.with_for_update() if lock else _ONE, {"id": order_id})
    return _read(row) if row else None


def live_of_visit(tx: Tx, visit_id: str) -> MobileOrder | None:
    """The order of a visit that waits, is being settled, or is paid; its visit is locked."""
    row = tx.one(_LIVE_OF_VISIT, {"visit_id": visit_id})
    return _read(row) if row else None


def live_numbered(tx: Tx, institution_code: str, number: str) -> MobileOrder | None:
    """The live order of that number of the hospital's own."""
    row = tx.one(_LIVE_NUMBERED, {"code": institution_code, "number": number})
    return _read(row) if row else None


def count_of_number(tx: Tx, institution_code: str, number: str) -> int:
    """How often the number was used, also by what is over."""
    return int(tx.scalar(_COUNT, {"code": institution_code, "number": number}))


def change(tx: Tx, found: MobileOrder, **changed: Any) -> MobileOrder:
    written = changed | {"version": found.version + 1, "updated_at": tx.world.now}
    tx.execute(_CHANGE, {"_id": found.id, **written})
    made = find(tx, found.id)
    assert made is not None, "it was there to be changed"
    return made


def add_token(tx: Tx, made: MobileToken) -> None:
    tx.execute(mobile_tokens.insert(), values(made))


def token(tx: Tx, text: str) -> MobileToken | None:
    row = tx.one(_TOKEN, {"token": text})
    return _read_token(row) if row else None
