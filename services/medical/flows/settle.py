"""Settling a visit (结算): at home in one transaction, across regions as a saga."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from services.medical import terms
from services.medical.domain import fee_lines
from services.medical.domain.asked import ALL_ACCOUNTS, Asked
from services.medical.domain.settlement import RUNNING, SETTLEMENT, Settlement
from services.medical.domain.visit import SETTLING, Visit, check_dates
from services.medical.flows import insured, parts, people, settling, visits
from services.medical.flows.declarations import accidents
from services.medical.flows.parts import Part
from services.medical.flows.people import Coverage
from services.medical.problems_bills import BillNumberUsed
from services.medical.store import packs, settlements, store
from services.medical.store import visits as visit_rows
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import explain
from sscsim.kernel.money import Money


def settle(
    visit_id: str,
    use_account: bool = True,
    bill_number: str | None = None,
    interim: bool = False,
    until: date | None = None,
    also: Callable[[Tx, Visit, Settlement], None] | None = None,
    accounts: str = ALL_ACCOUNTS,
) -> Settlement:
    """Settle, or with a key that was used before: find out and go on.

    `also` is done in the transaction that first writes the settlement.
    """
    earlier = settling.resumed()
    if earlier is not None:
        found = settling.again(earlier)
        if found is not None:
            return found
    visit = visits.get(visit_id)
    coverage = coverage_of(visit, until)
    with store.write() as tx:
        visit = visits.known(tx, visit_id, lock=True)
        made = begun(tx, visit, coverage, use_account, bill_number, interim, until, also, accounts)
    return finished(made)


@dataclass(frozen=True, slots=True)
class Begun:
    """A settlement that was written, and what the home region is asked for it."""

    settlement: Settlement
    asked: Asked


def begun(
    tx: Tx,
    visit: Visit,
    coverage: Coverage,
    use_account: bool = True,
    bill_number: str | None = None,
    interim: bool = False,
    until: date | None = None,
    also: Callable[[Tx, Visit, Settlement], None] | None = None,
    accounts: str = ALL_ACCOUNTS,
) -> Begun:
    """Begin to settle a visit that is locked, in a transaction that may do more.

    At home it is settled, and the key answered, when that transaction commits; across regions
    `finished` goes on from there, and so does the same key after a crash.
    """
    _check_bill_number(tx, visit.institution_id, bill_number)
    visit.check_settleable()
    accidents.check_visit(tx, visit)
    parts.check_wanted(visit, interim, until)
    asked = asked_of(visit, coverage, use_account, parts.of(tx, visit, until), accounts)
    settlement = _made(tx, visit, asked, bill_number)
    if also is not None:
        also(tx, visit, settlement)
    if not settlement.is_cross_region:
        return Begun(tx.answer(_at_home(tx, visit, settlement, asked)), asked)
    settlements.add(tx, settlement, asked.as_json())
    visit_rows.change(tx, visit, status=SETTLING, settlement_id=settlement.id)
    settling.begin(tx, settlement)
    failpoint("medical.settle.before_begin")
    return Begun(settlement, asked)


def finished(made: Begun) -> Settlement:
    """The settlement once the home region has answered; at home it has already."""
    if not made.settlement.is_cross_region:
        return made.settlement
    failpoint("medical.settle.after_begin")
    return settling.carry(made.settlement, made.asked.as_json(), first=True)


def pre_settle(
    visit_id: str,
    use_account: bool = True,
    interim: bool = False,
    until: date | None = None,
    accounts: str = ALL_ACCOUNTS,
    discharged_on: date | None = None,
) -> dict[str, Any]:
    """The same calculation on the state of this moment; nothing changes.

    `discharged_on`: as if a stay that goes on ended that day.
    """
    visit = visits.get(visit_id)
    if discharged_on is not None and visit.discharge_date is None:
        check_dates(visit.kind, visit.admission_date, discharged_on, world.today())
        visit = replace(visit, discharge_date=discharged_on)
    visits.require_place(visit.of_kind)
    visit.check_settleable()
    parts.check_wanted(visit, interim, until)
    coverage = coverage_of(visit, until)
    with store.read() as tx:
        accidents.check_visit(tx, visit)
        return tried(tx, visit, coverage, use_account, parts.of(tx, visit, until), accounts)


def tried(
    tx: Tx, visit: Visit, coverage: Coverage, use_account: bool, part: Part, accounts: str
) -> dict[str, Any]:
    """What that part of a visit would come to, also of one that isn't written."""
    stay = asked_of(visit, coverage, use_account, part, accounts)
    result = insured.shown(insured.compute(tx, stay), stay)
    steps = [fee_lines.bill_step(stay.bill)]
    return {
        "visit": visit,
        "stay": stay,
        "result": result,
        "explanation": explain.joined(steps, result["explanation"]),
    }


def coverage_of(visit: Visit, until: date | None) -> Coverage:
    """Where the person is insured on the day of discharge, or of the part's end: that region
    pays, unless the day of admission decides (X24)."""
    day = until or visit.discharged(world.today())
    with store.read() as tx:
        pack = packs.text_of(tx, visit.care_region_code)
    if terms.pays_as_of_admission(visit.care_region_code, day, pack):
        day = visit.admission_date
    return people.coverage(visit.person_id, visit.insurance_kind, day)


def asked_of(
    visit: Visit,
    coverage: Coverage,
    use_account: bool,
    part: Part,
    accounts: str = ALL_ACCOUNTS,
) -> Asked:
    """What the home region is asked; KindIncomplete if the visit doesn't say all it must."""
    day = part.until or visit.discharged(world.today())
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
        bill=part.bill,
        hospital_part=Money.zero(),
        is_interim=part.is_interim,
        earlier_parts=part.earlier,
        age=coverage.age_on(day),
        accounts=accounts,
    )
    asked.occasion.check()
    return asked


def _check_bill_number(tx: Tx, institution_id: str, bill_number: str | None) -> None:
    """BillNumberUsed, naming the earlier settlement: another key, the same bill (X3)."""
    if bill_number is None:
        return
    tx.lock("bill number", institution_id, bill_number)
    earlier = settlements.live_of_bill(tx, institution_id, bill_number)
    if earlier is not None:
        raise BillNumberUsed(bill_number=bill_number, settlement_id=earlier)


def _made(tx: Tx, visit: Visit, stay: Asked, bill_number: str | None) -> Settlement:
    """The settlement as it is while the home region is asked; nothing is written yet."""
    ordinal = settlements.next_ordinal(tx, visit.id)
    return Settlement(
        id=tx.new_id("stl", visit.id, ordinal),
        kind=SETTLEMENT,
        reverses=None,
        reversed_by=None,
        refers=None,
        visit_id=visit.id,
        ordinal=ordinal,
        person_id=visit.person_id,
        institution_id=visit.institution_id,
        care_region_code=stay.care_region_code,
        home_region_code=stay.home_region_code,
        insurance_kind=visit.insurance_kind,
        discharge_date=stay.discharge_date,
        bill_number=bill_number,
        is_interim=stay.is_interim,
        treatment=None,
        status=RUNNING,
        total=stay.bill.total,
        own_pay=stay.bill.own_pay,
        over_limit=stay.bill.over_limit,
        preself=stay.bill.preself,
        in_scope=stay.bill.in_scope,
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
    settlements.add(tx, done, stay.as_json(), settling.explained(tx, visit, done, result))
    settling.settled(tx, visit, done)
    failpoint("medical.settle_at_home.before_commit")
    tell_book(tx, done, result, None)
    return done


def tell_book(
    tx: Tx,
    settlement: Settlement,
    result: dict[str, Any],
    original: str | None,
    event: str | None = None,
) -> None:
    """The home region's book learns of a settlement without exchange, or of what undid it.

    `event` names what happened where that isn't a settlement of its own.
    """
    body = {
        "settlement_id": event or settlement.id,
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
        key=f"local:{event or settlement.id}",
    )
