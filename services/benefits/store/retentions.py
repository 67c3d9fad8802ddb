"""Refunds to employers that kept their staff, and the year that each stands on."""

import sqlalchemy as sa

from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import charge as charges
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.domain.insurance.month import MOVED, PAID_STATUS
from services.benefits.domain.unemployment.retention_record import RetentionRefund, Year
from services.benefits.store.kept import Kept
from services.benefits.store.tables_employment_records import employment_records
from services.benefits.store.tables_insurance import (
    contribution_charge_parts,
    contribution_charges,
    contribution_months,
)
from services.benefits.store.tables_unemployment import job_retention_refunds
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

refunds = Kept(RetentionRefund, job_retention_refunds)
_c, _p, _m = contribution_charges.c, contribution_charge_parts.c, contribution_months.c
_LAID_OFF = "laid_off"


def of_year(tx: Tx, employer_id: str, year: int) -> RetentionRefund | None:
    r = refunds.c
    return refunds.newest(tx, r.employer_id == employer_id, r.year == year)


def paid_by(tx: Tx, order_id: str) -> RetentionRefund | None:
    """The refund that a payment is of."""
    return refunds.newest(tx, refunds.c.payment_id == order_id)


def year_of(tx: Tx, employer: InsuredEmployer, year: int) -> Year:
    """What is on record of an employer's calendar year in its region."""
    first, last = Month(year, 1), Month(year, 12)
    sums = sa.func.sum(
        sa.type_coerce(_p.employer, sa.BigInteger) + sa.type_coerce(_p.personal, sa.BigInteger)
    )
    by_month = (
        sa.select(_p.month, _c.status, sums.label("fen"))
        .select_from(contribution_charge_parts.join(contribution_charges, _c.id == _p.charge_id))
        .where(
            _c.credit_code == employer.credit_code,
            _c.region_code == employer.region_code,
            _p.kind == words.UNEMPLOYMENT,
            _p.month.between(str(first), str(last)),
            _c.status.in_((charges.PAID, charges.PAYING, *charges.OPEN)),
        )
        .group_by(_p.month, _c.status)
        .order_by(_p.month, _c.status)
    )
    rows = tx.all(by_month)
    owed = {row.month for row in rows if row.status != charges.PAID}
    paid = [row for row in rows if row.status == charges.PAID]
    return Year(
        months=len({row.month for row in paid} - owed),
        paid=Money(sum(int(row.fen) for row in paid)),
        insured=_insured(tx, employer, first, last),
        laid_off=_laid_off(tx, employer, first, last),
    )


def _insured(tx: Tx, employer: InsuredEmployer, first: Month, last: Month) -> int:
    found = (
        sa.select(sa.func.count())
        .select_from(contribution_months.join(contribution_charges, _c.id == _m.charge_id))
        .where(
            _c.credit_code == employer.credit_code,
            _c.region_code == employer.region_code,
            _m.kind == words.UNEMPLOYMENT,
            _m.month.between(str(first), str(last)),
            _m.status.in_((PAID_STATUS, MOVED)),
        )
    )
    return int(tx.scalar(found))


def _laid_off(tx: Tx, employer: InsuredEmployer, first: Month, last: Month) -> int:
    e = employment_records.c
    found = sa.select(sa.func.count()).where(
        e.employer_credit_code == employer.credit_code,
        e.region_code == employer.region_code,
        e.leaving_reason == _LAID_OFF,
        e.status == "ended",
        e.ended_on.between(first.first, last.last),
    )
    return int(tx.scalar(found))
