"""Claims that are no medical bills, posted by the services that know of them.

A claim is what one region owes another for a pension that moved, for rides, for a library's
reader. It needs an agreement, gets its period by the rule of every claim, is booked on both
sides, and from then on is cleared as any other.
"""

from typing import Any

from services.settlement import terms
from services.settlement.domain.amounts import Split
from services.settlement.domain.claims import Claim
from services.settlement.domain.cooperations import Asked, covering
from services.settlement.domain.kinds import BUSINESS
from services.settlement.domain.membership import Occurrence
from services.settlement.domain.membership import cycle as cycle_of
from services.settlement.domain.periods import Period, period_of
from services.settlement.domain.schemes import scope_of
from services.settlement.domain.told import Told, faults
from services.settlement.flows import clearing, covered, kind_books, record
from services.settlement.problems_kinds import ClaimConflict, ClaimDoesNotRefer, ClaimInvalid
from services.settlement.store import claims, cooperations, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions
from sscsim.kernel.periods import china_day
from sscsim.kernel.problems import FieldError, Text


def post(told: Told) -> dict[str, Any]:
    """Take a claim into clearing, or tell what became of it; the same again changes nothing.

    Raises ClaimInvalid, ClaimConflict, ClaimDoesNotRefer, what `covered.require` raises, and
    CycleFrozen in the instant of a freeze.
    """
    check([*faults(told, world.now()), *unknown(told.payer_region, told.payee_region)])
    with store.write() as tx:
        known = posted(tx, told.event, told.fingerprint)
        if known is None:
            original = _corrected(tx, told) if told.refers_to else None
            known = add(tx, told, original.id if original else None)
            failpoint("settlement.kind_claim.posting")
    failpoint("settlement.kind_claim.posted")
    return answered(known)


def check(errors: list[FieldError]) -> None:
    if errors:
        raise ClaimInvalid(errors=errors)


def unknown(*named: str) -> list[FieldError]:
    """Of the payer's and the payee's region those that are no pooling areas."""
    said = Text(zh="不是统筹区", en="is no pooling area")
    return [
        FieldError("unknown_region", said, pointer=f"/{name}")
        for name, region in zip(("payer_region", "payee_region"), named, strict=True)
        if not regions.is_pooling_area(terms.successor(region))
    ]


def posted(tx: Tx, event: str, fingerprint: str) -> Claim | None:
    """The claim of an event that was told before; ClaimConflict where it told something else."""
    tx.lock("claim", event)
    known = claims.locked_of_exchange(tx, event)
    if known is not None and known.fingerprint != fingerprint:
        raise ClaimConflict(event=event, claim_id=known.id)
    return known


def _corrected(tx: Tx, told: Told) -> Claim:
    """The claim that this one corrects: it stands, between the same, and is no correction."""
    original = record.standing(tx, told.refers_to or "")
    mine = (told.kind, told.payer_region, told.payee_region, told.payer_party, told.payee_party)
    sides = original.sides
    its = (sides.kind, sides.payer, sides.payee, sides.payer_party, sides.payee_party)
    if mine != its or told.reason != sides.purpose or original.refers is not None:
        raise ClaimDoesNotRefer(event=told.event, original=told.refers_to)
    return original


def add(tx: Tx, told: Told, refers: str | None = None) -> Claim:
    """A new claim in its period, booked on both sides."""
    clearer = clearing.clearer(told.payer_region, told.payee_region)
    own = _period(tx, told)
    in_force = terms.in_force(told.kind, own, scope_of(clearer))
    member = cycle_of(Occurrence(told.occurred_at, tx.world.now), in_force)
    chosen = clearing.taking(tx, member.month, clearer, told.kind) if member.month else None
    claim = Claim(
        id=tx.new_id("clm", told.event),
        exchange_id=told.event,
        reverses=None,
        home_region=told.payer_region,
        care_region=told.payee_region,
        institution_id="",
        person_id=told.subject,
        insurance="",
        split=Split(other=told.amount),
        settled_at=told.occurred_at,
        recorded_at=tx.world.now,
        status="settled" if chosen else "expired",
        cycle_id=chosen.id if chosen else None,
        rule=member.rule,
        adjusts=None,
        declared_at=None,
        reimbursed_at=None,
        is_prior_year=member.is_prior_year,
        is_provider_paid=False,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
        refers=refers,
        kind=told.kind,
        purpose=told.reason,
        payer_party=told.payer_party,
        payee_party=told.payee_party,
        period=str(own),
        fee=told.fee,
        items=told.items,
        fingerprint=told.fingerprint,
    )
    claims.add(tx, claim)
    kind_books.claimed(tx, claim)
    record.tell(tx, claim)
    return claim


def _period(tx: Tx, told: Told) -> Period:
    """The period a claim belongs to, as long as the agreement that covers it says."""
    day, payer, payee = china_day(told.occurred_at), told.payer_region, told.payee_region
    covered.require(tx, payer, payee, kind=told.kind, amount=told.size, day=day)
    asked = Asked(terms.successor(payer), terms.successor(payee), day, told.kind, told.size)
    under = covering(asked, cooperations.active(tx))
    length = under.period_of(told.kind) if under else BUSINESS[told.kind].period
    return period_of(length, told.occurred_at)


def answered(claim: Claim) -> dict[str, Any]:
    """What the claimant is told."""
    return {
        "claim_id": claim.id,
        "event": claim.exchange_id,
        "status": claim.status,
        "rule": str(claim.rule),
        "period": claim.period,
        "cycle_id": claim.cycle_id,
        "clearing_fen": claim.split.clearing.fen,
    }
