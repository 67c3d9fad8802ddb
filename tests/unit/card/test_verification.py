from datetime import date

import pytest

from services.card.domain import card, verification
from services.card.domain.verification import Claimed, reasons_against
from tests.support.card_people import a_card, a_person

TODAY = date(2026, 4, 1)
HOLDER = a_person()


def test_an_active_card_of_whom_they_say_is_accepted():
    claimed = Claimed(HOLDER.social_security_number, HOLDER.name)
    assert reasons_against(a_card(), HOLDER, claimed, TODAY) == ()
    assert verification.result_of(()) == "accepted"
    assert claimed.compared == ("social_security_number", "name")


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("sealed", "card_not_enabled"),
        ("temporarily_lost", "card_temporarily_lost"),
        ("formally_lost", "card_formally_lost"),
        ("locked", "card_locked"),
        ("cancelled", "card_cancelled"),
    ],
)
def test_every_other_state_is_refused_with_its_reason(status, reason):
    assert reasons_against(a_card(status), HOLDER, Claimed(), TODAY) == (reason,)


def test_every_state_but_active_has_a_reason():
    refused = {s for s in card.STATUSES if reasons_against(a_card(s), HOLDER, Claimed(), TODAY)}
    assert refused == set(card.STATUSES) - {"active"}


def test_the_last_day_counts():
    assert reasons_against(a_card(), HOLDER, Claimed(), date(2030, 3, 31)) == ()
    late = reasons_against(a_card(), HOLDER, Claimed(), date(2030, 4, 1))
    assert late == ("card_expired",)


def test_all_reasons_are_told_at_once_in_one_order():
    claimed = Claimed("990100199001020018", "王五")
    found = reasons_against(a_card("sealed"), HOLDER, claimed, date(2031, 1, 1))
    assert found == (
        "card_not_enabled",
        "card_expired",
        "social_security_number_differs",
        "name_differs",
    )
    assert verification.result_of(found) == "refused"


def test_an_unknown_card_is_an_answer():
    assert reasons_against(None, None, Claimed(), TODAY) == ("card_unknown",)


def test_each_reason_is_said_in_both_languages():
    for reason in verification.REASONS.values():
        assert reason.zh
        assert reason.en.isascii()
