from datetime import datetime
from fractions import Fraction

from services.settlement import terms
from services.settlement.domain.calendar import advance_alert, calendar, frozen_at
from sscsim.kernel.periods import Month

APRIL = Month(2026, 4)
TERMS = terms.clearing(APRIL)


def test_the_calendar_of_april_2026():
    """Declared to 20 May, generated 21st, signed 25th, notices 31 May (a Sunday), then
    5 + 10 working days from 31 May, one of them lost to the Dragon Boat Festival (19 June),
    and 5 more."""
    due = {step: each.at.isoformat() for step, each in calendar(APRIL, TERMS).items()}
    assert due == {
        "freeze": "2026-05-21T00:00:00+08:00",
        "pay_providers": "2026-05-21T01:00:00+08:00",
        "generate": "2026-05-21T02:00:00+08:00",
        "sign": "2026-05-25T17:00:00+08:00",
        "notify": "2026-05-31T09:00:00+08:00",
        "pay": "2026-06-22T10:00:00+08:00",
        "close": "2026-06-29T17:00:00+08:00",
    }


def test_steps_through_unannounced_holidays_are_estimates():
    estimates = {s: each.estimate for s, each in calendar(Month(2026, 11), TERMS).items()}
    assert estimates["pay"] and estimates["close"] and not estimates["notify"]


def test_steps_never_change_places():
    for month in (APRIL + n for n in range(40)):
        instants = [each.at for each in calendar(month, TERMS).values()]
        assert instants == sorted(instants)


def test_the_last_day_of_declaration_counts_to_its_end():
    assert frozen_at(APRIL, TERMS) == datetime.fromisoformat("2026-05-21T00:00:00+08:00")


def test_an_advance_is_flagged_at_the_threshold_not_near_it():
    """P22: on exact ratios; 69.999…% rounds to 70 % but is not 70 %."""
    assert advance_alert(Fraction(7, 10), TERMS) == "yellow"
    assert advance_alert(Fraction(6_999_999_999, 10**10), TERMS) == "none"
    assert advance_alert(Fraction(9, 10), TERMS) == "red"
    assert advance_alert(Fraction(8_999_999_999, 10**10), TERMS) == "yellow"


def test_every_figure_says_that_it_is_not_official():
    basis = terms.basis(APRIL)
    assert basis.source.status == "assumed"
    assert "unverified" in basis.source.title
