"""Booking a claim that is no medical bill: both sides at once, side by side.

Nothing is in transit: whoever posts such a claim tells it for both. Events end in `:home` for
the payer's side and in `:care` for the payee's, as those of medical bills do.
"""

from services.settlement.domain import kind_rules
from services.settlement.domain.claims import Claim
from services.settlement.domain.kind_rules import Both
from services.settlement.store import claims, ledger
from sscsim.db import Tx
from sscsim.kernel.ledger import Journal
from sscsim.kernel.money import Money


def claimed(tx: Tx, claim: Claim) -> None:
    """L1; L7 for what an earlier claim comes to more or less."""
    kind = "L7" if claim.refers else "L1"
    fee = claim.fee or Money.zero()
    _book(tx, claim, kind, claim.id, kind_rules.claimed(claim.sides, claim.split.clearing, fee))
    if claim.status == "expired":
        expired(tx, claim)


def reduced(tx: Tx, claim: Claim, amount: Money, kind: str, event: str) -> None:
    """L3 while the claim can be lowered, L7 by a claim of its own: so much less is owed."""
    if amount:
        _book(tx, claim, kind, event, kind_rules.reduced(claim.sides, amount))


def expired(tx: Tx, claim: Claim) -> None:
    """L9: too late for any period. What is left of it is not paid by clearing."""
    left = claim.split - claims.deducted(tx, claim.id)
    reduced(tx, claim, left.clearing, "L9", claim.id)


def _book(tx: Tx, claim: Claim, kind: str, event: str, both: Both) -> None:
    sides = dict(zip(("home", "care"), both, strict=True))
    entries = [
        Journal(kind, f"{event}:{side}", postings) for side, postings in sides.items() if postings
    ]
    ledger.book(tx, entries, claim_id=claim.id)
