"""Booking a claim: what settling, deducting and taking back post, side by side.

An event's key ends in the side that books it, `:home` or `:care`: the insured region
books with the claim, the region of treatment when its message has come.
"""

from services.settlement.domain import chart
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.amounts import Split
from services.settlement.domain.claims import Claim
from services.settlement.domain.posting_rules import Postings
from services.settlement.store import claims, ledger
from sscsim.db import Tx
from sscsim.kernel.ledger import Account, Journal, balances
from sscsim.kernel.money import Money


def settled(tx: Tx, claim: Claim, side: str) -> None:
    """L1 on one side; for a claim too late for any month, L9 right behind it."""
    entry = Journal("L1", f"{claim.id}:{side}", _settled(claim, side))
    [journal_id] = ledger.book(tx, [entry], claim_id=claim.id)
    if claim.status == "expired":
        _expire(tx, claim, side, journal_id, entry)


def expired(tx: Tx, claim: Claim) -> None:
    """L9 on both sides, of what they have booked; the other side finds out when it books."""
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
    original = ledger.of_claim(tx, by.reverses, ("L1", "L3"))
    for part in claims.adjustments_of(tx, by.reverses):
        original += ledger.of_claim(tx, part.id, ("L7",))
    ours = [each for each in original if each.journal.event.endswith(f":{side}")]
    mirrors = [
        each.journal.mirrored(each.id, kind=kind, event=_numbered(f"{by.id}:{side}", n))
        for n, each in enumerate(ours)
    ]
    ledger.book(tx, mirrors, claim_id=by.id)
    if side == "care" and (kind == "L7" or by.is_provider_paid):
        owed = _owed_by_hospital(mirrors, by)
        if owed:
            postings = rules.clawed_back(by.care_region, by.institution_id, owed)
            entry = Journal(kind, f"{by.id}:{side}:clawback", postings)
            ledger.book(tx, [entry], claim_id=by.id)


def _numbered(event: str, n: int) -> str:
    return f"{event}:{n}" if n else event


def _owed_by_hospital(mirrors: list[Journal], by: Claim) -> Money:
    account = Account(chart.region_book(by.care_region), chart.payable_provider(by.institution_id))
    return balances(mirrors).get(account, Money.zero())
