"""Unemployment benefits: granted, interrupted, ended, given back, read.

A benefit ends in the transaction that ends its reason: whoever begins to work draws nothing from
then on. Months that were paid behind the last one that was due are owed back, and premiums of
months that fell away are not paid.
"""

from collections.abc import Sequence
from typing import Any

from services.benefits import problems_unemployment as problems
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.decision import Case
from services.benefits.domain.employment.unemployment import Unemployment
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.unemployment import premium
from services.benefits.domain.unemployment import record as domain
from services.benefits.domain.unemployment.record import BenefitMonth, UnemploymentBenefit
from services.benefits.flows import recoveries
from services.benefits.flows.unemployment import schedule
from services.benefits.store import employment_records, store
from services.benefits.store import recoveries as recovery_rows
from services.benefits.store import unemployment as rows
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import sum_money
from sscsim.kernel.periods import Month

KEPT = rows.benefits
CODE = "HRSS-014"


def grant(tx: Tx, case: Case, made: UnemploymentBenefit) -> UnemploymentBenefit:
    """Write it; its first month will come."""
    KEPT.add(tx, made)
    goes_on(tx, made)
    return made


def goes_on(tx: Tx, made: UnemploymentBenefit) -> None:
    """Its first month falls due, and whoever listens is told."""
    schedule.month(tx, made.region_code, Month.parse(made.from_month))
    tx.emit("unemployment_benefit.granted", made.id, {**told(made), "months": made.granted})


def told(known: UnemploymentBenefit) -> dict[str, Any]:
    """What an event says of a benefit."""
    return {
        "id": known.id,
        "person_id": known.person_id,
        "region_code": known.region_code,
        "status": known.status,
    }


# ---- interrupted


def suspend(unemployment_benefit_id: str, reason: str) -> UnemploymentBenefit:
    """Its months stop running (中断). BenefitNotFound, BenefitState, RegionNotAllowed."""
    with store.write() as tx:
        known = _held(tx, unemployment_benefit_id)
        changed = KEPT.change(tx, known, status=_after(known, "suspend"), suspended_for=reason)
        tx.emit("unemployment_benefit.suspended", changed.id, told(changed))
        return tx.answer(changed)


def resume(unemployment_benefit_id: str) -> UnemploymentBenefit:
    """They go on with the next payout. BenefitNotFound, BenefitState, RegionNotAllowed."""
    with store.write() as tx:
        known = _held(tx, unemployment_benefit_id)
        changed = KEPT.change(tx, known, status=_after(known, "resume"), suspended_for=None)
        schedule.month(tx, changed.region_code, Month.of(tx.world.today) + 1)
        tx.emit("unemployment_benefit.resumed", changed.id, told(changed))
        return tx.answer(changed)


# ---- ended


def stop(
    unemployment_benefit_id: str, reason: str, from_month: str | None = None
) -> UnemploymentBenefit:
    """An agency ends it (停发), from a month on; what was paid from then on is owed back.

    BenefitNotFound, BenefitState, RegionNotAllowed.
    """
    with store.write() as tx:
        known = _held(tx, unemployment_benefit_id)
        _after(known, "stop")
        last = Month.of(tx.world.today)
        if from_month is not None:  # none was due before the first
            last = max(Month.parse(from_month), Month.parse(known.from_month)) + -1
        return tx.answer(end(tx, known, reason, last))


def end(tx: Tx, known: UnemploymentBenefit, why: str, last: Month) -> UnemploymentBenefit:
    """It ends; `last`: the last month that is due."""
    earlier = known.last_month
    last_month = str(last) if earlier is None else min(str(last), earlier)
    changes: dict[str, Any] = {"last_month": last_month}
    if known.live is not None:
        changes |= {
            "status": domain.MACHINE.after(known.status, "stop"),
            "suspended_for": None,
            "ended_for": why,
            "ended_on": tx.world.today,
            "live": None,
        }
    changed = KEPT.change(tx, known, **changes)
    if known.live is not None:
        said = {**told(changed), "ended_for": why}
        tx.emit("unemployment_benefit.stopped", changed.id, said)
    return _after_last(tx, changed)


def registration_ended(tx: Tx, registration: Unemployment, why: str) -> None:
    """The registration of unemployment that it rests on was cancelled: the benefit ends with it.

    After new work the month in which it began is the last one that is due, in the regions too from
    which the benefit moved since.
    """
    rows.hold(tx, registration.person_id)
    last = Month.of(tx.world.today)
    if why == "employed":
        last = min(last, _work_began(tx, registration.person_id, last))
    for each in rows.resting_on(tx, registration.id):
        known = KEPT.find(tx, each.id, lock=True)
        assert known is not None
        if known.live is not None or why == "employed":
            end(tx, known, domain.OF_REGISTRATION[why], last)


def _work_began(tx: Tx, person_id: str, today: Month) -> Month:
    """The month in which the work began that is on record by now."""
    active = [
        each for each in employment_records.employments.of(tx, person_id) if each.status == "active"
    ]
    if not active:
        return today
    return domain.last_month_with_work(min(each.start_date for each in active))


def _after_last(tx: Tx, known: UnemploymentBenefit) -> UnemploymentBenefit:
    """What was paid of months that were not due comes back; their premiums stop."""
    beyond = [each for each in rows.months_of(tx, known.id) if not known.may_pay(each.month)]
    for each in rows.premiums.every(tx, rows.premiums.c.benefit_id == known.id):
        waits = each.status == premium.SCHEDULED and each.payment_id is None
        if waits and not known.may_pay(each.month):
            rows.premiums.change(tx, each, status=premium.MACHINE.after(each.status, "stop"))
    return _owed_back(tx, known, [each for each in beyond if each.status == domain.PAID])


def _owed_back(
    tx: Tx, known: UnemploymentBenefit, wrong: Sequence[BenefitMonth]
) -> UnemploymentBenefit:
    """These months come back; they were not drawn after all."""
    if not wrong:
        return known
    number = len(recovery_rows.about(tx, known.id)) + 1
    demanded = recoveries.demand(
        tx,
        f"{known.id}#{number}",
        sum_money(each.amount for each in wrong),
        person_id=known.person_id,
        party_id=None,
        region=known.region_code,
        fund=domain.FUND,
        item_code=CODE,
        about_id=known.id,
        reason="facts_ended",
    )
    for each in wrong:
        after = domain.MONTH.after(each.status, "recover")
        rows.months.change(tx, each, status=after, recovery_id=demanded.id)
    changed = KEPT.change(tx, known, paid=known.paid - len(wrong))
    _passed_on(tx, changed, len(wrong))
    return changed


def _passed_on(tx: Tx, known: UnemploymentBenefit, months: int) -> None:
    """Months of a benefit that moved, which were not drawn after all, go where it went."""
    while known.ended_for == domain.MOVED:
        following = rows.after(tx, known)
        if following is None or following.status == domain.EXHAUSTED:
            return
        more = {"granted": following.granted + months, "carried": following.carried + months}
        known = KEPT.change(tx, following, **more)


def not_due(tx: Tx, several: Sequence[BenefitMonth]) -> None:
    """These were paid although their benefits ended before them: each is owed back."""
    for month in several:
        known = KEPT.find(tx, month.benefit_id, lock=True)
        assert known is not None, "a benefit is never removed"
        _owed_back(tx, known, [month])


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """A month follows its payment; one that was not due any more is owed back at once."""
    month = rows.month_paid_by(tx, payment.order_id)
    if month is None:
        return
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if not domain.MONTH.allows(month.status, event):
        return
    month = rows.months.change(tx, month, status=domain.MONTH.after(month.status, event))
    known = KEPT.find(tx, month.benefit_id, lock=True)
    assert known is not None, "a benefit is never removed"
    if month.status == domain.PAID and not known.may_pay(month.month):
        _owed_back(tx, known, [month])


# ---- reading


def _held(tx: Tx, benefit_id: str) -> UnemploymentBenefit:
    found = KEPT.find(tx, benefit_id, lock=True)
    if found is None:
        raise problems.BenefitNotFound(benefit_id=benefit_id)
    if world.current().role == "agency":
        world.require_region(found.region_code)
    return found


def _after(known: UnemploymentBenefit, event: str) -> str:
    if not domain.MACHINE.allows(known.status, event):
        raise problems.BenefitState(benefit_id=known.id, status=known.status, event=event)
    return domain.MACHINE.after(known.status, event)


def get(unemployment_benefit_id: str) -> UnemploymentBenefit:
    with store.read() as tx:
        found = KEPT.find(tx, unemployment_benefit_id)
    if found is None:
        raise problems.BenefitNotFound(benefit_id=unemployment_benefit_id)
    return found


def page(query: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, query, filters)


def months(unemployment_benefit_id: str, query: PageQuery) -> Page:
    """The months that were paid. BenefitNotFound."""
    get(unemployment_benefit_id)
    with store.read() as tx:
        return rows.months.page(tx, query, {"benefit_id": unemployment_benefit_id})
