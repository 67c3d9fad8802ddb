"""Choosing an institution (人员定点备案), one for a purpose and rank at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.medical.domain.chosen_institution import ChosenInstitution
from services.medical.domain.institution import Institution
from services.medical.flows.declarations import who
from services.medical.problems_declarations import (
    DeclarationNotFound,
    DeclarationOfOther,
    DeclarationWithdrawn,
    DeclarationWrong,
)
from services.medical.store import declarations, store
from services.medical.store import institutions as institution_rows
from sscsim import world
from sscsim.db import Tx


@dataclass(frozen=True, slots=True)
class Order:
    person_id: str
    purpose: str
    rank: int
    code: str
    name: str
    start_date: date
    end_date: date | None
    given: Mapping[str, Any]


def choose(institution: Institution, order: Order) -> ChosenInstitution:
    """From the first day on, which isn't over; what was chosen for that before makes room.

    An earlier choice ends the day before, or is void if it had not begun. The institution must be
    in the person's home region, and so must the one that declares it.
    """
    who.check_period(order.start_date, order.end_date)
    if order.start_date < world.today():
        raise DeclarationWrong("begndate", "开始日期早于今日", "is before today")
    insured = who.insured(order.person_id, None, order.start_date)
    who.require_home(institution, insured.home)
    with store.write() as tx:
        wanted = who.named(tx, order.code, order.name, "fixmedins_code")
        if wanted.region_code != insured.home:
            raise DeclarationWrong(
                "fixmedins_code", "定点机构不在参保地", "is not in the home region"
            )
        ordinal = declarations.chosen.next_ordinal(tx, order.person_id)
        made = ChosenInstitution(
            id=tx.new_id("dsg", order.person_id, ordinal),
            person_id=order.person_id,
            ordinal=ordinal,
            purpose=order.purpose,
            rank=order.rank,
            institution_id=wanted.id,
            insurance_kind=insured.stretch.insurance_kind,
            home_region_code=insured.home,
            start_date=order.start_date,
            end_date=order.end_date,
            declared_by=institution.id,
            given=dict(order.given),
            replaced_by=None,
            withdrawn_at=None,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        _make_room(tx, made)
        declarations.chosen.add(tx, made)
        tx.emit("institution_choice.made", made.id, _told(made))
        return tx.answer(made)


def _make_room(tx: Tx, made: ChosenInstitution) -> None:
    for old in declarations.chosen.of_person(tx, made.person_id):
        same = (old.purpose, old.rank) == (made.purpose, made.rank)
        if same and old.reaches_into(made.start_date, made.end_date):
            end = old.last_day_before(made.start_date)
            declarations.chosen.change(tx, old, end_date=end, replaced_by=made.id)
            tx.emit("institution_choice.ended", old.id, _told(old))


def change(
    institution: Institution,
    serial: str,
    person_id: str,
    code: str,
    name: str,
    period: tuple[date, date | None],
    given: Mapping[str, Any],
) -> ChosenInstitution:
    """Choose anew for the purpose and rank of a choice that isn't over; it makes room.

    What `choose` refuses; DeclarationNotFound, DeclarationWithdrawn.
    """
    with store.read() as tx:
        old = _live(tx, serial, person_id)
    start, end = period
    return choose(
        institution, Order(person_id, old.purpose, old.rank, code, name, start, end, given)
    )


def _live(tx: Tx, serial: str, person_id: str) -> ChosenInstitution:
    found = declarations.chosen.find(tx, serial)
    if found is None or found.person_id != person_id:
        raise DeclarationNotFound(serial=serial)
    gone = found.withdrawn_at is not None or found.is_void
    if gone or found.has_ended(world.today()):
        raise DeclarationWithdrawn(serial=serial)
    return found


def withdraw(institution: Institution, serial: str, person_id: str) -> None:
    """From today on it is chosen no longer: by the institution that declared it, or that it is.

    DeclarationNotFound, DeclarationOfOther; DeclarationWithdrawn once it has ended.
    """
    with store.write() as tx:
        declarations.chosen.hold(tx, person_id)
        found = _live(tx, serial, person_id)
        world.require_region(found.home_region_code)
        if institution.id not in (found.declared_by, found.institution_id):
            raise DeclarationOfOther(serial=serial)
        end = found.last_day_before(world.today())
        declarations.chosen.change(tx, found, end_date=end, withdrawn_at=world.now())
        tx.emit("institution_choice.ended", found.id, _told(found))
        tx.answer(None)


def _told(one: ChosenInstitution) -> dict[str, Any]:
    return {"id": one.id, "person_id": one.person_id, "institution_id": one.institution_id}


def standing(person_id: str, purpose: str | None) -> list[tuple[ChosenInstitution, Institution]]:
    """What the person has chosen, for that purpose, and is not over; each with the institution.

    Whoever presents the person is told: it is for them to know where the person belongs.
    """
    today = world.today()
    with store.read() as tx:
        found = [
            one
            for one in declarations.chosen.of_person(tx, person_id)
            if purpose in (None, one.purpose) and not one.is_void and not one.has_ended(today)
        ]
        return [(one, _known(tx, one.institution_id)) for one in found]


def _known(tx: Tx, institution_id: str) -> Institution:
    found = institution_rows.find(tx, institution_id)
    assert found is not None, "an institution stays known"
    return found
