"""HRSS-006: recognition of employment difficulty (就业困难人员认定), checked every year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.benefits import problems_employment as problems
from services.benefits import terms
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.employment import hardship as domain
from services.benefits.domain.employment.hardship import Checked, Limits, Member, Recognition
from services.benefits.flows import applicants
from services.benefits.flows.handling import Effect, Handling
from services.benefits.flows.items.employment import closing, due_days
from services.benefits.flows.items.employment.job_hunting_subsidy import CONFIRMS
from services.benefits.store import employment_records, store
from sscsim import peers, world
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.periods import Month

CHECK = "benefits.check_hardship"
KEPT = employment_records.recognitions


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the card service says. `members`: person ids of the household, None for unknown."""

    confirmed: frozenset[str]
    members: Sequence[str | None]


def _confirmed(person_id: str) -> frozenset[str]:
    """Categories that the card service's recognitions confirm today."""
    body = {"person_id": person_id}
    found = peers.call("card", "POST", "/internal/v1/service-applicants/entitlements", body)
    return frozenset(CONFIRMS[kind] for kind in found["kinds"] if kind in CONFIRMS)


def _gather(case: Case) -> Gathered:
    numbers = dict.fromkeys(case.inputs.get("household_numbers", ()))
    members = [_member(case.person.id, number) for number in numbers]
    return Gathered(_confirmed(case.person.id), members)


def _member(person_id: str, number: str) -> str | None:
    """Whose number it is, if it is a relative's."""
    found = applicants.person_with_number(number)
    if found is None or found.id == person_id:
        return None
    relation, _ = applicants.relation(person_id, found.id)
    return found.id if relation is not None else None


def _limits(case: Case) -> Limits:
    figures = terms.figures_of("hardship", case.competent_region, case.today)
    return limits_from(figures)


def limits_from(figures: Any) -> Limits:
    """The figures of a day as the rule reads them."""
    return Limits(
        men_age=figures.number("men.age").value,
        women_age=figures.number("women.age").value,
        long_months=figures.number("long_unemployed").value,
        lightest_level=figures.number("lightest_disability").value,
        valid_months=figures.number("valid").value,
        check_months=figures.number("check").value,
    )


def _facts(tx: Tx, case: Case, gathered: Gathered) -> domain.Facts:
    person_id = case.person.id
    graduate = employment_records.current_graduate(tx, person_id)
    return domain.Facts(
        limits=_limits(case),
        unemployment=employment_records.current_unemployment(tx, person_id),
        current=employment_records.current_recognition(tx, person_id),
        graduate_id=graduate.id if graduate else None,
        confirmed=gathered.confirmed,
        members=tuple(Member(each, _at_work(tx, each)) for each in gathered.members),
    )


def _at_work(tx: Tx, person_id: str | None) -> str | None:
    """The employment that the person has today, if there is one."""
    if person_id is None:
        return None
    found = employment_records.employments.current(tx, person_id, "active")
    return found.id if found else None


def _effect(tx: Tx, case: Case, said: Decision) -> Effect:
    """The recognition, and the first yearly check."""
    person_id, now, told = case.person.id, tx.world.now, said.terms
    ordinal = KEPT.next_ordinal(tx, person_id)
    made = Recognition(
        id=tx.new_id("hdr", person_id, ordinal),
        person_id=person_id,
        ordinal=ordinal,
        region_code=case.competent_region,
        application_id=case.application_id,
        category=case.inputs["category"],
        confirmed_by=told["confirmed_by"],
        members=list(told["members"]),
        unemployment_id=told["unemployment_id"],
        recognised_on=case.today,
        until_date=told["until"],
        next_check_on=min(told["next_check"], told["until"]),
        checks=0,
        ended_on=None,
        ended_for=None,
        status=domain.RECOGNISED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    KEPT.add(tx, made)
    _schedule(tx, made)
    tx.emit(
        "hardship_recognition.recognised",
        made.id,
        {"id": made.id, "person_id": person_id, "category": made.category},
    )
    return Effect({"hardship_recognition_id": made.id, "until_date": made.until_date.isoformat()})


def _schedule(tx: Tx, known: Recognition) -> None:
    """The next check on its day; the one of the last day comes when that day is over."""
    day = known.next_check_on
    assert day is not None
    due = due_days.after(tx, day) if day == known.until_date else due_days.at_start_of(tx, day)
    tx.schedule(CHECK, f"{known.id}:{known.checks + 1}", due)


def check(key: str) -> None:
    """Look whether the person is still what they were recognised as (年度核查)."""
    recognition_id, _, number = key.rpartition(":")
    with store.read() as tx:
        seen = KEPT.find(tx, recognition_id)
    assert seen is not None, "a recognition is never removed"
    person = applicants.person(seen.person_id)
    confirmed = _confirmed(seen.person_id)
    with store.write() as tx:
        known = KEPT.find(tx, recognition_id, lock=True)
        assert known is not None
        if known.status == domain.RECOGNISED and known.checks + 1 == int(number):
            today = tx.world.today
            ages = terms.retirement(known.region_code, today)
            retires_in = ages.latest_month(person.birth_date, person.sex)
            found = Checked(
                living=person.living_state != "deceased",
                retired=Month.of(today) >= retires_in,
                unemployed=employment_records.current_unemployment(tx, known.person_id) is not None,
                confirmed=confirmed,
                members_work=any(_at_work(tx, each) for each in known.members),
            )
            _checked(tx, known, found)
        tx.complete_job()


def _checked(tx: Tx, known: Recognition, found: Checked) -> None:
    """End it, or note the check and schedule the next one."""
    today = tx.world.today
    why = domain.ended_by(known, found, today)
    if why is not None:
        counted = KEPT.change(tx, known, checks=known.checks + 1)
        closing.end_recognition(tx, counted, why, today)
        return
    figures = terms.figures_of("hardship", known.region_code, today)
    after = (Month.of(today) + figures.number("check").value).day(today.day)
    changed = KEPT.change(
        tx, known, checks=known.checks + 1, next_check_on=min(after, known.until_date)
    )
    tx.emit(
        "hardship_recognition.checked",
        changed.id,
        {"id": changed.id, "person_id": changed.person_id, "category": changed.category},
    )
    _schedule(tx, changed)


def revoke(hardship_recognition_id: str) -> Recognition:
    """End it because the category is over or was wrong. HardshipNotFound, HardshipOver."""
    with store.write() as tx:
        known = KEPT.find(tx, hardship_recognition_id, lock=True)
        if known is None:
            raise problems.HardshipNotFound(id=hardship_recognition_id)
        if world.current().role == "agency":
            world.require_region(known.region_code)
        if known.status != domain.RECOGNISED:
            raise problems.HardshipOver(id=known.id, since=str(known.ended_on))
        return tx.answer(closing.end_recognition(tx, known, "revoked", tx.world.today))


def get(hardship_recognition_id: str) -> Recognition:
    with store.read() as tx:
        found = KEPT.find(tx, hardship_recognition_id)
    if found is None:
        raise problems.HardshipNotFound(id=hardship_recognition_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return KEPT.page(tx, page, filters)


HANDLING = Handling("HRSS-006", decide=domain.decide, gather=_gather, facts=_facts, effect=_effect)
