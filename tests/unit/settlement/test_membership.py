from datetime import datetime

import pytest

from services.settlement import terms
from services.settlement.domain.membership import SENTENCES, Membership, Occurrence, Rule, cycle
from sscsim.kernel.periods import Month

APRIL, MAY, JUNE, JULY = (Month(2026, 4) + n for n in range(4))
TERMS = terms.clearing(APRIL)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text + "+08:00")


SETTLED = day("2026-04-02T09:15:00")


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ("2026-04-02T09:15:01", Membership(APRIL, Rule.IN_WINDOW)),
        ("2026-05-20T23:59:59", Membership(APRIL, Rule.IN_WINDOW)),
        ("2026-05-21T00:00:00", Membership(MAY, Rule.LATE)),
        ("2026-06-20T23:59:59", Membership(MAY, Rule.LATE)),
        ("2026-06-21T00:00:00", Membership(JUNE, Rule.LATE)),
        ("2026-07-20T23:59:59", Membership(JUNE, Rule.LATE)),
        ("2026-07-21T00:00:00", Membership(None, Rule.EXPIRED)),
    ],
)
def test_the_window_of_a_month(recorded: str, expected: Membership):
    assert cycle(Occurrence(SETTLED, day(recorded)), TERMS) == expected


def test_the_insured_sides_commit_decides_the_month():
    """Exception X25: seconds around the end of a month."""
    recorded = day("2026-05-01T00:00:30")
    before = cycle(Occurrence(day("2026-04-30T23:59:59"), recorded), TERMS)
    after = cycle(Occurrence(day("2026-05-01T00:00:00"), recorded), TERMS)
    assert (before.month, after.month) == (APRIL, MAY)


@pytest.mark.parametrize(
    ("reversed_at", "expected"),
    [
        ("2026-04-02T10:00:00", Membership(None, Rule.REVERSED_IN_WINDOW)),
        ("2026-05-20T23:59:59", Membership(None, Rule.REVERSED_IN_WINDOW)),
        ("2026-05-21T00:00:00", Membership(APRIL, Rule.IN_WINDOW)),
    ],
)
def test_a_reversal_before_the_freeze_takes_the_claim_out(reversed_at: str, expected: Membership):
    claim = Occurrence(SETTLED, SETTLED, reversed_at=day(reversed_at))
    assert cycle(claim, TERMS) == expected


def test_a_claim_that_takes_back_a_frozen_one_goes_into_the_open_month():
    """Exception X10."""
    when = day("2026-05-21T08:00:00")
    assert cycle(Occurrence(when, when, takes_back=True), TERMS) == Membership(MAY, Rule.ADJUSTMENT)


def test_a_disputed_claim_is_cleared_after_its_release():
    """Exception X17."""
    claim = Occurrence(SETTLED, SETTLED, released_at=day("2026-06-25T08:00:00"))
    assert cycle(claim, TERMS) == Membership(JUNE, Rule.DISPUTED)


def test_every_rule_has_its_sentence():
    assert set(SENTENCES) == set(Rule)
