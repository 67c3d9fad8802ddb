"""Claims that miss their month: declared too late, or carried over as a whole."""

from typing import Any

from services.settlement.domain.cycles import Cycle
from services.settlement.domain.membership import (
    Rule,
    closed_before,
    expired_before,
    first_open,
)
from services.settlement.domain.statements import statement_positions
from services.settlement.flows import books, clearing
from services.settlement.store import claim_confirmations, claim_moves, claims, cycles
from sscsim.db import Tx


def carry_undeclared(tx: Tx, cycle: Cycle) -> None:
    """X13, X14: what nobody declared by the freeze waits for the next month, or has expired."""
    _carry_late(tx, cycle, claim_moves.any_claim())


def carry_doubted(tx: Tx, cycle: Cycle) -> None:
    """Likewise what its institution doesn't want in this month, and nobody declared by hand."""
    if claim_confirmations.is_any_doubted(tx, cycle.id):
        _carry_late(tx, cycle, claim_confirmations.doubted(cycle.id))


def _carry_late(tx: Tx, cycle: Cycle, which: Any) -> None:
    in_force, now = clearing.terms_of(cycle), tx.world.now
    target = first_open(cycle.period + 1, now, in_force)
    oldest = expired_before(target, now, in_force)
    expired = claim_moves.both(claim_moves.undeclared(before=oldest), which)
    for claim_id in claim_moves.ids(tx, cycle.id, expired):
        _expire(tx, claim_id)
    waiting = claim_moves.both(claim_moves.undeclared(not_before=oldest), which)
    if not claim_moves.ids(tx, cycle.id, waiting):
        return
    to = clearing.taking(tx, target, cycle.province, cycle.kind)
    states = ("settled", "settled")
    count = claim_moves.carry(tx, cycle, to.id, waiting, states=states, rule=str(Rule.LATE))
    _tell(tx, cycle, to, Rule.LATE, count)


def _expire(tx: Tx, claim_id: str) -> None:
    claim = claims.locked(tx, claim_id)
    assert claim is not None
    claim_moves.move(
        tx, claim, "expire", "settled", status="expired", cycle_id=None, rule=Rule.EXPIRED
    )
    books.expired(tx, claim)
    tx.emit("claim.expired", claim.id, {"id": claim.id, "settlement_id": claim.settlement_id})


def carry_provinces(tx: Tx, cycle: Cycle, late: set[str]) -> int:
    """Every pair that one of these provinces, or cities, belongs to goes on as a whole."""
    chosen = [
        (row, each)
        for row, each in cycles.published(tx, cycle)
        if {each.payer, each.payee, clearing.province(each.payer), clearing.province(each.payee)}
        & late
    ]
    pairs = claim_moves.of_pairs((each.payer, each.payee) for _, each in chosen)
    count = _carry(tx, cycle, pairs, ("clearing", "declared"))
    left = [each for row, each in cycles.published(tx, cycle) if (row, each) not in chosen]
    cycles.exclude(tx, cycle, [row.id for row, _ in chosen], statement_positions(left))
    return count


def carry_all(tx: Tx, cycle: Cycle) -> int:
    """Every claim of a month that is given up."""
    states = {"open": ("settled", "settled"), "frozen": ("declared", "declared")}
    which = states.get(cycle.status, ("clearing", "declared"))
    return _carry(tx, cycle, claim_moves.any_claim(), which)


def _carry(tx: Tx, cycle: Cycle, where: Any, states: tuple[str, str]) -> int:
    if not claim_moves.ids(tx, cycle.id, where):
        return 0
    in_force, now = clearing.terms_of(cycle), tx.world.now
    target = first_open(cycle.period + 1, now, in_force)
    to = clearing.taking(tx, target, cycle.province, cycle.kind)
    count = 0
    for status, moved in (("settled", states), ("adjusted", ("adjusted", "adjusted"))):
        count += claim_moves.carry(
            tx,
            cycle,
            to.id,
            where,
            states=moved,
            rule=str(Rule.CARRIED),
            status=status,
            prior_before=closed_before(now, in_force),
        )
    _tell(tx, cycle, to, Rule.CARRIED, count)
    return count


def _tell(tx: Tx, cycle: Cycle, to: Cycle, rule: Rule, count: int) -> None:
    told = {"to_month": str(to.month), "rule": str(rule), "claims": count}
    if not cycle.is_medical:
        told["to_period"] = str(to.period)
    clearing.done(tx, cycle, "carried", **told)
