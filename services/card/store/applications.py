"""Applications, kept and found."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, func, select

from services.card.domain.application import Application
from services.card.store.tables_production import applications
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader

_all, _read = reader(Application, applications)
_by_id = _all.where(applications.c.id == bindparam("id"))
_count = (
    select(func.count())
    .select_from(applications)
    .where(applications.c.person_id == bindparam("person_id"))
)
_of_person = _all.where(applications.c.person_id == bindparam("person_id")).order_by(
    applications.c.seq
)
_of_card = (
    _all.where(applications.c.card_id == bindparam("card_id"))
    .order_by(applications.c.seq.desc())
    .limit(1)
)


def count_of_person(tx: Tx, person_id: str) -> int:
    return int(tx.scalar(_count, {"person_id": person_id}))


def add(tx: Tx, application: Application) -> None:
    tx.execute(applications.insert().values(asdict(application)))


def change(tx: Tx, application: Application) -> None:
    tx.execute(
        applications.update().where(applications.c.id == application.id).values(asdict(application))
    )


def find(tx: Tx, application_id: str) -> Application | None:
    row = tx.one(_by_id, {"id": application_id})
    return _read(row) if row else None


def find_locked(tx: Tx, application_id: str) -> Application | None:
    row = tx.one(_by_id.with_for_update(), {"id": application_id})
    return _read(row) if row else None


def of_person(tx: Tx, person_id: str) -> list[Application]:
    """The oldest first."""
    return [_read(row) for row in tx.all(_of_person, {"person_id": person_id})]


def of_card(tx: Tx, card_id: str) -> Application | None:
    """The application that this card comes from; None for one issued directly."""
    row = tx.one(_of_card, {"card_id": card_id})
    return _read(row) if row else None


def waiting_for_batch(tx: Tx, region_code: str, bank_code: str) -> list[Application]:
    """Received and to be made centrally, in the order in which they came."""
    return [
        _read(row)
        for row in tx.all(
            _all.where(
                applications.c.production_status == "received",
                applications.c.region_code == region_code,
                applications.c.bank_code == bank_code,
                applications.c.mark == "central",
            )
            .order_by(applications.c.seq)
            .with_for_update()
        )
    ]


def of_batch(tx: Tx, batch_id: str, status: str) -> list[Application]:
    """Those of the batch that are in this state, in the order in which they came."""
    mine = _all.where(
        applications.c.batch_id == batch_id, applications.c.production_status == status
    )
    return [_read(row) for row in tx.all(mine.order_by(applications.c.seq).with_for_update())]


def page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _all
    for name in ("person_id", "region_code", "production_status", "batch_id", "kind"):
        if name in filters:
            statement = statement.where(applications.c[name] == filters[name])
    return tx.page(statement, applications, query).map(_read)
