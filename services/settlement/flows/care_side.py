"""The region of treatment books what was settled for persons insured elsewhere."""

from services.settlement.domain.claims import Claim
from services.settlement.flows import books
from services.settlement.problems import ClaimNotFound
from services.settlement.store import claims, ledger, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def book(claim_id: str) -> None:
    """Book the claim on the care side; a message that comes again changes nothing.

    Of a corrected claim there are two messages: that it was settled, and that it was undone.
    """
    with store.write() as tx:
        claim = claims.locked(tx, claim_id)
        if claim is None:
            raise ClaimNotFound(claim_id=claim_id)
        if _is_booked(tx, claim):
            if claim.corrected_by is not None:
                books.undone(tx, claim, "care")
            return
        _book(tx, claim)
        failpoint("settlement.care_side.booking")


def _is_booked(tx: Tx, claim: Claim) -> bool:
    kinds = ("L1", "L7", "reversal")
    return any(ledger.is_booked(tx, kind, f"{claim.id}:care") for kind in kinds)


def _book(tx: Tx, claim: Claim) -> None:
    if claim.reverses is not None:
        original = claims.locked(tx, claim.reverses)
        if original is not None and not _is_booked(tx, original):
            _book(tx, original)  # its own message is late: what is taken back comes first
        books.taken_back(tx, claim, "care")
    elif claim.refers is not None:
        books.differs(tx, claim, "care")
    elif claim.split:
        books.settled(tx, claim, "care")
