"""Placing and returning advances (预付金, L0 and L10)."""

from typing import Any

from services.settlement.domain import posting_rules as rules
from services.settlement.flows import read
from services.settlement.problems import AdvanceNotReturnable, AgreementMissing
from services.settlement.store import advances, agreements, ledger, store
from sscsim import world
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money


def place(
    *, home_region_code: str, care_region_code: str, amount_fen: Money, direction: str
) -> dict[str, Any]:
    """Move advance money between two regions that have an agreement, in both books."""
    home, care = home_region_code, care_region_code
    world.require_region(home)
    with store.write() as tx:
        today = tx.world.today
        if agreements.in_force(tx, home, care, today) is None:
            raise AgreementMissing(home_region=home, care_region=care, day=today.isoformat())
        ordinal = advances.next_ordinal(tx, home, care)
        left = advances.left(tx, home, care)
        if direction == "returned" and amount_fen > left:
            raise AdvanceNotReturnable(home_region=home, care_region=care, left=left.plain())
        advance_id = tx.new_id("adv", home, care, ordinal)
        moved = amount_fen if direction == "placed" else -amount_fen
        entry = Journal("L0", advance_id, rules.advance_placed(home, care, moved))
        [journal_id] = ledger.book(tx, [entry])
        made = advances.add(
            tx,
            {
                "id": advance_id,
                "ordinal": ordinal,
                "home_region": home,
                "care_region": care,
                "direction": direction,
                "amount": amount_fen,
                "journal_id": journal_id,
            },
        )
        data = {"id": advance_id, "direction": direction, "amount_fen": amount_fen.fen}
        tx.emit("advance.moved", advance_id, data)
        shown = read.advance_shown(made)
        tx.answer(shown)
        return shown
