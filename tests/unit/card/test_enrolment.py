from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.card import problems
from services.card.domain import enrolment as domain
from tests.support.card_people import an_enrolment

EMPLOYEE, RESIDENT, WORK_INJURY = domain.KINDS


@pytest.mark.parametrize(
    ("day", "covered"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-03-31", True), ("2026-04-01", False)],
)
def test_first_and_last_day_are_covered(day, covered):
    assert an_enrolment("2026-01-01", "2026-03-31").covers(date.fromisoformat(day)) is covered


def test_without_an_end_it_goes_on():
    assert an_enrolment("2026-01-01").covers(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [
        ("2025-01-01", "2025-12-31", False),
        ("2025-01-01", "2026-01-01", True),
        ("2026-02-01", "2026-02-02", True),
        ("2026-03-31", None, True),
        ("2026-04-01", None, False),
        ("2025-01-01", None, True),
    ],
)
def test_overlap_is_a_shared_day(first, last, overlaps):
    enrolment = an_enrolment("2026-01-01", "2026-03-31")
    other = an_enrolment(first, last)
    assert enrolment.overlaps(other.from_date, other.to_date) is overlaps
    assert other.overlaps(enrolment.from_date, enrolment.to_date) is overlaps


_DAYS = st.dates(date(2025, 1, 1), date(2025, 2, 28))


@given(_DAYS, st.none() | _DAYS, _DAYS, st.none() | _DAYS)
def test_overlap_says_the_same_as_looking_at_every_day(a, a_end, b, b_end):
    one = an_enrolment(str(a), str(max(a, a_end)) if a_end else None)
    other = an_enrolment(str(b), str(max(b, b_end)) if b_end else None)
    days = [date.fromordinal(date(2025, 1, 1).toordinal() + n) for n in range(60)]
    shared = any(one.covers(day) and other.covers(day) for day in days)
    assert one.overlaps(other.from_date, other.to_date) is shared


def test_the_same_insurance_twice_is_refused_wherever_it_is():
    chengdu = an_enrolment("2026-01-01", region_code="510100")
    with pytest.raises(problems.EnrolmentOverlaps):
        domain.check_room(EMPLOYEE, date(2026, 5, 1), None, [chengdu])
    domain.check_room(EMPLOYEE, date(2025, 5, 1), date(2025, 12, 31), [chengdu])
    for other in (RESIDENT, WORK_INJURY):
        domain.check_room(other, date(2026, 5, 1), None, [chengdu])


def test_only_employees_retire():
    domain.check_terms(EMPLOYEE, "retired", date(2026, 1, 1), None)
    for kind in (RESIDENT, WORK_INJURY):
        with pytest.raises(problems.CategoryNotOfKind):
            domain.check_terms(kind, "retired", date(2026, 1, 1), None)


def test_it_ends_once_and_not_before_it_began():
    domain.check_end(an_enrolment("2026-01-01"), date(2026, 1, 1))
    with pytest.raises(problems.EnrolmentEndsBeforeStart):
        domain.check_end(an_enrolment("2026-01-01"), date(2025, 12, 31))
    with pytest.raises(problems.EnrolmentEnded):
        domain.check_end(an_enrolment("2026-01-01", "2026-02-01"), date(2026, 3, 1))


def test_what_is_in_force_on_a_day():
    moved = [
        an_enrolment("2020-01-01", "2025-12-31", id="enr_old"),
        an_enrolment("2026-01-01", id="enr_new"),
    ]
    assert domain.in_force(EMPLOYEE, date(2025, 12, 31), moved).id == "enr_old"
    assert domain.in_force(EMPLOYEE, date(2026, 1, 1), moved).id == "enr_new"
    assert domain.in_force(EMPLOYEE, date(2019, 12, 31), moved) is None
    assert domain.in_force(RESIDENT, date(2026, 1, 1), moved) is None
