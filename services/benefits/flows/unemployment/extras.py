"""Grants beside the benefit (加发待遇), which an agency gives: once an occasion, onto the card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.benefits import problems_unemployment as problems
from services.benefits import terms
from services.benefits import terms_unemployment as figures
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.decision import Person, Reason
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.unemployment import extra as domain
from services.benefits.domain.unemployment import grants as rules
from services.benefits.domain.unemployment import record
from services.benefits.domain.unemployment.extra import Grant
from services.benefits.domain.unemployment.record import UnemploymentBenefit
from services.benefits.flows import applicants, payments
from services.benefits.flows.handling import PaymentOrder
from services.benefits.flows.unemployment import benefits
from services.benefits.store import employment_records, store
from services.benefits.store import unemployment as rows
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import FieldError

CODE = "HRSS-013"
KEPT = rows.grants


@dataclass(frozen=True, slots=True)
class _Worth:
    """What a grant comes to, what it is for, and the months of benefit that it stands for."""

    occasion: str
    explanation: Explanation
    months: int = 0


def grant(
    unemployment_benefit_id: str,
    *,
    kind: str,
    born_on: date | None = None,
    month: str | None = None,
) -> Grant:
    """Give one (核发). Who asks again for the same occasion gets the one there is.

    BenefitNotFound, RegionNotAllowed, GrantRefused; policy.FigureMissing where the region has none.
    """
    person = applicants.person(benefits.get(unemployment_benefit_id).person_id)
    with store.write() as tx:
        known = _held(tx, unemployment_benefit_id)
        if kind == domain.CHILDBIRTH:
            worth = _childbirth(tx, known, born_on or tx.world.today)
        elif kind == domain.JOB_SEEKING:
            worth = _job_seeking(tx, known, person, month or str(Month.of(tx.world.today)))
        else:
            worth = _early(tx, known, kind)
        earlier = rows.grant_for(tx, known.id, kind, worth.occasion)
        if earlier is not None:
            return tx.answer(earlier)
        made = _given(tx, known, kind, worth)
        if worth.months:
            settled = known.period.settle(worth.months).settled
            rows.benefits.change(tx, known, settled=settled)
        failpoint("benefits.unemployment_grant.before_commit")
        return tx.answer(made)


def _held(tx: Tx, benefit_id: str) -> UnemploymentBenefit:
    found = rows.benefits.find(tx, benefit_id)
    if found is None:
        raise problems.BenefitNotFound(benefit_id=benefit_id)
    if world.current().role == "agency":
        world.require_region(found.region_code)
    rows.hold(tx, found.person_id)
    held = rows.benefits.find(tx, benefit_id, lock=True)
    assert held is not None
    return held


def _refuse(kind: str, against: Sequence[Reason]) -> None:
    if against:
        faults = [
            FieldError(each.code, each.text, pointer="", params=each.params) for each in against
        ]
        raise problems.UnemploymentGrantRefused(kind=kind, errors=faults)


def _childbirth(tx: Tx, known: UnemploymentBenefit, born_on: date) -> _Worth:
    _refuse(domain.CHILDBIRTH, domain.born(known, born_on, tx.world.today))
    times = figures.region(known.region_code, born_on).ratio("childbirth")
    monthly = figures.amount(known.region_code, born_on).monthly().total
    return _Worth(born_on.isoformat(), rules.childbirth(monthly, times))


def _job_seeking(tx: Tx, known: UnemploymentBenefit, person: Person, month: str) -> _Worth:
    """A share of the wages of the year before, for a month that was paid."""
    day = Month.parse(month).first
    rule = figures.job_seeking_from(figures.region(known.region_code, day))
    ages = terms.retirement(known.region_code, day)
    past = Month.of(day) >= ages.latest_month(person.birth_date, person.sex)
    given = rows.grants_of(tx, known.id, domain.JOB_SEEKING)
    had = len([each for each in given if each.occasion != month])
    against = rule.refuses(had, past)
    paid = [each.month for each in rows.months_of(tx, known.id) if each.status == record.PAID]
    if month not in paid:
        against.append(domain.MONTH_NOT_PAID.with_(month=month))
    wages = rows.wages_until(tx, known.person_id, known.counted_until)
    if not wages:
        against.append(domain.NO_WAGE_KNOWN)
    _refuse(domain.JOB_SEEKING, against)
    return _Worth(month, rule.monthly(wages))


def _early(tx: Tx, known: UnemploymentBenefit, kind: str) -> _Worth:
    """Months that are left, some of them or all, because work began before they were drawn."""
    work = domain.work_of(employment_records.employments.of(tx, known.person_id), kind)
    if known.ended_for != "employed" or work is None:
        _refuse(kind, [domain.NO_EARLY_WORK])
    assert work is not None and known.ended_on is not None
    last = rows.last_of(tx, known.person_id)
    if last is not None and last.id != known.id:
        _refuse(kind, [domain.CLAIMED_SINCE.with_(benefit_id=last.id)])
    rule = figures.early_work_from(figures.region(known.region_code, known.ended_on))
    monthly = figures.amount(known.region_code, known.ended_on).monthly().total
    earlier = rows.grant_for(tx, known.id, kind, work.id)
    left = known.left + (earlier.months if earlier else 0)
    if kind == domain.OWN_BUSINESS:
        _refuse(kind, rule.refuses_business(left))
        lump = rule.business(left, monthly)
    else:
        first = str(Month.of(work.start_date))
        insured = len([each for each in rows.contributed(tx, known.person_id) if each >= first])
        _refuse(kind, rule.refuses_job(domain.contract_months(work), insured, left))
        lump = rule.job(left, monthly)
    return _Worth(work.id, lump.explanation, lump.months)


def _given(tx: Tx, known: UnemploymentBenefit, kind: str, worth: _Worth) -> Grant:
    now, amount = tx.world.now, worth.explanation.total
    grant_id = tx.new_id("ugt", known.id, kind, worth.occasion)
    payment, _ = payments.order_net(
        tx,
        PaymentOrder(f"unemployment-grant/{grant_id}", amount, record.FUND, "失业保险加发待遇"),
        item_code=CODE,
        region=known.region_code,
        person_id=known.person_id,
        payee_name=known.person_name,
    )
    made = Grant(
        id=grant_id,
        benefit_id=known.id,
        person_id=known.person_id,
        region_code=known.region_code,
        kind=kind,
        occasion=worth.occasion,
        months=worth.months,
        amount=amount,
        explanation=worth.explanation.as_json(),
        payment_id=payment.id if payment is not None else None,
        status=domain.ORDERED if payment is not None else domain.PAID,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    tx.emit("unemployment_grant.given", made.id, _told(made))
    return made


def _told(made: Grant) -> dict[str, Any]:
    return {
        "id": made.id,
        "benefit_id": made.benefit_id,
        "person_id": made.person_id,
        "kind": made.kind,
        "amount_fen": made.amount.fen,
    }


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The grant follows its payment."""
    known = KEPT.newest(tx, KEPT.c.payment_id == payment.order_id)
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if known is not None and domain.MACHINE.allows(known.status, event):
        KEPT.change(tx, known, status=domain.MACHINE.after(known.status, event))


def get(unemployment_grant_id: str) -> Grant:
    with store.read() as tx:
        found = KEPT.find(tx, unemployment_grant_id)
    if found is None:
        raise problems.UnemploymentGrantNotFound(grant_id=unemployment_grant_id)
    return found


def page(query: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, query, filters)
