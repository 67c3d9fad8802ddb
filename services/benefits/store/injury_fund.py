"""Employers' rates, prevention projects, and the sums that both are decided by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.injury import payout, prevention, recognition, settled_bill
from services.benefits.domain.injury.floating import InjuryRate, Record
from services.benefits.domain.injury.prevention import PreventionPart, PreventionProject
from services.benefits.domain.insurance import WORK_INJURY, charge
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.store import tables_injury as tables
from services.benefits.store.insurance import employers
from services.benefits.store.kept import Kept
from services.benefits.store.tables_injury_fund import (
    injury_rates,
    prevention_parts,
    prevention_projects,
)
from services.benefits.store.tables_insurance import (
    contribution_charge_parts,
    contribution_charges,
    contribution_months,
)
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

rates = Kept(InjuryRate, injury_rates)
projects = Kept(PreventionProject, prevention_projects)
parts = Kept(PreventionPart, prevention_parts)
_i, _g = tables.work_injuries.c, tables.injury_grants.c
_p, _m, _s = tables.injury_pensions.c, tables.injury_pension_months.c, tables.injury_settlements.c
_ch, _cp, _cm = contribution_charges.c, contribution_charge_parts.c, contribution_months.c


# ---- rates


def rate_in_force(tx: Tx, credit_code: str, region_code: str, month: Month) -> InjuryRate | None:
    """What was assessed last for a month; None: the class's rate holds."""
    c = rates.c
    found = rates.every(
        tx, c.credit_code == credit_code, c.region_code == region_code, c.from_month <= str(month)
    )
    return max(found, key=lambda each: each.from_month, default=None)


def add_rates(tx: Tx, made: Iterable[InjuryRate]) -> None:
    tx.add_all(injury_rates, [values(each) for each in made])


def unassessed(tx: Tx, region_code: str, from_month: Month) -> list[InsuredEmployer]:
    """Employers of a region that have no rate from this month on."""
    c = employers.c
    known = sa.exists().where(
        rates.c.credit_code == c.credit_code,
        rates.c.region_code == c.region_code,
        rates.c.from_month == str(from_month),
    )
    return employers.every(tx, c.region_code == region_code, ~known)


@dataclass(frozen=True, slots=True)
class Span:
    """Whole months, and the instants at which they begin and are over."""

    first: Month
    last: Month
    begins: datetime
    over: datetime


def records(tx: Tx, region_code: str, span: Span) -> dict[str, Record]:
    """What each employer's people cost and it contributed, by its credit code: a statement a
    source, not one an employer."""
    contributed = _sums(tx, _contributed(region_code, span))
    grants = _sums(tx, _grants(region_code, span))
    monthly = _sums(tx, _monthly(region_code, span))
    bills = _sums(tx, _bills(region_code, span))
    hurt = _sums(tx, _injuries(region_code, span))
    staff = _sums(tx, _staff(region_code, span))
    every = {*contributed, *grants, *monthly, *bills, *hurt, *staff}
    return {
        code: Record(
            contributed=Money(contributed.get(code, 0)),
            grants=Money(grants.get(code, 0)),
            monthly=Money(monthly.get(code, 0)),
            bills=Money(bills.get(code, 0)),
            injuries=hurt.get(code, 0),
            staff=staff.get(code, 0),
        )
        for code in sorted(every)
    }


def _sums(tx: Tx, query: Any) -> dict[str, int]:
    return {row.code: int(row.sum) for row in tx.all(query)}


def _sum(column: Any) -> Any:
    return sa.cast(sa.func.sum(sa.type_coerce(column, sa.BigInteger)), sa.BigInteger).label("sum")


def _contributed(region_code: str, span: Span) -> Any:
    """Paid in the span, whatever months it was for; without late fees."""
    return (
        sa.select(_ch.credit_code.label("code"), _sum(_cp.employer))
        .select_from(contribution_charge_parts.join(contribution_charges, _ch.id == _cp.charge_id))
        .where(
            _cp.kind == WORK_INJURY,
            _ch.status == charge.PAID,
            _ch.region_code == region_code,
            _ch.credit_code.is_not(None),
            _ch.paid_on.between(span.first.first, span.last.last),
        )
        .group_by(_ch.credit_code)
    )


def _of_injuries(region_code: str) -> Any:
    return sa.and_(
        _i.region_code == region_code,
        _i.is_insured == sa.true(),
        _i.status.in_(recognition.STANDING),
    )


def _grants(region_code: str, span: Span) -> Any:
    return (
        sa.select(_i.employer_credit_code.label("code"), _sum(_g.amount))
        .select_from(tables.injury_grants.join(tables.work_injuries, _i.id == _g.injury_id))
        .where(
            _of_injuries(region_code),
            _g.status != payout.RECOVERED,
            _g.created_at >= span.begins,
            _g.created_at < span.over,
        )
        .group_by(_i.employer_credit_code)
    )


def _monthly(region_code: str, span: Span) -> Any:
    joined = tables.injury_pension_months.join(tables.injury_pensions, _p.id == _m.pension_id)
    return (
        sa.select(_i.employer_credit_code.label("code"), _sum(_m.amount))
        .select_from(joined.join(tables.work_injuries, _i.id == _p.injury_id))
        .where(
            _of_injuries(region_code),
            _m.status != payout.RECOVERED,
            _m.month.between(str(span.first), str(span.last)),
        )
        .group_by(_i.employer_credit_code)
    )


def _bills(region_code: str, span: Span) -> Any:
    return (
        sa.select(_i.employer_credit_code.label("code"), _sum(_s.fund_pay))
        .select_from(tables.injury_settlements.join(tables.work_injuries, _i.id == _s.injury_id))
        .where(
            _of_injuries(region_code),
            _s.status == settled_bill.SETTLED,
            _s.created_at >= span.begins,
            _s.created_at < span.over,
        )
        .group_by(_i.employer_credit_code)
    )


def _injuries(region_code: str, span: Span) -> Any:
    return (
        sa.select(_i.employer_credit_code.label("code"), sa.func.count().label("sum"))
        .where(_of_injuries(region_code), _i.injured_on.between(span.first.first, span.last.last))
        .group_by(_i.employer_credit_code)
    )


def _staff(region_code: str, span: Span) -> Any:
    """Everybody who was insured for a month of the span, once."""
    return (
        sa.select(
            _ch.credit_code.label("code"),
            sa.func.count(sa.distinct(_cm.person_id)).label("sum"),
        )
        .select_from(contribution_months.join(contribution_charges, _ch.id == _cm.charge_id))
        .where(
            _cm.kind == WORK_INJURY,
            _cm.live == 1,
            _ch.region_code == region_code,
            _ch.credit_code.is_not(None),
            _cm.month.between(str(span.first), str(span.last)),
        )
        .group_by(_ch.credit_code)
    )


# ---- prevention


def collected(tx: Tx, region_code: str, year: int) -> Money:
    """What a region's employers paid to the insurance in a calendar year (征缴收入)."""
    query = (
        sa.select(_sum(_cp.employer))
        .select_from(contribution_charge_parts.join(contribution_charges, _ch.id == _cp.charge_id))
        .where(
            _cp.kind == WORK_INJURY,
            _ch.status == charge.PAID,
            _ch.region_code == region_code,
            _ch.paid_on.between(Month(year, 1).first, Month(year, 12).last),
        )
    )
    return Money(int(tx.scalar(query) or 0))


def committed(tx: Tx, region_code: str, year: int) -> Money:
    """What the projects of a year were granted; of one that was stopped, what it was paid."""
    c = projects.c
    amount = sa.case((c.status == prevention.STOPPED, c.accepted), else_=c.amount)
    stands = (prevention.APPROVED, prevention.DONE, prevention.STOPPED)
    query = sa.select(_sum(amount)).where(
        c.region_code == region_code, c.year == year, c.status.in_(stands)
    )
    return Money(int(tx.scalar(query) or 0))


def parts_of(tx: Tx, project_id: str) -> list[PreventionPart]:
    """In their order."""
    return parts.every(tx, parts.c.project_id == project_id)


def next_number(tx: Tx, region_code: str, year: int) -> int:
    """Two at once wait for each other."""
    tx.lock("prevention_projects", region_code, year)
    c = projects.c
    return projects.count(tx, c.region_code == region_code, c.year == year) + 1
