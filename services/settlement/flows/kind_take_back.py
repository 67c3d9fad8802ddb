"""The service that posted a claim takes it back: it should never have been one.

In its window both lines leave the period (X9); after the freeze a negative claim in the open
period takes it back (X10), of a closed year on a line of its own (X11).
"""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.settlement import terms
from services.settlement.domain.claims import Claim, shown_state
from services.settlement.domain.membership import Membership, Occurrence, Rule
from services.settlement.domain.membership import cycle as cycle_of
from services.settlement.domain.periods import length_of, period_of
from services.settlement.domain.schemes import scope_of
from services.settlement.flows import books, clearing, kind_claims, record
from services.settlement.problems import ClaimNotReversible
from services.settlement.store import claim_moves, claims, cycles, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import FieldError, Text


def take_back(*, event: str, original: str, occurred_at: datetime) -> dict[str, Any]:
    """Take a claim back as a whole, once. Raises ClaimNotReversible, ClaimConflict, ClaimInvalid.

    event: the claimant's id of taking back; original: that of the claim
    """
    if occurred_at > world.now():
        said = Text(zh="不能晚于现在", en="is later than now")
        kind_claims.check([FieldError("in_future", said, pointer="/occurred_at")])
    content = f"take-back\x1f{original}\x1f{occurred_at.isoformat()}"
    fingerprint = hashlib.sha256(content.encode()).hexdigest()
    with store.write() as tx:
        known = kind_claims.posted(tx, event, fingerprint)
        if known is None:
            known = _take_back(tx, event, original, occurred_at, fingerprint)
            failpoint("settlement.kind_claim.taking_back")
    return kind_claims.answered(known)


def _take_back(tx: Tx, event: str, of: str, at: datetime, fingerprint: str) -> Claim:
    original = record.standing(tx, of)
    if original.is_medical or original.adjusts is not None:
        status = "a medical bill" if original.is_medical else "an audit's"
        raise ClaimNotReversible(exchange_id=of, status=status)
    clearer = clearing.clearer(original.home_region, original.care_region)
    own = period_of(length_of(original.period or ""), at)
    left = record.left_to_take_back(tx, original)
    member = _member(tx, original, clearer, at)
    chosen = clearing.taking(tx, member.month, clearer, original.kind) if member.month else None
    claim = replace(
        original,
        id=tx.new_id("clm", event),
        exchange_id=event,
        reverses=original.id,
        split=left,
        settled_at=at,
        recorded_at=tx.world.now,
        status="settled" if chosen else "reversed",
        cycle_id=chosen.id if chosen else None,
        rule=member.rule,
        declared_at=None,
        is_prior_year=member.is_prior_year,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
        refers=None,
        period=str(own),
        fee=None,
        items=None,
        fingerprint=fingerprint,
    )
    claims.add(tx, claim)
    for side in ("home", "care"):
        books.taken_back(tx, claim, side)
    record.tell(tx, claim)
    return claim


def _member(tx: Tx, original: Claim, clearer: str, at: datetime) -> Membership:
    """None of both lines in its window; else the open period, by the rule of every claim."""
    if record.in_window(tx, original, clearer):
        record.take_out(tx, original, Rule.REVERSED_IN_WINDOW)
        return Membership(None, Rule.REVERSED_IN_WINDOW)
    held = cycles.find(tx, original.cycle_id or "")
    shown = shown_state(original.status, held.status if held else None)
    claim_moves.move(tx, original, "adjust", shown, status="adjusted")
    moment = Occurrence(at, tx.world.now, takes_back=True, original_settled_at=original.settled_at)
    own = period_of(length_of(original.period or ""), at)
    return cycle_of(moment, terms.in_force(original.kind, own, scope_of(clearer)))
