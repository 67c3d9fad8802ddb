"""Placing and returning advances (预付金, L0 and L10)."""

from typing import Any

from services.settlement.domain import posting_rules as rules
from services.settlement.flows import read
from services.settlement.problems import AdvanceNotReturnable, AgreementMissing
from services.settlement.store import advances, agreements, ledger, store
from sscsim import world
from sscsim.db import Tx
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
        signed = amount_fen if direction == "placed" else -amount_fen
        shown = read.advance_shown(move(tx, home, care, signed, "by_hand"))
        tx.answer(shown)
        return shown


def move(tx: Tx, home: str, care: str, amount: Money, purpose: str) -> Any:
    """Book an advance that is placed, or, below zero, returned; its row.

    Raises AdvanceNotReturnable for more than there is.
    """
    ordinal = advances.next_ordinal(tx, home, care)
    left = advances.left(tx, home, care)
    if left + amount < Money.zero():
        raise AdvanceNotReturnable(home_region=home, care_region=care, left=left.plain())
    advance_id = tx.new_id("adv", home, care, ordinal)
    is_placed = amount > Money.zero()
    values = {
        "id": advance_id,
        "ordinal": ordinal,
        "home_region": home,
        "care_region": care,
        "direction": "placed" if is_placed else "returned",
        "amount": amount if is_placed else -amount,
        "purpose": purpose,
    }
    [values["journal_id"]] = ledger.book(tx, [_journal(values, amount)])
    made = advances.add(tx, values)
    data = {"id": advance_id, "direction": made.direction, "amount_fen": made.amount.fen}
    tx.emit("advance.moved", advance_id, {**data, "purpose": purpose})
    return made


def _journal(values: dict[str, Any], amount: Money) -> Journal:
    """L0 for what is placed by hand or by the year, L10 for a top-up and for a return."""
    home, care = values["home_region"], values["care_region"]
    if values["direction"] == "placed" and values["purpose"] != "top_up":
        return Journal("L0", values["id"], rules.advance_placed(home, care, amount))
    return Journal("L10", values["id"], rules.advance_moved(home, care, amount))
