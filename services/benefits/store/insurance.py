"""Insurance relations and contribution months: what rules ask of them, and what writes them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import sqlalchemy as sa

from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import month as months_domain
from services.benefits.domain.insurance import relation as relations_domain
from services.benefits.domain.insurance.insured_employer import InsuredEmployer
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.insurance.relation import Relation
from services.benefits.domain.pension.history import Deemed, History
from services.benefits.store.kept import Kept, OfPerson
from services.benefits.store.tables_insurance import (
    contribution_months,
    insurance_relations,
    insured_employers,
)
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.periods import Month

AT_ONCE = 400
"""Persons in one statement's list."""

relations = OfPerson(Relation, insurance_relations)
employers = Kept(InsuredEmployer, insured_employers)
_r, _m = insurance_relations.c, contribution_months.c
_MONTHS, read_month = reader(ContributionMonth, contribution_months)
_DEEMED = (months_domain.DEEMED, months_domain.MILITARY)


def hold(tx: Tx, person_ids: Iterable[str]) -> None:
    """Acts about one person's insurance wait for each other; never crosswise."""
    tx.lock_some("insurance", keys=person_ids)


def employer(tx: Tx, credit_code: str, region_code: str) -> InsuredEmployer | None:
    """The employer as the region's insurance knows it."""
    e = insured_employers.c
    return employers.newest(tx, e.credit_code == credit_code, e.region_code == region_code)


# ---- relations


def open_relation(tx: Tx, person_id: str, kind: str) -> Relation | None:
    """The person's open relation of a kind; there is one at most."""
    return relations.newest(tx, _r.person_id == person_id, _r.kind == kind, _r.live == 1)


def open_relations(tx: Tx, person_ids: Collection[str]) -> dict[str, list[Relation]]:
    """Every open relation of these persons, in few statements."""
    found: dict[str, list[Relation]] = {}
    for some in _slices(person_ids):
        for each in relations.every(tx, _r.person_id.in_(some), _r.live == 1):
            found.setdefault(each.person_id, []).append(each)
    return found


def insured_in(tx: Tx, person_id: str, kind: str, day: date) -> str | None:
    """Which region's relation insured the person on a day; the last one where two met on it."""
    found = relations.newest(
        tx,
        _r.person_id == person_id,
        _r.kind == kind,
        _r.started_on <= day,
        sa.or_(_r.ended_on.is_(None), _r.ended_on >= day),
    )
    return found.region_code if found is not None else None


def staff(tx: Tx, credit_code: str, region_code: str) -> list[Relation]:
    """Open relations of an employer's staff in a region, by person and kind."""
    return relations.every(
        tx, _r.employer_credit_code == credit_code, _r.region_code == region_code, _r.live == 1
    )


def ordinals(tx: Tx, person_ids: Collection[str]) -> dict[tuple[str, str], int]:
    """The last ordinal of each person and kind that has any."""
    found: dict[tuple[str, str], int] = {}
    last = sa.func.max(_r.ordinal)
    for some in _slices(person_ids):
        query = sa.select(_r.person_id, _r.kind, last).where(_r.person_id.in_(some))
        for person_id, kind, ordinal in tx.all(query.group_by(_r.person_id, _r.kind)):
            found[person_id, kind] = ordinal
    return found


def add_relations(tx: Tx, made: Sequence[Relation]) -> None:
    tx.add_all(insurance_relations, [values(each) for each in made])


def end_relation(tx: Tx, known: Relation, on: date, why: str) -> Relation:
    """It is over; the person may be enrolled elsewhere."""
    after = relations_domain.MACHINE.after(known.status, "end")
    return relations.change(tx, known, status=after, live=None, ended_on=on, ended_for=why)


def end_relations(tx: Tx, ids: Collection[str], on: date, why: str) -> None:
    """The same of many, in few statements."""
    for some in _slices(ids):
        tx.execute(
            insurance_relations.update()
            .where(_r.id.in_(some), _r.live == 1)
            .values(
                status=relations_domain.ENDED,
                live=None,
                ended_on=on,
                ended_for=why,
                version=_r.version + 1,
                updated_at=tx.world.now,
            )
        )


def suspend_relations(tx: Tx, ids: Collection[str]) -> None:
    """They rest from today on, in few statements."""
    after = relations_domain.MACHINE.after(relations_domain.ENROLLED, "suspend")
    for some in _slices(ids):
        tx.execute(
            insurance_relations.update()
            .where(_r.id.in_(some), _r.status == relations_domain.ENROLLED)
            .values(
                status=after,
                suspended_on=tx.world.today,
                version=_r.version + 1,
                updated_at=tx.world.now,
            )
        )


# ---- months


def add_months(tx: Tx, made: Sequence[ContributionMonth]) -> None:
    """Write them; the database refuses a month that is live already."""
    tx.add_all(contribution_months, [values(each) for each in made])


def has_paid(tx: Tx, person_id: str, kinds: Collection[str]) -> bool:
    """Whether the person has a paid month of these kinds at all."""
    paid = _m.status == months_domain.PAID_STATUS
    query = sa.select(_m.seq).where(_m.person_id == person_id, _m.kind.in_(kinds), paid)
    return tx.one(query.limit(1)) is not None


def months_of(
    tx: Tx,
    person_id: str,
    kinds: Collection[str] = tuple(words.KINDS),
    first: Month | None = None,
    last: Month | None = None,
    *,
    statuses: Collection[str] = (months_domain.PAID_STATUS,),
) -> list[ContributionMonth]:
    """A person's months in their order, paid ones unless said otherwise; both ends counted."""
    query = _MONTHS.where(_m.person_id == person_id, _m.kind.in_(kinds), _m.status.in_(statuses))
    if first is not None:
        query = query.where(_m.month >= str(first))
    if last is not None:
        query = query.where(_m.month <= str(last))
    return [read_month(row) for row in tx.all(query.order_by(_m.month, _m.kind, _m.seq))]


def months_page(tx: Tx, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    query = _MONTHS.where(*(_m[name] == value for name, value in filters.items()))
    return tx.page(query, contribution_months, page).map(read_month)


def month_of(tx: Tx, person_id: str, kind: str, month: str) -> ContributionMonth | None:
    """The live one of a person, kind and month."""
    row = tx.one(
        _MONTHS.where(_m.person_id == person_id, _m.kind == kind, _m.month == month, _m.live == 1)
    )
    return read_month(row) if row else None


def change_month(tx: Tx, known: ContributionMonth, event: str, **changes: Any) -> ContributionMonth:
    """The month after `event`; it is live no more once it was refunded or moved."""
    status = months_domain.MACHINE.after(known.status, event)
    live = 1 if status in months_domain.LIVE else None
    written = {
        **changes,
        "status": status,
        "live": live,
        "version": known.version + 1,
        "updated_at": tx.world.now,
    }
    tx.execute(
        contribution_months.update()
        .where(
            _m.person_id == known.person_id,
            _m.kind == known.kind,
            _m.month == known.month,
            _m.live == 1,
        )
        .values(**written)
    )
    return replace(known, **written)


def move_months(
    tx: Tx, person_id: str, kind: str, region_code: str, last: Month | None = None
) -> list[ContributionMonth]:
    """The paid months of a kind that a region has move away (转出); what moved, in order.

    They are live no more, so that the region they move to may write them as transferred.
    """
    where = [
        _m.person_id == person_id,
        _m.kind == kind,
        _m.region_code == region_code,
        _m.status == months_domain.PAID_STATUS,
    ]
    if last is not None:
        where.append(_m.month <= str(last))
    moving = [read_month(row) for row in tx.all(_MONTHS.where(*where).order_by(_m.month))]
    after = months_domain.MACHINE.after(months_domain.PAID_STATUS, "move")
    tx.execute(
        contribution_months.update()
        .where(*where)
        .values(
            status=after,
            live=None,
            version=_m.version + 1,
            updated_at=tx.world.now,
        )
    )
    return moving


def history(tx: Tx, person_id: str, kinds: Collection[str] = words.EMPLOYED) -> History:
    """What counts for a pension: paid months, those that were moved here, and deemed stretches."""
    found = months_of(tx, person_id, kinds)
    paid = tuple(each.as_paid for each in found if each.origin not in _DEEMED)
    deemed = [each for each in found if each.origin in _DEEMED]
    return History(paid, tuple(_stretches(deemed)))


def _stretches(deemed: Sequence[ContributionMonth]) -> Iterable[Deemed]:
    """Deemed months that follow one another at one index, as stretches; 1 where none was fixed."""
    open_: Deemed | None = None
    for each in deemed:
        index = each.index if each.index is not None else Fraction(1)
        if open_ is not None and each.when == open_.last + 1 and index == open_.index:
            open_ = replace(open_, last=each.when)
            continue
        if open_ is not None:
            yield open_
        open_ = Deemed(each.when, each.when, index)
    if open_ is not None:
        yield open_


def count(tx: Tx, person_id: str, kind: str) -> int:
    """Paid months of a kind, deemed ones included (累计缴费月数)."""
    return int(
        tx.scalar(
            sa.select(sa.func.count())
            .select_from(contribution_months)
            .where(
                _m.person_id == person_id,
                _m.kind == kind,
                _m.status == months_domain.PAID_STATUS,
            )
        )
    )


def years_paid(tx: Tx, person_id: str) -> frozenset[int]:
    """Years of the residents' pension that are paid, or billed."""
    live = months_domain.LIVE
    found = months_of(tx, person_id, (words.RESIDENT_PENSION,), statuses=live)
    return frozenset(each.when.year for each in found)


def covered(
    tx: Tx, person_ids: Collection[str], first: Month, last: Month
) -> dict[str, dict[tuple[str, Month], str]]:
    """By person: which months of which kinds are paid or billed, and in which region."""
    found: dict[str, dict[tuple[str, Month], str]] = {}
    for some in _slices(person_ids):
        query = sa.select(_m.person_id, _m.kind, _m.month, _m.region_code).where(
            _m.person_id.in_(some), _m.live == 1, _m.month >= str(first), _m.month <= str(last)
        )
        for person_id, kind, month, region_code in tx.all(query):
            found.setdefault(person_id, {})[kind, Month.parse(month)] = region_code
    return found


def _slices(ids: Collection[str]) -> Iterable[list[str]]:
    listed = sorted(set(ids))
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
