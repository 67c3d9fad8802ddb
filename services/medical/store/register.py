"""What messages said of visits, lines and settlements; and the messages themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.medical.domain.register import (
    KeptMessage,
    RegisteredLine,
    RegisteredSettlement,
    RegisteredVisit,
)
from services.medical.store.tables import fee_line_withdrawals, settlements
from services.medical.store.tables_register import (
    interface_lines,
    interface_messages,
    interface_settlements,
    interface_visits,
)
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_VISITS, _read_visit = reader(RegisteredVisit, interface_visits)
_LINES, _read_line = reader(RegisteredLine, interface_lines)
_SETTLEMENTS, _read_settlement = reader(RegisteredSettlement, interface_settlements)
_MESSAGES, _read_message = reader(KeptMessage, interface_messages)

_VISIT = _VISITS.where(interface_visits.c.visit_id == sa.bindparam("visit_id"))
_NUMBERED = _VISITS.where(interface_visits.c.mdtrt_id == sa.bindparam("mdtrt_id")).order_by(
    interface_visits.c.ordinal
)
_CHANGE_VISIT = interface_visits.update().where(interface_visits.c.visit_id == sa.bindparam("_id"))
_LINES_OF = _LINES.where(interface_lines.c.mdtrt_id == sa.bindparam("mdtrt_id")).order_by(
    interface_lines.c.seq
)
_LIVE_LINES_OF = (
    _LINES.select_from(
        interface_lines.outerjoin(
            fee_line_withdrawals,
            fee_line_withdrawals.c.fee_line_id == interface_lines.c.fee_line_id,
        )
    )
    .where(
        interface_lines.c.mdtrt_id == sa.bindparam("mdtrt_id"),
        fee_line_withdrawals.c.fee_line_id.is_(None),
    )
    .order_by(interface_lines.c.seq)
)
_CHANGE_LINE = interface_lines.update().where(interface_lines.c.fee_line_id == sa.bindparam("_id"))
_SETTLEMENT = _SETTLEMENTS.where(
    interface_settlements.c.settlement_id == sa.bindparam("settlement_id")
)
_KEY = (
    interface_messages.c.institution_code == sa.bindparam("_institution_code"),
    interface_messages.c.msgid == sa.bindparam("_msgid"),
)
_MESSAGE_KNOWN = sa.select(interface_messages.c.seq).where(*_KEY)
_MESSAGE = _MESSAGES.where(*_KEY)
_CHANGE_MESSAGE = interface_messages.update().where(*_KEY)
_OF_VISITS = _MESSAGES.where(
    interface_messages.c.visit_id.in_(sa.bindparam("visit_ids", expanding=True))
).order_by(interface_messages.c.seq)


# ---- visits


def visit(tx: Tx, visit_id: str) -> RegisteredVisit | None:
    row = tx.one(_VISIT, {"visit_id": visit_id})
    return _read_visit(row) if row else None


def visits_of(tx: Tx, mdtrt_id: str) -> list[RegisteredVisit]:
    """All that one number stands for, in their order; none for a visit that no message began."""
    return [_read_visit(row) for row in tx.all(_NUMBERED, {"mdtrt_id": mdtrt_id})]


def add_visit(tx: Tx, made: RegisteredVisit) -> None:
    tx.execute(interface_visits.insert(), values(made))


def change_visit(tx: Tx, known: RegisteredVisit, **changes: Any) -> RegisteredVisit:
    changed = replace(known, **changes, version=known.version + 1, updated_at=tx.world.now)
    written = {**changes, "version": changed.version, "updated_at": changed.updated_at}
    tx.execute(_CHANGE_VISIT, {"_id": known.visit_id, **written})
    return changed


# ---- lines


def add_lines(tx: Tx, made: Sequence[RegisteredLine]) -> None:
    if made:
        tx.execute(interface_lines.insert(), [values(one) for one in made])


def change_line(tx: Tx, fee_line_id: str, given: Mapping[str, Any]) -> None:
    """What was said of it later; the messages that said it are kept as they came."""
    tx.execute(_CHANGE_LINE, {"_id": fee_line_id, "given": dict(given)})


def lines_of(tx: Tx, mdtrt_id: str) -> list[RegisteredLine]:
    """All lines ever sent for a number of a visit, in the order in which they came."""
    return [_read_line(row) for row in tx.all(_LINES_OF, {"mdtrt_id": mdtrt_id})]


def live_lines_of(tx: Tx, mdtrt_id: str) -> list[RegisteredLine]:
    """Those that were not withdrawn."""
    return [_read_line(row) for row in tx.all(_LIVE_LINES_OF, {"mdtrt_id": mdtrt_id})]


# ---- settlements


def add_settlement(tx: Tx, made: RegisteredSettlement) -> None:
    tx.execute(interface_settlements.insert(), values(made))


def settlement(tx: Tx, settlement_id: str) -> RegisteredSettlement | None:
    row = tx.one(_SETTLEMENT, {"settlement_id": settlement_id})
    return _read_settlement(row) if row else None


# ---- messages


def keep_message(tx: Tx, message: Mapping[str, Any]) -> None:
    """Keep it, or what is new of one that was kept before: its answer and what it concerns."""
    key = {"_institution_code": message["institution_code"], "_msgid": message["msgid"]}
    if tx.one(_MESSAGE_KNOWN, key) is None:
        tx.execute(interface_messages.insert(), dict(message))
        return
    news = ("answer", "is_good", "answered_at", "visit_id", "settlement_id")
    written = {name: message[name] for name in news if message[name] is not None}
    if written:
        tx.execute(_CHANGE_MESSAGE, {**key, **written})


def repeated(tx: Tx, institution_code: str, msgid: str) -> None:
    """It came again, and got the answer that it had."""
    again = {"repeats": interface_messages.c.repeats + 1}
    key = {"_institution_code": institution_code, "_msgid": msgid}
    tx.execute(_CHANGE_MESSAGE.values(**again), key)


def message(tx: Tx, institution_code: str, msgid: str) -> KeptMessage | None:
    """The message of that id; None if none was served or begun."""
    row = tx.one(_MESSAGE, {"_institution_code": institution_code, "_msgid": msgid})
    return _read_message(row) if row else None


def messages_of_visits(tx: Tx, visit_ids: Sequence[str], limit: int) -> list[KeptMessage]:
    found = tx.all(_OF_VISITS.limit(limit), {"visit_ids": list(visit_ids)})
    return [_read_message(row) for row in found]


def messages_seen(
    tx: Tx, infnos: Sequence[str], party_id: str | None, institution_code: str | None, limit: int
) -> list[KeptMessage]:
    """The newest of these numbers, the oldest of them first; of a party, of an institution."""
    m = interface_messages.c
    query = _MESSAGES.where(m.infno.in_(infnos))
    if party_id is not None:
        query = query.where(m.party_id == party_id)
    if institution_code is not None:
        query = query.where(m.institution_code == institution_code)
    found = [_read_message(row) for row in tx.all(query.order_by(m.seq.desc()).limit(limit))]
    return found[::-1]


def regions_of(tx: Tx, settlement_ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Where each settlement's person was treated, and where insured."""
    s = settlements.c
    query = sa.select(s.id, s.care_region_code, s.home_region_code).where(s.id.in_(settlement_ids))
    return {row.id: (row.care_region_code, row.home_region_code) for row in tx.all(query)}


def numbers_of(tx: Tx, visit_ids: Sequence[str]) -> dict[str, str]:
    """The number (就诊ID) of each visit that messages know."""
    v = interface_visits.c
    query = sa.select(v.visit_id, v.mdtrt_id).where(v.visit_id.in_(visit_ids))
    return {row.visit_id: row.mdtrt_id for row in tx.all(query)}
