"""Monthly subsidies, internships and their bases, founders' businesses."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain.employment import internship as internships_domain
from services.benefits.domain.employment import subsidy as domain
from services.benefits.domain.employment.internship import Base, Internship
from services.benefits.domain.employment.startup import Business
from services.benefits.domain.employment.subsidy import Granted, Subsidy, SubsidyMonth
from services.benefits.store.changing import changed
from services.benefits.store.kept import OfPerson
from services.benefits.store.tables_employment_records import employers, employment_records
from services.benefits.store.tables_subsidies import (
    internship_bases,
    startup_businesses,
    subsidy_months,
)
from services.benefits.store.tables_subsidies import internships as internship_rows
from services.benefits.store.tables_subsidies import subsidies as subsidy_rows
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

subsidies = OfPerson(Subsidy, subsidy_rows)
internships = OfPerson(Internship, internship_rows)
businesses = OfPerson(Business, startup_businesses)

_MONTHS, _read_month = reader(SubsidyMonth, subsidy_months)
_BASES, _read_base = reader(Base, internship_bases)
_m, _b, _i = subsidy_months.c, internship_bases.c, internship_rows.c


def hold_person(tx: Tx, person_id: str) -> None:
    """Two decisions about one person's months wait for each other."""
    tx.lock("subsidies", person_id)


def granted_to(tx: Tx, person_id: str) -> tuple[Granted, ...]:
    """What counts of the person's subsidies: months that are granted and not recovered."""
    back = {
        (row.subsidy_id, row.month)
        for row in tx.all(
            sa.select(_m.subsidy_id, _m.month).where(
                _m.person_id == person_id, _m.status == domain.TAKEN_BACK
            )
        )
    }
    found = []
    for each in subsidies.of(tx, person_id):
        months = tuple(month for month in each.covers if (each.id, str(month)) not in back)
        if months:
            found.append(Granted(each.id, each.item_code, months))
    return tuple(found)


# ---- months


def months_of(tx: Tx, subsidy_id: str) -> list[SubsidyMonth]:
    """Those that were paid, in their order."""
    found = _MONTHS.where(_m.subsidy_id == subsidy_id).order_by(_m.month)
    return [_read_month(row) for row in tx.all(found)]


def month_paid_by(tx: Tx, payment_id: str) -> SubsidyMonth | None:
    row = tx.one(_MONTHS.where(_m.payment_id == payment_id))
    return _read_month(row) if row else None


def add_month(tx: Tx, made: SubsidyMonth) -> None:
    tx.execute(subsidy_months.insert(), values(made))


def change_month(tx: Tx, known: SubsidyMonth, **changes: Any) -> SubsidyMonth:
    return changed(tx, subsidy_months, known, **changes)


def months_page(tx: Tx, page: PageQuery, subsidy_id: str) -> Page:
    query = _MONTHS.where(_m.subsidy_id == subsidy_id)
    return tx.page(query, subsidy_months, page).map(_read_month)


# ---- bases and internships


def find_base(tx: Tx, base_id: str, *, lock: bool = False) -> Base | None:
    query = _BASES.where(_b.id == base_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read_base(row) if row else None


def base_of(tx: Tx, region_code: str, party_id: str) -> Base | None:
    """The employer's registration in the region, whatever its state."""
    row = tx.one(_BASES.where(_b.region_code == region_code, _b.party_id == party_id))
    return _read_base(row) if row else None


def add_base(tx: Tx, made: Base) -> None:
    tx.execute(internship_bases.insert(), values(made))


def change_base(tx: Tx, known: Base, **changes: Any) -> Base:
    return changed(tx, internship_bases, known, **changes)


def bases_page(tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
    query = _BASES.where(*(_b[name] == value for name, value in filters.items()))
    return tx.page(query, internship_bases, page).map(_read_base)


def places_taken(tx: Tx, base_id: str) -> int:
    count = sa.select(sa.func.count()).select_from(internship_rows)
    return int(
        tx.scalar(count.where(_i.base_id == base_id, _i.status == internships_domain.RUNNING))
    )


def internship_with(tx: Tx, base_id: str, agreement_number: str) -> str | None:
    """The internship under this agreement, if there is one."""
    found = sa.select(_i.id).where(_i.base_id == base_id, _i.agreement_number == agreement_number)
    row = tx.one(found)
    return None if row is None else str(row.id)


# ---- employers and businesses


def codes_of(tx: Tx, party_id: str) -> frozenset[str]:
    """The credit codes that a party acts for."""
    e = employers.c
    found = sa.select(e.credit_code).where(e.party_id == party_id).order_by(e.credit_code)
    return frozenset(row.credit_code for row in tx.all(found))


def business_with(tx: Tx, credit_code: str) -> Business | None:
    query, read = reader(Business, startup_businesses)
    row = tx.one(query.where(startup_businesses.c.credit_code == credit_code))
    return read(row) if row else None


def staff_of(tx: Tx, credit_code: str) -> int:
    """How many people are on record as employed by whoever has the credit code."""
    c = employment_records.c
    count = sa.select(sa.func.count(sa.distinct(c.person_id)))
    return int(tx.scalar(count.where(c.employer_credit_code == credit_code, c.status == "active")))
