"""Settling a visit (结算): at home in one transaction, across regions as a saga."""

from dataclasses import replace
from typing import Any

from services.medical.domain import fee_lines
from services.medical.domain.asked import Asked
from services.medical.domain.settlement import CANCELLED, IN_FLIGHT, RUNNING, SETTLEMENT, Settlement
from services.medical.domain.visit import SETTLING, Visit
from services.medical.flows import insured, people, settling, visits
from services.medical.flows.people import Coverage
from services.medical.store import settlements, store
from services.medical.store import visits as visit_rows
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import explain
from sscsim.kernel.money import Money


def settle(visit_id: str, use_account: bool = True) -> Settlement:
    """Settle, or with a key that was used before: find out and go on."""
    earlier = settling.resumed()
    if earlier is not None:
        found = _again(earlier)
        if found is not None:
            return found
    visit = visits.get(visit_id)
    coverage = _coverage(visit)
    with store.write() as tx:
        visit = visits.known(tx, visit_id, lock=True)
        visit.check_settleable()
        stay = asked_of(visit, coverage, use_account)
        settlement = _made(tx, visit, stay)
        if not settlement.is_cross_region:
            return tx.answer(_at_home(tx, visit, settlement, stay))
        settlements.add(tx, settlement, stay.as_json())
        visit_rows.change(tx, visit, status=SETTLING, settlement_id=settlement.id)
        settling.begin(tx, settlement)
        failpoint("medical.settle.before_begin")
    failpoint("medical.settle.after_begin")
    return settling.carry(settlement, stay.as_json(), first=True)


def _again(settlement_id: str) -> Settlement | None:
    """The state of an earlier call with this key; None: it came to nothing, begin anew."""
    with store.read() as tx:
        settlement = settling.known(tx, settlement_id)
    if settlement.status == CANCELLED:
        return None
    if settlement.status in IN_FLIGHT:
        return settling.carry_on(settlement_id)
    with store.write() as tx:
        return tx.answer(settling.known(tx, settlement_id))


def pre_settle(visit_id: str, use_account: bool = True) -> dict[str, Any]:
    """The same calculation on the state of this moment; nothing changes."""
    visit = visits.get(visit_id)
    visits.require_place(visit.of_kind)
    visit.check_settleable()
    stay = asked_of(visit, _coverage(visit), use_account)
    with store.read() as tx:
        result = insured.shown(insured.compute(tx, stay), stay)
    steps = [fee_lines.bill_step(visit.bill)]
    return {
        "visit": visit,
        "stay": stay,
        "result": result,
        "explanation": explain.joined(steps, result["explanation"]),
    }


def _coverage(visit: Visit) -> Coverage:
    """Where the person is insured on the day of discharge: that region pays."""
    day = visit.discharged(world.today())
    return people.coverage(visit.person_id, visit.insurance_kind, day)


def asked_of(visit: Visit, coverage: Coverage, use_account: bool) -> Asked:
    """What the home region is asked; KindIncomplete if the visit doesn't say all it must."""
    day = visit.discharged(world.today())
    asked = Asked(
        person_id=visit.person_id,
        visit_kind=visit.kind,
        insurance_kind=visit.insurance_kind,
        category=coverage.category,
        entitlements=coverage.entitlements,
        institution_id=visit.institution_id,
        level=visit.level,
        care_region_code=visit.care_region_code,
        home_region_code=coverage.home_region_code,
        admission_date=visit.admission_date,
        discharge_date=day,
        is_emergency=visit.is_emergency or visit.of_kind.is_urgent,
        use_account=use_account,
        disease=visit.disease,
        delivery=visit.delivery,
        has_prescription=visit.prescription is not None or not visit.of_kind.takes_prescription,
        recognition_id=visit.recognition_id,
        bill=visit.bill,
        hospital_part=Money.zero(),
        age=coverage.age_on(day),
    )
    asked.occasion.check()
    return asked


def _made(tx: Tx, visit: Visit, stay: Asked) -> Settlement:
    """The settlement as it is while the home region is asked; nothing is written yet."""
    ordinal = settlements.next_ordinal(tx, visit.id)
    return Settlement(
        id=tx.new_id("stl", visit.id, ordinal),
        kind=SETTLEMENT,
        reverses=None,
        reversed_by=None,
        visit_id=visit.id,
        ordinal=ordinal,
        person_id=visit.person_id,
        institution_id=visit.institution_id,
        care_region_code=stay.care_region_code,
        home_region_code=stay.home_region_code,
        insurance_kind=visit.insurance_kind,
        discharge_date=stay.discharge_date,
        treatment=None,
        status=RUNNING,
        total=visit.total,
        own_pay=visit.own_pay,
        over_limit=visit.over_limit,
        preself=visit.preself,
        in_scope=visit.in_scope,
        deductible=None,
        funds=None,
        fund_pay=None,
        hospital_part=None,
        person_part=None,
        own_account_pay=None,
        family_account_pay=None,
        account_pay=None,
        cash_pay=None,
        clearing_amount=None,
        claim_id=None,
        policy_origin=None,
        problem=None,
        settled_at=None,
        version=1,
        created_at=world.now(),
        updated_at=world.now(),
    )


def _at_home(tx: Tx, visit: Visit, settlement: Settlement, stay: Asked) -> Settlement:
    """Both sides are one region: no exchange, no claim, one book."""
    result = insured.settle(tx, settlement.id, stay)
    done = replace(settlement, **settling.outcome_of(result))
    settlements.add(tx, done, stay.as_json(), settling.explained(visit, result))
    settling.settled(tx, visit, done)
    failpoint("medical.settle_at_home.before_commit")
    tell_book(tx, done, result, None)
    return done


def tell_book(tx: Tx, settlement: Settlement, result: dict[str, Any], original: str | None) -> None:
    """The home region's book learns of a settlement without exchange."""
    body = {
        "settlement_id": settlement.id,
        "kind": "settle" if original is None else "reverse",
        "region": settlement.home_region_code,
        "institution_id": settlement.institution_id,
        "person_id": settlement.person_id,
        "insurance": settlement.insurance_kind,
        "funds": result["funds"],
        "account_pay_fen": result["account_pay_fen"],
    }
    tx.send(
        "settlement",
        "/internal/v1/local-settlements",
        body | ({} if original is None else {"original": original}),
        key="local:" + settlement.id,
    )
