"""HRSS-013: a claim for unemployment benefit (失业保险金申领): decided on the records."""

from collections.abc import Sequence

from services.benefits import terms_unemployment as terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment.employment import CORRECTED
from services.benefits.domain.insurance import UNEMPLOYMENT
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.unemployment import benefit_claim as domain
from services.benefits.domain.unemployment import record
from services.benefits.domain.unemployment.benefit_claim import Facts, Rules
from services.benefits.domain.unemployment.record import UnemploymentBenefit
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.unemployment import benefits, extras, retentions
from services.benefits.store import employment_records, pensions, transfers
from services.benefits.store import unemployment as rows
from sscsim.db import Tx
from sscsim.kernel import regions
from sscsim.kernel.periods import Month

RETIRED = "retired"


def _rules(case: Case) -> Rules:
    region, day = case.competent_region, case.today
    law, here = terms.law(region, day), terms.region(region, day)
    return Rules(
        terms.claim_from(law, here),
        terms.duration_from(law, here),
        terms.amount(region, day),
        terms.premium(region, day),
    )


def _facts(tx: Tx, case: Case, _gathered: object) -> Facts:
    """Contributions since the last claim, what is left of it, and why the work ended."""
    person_id = case.person.id
    rows.hold(tx, person_id)
    last = rows.last_of(tx, person_id)
    before = last.counted_until if last else None
    home = regions.province_of(case.competent_region)
    paid = rows.contributed_where(tx, person_id)
    here = [month for month, region in paid if regions.province_of(region) == home]
    count, until = domain.counted(here, before)
    moving = transfers.under_way(tx, person_id, (UNEMPLOYMENT,))
    known = employment_records.current_unemployment(tx, person_id)
    works = {
        each.id: each
        for each in employment_records.employments.of(tx, person_id)
        if each.status != CORRECTED
    }
    left = works.get(known.employment_id or "") if known else None
    return Facts(
        rules=_rules(case),
        contributed=count,
        counted_until=until,
        carried=last.left_for_next if last else 0,
        registration=known,
        left_for=left.leaving_reason if left else None,
        on_pension=bool(pensions.drawn(tx, person_id))
        or any(each.leaving_reason == RETIRED for each in works.values()),
        drawn_in=last.region_code if last and last.live else None,
        elsewhere=_elsewhere(paid, last, home),
        moving=moving[0] if moving else None,
    )


def _elsewhere(
    paid: Sequence[tuple[str, str]], last: UnemploymentBenefit | None, home: str
) -> str | None:
    """A region of another province that has months which no claim has counted or drawn yet."""
    before = last.counted_until if last else ""
    found = [region for month, region in paid if month > before]
    if last is not None and last.left_for_next:
        found.append(last.region_code)
    return next((each for each in found if regions.province_of(each) != home), None)


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The benefit; its months are paid by the region's payouts."""
    person, now, found = case.person, tx.world.now, said.terms
    ordinal = rows.benefits.next_ordinal(tx, person.id)
    first: Month = domain.never_twice(found["first_month"], rows.newest_month(tx, person.id))
    made = benefits.grant(
        tx,
        case,
        UnemploymentBenefit(
            id=tx.new_id("unb", person.id, ordinal),
            application_id=case.application_id,
            person_id=person.id,
            person_name=person.name,
            ordinal=ordinal,
            region_code=case.competent_region,
            registration_id=found["registration_id"],
            left_for=found["left_for"],
            contributed=found["contributed"],
            counted_until=found["counted_until"],
            carried=found["carried"],
            granted=found["granted"],
            most=found["most"],
            paid=0,
            settled=0,
            counts_from=found["counts_from"],
            from_month=str(first),
            last_month=None,
            suspended_for=None,
            ended_on=None,
            ended_for=None,
            status=record.GRANTED,
            live=1,
            version=1,
            created_at=now,
            updated_at=now,
        ),
    )
    return Effect({"unemployment_benefit_id": made.id})


def _on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """Grants, and refunds to employers, are paid under this item."""
    extras.on_payment(tx, payment)
    retentions.on_payment(tx, payment)


HANDLING = Handling(
    domain.CODE,
    decide=domain.decide,
    facts=_facts,
    effect=_effect,
    on_payment=_on_payment,
)
