"""A claim goes another way than its month: what happened to it is noted with the change."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.settlement.domain.claims import CLAIM, Claim
from services.settlement.domain.cycles import Cycle
from services.settlement.store import cycle_lines
from services.settlement.store.rows import changed
from services.settlement.store.tables import claims, deductions
from services.settlement.store.tables_books import journals
from services.settlement.store.tables_clearing import claim_moves
from services.settlement.store.tables_cycles import cycles
from sscsim.db import Tx

_next = sa.func.coalesce(sa.func.max(claim_moves.c.ordinal), 0) + 1


def _versions(cycle_id: Any) -> Any:
    """How many versions of a cycle's statements there are."""
    return sa.select(cycles.c.statement_version).where(cycles.c.id == cycle_id).scalar_subquery()


def move(
    tx: Tx, claim: Claim, event: str, shown: str, *, state: str | None = None, **values: Any
) -> None:
    """Take an edge of the claim's table, from the state it is shown in.

    `values` are columns of its row; its deductions follow it into its cycle. Raises
    ForbiddenEdge. `state`: where two edges are taken at once, where they lead.
    """
    after = state or CLAIM.after(shown, event)
    mine = claims.c.id == claim.id
    is_elsewhere = not values.keys().isdisjoint(("cycle_id", "is_prior_year"))
    if is_elsewhere:
        cycle_lines.leave(tx, mine)
    tx.execute(claims.update().where(mine).values(**values, **changed(claims, tx.world.now)))
    if is_elsewhere:
        cycle_lines.enter(tx, mine)
    cycle_id = values.get("cycle_id", claim.cycle_id)
    note(tx, claim, event, shown, after, cycle_id, values.get("rule", claim.rule))
    follow = {
        name: values[name]
        for name in ("cycle_id", "is_prior_year", "is_provider_paid")
        if name in values
    }
    if follow:
        its = deductions.c.claim_id == claim.id
        tx.execute(deductions.update().where(its).values(follow))


def note(
    tx: Tx, claim: Claim, event: str, before: str, after: str, cycle_id: str | None, rule: str
) -> None:
    ordinal = tx.scalar(sa.select(_next).where(claim_moves.c.claim_id == claim.id))
    tx.execute(
        claim_moves.insert().values(
            claim_id=claim.id,
            ordinal=ordinal,
            event=event,
            from_state=before,
            state=after,
            from_cycle_id=claim.cycle_id,
            from_version=sa.func.coalesce(_versions(claim.cycle_id), 0),
            from_rule=claim.rule,
            from_prior_year=claim.is_prior_year,
            cycle_id=cycle_id,
            rule=rule,
            moved_at=tx.world.now,
        )
    )


def of(tx: Tx, claim_id: str) -> list[Any]:
    """What happened to a claim, the oldest first."""
    mine = claim_moves.c.claim_id == claim_id
    return list(tx.all(sa.select(claim_moves).where(mine).order_by(claim_moves.c.ordinal)))


# ---- which claims of a month


def undeclared(*, before: datetime | None = None, not_before: datetime | None = None) -> Any:
    """Not declared by hand; settled before, or not before, an instant. What takes earlier
    claims back, or prices them again, needs no declaration."""
    where = [
        claims.c.status == "settled",
        claims.c.declared_at.is_(None),
        claims.c.reverses.is_(None),
        claims.c.adjusts.is_(None),
        claims.c.refers.is_(None),
    ]
    if before is not None:
        where.append(claims.c.settled_at < before)
    if not_before is not None:
        where.append(claims.c.settled_at >= not_before)
    return sa.and_(*where)


def of_pairs(pairs: Iterable[tuple[str, str]]) -> Any:
    """Between these regions: (home, care)."""
    return sa.or_(
        sa.false(),
        *(
            sa.and_(claims.c.home_region == home, claims.c.care_region == care)
            for home, care in pairs
        ),
    )


def any_claim() -> Any:
    return sa.true()


def both(one: Any, other: Any) -> Any:
    return sa.and_(one, other)


def ids(tx: Tx, cycle_id: str, where: Any) -> list[str]:
    chosen = (claims.c.cycle_id == cycle_id, where)
    return [row[0] for row in tx.all(sa.select(claims.c.id).where(*chosen).order_by(claims.c.id))]


# ---- many at once, in as many statements however many they are


def declare(tx: Tx, cycle: Cycle, care_region: str) -> int:
    """Everything that a region has not declared yet in an open month; how much it was."""
    chosen = sa.and_(
        claims.c.cycle_id == cycle.id,
        claims.c.care_region == care_region,
        claims.c.status == "settled",
        claims.c.declared_at.is_(None),
    )
    noted = {"event": "declare", "before": "settled", "after": "declared", "to": cycle.id}
    return _all(tx, chosen, noted, {"declared_at": tx.world.now}, deductions_too=False)


def carry(
    tx: Tx,
    cycle: Cycle,
    to: str,
    where: Any,
    *,
    states: tuple[str, str],
    rule: str,
    status: str = "settled",
    prior_before: datetime | None = None,
) -> int:
    """Move the chosen claims of a cycle to another as a whole; how many they were.

    states: as which they were shown before, and are now; prior_before: claims settled before
    then belong to a closed year
    """
    values: dict[str, Any] = {"rule": rule, "cycle_id": to}
    values["is_provider_paid"] = sa.or_(claims.c.is_provider_paid, _was_paid)
    if states[1] == "declared":
        now = sa.literal(tx.world.now, claims.c.declared_at.type)
        values["declared_at"] = sa.func.coalesce(claims.c.declared_at, now)
    if prior_before is not None:
        values["is_prior_year"] = sa.or_(claims.c.is_prior_year, claims.c.settled_at < prior_before)
    chosen = sa.and_(claims.c.cycle_id == cycle.id, claims.c.status == status, where)
    noted = {"event": "carry", "before": states[0], "after": states[1], "to": to}
    return _all(tx, chosen, noted, values, deductions_too=True)


_was_paid = sa.exists().where(
    journals.c.kind == "L4",
    journals.c.event
    == claims.c.cycle_id + ":" + claims.c.care_region + ":" + claims.c.institution_id,
)


def _all(
    tx: Tx,
    chosen: Any,
    noted: Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    deductions_too: bool,
) -> int:
    ids = [row[0] for row in tx.all(sa.select(claims.c.id).where(chosen).order_by(claims.c.id))]
    for start in range(0, len(ids), 500):
        _chunk(tx, claims.c.id.in_(ids[start : start + 500]), noted, values, deductions_too)
    return len(ids)


def _chunk(
    tx: Tx, chosen: Any, noted: Mapping[str, Any], values: Mapping[str, Any], deductions_too: bool
) -> None:
    ordinal = (
        sa.select(_next).where(claim_moves.c.claim_id == claims.c.id).correlate(claims)
    ).scalar_subquery()
    columns: dict[str, Any] = {
        "claim_id": claims.c.id,
        "ordinal": ordinal,
        "event": sa.literal(noted["event"], claim_moves.c.event.type),
        "from_state": sa.literal(noted["before"], claim_moves.c.state.type),
        "state": sa.literal(noted["after"], claim_moves.c.state.type),
        "from_cycle_id": claims.c.cycle_id,
        "from_version": sa.func.coalesce(_versions(claims.c.cycle_id), 0),
        "from_rule": claims.c.rule,
        "from_prior_year": claims.c.is_prior_year,
        "cycle_id": sa.literal(noted["to"], claim_moves.c.cycle_id.type),
        "rule": sa.literal(values["rule"], claim_moves.c.rule.type)
        if "rule" in values
        else claims.c.rule,
        "moved_at": sa.literal(tx.world.now, claim_moves.c.moved_at.type),
    }
    source = sa.select(*columns.values()).where(chosen).order_by(claims.c.id)
    tx.execute(claim_moves.insert().from_select(list(columns), source))
    cycle_lines.leave(tx, chosen)
    tx.execute(claims.update().where(chosen).values(**values, **changed(claims, tx.world.now)))
    cycle_lines.enter(tx, chosen)
    if not deductions_too:
        return
    for name in ("cycle_id", "is_prior_year", "is_provider_paid"):
        mine = sa.select(claims.c[name]).where(claims.c.id == deductions.c.claim_id)
        of_chosen = deductions.c.claim_id.in_(sa.select(claims.c.id).where(chosen))
        tx.execute(deductions.update().where(of_chosen).values({name: mine.scalar_subquery()}))
