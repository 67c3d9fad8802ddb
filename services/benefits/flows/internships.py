"""Internship bases and internships: registered, listed, closed, ended before their time."""

from datetime import date
from typing import Any

from services.benefits import problems_subsidies as problems
from services.benefits.domain.employment import internship as domain
from services.benefits.domain.employment.internship import Base, Internship
from services.benefits.store import store, subsidies
from sscsim import world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.periods import Month

KEPT = subsidies.internships


def register_base(
    party_id: str, credit_code: str, name: str, region_code: str, places: int
) -> Base:
    """Register an employer as a base (见习基地认定). RegionNotAllowed, BaseRegistered."""
    if world.current().role == "agency":
        world.require_region(region_code)
    with store.write() as tx:
        tx.lock("internship base", region_code, party_id)
        known = subsidies.base_of(tx, region_code, party_id)
        if known is not None:
            raise problems.BaseRegistered(region_code=region_code, base_id=known.id)
        now = tx.world.now
        made = Base(
            id=tx.new_id("isb", region_code, party_id),
            party_id=party_id,
            credit_code=credit_code,
            name=name,
            region_code=region_code,
            places=places,
            registered_on=tx.world.today,
            status=domain.ACTIVE,
            version=1,
            created_at=now,
            updated_at=now,
        )
        subsidies.add_base(tx, made)
        return tx.answer(made)


def close_base(base_id: str) -> Base:
    """No more interns for it; those who are there stay. BaseNotFound, BaseClosed."""
    with store.write() as tx:
        known = subsidies.find_base(tx, base_id, lock=True)
        if known is None:
            raise problems.BaseNotFound(base_id=base_id)
        if world.current().role == "agency":
            world.require_region(known.region_code)
        if not domain.BASE.allows(known.status, "close"):
            raise problems.BaseClosed(base_id=base_id)
        after = domain.BASE.after(known.status, "close")
        return tx.answer(subsidies.change_base(tx, known, status=after))


def get_base(base_id: str) -> Base:
    with store.read() as tx:
        found = subsidies.find_base(tx, base_id)
    if found is None:
        raise problems.BaseNotFound(base_id=base_id)
    return found


def bases(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return subsidies.bases_page(tx, page, filters)


def end(internship_id: str, ended_on: date, reason: str) -> Internship:
    """It ended before its time; months from then on aren't paid, or have to be given back.

    InternshipNotFound, NotTheirInternship, RegionNotAllowed, InternshipOver,
    InternshipEndImpossible.
    """
    with store.write() as tx:
        known = KEPT.find(tx, internship_id, lock=True)
        if known is None:
            raise problems.InternshipNotFound(internship_id=internship_id)
        _check_may_end(tx, known)
        if not domain.MACHINE.allows(known.status, "end"):
            raise problems.InternshipOver(internship_id=internship_id, status=known.status)
        first, today = Month.parse(known.from_month).first, tx.world.today
        if not first <= ended_on <= min(known.last_day, today):
            raise problems.InternshipEndImpossible(
                day=ended_on.isoformat(),
                first=first.isoformat(),
                last=known.last_day.isoformat(),
            )
        after = domain.MACHINE.after(known.status, "end")
        changed = KEPT.change(tx, known, status=after, ended_on=ended_on, ended_for=reason)
        tx.emit(
            "internship.ended",
            changed.id,
            {"id": changed.id, "person_id": changed.person_id, "ended_for": reason},
        )
        return tx.answer(changed)


def _check_may_end(tx: Tx, known: Internship) -> None:
    base, at = subsidies.find_base(tx, known.base_id), world.current()
    assert base is not None, "a base is never removed"
    if at.role == "agency":
        world.require_region(base.region_code)
    if at.role == "employer" and base.party_id != at.party_id:
        raise problems.NotTheirInternship(internship_id=known.id)


def get(internship_id: str) -> Internship:
    with store.read() as tx:
        found = KEPT.find(tx, internship_id)
    if found is None:
        raise problems.InternshipNotFound(internship_id=internship_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)
