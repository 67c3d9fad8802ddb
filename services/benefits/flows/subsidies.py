"""Monthly subsidies (按月补贴): granted, paid month by month by due jobs, ended, given back.

The job of a month looks at the records of that day, pays the month if its fact stands, and ends
the subsidy if it doesn't; what was paid before is looked at again and recovered where the records
now say otherwise.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from services.benefits import problems_subsidies as problems
from services.benefits.domain import payment as payments_domain
from services.benefits.domain.decision import Case
from services.benefits.domain.employment import subsidy as domain
from services.benefits.domain.employment.subsidy import Subsidy, SubsidyMonth
from services.benefits.domain.payment import BenefitPayment
from services.benefits.flows import applicants, payments, recoveries, subsidy_bases
from services.benefits.flows.handling import PaymentOrder
from services.benefits.store import recoveries as recovery_rows
from services.benefits.store import store, subsidies
from sscsim import clock, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month

PAY_MONTH = "benefits.pay_subsidy_month"
KEPT = subsidies.subsidies
_AT = time(9, 0)
_PURPOSES = {
    "HRSS-007": "社会保险补贴",
    "HRSS-008": "公益性岗位补贴",
    "HRSS-010": "就业见习补贴",
}


def grant(
    tx: Tx,
    case: Case,
    *,
    person_id: str,
    payee_name: str,
    basis_id: str,
    category: str,
    first: Month,
    months: int,
    monthly: Money,
    party_id: str | None = None,
    ordinal: int = 1,
) -> Subsidy:
    """Write the subsidy, and have its first month paid when that is over."""
    now = tx.world.now
    made = Subsidy(
        id=tx.new_id("sby", case.application_id, ordinal),
        application_id=case.application_id,
        ordinal=ordinal,
        item_code=case.item.code,
        region_code=case.competent_region,
        person_id=person_id,
        party_id=party_id,
        payee_name=payee_name,
        basis_id=basis_id,
        category=category,
        from_month=str(first),
        months=months,
        monthly_amount=monthly,
        settled=0,
        ended_for=None,
        status=domain.RUNNING,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    _schedule(tx, made)
    tx.emit("subsidy.granted", made.id, told(made))
    return made


def _schedule(tx: Tx, known: Subsidy) -> None:
    day = domain.payable_on(known.next_month)
    due = datetime.combine(day, _AT, clock.SHANGHAI)
    tx.schedule(PAY_MONTH, f"{known.id}:{known.next_month}", max(due, tx.world.now))


def told(known: Subsidy) -> dict[str, Any]:
    """What an event says of a subsidy."""
    return {
        "id": known.id,
        "item_code": known.item_code,
        "person_id": known.person_id,
        "region_code": known.region_code,
        "status": known.status,
    }


# ---- month by month


def pay_month(key: str) -> None:
    """Pay a month that is over, or end the subsidy; `key`: the subsidy and the month."""
    subsidy_id, _, month = key.partition(":")
    with store.read() as tx:
        seen = KEPT.find(tx, subsidy_id)
    assert seen is not None, "a subsidy is never removed"
    lives = applicants.person(seen.person_id).living_state != "deceased"
    with store.write() as tx:
        known = _held(tx, subsidy_id)
        if known.status == domain.RUNNING and str(known.next_month) == month:
            why = subsidy_bases.fails(tx, known, known.next_month) if lives else "died"
            known = _paid(tx, known) if why is None else _ended(tx, known, why)
            _looked_at_again(tx, known)
        failpoint("benefits.subsidy_month.before_commit")
        tx.complete_job()


def _paid(tx: Tx, known: Subsidy) -> Subsidy:
    """Order the month's sum, less what its payee owes back; then the next month, or the end."""
    month, now = str(known.next_month), tx.world.now
    by_person = known.party_id is None
    payment, kept = payments.order_net(
        tx,
        PaymentOrder(
            f"{known.id}/{month}",
            known.monthly_amount,
            domain.FUND,
            f"{_PURPOSES[known.item_code]} {month}",
        ),
        item_code=known.item_code,
        region=known.region_code,
        person_id=known.person_id if by_person else None,
        party_id=known.party_id,
        payee_name=known.payee_name,
    )
    made = SubsidyMonth(
        id=tx.new_id("sbm", known.id, month),
        subsidy_id=known.id,
        person_id=known.person_id,
        month=month,
        amount=known.monthly_amount,
        kept_back=kept,
        payment_id=payment.id if payment is not None else None,
        recovery_id=None,
        status=domain.ORDERED if payment is not None else domain.PAID,
        version=1,
        created_at=now,
        updated_at=now,
    )
    subsidies.add_month(tx, made)
    settled = known.settled + 1
    if settled < known.months:
        changed = KEPT.change(tx, known, settled=settled)
        _schedule(tx, changed)
        return changed
    after = domain.MACHINE.after(known.status, "complete")
    changed = KEPT.change(tx, known, settled=settled, status=after)
    subsidy_bases.closed(tx, changed, None)
    tx.emit("subsidy.completed", changed.id, told(changed))
    return changed


def _ended(tx: Tx, known: Subsidy, why: str) -> Subsidy:
    after = domain.MACHINE.after(known.status, "end")
    changed = KEPT.change(tx, known, status=after, ended_for=why)
    tx.cancel_job(PAY_MONTH, f"{known.id}:{known.next_month}")
    subsidy_bases.closed(tx, changed, why)
    tx.emit("subsidy.ended", changed.id, {**told(changed), "ended_for": why})
    return changed


def on_payment(tx: Tx, payment: BenefitPayment) -> None:
    """The month follows its payment."""
    month = subsidies.month_paid_by(tx, payment.order_id)
    event = "pay" if payment.status == payments_domain.PAID else "return"
    if month is not None and domain.MONTH.allows(month.status, event):
        subsidies.change_month(tx, month, status=domain.MONTH.after(month.status, event))


# ---- given back


def look_again(subsidy_id: str) -> Subsidy:
    """Look at every month that was paid by the records of today (复核).

    What doesn't stand any more has to be given back. SubsidyNotFound, RegionNotAllowed.
    """
    with store.write() as tx:
        known = _held(tx, subsidy_id)
        _check_region(known)
        return tx.answer(_looked_at_again(tx, known))


def _looked_at_again(tx: Tx, known: Subsidy) -> Subsidy:
    wrong: list[SubsidyMonth] = []
    reason = "facts_ended"
    for each in subsidies.months_of(tx, known.id):
        if each.status != domain.PAID:
            continue
        why = subsidy_bases.fails(tx, known, Month.parse(each.month))
        if why is not None:
            wrong.append(each)
            reason = "record_corrected" if why == subsidy_bases.CORRECTED else reason
    return _recovered(tx, known, wrong, reason, None) if wrong else known


def recover(subsidy_id: str, reason: str, from_month: str | None = None) -> Subsidy:
    """The facts were false, says the agency: end it, and have what was paid given back (追回).

    SubsidyNotFound, RegionNotAllowed, NothingToRecover.
    """
    with store.write() as tx:
        known = _held(tx, subsidy_id)
        _check_region(known)
        start = from_month or known.from_month
        wrong = [
            each
            for each in subsidies.months_of(tx, known.id)
            if each.status == domain.PAID and each.month >= start
        ]
        if not wrong and known.status != domain.RUNNING:
            raise problems.NothingToRecover(subsidy_id=known.id, from_month=start)
        if known.status == domain.RUNNING:
            known = _ended(tx, known, "facts_false")
        if wrong:
            known = _recovered(tx, known, wrong, "facts_false", reason)
        return tx.answer(known)


def _recovered(
    tx: Tx, known: Subsidy, wrong: Sequence[SubsidyMonth], reason: str, note: str | None
) -> Subsidy:
    """The months' sum is owed back by whoever got it."""
    number = len(recovery_rows.about(tx, known.id)) + 1
    demanded = recoveries.demand(
        tx,
        f"{known.id}#{number}",
        sum_money(each.amount for each in wrong),
        person_id=known.person_id,
        party_id=known.party_id,
        region=known.region_code,
        fund=domain.FUND,
        item_code=known.item_code,
        about_id=known.id,
        reason=reason,
        note=note,
    )
    for each in wrong:
        after = domain.MONTH.after(each.status, "recover")
        subsidies.change_month(tx, each, status=after, recovery_id=demanded.id)
    wholly = domain.is_wholly_recovered(subsidies.months_of(tx, known.id))
    if wholly and domain.MACHINE.allows(known.status, "recover"):
        return KEPT.change(tx, known, status=domain.MACHINE.after(known.status, "recover"))
    return known


def _check_region(known: Subsidy) -> None:
    if world.current().role == "agency":
        world.require_region(known.region_code)


def _held(tx: Tx, subsidy_id: str) -> Subsidy:
    found = KEPT.find(tx, subsidy_id, lock=True)
    if found is None:
        raise problems.SubsidyNotFound(subsidy_id=subsidy_id)
    return found


# ---- reading


def get(subsidy_id: str) -> Subsidy:
    with store.read() as tx:
        found = KEPT.find(tx, subsidy_id)
    if found is None:
        raise problems.SubsidyNotFound(subsidy_id=subsidy_id)
    return found


def months(subsidy_id: str, page: PageQuery) -> Page:
    """The months that were paid. SubsidyNotFound."""
    get(subsidy_id)
    with store.read() as tx:
        return subsidies.months_page(tx, page, subsidy_id)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer sees what itself gets."""
    at = world.current()
    if at.role == "employer":
        filters = {**filters, "party_id": at.party_id}
    with store.read() as tx:
        return KEPT.page(tx, page, filters)
