import doctest
from datetime import date

import pytest

from services.card import problems, terms
from services.card.domain import card as domain
from sscsim.kernel import regions
from sscsim.kernel.ids import card_identification, card_number
from sscsim.policy import FigureMissing
from tests.support.card_people import a_card


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(domain).failed == 0


def test_only_a_sealed_card_can_be_enabled():
    assert domain.after(a_card("sealed"), "enable") == "active"
    for status in set(domain.STATUSES) - {"sealed"}:
        with pytest.raises(problems.CardMoveNotAllowed) as refused:
            domain.after(a_card(status), "enable")
        assert refused.value.params["allowed"] == (", ".join(domain.MACHINE.events(status)) or "-")


def test_a_cancelled_card_stays_cancelled():
    assert domain.MACHINE.finals == ("cancelled",)


def test_one_card_an_area_unless_it_is_cancelled():
    domain.check_none_held("990100", [a_card("cancelled"), a_card(region_code="510100")])
    for status in set(domain.STATUSES) - {"cancelled"}:
        with pytest.raises(problems.CardExists):
            domain.check_none_held("990100", [a_card(status)])


@pytest.mark.parametrize(
    ("typed", "code"),
    [("X", "wrong_length"), ("X0000001?", "wrong_format"), ("X00000018", "wrong_check_character")],
)
def test_a_wrong_card_number_is_refused_with_the_reason(typed, code):
    assert domain.read_card_number(" x0000-0019") == "X00000019"
    with pytest.raises(problems.CardNumberInvalid) as refused:
        domain.read_card_number(typed)
    assert [e.code for e in refused.value.errors] == [code]


def test_a_wrong_identification_code_is_refused_with_the_reason():
    code = card_identification.make("510100", 1, key=b"of another world")
    assert domain.read_identification_code(code) == code
    for typed, reason in [
        (code[1:], "wrong_length"),
        (code[:-1] + "G", "wrong_format"),
        ("999999" + code[6:], "unknown_part"),
    ]:
        with pytest.raises(problems.IdentificationCodeInvalid) as refused:
            domain.read_identification_code(typed)
        assert [e.code for e in refused.value.errors] == [reason]


def test_numbers_are_drawn_valid_the_same_again_and_others_at_the_next_attempt():
    key = domain.identification_key("seed")
    first = domain.drawn_numbers("510100", "card_1", 0, key)
    assert card_number.is_valid(first[0])
    assert card_identification.is_valid(first[1], key=key)
    assert first == domain.drawn_numbers("510100", "card_1", 0, key)
    again = domain.drawn_numbers("510100", "card_1", 1, key)
    assert first[0] != again[0]
    assert first[1] != again[1]


@pytest.mark.parametrize("day", [date(2011, 1, 1), date(2017, 12, 31), date(2018, 1, 1)])
def test_a_card_is_good_for_ten_years_everywhere_as_the_policy_says(day):
    for region in regions.cities():
        assert terms.validity_months(region.code, day) == 120


def test_before_the_first_figure_nothing_is_borrowed():
    with pytest.raises(FigureMissing):
        terms.validity_months("510100", date(2010, 12, 31))
