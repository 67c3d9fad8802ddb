"""Differences of regions' days, and what was done about them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.reconciliation import Finding
from services.settlement.domain.reconciliation_states import (
    DIFFERENCE,
    OPEN,
    Difference,
    Reconciliation,
    status,
)
from services.settlement.store import reconciliations
from services.settlement.store.rows import stamps
from services.settlement.store.tables_reconciliation import (
    daily_difference_moves,
    daily_differences,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader
from sscsim.db.types import canonical

_d, _m = daily_differences.c, daily_difference_moves.c
_all, _read = reader(Difference, daily_differences)
_by_id = _all.where(_d.id == bindparam("id"))
_by_id_locked = _by_id.with_for_update()
_insert_move = daily_difference_moves.insert()
_next_move = sa.select(sa.func.coalesce(sa.func.max(_m.ordinal), 0) + 1)


def find(tx: Tx, difference_id: str) -> Difference | None:
    row = tx.one(_by_id, {"id": difference_id})
    return _read(row) if row else None


def locked(tx: Tx, difference_id: str) -> Difference | None:
    row = tx.one(_by_id_locked, {"id": difference_id})
    return _read(row) if row else None


def counting(tx: Tx, reconciliation_id: str) -> list[Difference]:
    """Those that a new comparison looks at: open ones, and those that somebody accepted."""
    mine = (_d.reconciliation_id == reconciliation_id, _d.status.in_((*OPEN, "accepted")))
    return [_read(row) for row in tx.all(_all.where(*mine).order_by(_d.seq).with_for_update())]


def digest_of(finding: Finding) -> str:
    """The same figures of the same sides have the same digest."""
    shown = {side: line.as_json() for side, line in finding.lines.items()}
    return hashlib.sha256(canonical([finding.result, shown]).encode()).hexdigest()


def made(
    tx: Tx, of: Reconciliation, run: int, finding: Finding, *, way: str, claim_id: str | None
) -> Difference:
    """A difference as it is found; not written yet."""
    line = finding.any_line
    return Difference(
        id=tx.new_id("drd", of.id, run, line.settlement_id),
        reconciliation_id=of.id,
        run=run,
        last_run=run,
        region=of.region,
        day=of.day,
        settlement_id=line.settlement_id,
        claim_id=claim_id,
        home_region=line.home_region,
        care_region=line.care_region,
        kind=finding.result,
        components=list(finding.components),
        sides={side: each.as_json() for side, each in sorted(finding.lines.items())},
        digest=digest_of(finding),
        status=DIFFERENCE.initial,
        way=way,
        action=None,
        resolution=None,
        resolved_by=None,
        note=None,
        amount=None,
        dispute_id=None,
        resolved_at=None,
        **stamps(tx.world.now),
    )


def add(tx: Tx, found: Sequence[Difference]) -> None:
    """New differences, each with its first move."""
    if not found:
        return
    names = [column.name for column in daily_differences.columns if column.name != "seq"]
    rows = [{name: getattr(one, name) for name in names} for one in found]
    tx.add_all(daily_differences, rows)
    moves = [_moved(tx, one, 1, "find", one.status, None) for one in found]
    tx.add_all(daily_difference_moves, moves)


def still(tx: Tx, ids: Sequence[str], run: int) -> None:
    """A later comparison found these again, with the same figures."""
    for begin in range(0, len(ids), 500):
        some = ids[begin : begin + 500]
        tx.execute(daily_differences.update().where(_d.id.in_(some)).values(last_run=run))


def move(
    tx: Tx, known: Difference, event: str, *, said: str | None = None, **values: Any
) -> Difference:
    """Take an edge of its table and note it; ForbiddenEdge where there is none.

    A day's count of open differences is the caller's (`recount`), once for all it moves.
    """
    changes = {
        **values,
        "status": DIFFERENCE.after(known.status, event),
        "version": known.version + 1,
        "updated_at": tx.world.now,
    }
    tx.execute(daily_differences.update().where(_d.id == known.id).values(changes))
    ordinal = int(tx.scalar(_next_move.where(_m.difference_id == known.id)))
    tx.execute(_insert_move, _moved(tx, known, ordinal, event, changes["status"], said))
    return replace(known, **changes)


def _moved(
    tx: Tx, known: Difference, ordinal: int, event: str, to: str, said: str | None
) -> dict[str, Any]:
    return {
        "difference_id": known.id,
        "ordinal": ordinal,
        "event": event,
        "status": to,
        "role": tx.world.role,
        "note": said,
        "moved_at": tx.world.now,
    }


def recount(tx: Tx, of: Reconciliation) -> Reconciliation:
    """Where the day stands now that its differences moved."""
    mine = (_d.reconciliation_id == of.id, _d.status.in_(OPEN))
    counted = sa.select(sa.func.count()).select_from(daily_differences).where(*mine)
    left = int(tx.scalar(counted))
    stands = status(of.run, of.differing_count, left)
    values: dict[str, Any] = {"open_count": left, "status": stands}
    reconciliations.change(tx, of.id, **values)
    return replace(of, **values)


def page(tx: Tx, query: PageQuery, reconciliation_id: str, filters: Mapping[str, Any]) -> Page:
    statement = _all.where(_d.reconciliation_id == reconciliation_id)
    for name in ("kind", "status", "way", "settlement_id"):
        if name in filters:
            statement = statement.where(_d[name] == filters[name])
    return tx.page(statement, daily_differences, query).map(_read)


def moves(tx: Tx, difference_id: str) -> Sequence[Any]:
    mine = _m.difference_id == difference_id
    return tx.all(daily_difference_moves.select().where(mine).order_by(_m.ordinal))
