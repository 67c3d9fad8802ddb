"""Booking a claim: what settling, deducting and taking back post, side by side.

An event's key ends in the side that books it, `:home` or `:care`: the insured region
books with the claim, the region of treatment when its message has come.
"""

from services.settlement.domain import chart
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.claims import Claim
from services.settlement.domain.posting_rules import Postings
from services.settlement.store import ledger
from sscsim.db import Tx
from sscsim.kernel.ledger import Account, Journal, balances
from sscsim.kernel.money import Money


def differs(tx: Tx, claim: Claim, side: str) -> None:
    """L7 for what a claim was priced again comes to, in either direction (X22).

    What the hospital has then got too much of, it owes back: a negative claim lowers no payment.
    """
    postings = _settled(claim, side) if side == "home" or claim.split.clearing else ()
    if postings:
        _book(tx, claim, Journal("L7", f"{claim.id}:{side}", postings))
    if side == "care" and claim.split.clearing < Money.zero():
        owed = rules.clawed_back(claim.care_region, claim.institution_id, -claim.split.clearing)
        ledger.book(tx, [Journal("L7", f"{claim.id}{_CLAWBACK}:{side}", owed)], claim_id=claim.id)


_CLAWBACK = ":clawback"


def settled(tx: Tx, claim: Claim, side: str) -> None:
    """L1 on one side; for a claim too late for any month, L9 right behind it."""
    _book(tx, claim, Journal("L1", f"{claim.id}:{side}", _settled(claim, side)))


def _book(tx: Tx, claim: Claim, entry: Journal) -> None:
    [journal_id] = ledger.book(tx, [entry], claim_id=claim.id)
    if claim.status == "expired":
        mirror = entry.mirrored(journal_id, kind="L9", event=entry.event)
        ledger.book(tx, [mirror], claim_id=claim.id)


def _settled(claim: Claim, side: str) -> Postings:
    home, care = claim.home_region, claim.care_region
    if side == "home":
        return rules.settled_at_home(home, care, claim.insurance, claim.split)
    return rules.settled_at_care(home, care, claim.institution_id, claim.split.clearing)


def taken_back(tx: Tx, by: Claim, side: str) -> None:
    """The mirrors of all that one side booked for the claim that `by` takes back.

    In its window that is a reversal, after the freeze L7. The hospital then owes back
    what it was paid, or will be paid, for the frozen set.
    """
    kind = "reversal" if by.cycle_id is None else "L7"
    assert by.reverses is not None
    mirrors = _mirrors(tx, by.reverses, side, kind, f"{by.id}:{side}")
    ledger.book(tx, mirrors, claim_id=by.id)
    if side == "care" and kind == "L7":
        owed = _owed_by_hospital(mirrors, by)
        if owed > Money.zero():
            postings = rules.clawed_back(by.care_region, by.institution_id, owed)
            entry = Journal(kind, f"{by.id}:{side}:clawback", postings)
            ledger.book(tx, [entry], claim_id=by.id)


def undone(tx: Tx, claim: Claim, side: str) -> None:
    """The mirrors of all that one side booked for a corrected claim; a second time nothing."""
    event = correction_event(claim.id, side)
    if not ledger.is_booked(tx, "reversal", event):
        mirrors = _mirrors(tx, claim.id, side, "reversal", event)
        ledger.book(tx, mirrors, claim_id=claim.id)


def correction_event(claim_id: str, side: str) -> str:
    return f"{claim_id}:corrected:{side}"


def _mirrors(tx: Tx, claim_id: str, side: str, kind: str, event: str) -> list[Journal]:
    """Of what a negative difference has the hospital owe, only within the window: later the
    claim that takes it back is paid like any other."""
    original = ledger.of_claim(tx, claim_id, ("L1", "L3", "L7"))
    ours = [each for each in original if each.journal.event.endswith(f":{side}")]
    if kind == "L7":
        ours = [each for each in ours if _CLAWBACK not in each.journal.event]
    return [
        each.journal.mirrored(each.id, kind=kind, event=_numbered(event, n))
        for n, each in enumerate(ours)
    ]


def _numbered(event: str, n: int) -> str:
    return f"{event}:{n}" if n else event


def _owed_by_hospital(mirrors: list[Journal], by: Claim) -> Money:
    account = Account(chart.region_book(by.care_region), chart.payable_provider(by.institution_id))
    return balances(mirrors).get(account, Money.zero())
