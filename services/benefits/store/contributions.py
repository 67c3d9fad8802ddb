"""Charges with their parts, declarations with their lines; months of a charge, all at once."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import declaration as declarations_domain
from services.benefits.domain.insurance import month as months_domain
from services.benefits.domain.insurance.charge import Charge, Part
from services.benefits.domain.insurance.correction import Correction
from services.benefits.domain.insurance.declaration import Declaration, Line
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.insurance.relation import Relation
from services.benefits.store.insurance import AT_ONCE, read_month, relations
from services.benefits.store.kept import Kept
from services.benefits.store.tables_insurance import (
    contribution_charge_parts,
    contribution_charges,
    contribution_corrections,
    contribution_declaration_lines,
    contribution_declarations,
    contribution_months,
    insurance_relations,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

charges = Kept(Charge, contribution_charges)
declarations = Kept(Declaration, contribution_declarations)
corrections = Kept(Correction, contribution_corrections)
_MONTHS, _ = reader(ContributionMonth, contribution_months)
_PARTS, _read_part = reader(Part, contribution_charge_parts)
_LINES, _read_line = reader(Line, contribution_declaration_lines)
_c, _p, _m = contribution_charges.c, contribution_charge_parts.c, contribution_months.c
_d, _l, _r = contribution_declarations.c, contribution_declaration_lines.c, insurance_relations.c


def charge_for(tx: Tx, business_key: str) -> Charge | None:
    return charges.newest(tx, _c.business_key == business_key)


def add_parts(tx: Tx, made: Sequence[Part]) -> None:
    tx.add_all(contribution_charge_parts, [values(each) for each in made])


def parts_of(tx: Tx, charge_id: str) -> list[Part]:
    """A charge by kind and month."""
    query = _PARTS.where(_p.charge_id == charge_id).order_by(_p.month, _p.kind)
    return [_read_part(row) for row in tx.all(query)]


def change_late_fee(tx: Tx, part: Part, late_fee: Money) -> None:
    tx.execute(
        contribution_charge_parts.update()
        .where(_p.charge_id == part.charge_id, _p.kind == part.kind, _p.month == part.month)
        .values(late_fee=late_fee)
    )


def change_months(tx: Tx, charge_id: str, event: str, paid_on: date | None = None) -> None:
    """All months of a charge that are still due, in one statement."""
    status = months_domain.MACHINE.after(months_domain.DUE, event)
    tx.execute(
        contribution_months.update()
        .where(_m.charge_id == charge_id, _m.status == months_domain.DUE)
        .values(
            status=status,
            live=1 if status in months_domain.LIVE else None,
            paid_on=paid_on,
            version=_m.version + 1,
            updated_at=tx.world.now,
        )
    )


def has_paid_months(tx: Tx, charge_id: str) -> bool:
    """Whether anything that the charge paid for still stands."""
    found = sa.select(_m.seq).where(
        _m.charge_id == charge_id, _m.status == months_domain.PAID_STATUS
    )
    return tx.scalar(found.limit(1)) is not None


def to_post(tx: Tx, credit_code: str, region_code: str, month: Month) -> list[Relation]:
    """Relations of an employer's staff that cover a month which nobody charged for yet.

    One that ended covers the months before its last day's month, and that one if it ended with it.
    """
    known = sa.exists().where(
        _m.person_id == _r.person_id, _m.kind == _r.kind, _m.month == str(month), _m.live == 1
    )
    return relations.every(
        tx,
        _r.employer_credit_code == credit_code,
        _r.region_code == region_code,
        _r.from_month <= str(month),
        sa.or_(_r.ended_on.is_(None), _r.ended_on >= month.last),
        _r.status != "suspended",
        ~known,
    )


def corrections_of(tx: Tx, found: ContributionMonth) -> list[Correction]:
    """How a person's month of a kind was corrected before, the first one first."""
    c = corrections.c
    return corrections.every(
        tx, c.person_id == found.person_id, c.kind == found.kind, c.month == found.month
    )


def annuity_months(tx: Tx, charge_id: str) -> list[ContributionMonth]:
    """Those of the occupational annuity that a charge paid for, by person and month."""
    query = _MONTHS.where(
        _m.charge_id == charge_id,
        _m.kind == words.OCCUPATIONAL_ANNUITY,
        _m.status == months_domain.PAID_STATUS,
    )
    return [read_month(row) for row in tx.all(query.order_by(_m.person_id, _m.month))]


def names_of(tx: Tx, people: Collection[str]) -> dict[str, str]:
    """Insured persons' names, as their newest relations have them."""
    found: dict[str, str] = {}
    listed = sorted(people)
    for start in range(0, len(listed), AT_ONCE):
        some = _r.person_id.in_(listed[start : start + AT_ONCE])
        query = sa.select(_r.person_id, _r.person_name).where(some).order_by(_r.seq)
        found |= {row.person_id: row.person_name for row in tx.all(query)}
    return found


# ---- declarations


def declaration_for(tx: Tx, business_key: str) -> Declaration | None:
    return declarations.newest(tx, _d.business_key == business_key)


def add_lines(tx: Tx, made: Sequence[Line]) -> None:
    tx.add_all(contribution_declaration_lines, [values(each) for each in made])


def lines_page(tx: Tx, page: PageQuery, declaration_id: str) -> Page:
    query = _LINES.where(_l.declaration_id == declaration_id)
    return tx.page(query, contribution_declaration_lines, page).map(_read_line)


def of_charge(tx: Tx, charge_id: str) -> list[Declaration]:
    return declarations.every(tx, _d.charge_id == charge_id)


def unassessed(tx: Tx, credit_code: str, region_code: str, month: Month) -> list[Declaration]:
    """Declarations of an employer's month that wait for its charge."""
    return declarations.every(
        tx,
        _d.credit_code == credit_code,
        _d.region_code == region_code,
        _d.month == str(month),
        _d.status == declarations_domain.DECLARED,
    )


def change_wages(
    tx: Tx, credit_code: str, region_code: str, rows: Sequence[tuple[str, Money]]
) -> None:
    """New wages of staff: (person, wage), all at once; bases follow when a month is charged."""
    wage = sa.bindparam("new_wage", type_=_r.wage.type)
    statement = (
        insurance_relations.update()
        .where(
            _r.person_id == sa.bindparam("of_person"),
            _r.employer_credit_code == credit_code,
            _r.region_code == region_code,
            _r.live == 1,
        )
        .values(wage=wage, version=_r.version + 1, updated_at=tx.world.now)
    )
    if rows:
        given: list[dict[str, Any]] = [{"of_person": p, "new_wage": w} for p, w in rows]
        tx.execute(statement, given)
