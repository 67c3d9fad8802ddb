"""Account, chip and terminal numbers."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from sscsim.kernel import regions
from sscsim.kernel.ids import atr, card_identification, pan, terminal_number

areas = st.sampled_from([city.code for city in regions.cities()])


@pytest.mark.parametrize("module", [pan, atr, terminal_number])
def test_examples_of_the_documentation(module):
    assert doctest.testmod(module).failed == 0


@given(st.integers(0, pan.SERIAL_LIMIT - 1))
def test_every_account_number_passes_luhn_by_an_independent_library(serial):
    number = pan.make("629990", serial)
    assert luhn.is_valid(number)
    assert pan.validate(pan.format(number)) == number
    assert pan.mask(number).count("*") == 11


@given(st.integers(0, pan.SERIAL_LIMIT - 1), st.integers(0, 18), st.integers(1, 9))
def test_one_wrong_digit_is_found(serial, place, step):
    number = pan.make("629990", serial)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert not pan.is_valid(wrong)


@given(areas, st.integers(0, 2**32 - 1))
def test_the_chip_tells_area_and_serial_of_the_identification_code(area, serial):
    code = card_identification.make(area, serial, key=b"k")
    told = atr.of_identification_code(code)
    assert atr.is_valid(told)
    assert (told[12:18], told[18:]) == (code[:6], code[16:24])


@given(areas, st.integers(0, 999_999))
def test_a_terminal_number_begins_with_its_area(area, serial):
    number = terminal_number.make(area, serial)
    assert terminal_number.validate(terminal_number.format(number)) == number
    assert number.startswith(area)


@pytest.mark.parametrize(
    ("module", "text"),
    [
        (pan, "6299"),
        (pan, "x" * 16),
        (pan, "4111111111111111"),
        (pan, "6299900000000000424"),
        (atr, "00"),
        (atr, "Z" * 26),
        (atr, "0081535343019999990000BF7C"),
        (terminal_number, "1"),
        (terminal_number, "51010000000x"),
        (terminal_number, "999999000000"),
    ],
)
def test_what_is_not_a_number_is_refused(module, text):
    assert not module.is_valid(text)


def test_serials_out_of_range_are_a_programming_error():
    for make, area, serial in [
        (pan.make, "629990", -1),
        (atr.make, "510100", 2**32),
        (terminal_number.make, "510100", 10**6),
    ]:
        with pytest.raises(ValueError):
            make(area, serial)
