"""The laws of what is kept of a month beside its claims."""

from typing import Any

from services.settlement.domain.cycles import ORDER
from services.settlement.store import claim_confirmations, claims, cycle_lines, cycles
from sscsim.db import Tx
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None


@invariant(
    "clearing.lines",
    Text(
        zh="周期汇总行等于其结算单之和",
        en="The lines kept of a month are what its claims come to",
    ),
)
def lines_are_the_claims(tx: Tx) -> Counterexample:
    """Added up again from the covering index, month by month; no claim is read by itself."""
    for cycle in cycles.every(tx):
        if not cycle.is_medical:  # nothing is kept of those
            continue
        kept = {tuple(row[:4]): tuple(row[4:]) for row in cycle_lines.of(tx, cycle.id)}
        made = {tuple(row[:4]): tuple(row[4:]) for row in claims.summed(tx, cycle.id)}
        if kept == made:
            continue
        line = min(key for key in {*kept, *made} if kept.get(key) != made.get(key))
        names = ("home_region", "care_region", "insurance", "is_prior_year")
        counted = {"kept": kept.get(line, (0,))[0], "claims": made.get(line, (0,))[0]}
        return {"cycle_id": cycle.id, **dict(zip(names, line, strict=True)), **counted}
    return None


@invariant(
    "clearing.doubted",
    Text(
        zh="机构不确认的结算单不进入已截止的周期",
        en="What its institution doubted is in no month that is frozen",
    ),
)
def doubted_claims_wait(tx: Tx) -> Counterexample:
    """Unless its region declared it by hand all the same."""
    row = claim_confirmations.doubted_and_frozen(tx, [s for s in ORDER if s != "open"])
    return None if row is None else {"claim_id": row[0], "cycle_id": row[1]}
