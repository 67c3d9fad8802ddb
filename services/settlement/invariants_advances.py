"""The laws of advances: what was told of them is exact, what is left of them is in the books."""

from typing import Any

from services.settlement.domain import chart
from services.settlement.flows import advance_usage
from services.settlement.store import advances, cycles, ledger
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None
ZERO = Money.zero()


@invariant(
    "P22",
    Text(zh="预付金预警按精确比值判定", en="An advance's alert is decided on the exact ratio"),
)
def alerts_are_exact(tx: Tx) -> Counterexample:
    """Each kept usage is what its month's statement and its own figures come to."""
    stated = {cycle.id: cycle for cycle in cycles.every(tx)}
    for row in advances.every_usage(tx):
        cycle = stated.get(row.cycle_id)
        level = cycle and advance_usage.level_of(cycle, row.used, row.advance)
        if level != row.level:
            figures = {"used_fen": row.used.fen, "advance_fen": row.advance.fen}
            return {"usage_id": row.id, "level": row.level, "should_be": level or "", **figures}
    return None


@invariant(
    "ledger.advances",
    Text(
        zh="预付金余额与两地账簿一致", en="What is left of advances is in the books of both regions"
    ),
)
def advances_are_booked(tx: Tx) -> Counterexample:
    left = {pair: amount for pair, amount in advances.by_pair(tx).items() if amount}
    paid = _booked(tx, "advance.paid", 1)
    received = _booked(tx, "advance.recv", -1)
    for home, care in sorted({*left, *paid, *received}):
        sides = {
            "advances_fen": left.get((home, care), ZERO).fen,
            "paid_fen": paid.get((home, care), ZERO).fen,
            "received_fen": received.get((home, care), ZERO).fen,
        }
        if len(set(sides.values())) > 1:
            return {"home_region": home, "care_region": care, **sides}
    return None


def _booked(tx: Tx, group: str, sign: int) -> dict[tuple[str, str], Money]:
    """(home, care) -> what the book of one of them says, debts with their sign turned."""
    found = {}
    for (book, account), amount in ledger.balances_by_book(tx, *ledger.under(group)).items():
        ours, theirs = chart.region_of(book) or "", account.partition(":")[2]
        pair = (ours, theirs) if sign > 0 else (theirs, ours)
        if amount:
            found[pair] = amount if sign > 0 else -amount
    return found


ADVANCE_CHECKS = (alerts_are_exact, advances_are_booked)
