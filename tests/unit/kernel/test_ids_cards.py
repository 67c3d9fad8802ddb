import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sscsim.kernel.ids import card_identification, card_number

BODIES = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8)
CODE = card_identification.make("630000", 0x00BF7C7A, key=b"world")


@pytest.mark.parametrize("module", [card_number, card_identification])
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0


def test_the_public_specimen():
    assert card_number.validate("X00000019") == "X00000019"


@given(BODIES)
def test_a_made_card_number_validates(body):
    number = card_number.make(body)
    assert card_number.validate(number.lower()) == number
    assert len(number) == 9


@given(BODIES, st.integers(0, 7), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_character_is_found_unless_it_differs_by_eleven(body, place, other):
    """Modulo 11 sees every change but those between characters 11 or 22 apart."""
    number = card_number.make(body)
    changed = number[:place] + other + number[place + 1 :]
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    apart = alphabet.index(other) - alphabet.index(number[place])
    assert card_number.is_valid(changed) == (apart % 11 == 0)


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("X0000001", card_number.InvalidLength),
        ("X0000001/", card_number.InvalidFormat),
        ("社0000001X", card_number.InvalidFormat),
        ("X00000018", card_number.InvalidChecksum),
    ],
)
def test_a_wrong_card_number_is_refused_with_the_reason(number, error):
    with pytest.raises(error):
        card_number.validate(number)


def test_a_body_that_cannot_be_one_is_refused():
    with pytest.raises(card_number.InvalidLength):
        card_number.make("X1")
    with pytest.raises(card_number.InvalidFormat):
        card_number.make("x0000001")


@given(st.integers(0, 2**32 - 1))
def test_a_made_identification_code_validates_with_its_key_only(serial):
    code = card_identification.make("510100", serial, key=b"world")
    assert card_identification.validate(code.lower(), key=b"world") == code
    assert code[:6] == "510100"
    assert int(code[16:24], 16) == serial


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (CODE[:-1], card_identification.InvalidLength),
        (CODE[:-1] + "G", card_identification.InvalidFormat),
        ("510104" + CODE[6:], card_identification.InvalidComponent),
        (CODE[:6] + "D156000006" + CODE[16:], card_identification.InvalidComponent),
    ],
)
def test_a_wrong_identification_code_is_refused_with_the_reason(code, error):
    with pytest.raises(error):
        card_identification.validate(code)


def test_the_last_part_depends_on_the_world():
    other = card_identification.make(CODE[:6], 0x00BF7C7A, key=b"another")
    assert other[:24] == CODE[:24]
    with pytest.raises(card_identification.InvalidChecksum):
        card_identification.validate(other, key=b"world")
