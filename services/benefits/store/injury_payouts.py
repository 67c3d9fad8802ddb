"""Sums that are paid for work injuries, once and by the month, and their certifications."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import payment as money
from services.benefits.domain.injury import certification
from services.benefits.domain.injury import payout as domain
from services.benefits.domain.injury.certification import InjuryCertification
from services.benefits.domain.injury.payout import Grant, InjuryMonth, InjuryPension
from services.benefits.store import tables_injury as tables
from services.benefits.store.kept import Kept, OfPerson
from services.benefits.store.tables import benefit_payments
from sscsim.db import Page, PageQuery, Tx

grants = OfPerson(Grant, tables.injury_grants)
pensions = OfPerson(InjuryPension, tables.injury_pensions)
months = Kept(InjuryMonth, tables.injury_pension_months)
certifications = OfPerson(InjuryCertification, tables.injury_certifications)

_p, _m, _c = pensions.c, months.c, certifications.c
_PENSIONS, _MONTHS = tables.injury_pensions, tables.injury_pension_months


def grants_of(tx: Tx, injury_id: str) -> list[Grant]:
    return grants.every(tx, grants.c.injury_id == injury_id)


def pensions_of(tx: Tx, injury_id: str) -> list[InjuryPension]:
    return pensions.every(tx, _p.injury_id == injury_id)


def allowances_of(tx: Tx, person_id: str) -> list[InjuryPension]:
    """The person's allowances for a grade that are open."""
    kind, is_open = _p.kind == domain.ALLOWANCE, _p.status.in_(domain.OPEN)
    return pensions.every(tx, _p.person_id == person_id, kind, is_open)


def months_of(tx: Tx, pension_id: str) -> list[InjuryMonth]:
    return months.every(tx, _m.pension_id == pension_id)


def months_page(tx: Tx, page: PageQuery, pension_id: str) -> Page:
    return months.page(tx, page, {"pension_id": pension_id})


def standing(tx: Tx, record_id: str) -> list[str]:
    """How the payments of a sum stand, of all its parts."""
    root, newest = benefit_payments.alias("root"), benefit_payments.c
    its = sa.or_(root.c.business_key == record_id, root.c.business_key.like(f"{record_id}/%"))
    found = (
        sa.select(newest.status)
        .select_from(benefit_payments.join(root, root.c.id == newest.order_id))
        .where(its, newest.status != money.REISSUED)
    )
    return [row.status for row in tx.all(found)]


# ---- the run of a month: whole sets at a time


def payees(tx: Tx) -> list[str]:
    """Who draws, or would draw were they certified."""
    found = sa.select(_p.person_id).where(_p.status.in_(domain.OPEN)).distinct()
    return [row.person_id for row in tx.all(found.order_by(_p.person_id))]


def first_open(tx: Tx, last: str) -> str | None:
    """The earliest month up to this one that is still to be ordered."""
    open_ = _p.status.in_(domain.PAYABLE), _p.next_month <= last
    found: str | None = tx.scalar(sa.select(sa.func.min(_p.next_month)).where(*open_))
    return found


def payable(tx: Tx, month: str) -> list[InjuryPension]:
    """Whose next month this is, held."""
    return pensions.every(tx, _p.status.in_(domain.PAYABLE), _p.next_month == month)


def add_months(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    tx.add_all(_MONTHS, rows)


def ordered(tx: Tx, month: str, following: str) -> None:
    """The next month of all whose turn this was; who had none before runs from now on."""
    runs = sa.case((_p.status == domain.GRANTED, domain.RUNNING), else_=_p.status)
    _change(tx, (_p.status.in_(domain.PAYABLE), _p.next_month == month), next_month=following,
            status=runs)  # fmt: skip


def suspend(tx: Tx, first_day: date) -> list[str]:
    """Suspend what was to be certified before the day; the ids."""
    late = _p.status.in_(domain.PAYABLE), _p.certified_until < first_day
    found = [row.id for row in tx.all(sa.select(_p.id).where(*late).order_by(_p.seq))]
    if found:
        _change(tx, late, status=domain.SUSPENDED)
        tx.execute(
            tables.injury_certifications.update()
            .where(_c.status == certification.DUE, _c.due_date < first_day)
            .values(status=certification.OVERDUE, version=_c.version + 1, updated_at=tx.world.now)
        )
    return found


def stop_of(tx: Tx, person_ids: Sequence[str], month: str) -> list[str]:
    """End what these people draw with this month as the last; the ids."""
    if not person_ids:
        return []
    theirs = _p.status.in_(domain.OPEN), _p.person_id.in_(list(person_ids))
    found = [row.id for row in tx.all(sa.select(_p.id).where(*theirs).order_by(_p.seq))]
    _change(tx, theirs, status=domain.STOPPED, ended_month=month, ended_for=domain.DIED)
    return found


def stop_aged(tx: Tx, month: str) -> list[str]:
    """End what has had its last month before this one; the ids."""
    over = _p.status.in_(domain.OPEN), _p.until_month < month, _p.next_month > _p.until_month
    found = [row.id for row in tx.all(sa.select(_p.id).where(*over).order_by(_p.seq))]
    if found:
        why = {"ended_month": month, "ended_for": domain.AGE_REACHED}
        _change(tx, over, status=domain.STOPPED, **why)
    return found


def _change(tx: Tx, where: Sequence[Any], **values: Any) -> None:
    more = {"version": _p.version + 1, "updated_at": tx.world.now}
    tx.execute(_PENSIONS.update().where(*where).values(**values, **more))


# ---- certifications


def drawn(tx: Tx, person_id: str, kind: str) -> list[InjuryPension]:
    """What the person draws of a kind, or would draw were they certified."""
    open_ = _p.status.in_(domain.OPEN)
    return pensions.every(tx, _p.person_id == person_id, _p.kind == kind, open_)


def open_certification(tx: Tx, person_id: str, kind: str) -> InjuryCertification | None:
    """The one that is wanted next."""
    wanted = _c.status.in_((certification.DUE, certification.OVERDUE))
    return certifications.newest(tx, _c.person_id == person_id, _c.benefit == kind, wanted)
