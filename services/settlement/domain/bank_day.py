"""A day as a region's bank saw it, from what the books say of it.

Books and bank differ in what they call a movement. Money that waited in suspense and was
matched later moved once, when it came. What regions set off against each other, and what
passes through a hub, is booked by pair: the bank saw only what was left of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from services.settlement.domain.iso20022.camt053 import Entry
from services.settlement.domain.receipts import Receipt
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Movement:
    """One posting to the treasury account. `amount`: above zero where it got more."""

    journal_id: str
    kind: str
    event: str
    cycle_id: str | None
    booked_at: datetime
    amount: Money


def receipt_of(movement: Movement) -> str | None:
    """The receipt that a movement is about; None where it is about something else."""
    if movement.kind not in ("L6", "L8"):
        return None
    about = movement.event.partition(":")[0]
    return about if about.startswith("rcp_") else None


def entries(
    region: str,
    movements: Iterable[Movement],
    receipts: Mapping[str, Receipt],
    quoted: Mapping[str, str],
) -> tuple[Entry, ...]:
    """What the bank reports of a day, in the order of the books.

    `quoted`: the notice that the payer of a receipt quoted, by the receipt's id.
    """
    found: list[Entry] = []
    passed: dict[str, list[Movement]] = {}
    for each in movements:
        receipt_id = receipt_of(each)
        if receipt_id is not None:
            receipt = receipts[receipt_id]
            if not _only_booked(each, receipt):
                found.append(_between_regions(region, each, receipt, quoted.get(receipt_id)))
        elif each.kind == "L6":
            passed.setdefault(each.cycle_id or each.event, []).append(each)
        else:
            found.append(Entry(each.journal_id, each.amount, each.booked_at, each.kind))
    return (*found, *_left_of(passed))


def _only_booked(each: Movement, receipt: Receipt) -> bool:
    """Out of suspense and to the debt it was for: the money had come before."""
    by_hand = each.kind == "L6" and receipt.matched_by == "hand"
    return by_hand or (each.kind == "L8" and each.event.endswith(":matched"))


def _between_regions(region: str, each: Movement, receipt: Receipt, notice_id: str | None) -> Entry:
    other = receipt.payee if receipt.payer == region else receipt.payer
    return Entry(
        reference=each.journal_id,
        amount=each.amount,
        booked_at=each.booked_at,
        kind=each.kind,
        serial=receipt.bank_serial,
        end_to_end_id=notice_id,
        other=other,
    )


def _left_of(passed: Mapping[str, list[Movement]]) -> Iterable[Entry]:
    """For each month that was booked by pair, the money that moved by it, if any did."""
    for found in passed.values():
        left = Money(sum(each.amount.fen for each in found))
        if left:
            first = found[0]
            yield Entry(first.journal_id, left, first.booked_at, first.kind)
