"""Manual claims (手工报销): computed as a settlement would be, and paid to the person.

The home region's accumulators move as with any settlement, and its book owes the person. A
due job pays it onto the account of their card, if that takes it; else it stays payable.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.medical import problems_claims as problems
from services.medical.domain import fee_lines
from services.medical.domain import manual_claim as domain
from services.medical.domain import visit as visits_domain
from services.medical.domain.manual_claim import ManualClaim
from services.medical.domain.visit import Visit
from services.medical.flows import insured, settle, visits
from services.medical.flows.parts import Part
from services.medical.problems import VisitNotFound
from services.medical.problems_bills import PartSettled
from services.medical.store import manual_claims, store
from services.medical.store import visits as visit_rows
from sscsim import peers, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import explain
from sscsim.kernel.money import Money

PAY = "medical.pay_manual_claim"
_PAID, _PAY_AFTER = "00", timedelta(seconds=30)


def paid_by_person(visit_id: str) -> Visit:
    """The person paid all of a bill (全额自费): it is never settled directly any more.

    PartSettled while a part of the stay is settled: that part isn't paid in full. Of a visit that
    was paid so there is nothing to correct: the settlements before it are undone already.
    """
    with store.write() as tx:
        visit = visits.known(tx, visit_id, lock=True)
        visit.check_settleable()
        if visit.settled_until is not None:
            raise PartSettled(visit_id=visit.id, until=visit.settled_until)
        ended = visit.discharged(world.today())
        done = visit_rows.change(tx, visit, status=visits_domain.SELF_PAID, discharge_date=ended)
        tx.emit("visit.self_paid", done.id, {"id": done.id, "total_fen": done.total.fen})
        return tx.answer(done)


def claim(visit_id: str) -> ManualClaim:
    """Compute what the funds pay of a visit that the person paid in full, and owe it to them."""
    with store.read() as tx:
        visit = _visit(tx, visit_id)
    coverage = settle.coverage_of(visit, None)
    world.require_region(coverage.home_region_code)  # before the visit's state tells anything
    with store.read() as tx:
        visit = _claimable(tx, visit_id)
    whole = Part(visit.bill, None, ())
    stay = settle.asked_of(visit, coverage, use_account=False, part=whole)
    with store.write() as tx:
        tx.lock("manual claim", visit_id)
        _claimable(tx, visit_id)
        claim_id = tx.new_id("mcl", visit_id)
        result = insured.settle(tx, claim_id, stay)
        made = ManualClaim(
            id=claim_id,
            visit_id=visit_id,
            person_id=visit.person_id,
            care_region_code=visit.care_region_code,
            home_region_code=coverage.home_region_code,
            insurance_kind=visit.insurance_kind,
            treatment=result["treatment"],
            status=domain.PAYABLE if result["fund_pay_fen"] else domain.NOTHING,
            total=visit.total,
            funds=result["funds"],
            fund_pay=Money(result["fund_pay_fen"]),
            return_code=None,
            policy_origin=result["policy_origin"],
            explanation=explain.joined([fee_lines.bill_step(visit.bill)], result["explanation"]),
            paid_at=None,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        manual_claims.add(tx, made)
        tx.emit("manual_claim.accepted", made.id, _told(made))
        if made.status == domain.PAYABLE:
            body = {
                "claim_id": made.id,
                "region": made.home_region_code,
                "insurance": made.insurance_kind,
                "funds": dict(made.funds),
            }
            tx.send("settlement", "/internal/v1/manual-claims", body, key="claim:" + made.id)
            tx.schedule(PAY, made.id, tx.world.now + _PAY_AFTER)
        failpoint("medical.manual_claim.before_commit")
        return tx.answer(made)


def _visit(tx: Tx, visit_id: str) -> Visit:
    visit = visit_rows.find(tx, visit_id)
    if visit is None:
        raise VisitNotFound(visit_id=visit_id)
    return visit


def _claimable(tx: Tx, visit_id: str) -> Visit:
    visit = _visit(tx, visit_id)
    earlier = manual_claims.of_visit(tx, visit_id)
    if earlier is not None:
        raise problems.VisitClaimed(visit_id=visit_id, claim_id=earlier.id)
    domain.check_claimable(visit)
    return visit


def _told(claim: ManualClaim) -> dict[str, Any]:
    return {"id": claim.id, "person_id": claim.person_id, "fund_pay_fen": claim.fund_pay.fen}


def pay(claim_id: str) -> ManualClaim:
    """Try again to pay it onto the account of the person's card; ClaimNotOwed if it was paid."""
    owed = get(claim_id)
    world.require_region(owed.home_region_code)
    owed.check_owed()
    code = _paid_in(owed)
    with store.write() as tx:
        return tx.answer(_recorded(tx, claim_id, code))


def pay_due(claim_id: str) -> None:
    """The same as a due job: once, and a return code says why not."""
    owed = get(claim_id)
    code = _paid_in(owed) if owed.status == domain.PAYABLE else None
    with store.write() as tx:
        if code is not None:
            _recorded(tx, claim_id, code)
        tx.complete_job()


def _paid_in(owed: ManualClaim) -> str:
    """Ask the card service, under the claim's id; the bank's return code."""
    body = {
        "event": owed.id,
        "person_id": owed.person_id,
        "amount_fen": owed.fund_pay.fen,
        "memo": "手工报销",
    }
    code: str = peers.call("card", "POST", "/internal/v1/bank-credits", body)["return_code"]
    failpoint("medical.manual_claim.after_card")
    return code


def _recorded(tx: Tx, claim_id: str, code: str) -> ManualClaim:
    found = manual_claims.find(tx, claim_id, lock=True)
    assert found is not None, "a claim is never removed"
    return _answered(tx, found, code) if found.status == domain.PAYABLE else found


def _answered(tx: Tx, owed: ManualClaim, code: str) -> ManualClaim:
    if code != _PAID:
        return manual_claims.change(tx, owed, return_code=code)
    done = {"status": domain.PAID, "return_code": None, "paid_at": tx.world.now}
    paid = manual_claims.change(tx, owed, **done)
    told = {
        "claim_id": paid.id,
        "region": paid.home_region_code,
        "amount_fen": paid.fund_pay.fen,
    }
    tx.send("settlement", "/internal/v1/manual-claims/paid", told, key="claim-paid:" + paid.id)
    tx.emit("manual_claim.paid", paid.id, _told(paid))
    return paid


def get(claim_id: str) -> ManualClaim:
    with store.read() as tx:
        found = manual_claims.find(tx, claim_id)
    if found is None:
        raise problems.ClaimNotFound(claim_id=claim_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return manual_claims.page(tx, page, **filters)
