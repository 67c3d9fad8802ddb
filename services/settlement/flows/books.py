"""Booking a claim: what settling, deducting and taking back post, side by side.

An event's key ends in the side that books it, `:home` or `:care`: the insured region
books with the claim, the region of treatment when its message has come.
"""

from services.settlement.domain import chart
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.amounts import Split
from services.settlement.domain.claims import Claim
from services.settlement.domain.posting_rules import Postings
from services.settlement.flows import kind_books
from services.settlement.store import claims, ledger
from sscsim.db import Tx
from sscsim.kernel.ledger import Account, Journal, balances
from sscsim.kernel.money import Money


def differs(tx: Tx, claim: Claim, side: str) -> None:
    """L7 for what a claim was priced again comes to, in either direction (X22).

    What the hospital has then got too much of, it owes back: a negative claim lowers no payment.
    """
    postings = _settled(claim, side) if side == "home" or claim.split.clearing else ()
    if postings:
        _book(tx, claim, side, Journal("L7", f"{claim.id}:{side}", postings))
    if side == "care" and claim.split.clearing < Money.zero() and claim.status != "expired":
        owed = rules.clawed_back(claim.care_region, claim.institution_id, -claim.split.clearing)
        ledger.book(tx, [Journal("L7", f"{claim.id}{_CLAWBACK}:{side}", owed)], claim_id=claim.id)


_CLAWBACK = ":clawback"


def settled(tx: Tx, claim: Claim, side: str) -> None:
    """L1 on one side; for a claim too late for any month, L9 right behind it."""
    _book(tx, claim, side, Journal("L1", f"{claim.id}:{side}", _settled(claim, side)))


def _book(tx: Tx, claim: Claim, side: str, entry: Journal) -> None:
    [journal_id] = ledger.book(tx, [entry], claim_id=claim.id)
    if claim.status == "expired":
        _expire(tx, claim, side, journal_id, entry)


def expired(tx: Tx, claim: Claim) -> None:
    """L9 on both sides, of what they have booked; the other side finds out when it books."""
    if not claim.is_medical:
        kind_books.expired(tx, claim)
        return
    for booked in ledger.of_claim(tx, claim.id, ("L1", "L3")):
        side = "home" if booked.journal.event.endswith(":home") else "care"
        _expire(tx, claim, side, booked.id, booked.journal)


def _expire(tx: Tx, claim: Claim, side: str, journal_id: str, entry: Journal) -> None:
    """The mirror; and at home the account money, which the person has paid and is owed now."""
    mirror = entry.mirrored(journal_id, kind="L9", event=entry.event)
    ledger.book(tx, [mirror], claim_id=claim.id)
    given = Split(account=claim.split.account)
    if side == "home" and entry.kind == "L1" and given:
        postings = rules.paid_by_hand(claim.home_region, claim.insurance, given)
        account = Journal("L9", f"{claim.id}:account", postings)
        ledger.book(tx, [account], claim_id=claim.id)


def reimbursed(tx: Tx, claim: Claim) -> None:
    """L9, later: the funds owe the person by hand what they would have paid the hospital."""
    paid = claim.split - Split(account=claim.split.account)
    if paid:
        postings = rules.paid_by_hand(claim.home_region, claim.insurance, paid)
        ledger.book(tx, [Journal("L9", f"{claim.id}:manual", postings)], claim_id=claim.id)


def adjusted(tx: Tx, by: Claim) -> None:
    """L7 on both sides: a later audit takes a part back, which the hospital owes its region."""
    if not by.is_medical:
        kind_books.reduced(tx, by, -by.split.clearing, "L7", by.id)
        return
    home, care, hospital = by.home_region, by.care_region, by.institution_id
    at_home = rules.settled_at_home(home, care, by.insurance, by.split)
    at_care = rules.settled_at_care(home, care, hospital, by.split.clearing)
    at_care += rules.clawed_back(care, hospital, -by.split.clearing)
    entries = [Journal("L7", f"{by.id}:home", at_home), Journal("L7", f"{by.id}:care", at_care)]
    ledger.book(tx, entries, claim_id=by.id)


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
    if side == "care" and by.is_medical and (kind == "L7" or by.is_provider_paid):
        _claw_back(tx, by, mirrors, kind, f"{by.id}:{side}")


def undone(tx: Tx, claim: Claim, side: str) -> None:
    """The mirrors of all that one side booked for a corrected claim; a second time nothing.

    A hospital that was paid for it, in a month that the claim has left since, owes that back.
    """
    event = correction_event(claim.id, side)
    if not ledger.is_booked(tx, "reversal", event):
        mirrors = _mirrors(tx, claim.id, side, "reversal", event)
        ledger.book(tx, mirrors, claim_id=claim.id)
        if side == "care" and claim.is_provider_paid:
            _claw_back(tx, claim, mirrors, "reversal", event)


def correction_event(claim_id: str, side: str) -> str:
    return f"{claim_id}:corrected:{side}"


def _mirrors(tx: Tx, claim_id: str, side: str, kind: str, event: str) -> list[Journal]:
    """Of a claim and of what later audits took of it: L7 is its own where it is a difference,
    and stands under the audit's claim otherwise, so that nothing comes twice.

    Of what a negative difference has the hospital owe, only within the window: later the claim
    that takes it back is paid like any other.
    """
    original = ledger.of_claim(tx, claim_id, ("L1", "L3", "L7"))
    for part in claims.adjustments_of(tx, claim_id):
        original += ledger.of_claim(tx, part.id, ("L7",))
    ours = [each for each in original if each.journal.event.endswith(f":{side}")]
    if kind == "L7":
        ours = [each for each in ours if _CLAWBACK not in each.journal.event]
    return [
        each.journal.mirrored(each.id, kind=kind, event=_numbered(event, n))
        for n, each in enumerate(ours)
    ]


def _numbered(event: str, n: int) -> str:
    return f"{event}:{n}" if n else event


def _claw_back(tx: Tx, claim: Claim, mirrors: list[Journal], kind: str, event: str) -> None:
    """What the hospital has by now too much of, if anything, it owes its region."""
    care, hospital = claim.care_region, claim.institution_id
    account = Account(chart.region_book(care), chart.payable_provider(hospital))
    owed = balances(mirrors).get(account, Money.zero())
    if owed > Money.zero():
        postings = rules.clawed_back(care, hospital, owed)
        ledger.book(tx, [Journal(kind, f"{event}:clawback", postings)], claim_id=claim.id)
