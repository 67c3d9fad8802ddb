"""How far months use advances: kept exactly, told at yellow and red, and where it stops."""

from collections.abc import Sequence
from typing import Any

from services.settlement import terms
from services.settlement.domain import chart
from services.settlement.domain.advances import is_exhausted, top_up_until, usage
from services.settlement.domain.agreements import Agreement
from services.settlement.domain.calendar import advance_alert
from services.settlement.domain.cycles import Cycle
from services.settlement.problems_advances import AdvanceExhausted
from services.settlement.store import advances, agreements, book_balances, cycles
from sscsim.db import Tx
from sscsim.kernel.money import Money


def watch(tx: Tx, cycle: Cycle, published: Sequence[cycles.Total]) -> None:
    """Note how far a signed month used each advance; tell those that went yellow or red."""
    placed = advances.by_pair(tx)
    rows = []
    for each in published:
        advance = placed.get((each.payer, each.payee), Money.zero())
        level = level_of(cycle, each.total, advance)
        if level is None:
            continue
        row = _row(tx, cycle, each, advance, level)
        rows.append(row)
        if level != "none":
            tx.emit("advance.alerted", cycle.id, _told(row))
    advances.use(tx, rows)


def level_of(cycle: Cycle, used: Money, advance: Money) -> str | None:
    """none, yellow or red, by the exact ratio; None where there is no advance."""
    share = usage(used, advance)
    return None if share is None else advance_alert(share, terms.clearing(cycle.month, cycle.scope))


def _row(tx: Tx, cycle: Cycle, each: cycles.Total, advance: Money, level: str) -> dict[str, Any]:
    return {
        "id": tx.new_id("adu", cycle.id, each.payer, each.payee),
        "cycle_id": cycle.id,
        "month": str(cycle.month),
        "home_region": each.payer,
        "care_region": each.payee,
        "used": each.total,
        "advance": advance,
        "level": level,
        "top_up_until": top_up_until(tx.world.today, terms.advances(tx.world.today)),
        "signed_at": tx.world.now,
    }


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "month": row["month"],
        "level": row["level"],
        "home_region_code": row["home_region"],
        "care_region_code": row["care_region"],
        "used_fen": row["used"].fen,
        "advance_fen": row["advance"].fen,
        "top_up_until": row["top_up_until"].isoformat(),
    }


def require_room(tx: Tx, agreement: Agreement) -> None:
    """Raise AdvanceExhausted where an agreement stops at its advance, and that is reached (X19).

    What is owed is what was recorded and not yet paid; the claim that reaches the advance
    still settles, the next one does not.
    """
    if not agreement.advance_hard_stop:
        return
    home, care = agreement.home_region, agreement.care_region
    owed, left = _owed(tx, home, care), advances.left(tx, home, care)
    if is_exhausted(owed, left):
        raise AdvanceExhausted(
            home_region=home, care_region=care, owed=owed.plain(), advance=left.plain()
        )


def delays_providers(tx: Tx, care: str) -> bool:
    """Whether a region pays its institutions later: an advance of some agreement that says so is
    used up (X19). Where nothing is owed, nothing is awaited."""
    for agreement in agreements.delaying(tx, care, tx.world.today):
        owed = _owed(tx, agreement.home_region, care)
        left = advances.left(tx, agreement.home_region, care)
        if owed > Money.zero() and is_exhausted(owed, left):
            return True
    return False


def _owed(tx: Tx, home: str, care: str) -> Money:
    return -book_balances.balance(tx, chart.region_book(home), chart.payable_region(care))
