"""Unemployment benefits, their months, runs, checks, premiums: read and written."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import insurance as words
from services.benefits.domain import recovery
from services.benefits.domain.insurance import month as months_domain
from services.benefits.domain.payment import BenefitPayment
from services.benefits.domain.unemployment import monthly_check, premium, record
from services.benefits.domain.unemployment.death import DeathBenefit
from services.benefits.domain.unemployment.extra import Grant
from services.benefits.domain.unemployment.monthly_check import MonthlyCheck
from services.benefits.domain.unemployment.premium import Premium
from services.benefits.domain.unemployment.record import BenefitMonth, UnemploymentBenefit
from services.benefits.domain.unemployment.run import UnemploymentRun
from services.benefits.store.kept import Kept, OfPerson
from services.benefits.store.tables import benefit_payments
from services.benefits.store.tables_insurance import contribution_months
from services.benefits.store.tables_subsidies import benefit_recoveries
from services.benefits.store.tables_unemployment import (
    unemployment_benefit_months,
    unemployment_benefits,
    unemployment_checks,
    unemployment_death_benefits,
    unemployment_grants,
    unemployment_premiums,
    unemployment_runs,
)
from sscsim.db import Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money

benefits = OfPerson(UnemploymentBenefit, unemployment_benefits)
months = OfPerson(BenefitMonth, unemployment_benefit_months)
runs = Kept(UnemploymentRun, unemployment_runs)
checks = OfPerson(MonthlyCheck, unemployment_checks)
premiums = OfPerson(Premium, unemployment_premiums)
deaths = OfPerson(DeathBenefit, unemployment_death_benefits)
grants = OfPerson(Grant, unemployment_grants)
_b, _m, _r = unemployment_benefits.c, unemployment_benefit_months.c, unemployment_runs.c
_c, _p = unemployment_checks.c, unemployment_premiums.c
_BENEFITS, _read_benefit = reader(UnemploymentBenefit, unemployment_benefits)
_AT_ONCE = 400


def hold(tx: Tx, person_id: str) -> None:
    """Acts about one person's benefit wait for each other."""
    tx.lock("unemployment", person_id)


def open_of(tx: Tx, person_id: str) -> UnemploymentBenefit | None:
    """The benefit that the person draws, wherever."""
    return benefits.newest(tx, _b.person_id == person_id, _b.live == 1)


def resting_on(tx: Tx, registration_id: str) -> list[UnemploymentBenefit]:
    """The benefits that a registration of unemployment gave a right to, the earliest first: more
    than one where a benefit moved, or ended and was claimed again."""
    found = benefits.every(tx, _b.registration_id == registration_id)
    return sorted(found, key=lambda each: each.ordinal)


def after(tx: Tx, known: UnemploymentBenefit) -> UnemploymentBenefit | None:
    """The person's next benefit."""
    return benefits.newest(tx, _b.person_id == known.person_id, _b.ordinal == known.ordinal + 1)


def last_of(tx: Tx, person_id: str) -> UnemploymentBenefit | None:
    return benefits.newest(tx, _b.person_id == person_id)


def contributed(tx: Tx, person_id: str) -> list[str]:
    """Months of unemployment insurance that were paid, in any region, in their order."""
    return [month for month, _ in contributed_where(tx, person_id)]


def contributed_where(tx: Tx, person_id: str) -> list[tuple[str, str]]:
    """The same, each with its region."""
    c = contribution_months.c
    found = sa.select(c.month, c.region_code).where(
        c.person_id == person_id,
        c.kind == words.UNEMPLOYMENT,
        c.status == months_domain.PAID_STATUS,
    )
    return [(row.month, row.region_code) for row in tx.all(found.order_by(c.month))]


def newest_month(tx: Tx, person_id: str) -> str | None:
    """The last month that the person was ever paid."""
    newest = sa.select(sa.func.max(_m.month)).where(_m.person_id == person_id)
    found = tx.scalar(newest)
    return None if found is None else str(found)


def months_of(tx: Tx, benefit_id: str) -> list[BenefitMonth]:
    return sorted(months.every(tx, _m.benefit_id == benefit_id), key=lambda each: each.month)


def month_paid_by(tx: Tx, order_id: str) -> BenefitMonth | None:
    """The month that a payment is of, itself or by what it was issued again for."""
    return months.newest(tx, _m.payment_id == order_id)


# ---- runs


def run_of(tx: Tx, region_code: str, month: str) -> UnemploymentRun | None:
    return runs.newest(tx, _r.region_code == region_code, _r.pay_month == month)


def _drawing(region_code: str, month: str) -> tuple[Any, ...]:
    """Who draws a region's benefit of a month, paid yet or not."""
    return (
        _b.region_code == region_code,
        _b.live == 1,
        _b.status.in_(record.PAYABLE),
        _b.from_month <= month,
    )


def drawing(tx: Tx, region_code: str, month: str) -> int:
    return benefits.count(tx, *_drawing(region_code, month))


def goes_on(tx: Tx, region_code: str) -> bool:
    """Whether anybody's benefit is open in the region."""
    found = sa.select(_b.id).where(_b.region_code == region_code, _b.live == 1).limit(1)
    return tx.scalar(found) is not None


def next_to_pay(
    tx: Tx, region_code: str, month: str, limit: int, *, lock: bool = False
) -> list[UnemploymentBenefit]:
    """Who draws the benefit and has no month yet, the oldest claim first."""
    paid = sa.exists().where(_m.person_id == _b.person_id, _m.month == month)
    query = _BENEFITS.where(*_drawing(region_code, month), ~paid)
    query = query.order_by(unemployment_benefits.c.seq).limit(limit)
    return [_read_benefit(row) for row in tx.all(query.with_for_update() if lock else query)]


def debtors(tx: Tx, people: Collection[str], region_code: str) -> frozenset[str]:
    """Those who owe something to the region's fund."""
    r = benefit_recoveries.c
    found = sa.select(r.person_id).where(
        r.person_id.in_(sorted(people)),
        r.region_code == region_code,
        r.fund == record.FUND,
        r.status == recovery.OPEN,
    )
    return frozenset(row.person_id for row in tx.all(found))


def add_lines(
    tx: Tx,
    lines: Sequence[BenefitMonth],
    orders: Sequence[BenefitPayment],
    due: Sequence[Premium],
) -> None:
    """The months of a chunk, their payments, and the premiums with them."""
    tx.add_all(unemployment_benefit_months, [values(each) for each in lines])
    tx.add_all(benefit_payments, [values(each) for each in orders])
    tx.add_all(unemployment_premiums, [values(each) for each in due])


def draw(tx: Tx, ids: Collection[str]) -> list[str]:
    """A month more was paid of each; the ids of those whose months are used up by it."""
    now = tx.world.now
    ids = sorted(ids)
    tx.execute(
        unemployment_benefits.update()
        .where(_b.id.in_(ids))
        .values(paid=_b.paid + 1, status=record.RUNNING, version=_b.version + 1, updated_at=now)
    )
    over = sa.select(_b.id).where(_b.id.in_(ids), _b.paid + _b.settled >= _b.granted)
    used = [row.id for row in tx.all(over.order_by(_b.id))]
    if used:
        tx.execute(
            unemployment_benefits.update()
            .where(_b.id.in_(used))
            .values(
                status=record.EXHAUSTED,
                live=None,
                ended_for="used_up",
                ended_on=tx.world.today,
                version=_b.version + 1,
                updated_at=now,
            )
        )
    return used


def live_among(tx: Tx, ids: Collection[str]) -> list[UnemploymentBenefit]:
    """Those of these benefits that are open; held."""
    found = []
    for some in _slices(ids):
        query = _BENEFITS.where(_b.id.in_(some), _b.live == 1).with_for_update()
        found += [_read_benefit(row) for row in tx.all(query)]
    return found


# ---- checks


def check_of(tx: Tx, person_id: str, month: str) -> MonthlyCheck | None:
    return checks.newest(tx, _c.person_id == person_id, _c.month == month)


def refused_in(tx: Tx, benefit_id: str) -> int:
    """Offers of work that were refused during a benefit."""
    total = sa.select(sa.func.sum(_c.offers_refused)).where(_c.benefit_id == benefit_id)
    return int(tx.scalar(total) or 0)


def unchecked(tx: Tx, region_code: str, month: str) -> list[UnemploymentBenefit]:
    """Who draws the benefit in a month and has no check of it."""
    known = sa.exists().where(_c.person_id == _b.person_id, _c.month == month)
    query = _BENEFITS.where(*_drawing(region_code, month), ~known)
    return [_read_benefit(row) for row in tx.all(query.order_by(unemployment_benefits.c.seq))]


def add_checks(tx: Tx, made: Sequence[MonthlyCheck]) -> None:
    tx.add_all(unemployment_checks, [values(each) for each in made])


def still_due(tx: Tx, region_code: str, month: str) -> list[MonthlyCheck]:
    """Checks of a month that nobody has confirmed."""
    return checks.every(
        tx,
        _c.region_code == region_code,
        _c.month == month,
        _c.status == monthly_check.DUE,
    )


def rows_before(tx: Tx, benefit_ids: Collection[str], month: str) -> dict[str, int]:
    """By benefit: months missed in a row until before a month; excused ones neither count nor
    break it. Benefits without any are left out."""
    found: dict[str, int] = {}
    for some in _slices(benefit_ids):
        query = sa.select(_c.benefit_id, _c.in_a_row).where(
            _c.benefit_id.in_(some), _c.month < month, _c.status != monthly_check.DUE
        )
        for row in tx.all(query.order_by(_c.month)):
            found[row.benefit_id] = row.in_a_row
    return found


def miss(tx: Tx, ids: Collection[str], status: str, in_a_row: int) -> None:
    """These checks were missed, so many in a row with them."""
    for some in _slices(ids):
        tx.execute(
            unemployment_checks.update()
            .where(_c.id.in_(some))
            .values(
                status=status,
                in_a_row=in_a_row,
                version=_c.version + 1,
                updated_at=tx.world.now,
            )
        )


# ---- premiums


def scheduled(tx: Tx, region_code: str, month: str) -> tuple[int, Money]:
    """How many premiums of a month wait, and what they come to."""
    count, total = tx.all(
        sa.select(sa.func.count(), sa.func.sum(sa.type_coerce(_p.amount, sa.BigInteger))).where(
            *_waiting(region_code, month)
        )
    )[0]
    return int(count), Money(int(total or 0))


def _waiting(region_code: str, month: str) -> tuple[Any, ...]:
    return (
        _p.region_code == region_code,
        _p.month == month,
        _p.status == premium.SCHEDULED,
        _p.payment_id.is_(None),
    )


def give_payment(tx: Tx, region_code: str, month: str, payment_id: str) -> None:
    """All that wait are paid by one sum."""
    tx.execute(
        unemployment_premiums.update()
        .where(*_waiting(region_code, month))
        .values(payment_id=payment_id, version=_p.version + 1, updated_at=tx.world.now)
    )


def premium_sums(tx: Tx, region_code: str, month: str) -> int:
    """In how many sums a month's premiums were ordered so far."""
    sums = sa.select(sa.func.count(sa.distinct(_p.payment_id))).where(
        _p.region_code == region_code, _p.month == month
    )
    return int(tx.scalar(sums))


def premiums_paid(tx: Tx, order_id: str) -> list[Premium]:
    """The sum arrived: whose premium it holds is paid; those."""
    waiting = _p.payment_id == order_id, _p.status == premium.SCHEDULED
    found = premiums.every(tx, *waiting)
    tx.execute(
        unemployment_premiums.update()
        .where(*waiting)
        .values(status=premium.PAID, version=_p.version + 1, updated_at=tx.world.now)
    )
    return found


def premium_of(tx: Tx, person_id: str, month: str) -> Premium | None:
    return premiums.newest(tx, _p.person_id == person_id, _p.month == month)


# ---- price subsidies and deaths


def drew(tx: Tx, region_code: str, month: str) -> list[tuple[str, str]]:
    """Who drew a region's benefit of a month, and has not to give it back: person and name."""
    found = (
        sa.select(_m.person_id, _b.person_name)
        .join_from(unemployment_benefit_months, unemployment_benefits, _b.id == _m.benefit_id)
        .where(_m.region_code == region_code, _m.month == month, _m.status != record.TAKEN_BACK)
    )
    return [(row.person_id, row.person_name) for row in tx.all(found.order_by(_m.person_id))]


def has_payments(tx: Tx, key: str) -> bool:
    """Whether anything was ordered whose key begins so."""
    p = benefit_payments.c
    found = sa.select(p.id).where(p.business_key >= key, p.business_key < f"{key}~").limit(1)
    return tx.scalar(found) is not None


def add_payments(tx: Tx, made: Sequence[BenefitPayment]) -> None:
    tx.add_all(benefit_payments, [values(each) for each in made])


def death_of(tx: Tx, deceased_id: str) -> DeathBenefit | None:
    """What survivors of somebody got."""
    return deaths.newest(tx, deaths.c.deceased_id == deceased_id)


# ---- grants


def grant_for(tx: Tx, benefit_id: str, kind: str, occasion: str) -> Grant | None:
    g = grants.c
    return grants.newest(tx, g.benefit_id == benefit_id, g.kind == kind, g.occasion == occasion)


def grants_of(tx: Tx, benefit_id: str, kind: str) -> list[Grant]:
    return grants.every(tx, grants.c.benefit_id == benefit_id, grants.c.kind == kind)


def wages_until(tx: Tx, person_id: str, month: str) -> list[Money]:
    """Contribution wages of unemployment insurance up to a month, the newest last."""
    c = contribution_months.c
    found = sa.select(c.base).where(
        c.person_id == person_id,
        c.kind == words.UNEMPLOYMENT,
        c.status == months_domain.PAID_STATUS,
        c.month <= month,
    )
    return [row.base for row in tx.all(found.order_by(c.month))]


def _slices(ids: Iterable[str]) -> Iterable[list[str]]:
    listed = sorted(set(ids))
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]
