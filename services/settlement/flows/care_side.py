"""The region of treatment books what was settled for persons insured elsewhere."""

from services.settlement.flows import books
from services.settlement.problems import ClaimNotFound
from services.settlement.store import claims, ledger, store
from sscsim.failpoints import failpoint


def book(claim_id: str) -> None:
    """Book the claim on the care side; a message that comes again changes nothing.

    Of a corrected claim there are two messages: that it was settled, and that it was undone.
    """
    with store.write() as tx:
        claim = claims.locked(tx, claim_id)
        if claim is None:
            raise ClaimNotFound(claim_id=claim_id)
        kinds = ("L1", "L7", "reversal")
        if any(ledger.is_booked(tx, kind, f"{claim_id}:care") for kind in kinds):
            if claim.corrected_by is not None:
                books.undone(tx, claim, "care")
            return
        if claim.reverses is not None:
            books.taken_back(tx, claim, "care")
        elif claim.refers is not None:
            books.differs(tx, claim, "care")
        elif claim.split:
            books.settled(tx, claim, "care")
        failpoint("settlement.care_side.booking")
