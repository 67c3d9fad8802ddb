import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from sscsim.kernel import regions
from sscsim.kernel.ids import identity

BORN = date(1985, 3, 12)
GOOD = identity.make("510100", BORN, 0, "male")


def numbered(area: str, birth: str = "19850312", serial: str = "001") -> str:
    """A number with a right check character, whatever the rest is; never written down."""
    body = area + birth + serial
    return body + ric.calc_check_digit(body + "0")


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(identity).failed == 0


@given(
    st.sampled_from(regions.cities()),
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.integers(0, identity.SEQUENCES - 1),
    st.sampled_from(["male", "female"]),
)
def test_a_made_number_validates_and_tells_what_it_was_made_of(region, born, sequence, sex):
    number = identity.make(region.identity_area, born, sequence, sex)
    assert identity.validate(number) == number
    assert (identity.birth_date(number), identity.sex(number)) == (born, sex)
    assert ric.calc_check_digit(number) == number[17]
    assert ric.get_birth_date(number) == born


def test_all_numbers_of_a_day_differ():
    made = {
        identity.make("990100", BORN, sequence, sex)
        for sequence in range(identity.SEQUENCES)
        for sex in ("male", "female")
    }
    assert len(made) == 2 * identity.SEQUENCES


def test_the_independent_library_agrees_where_it_knows_the_area():
    assert ric.is_valid(GOOD)
    assert not ric.is_valid(identity.make("500000", BORN, 0, "male"))


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("", identity.InvalidLength),
        (GOOD[:-1], identity.InvalidLength),
        (GOOD + "0", identity.InvalidLength),
        ("X" + GOOD[1:], identity.InvalidFormat),
        (GOOD[:-1] + "Y", identity.InvalidChecksum),
        ("٥" + GOOD[1:], identity.InvalidFormat),
        (GOOD[:-1] + ("1" if GOOD[-1] != "1" else "2"), identity.InvalidChecksum),
        (numbered("510100", "19850231"), identity.InvalidBirthDate),
        (numbered("510100", "00000101"), identity.InvalidBirthDate),
        (numbered("510900", "20250229"), identity.InvalidBirthDate),
        (numbered("510104"), identity.RealLookingIdentity),
        (numbered("110101"), identity.RealLookingIdentity),
        (numbered("441900"), identity.RealLookingIdentity),
        (numbered("810000"), identity.RealLookingIdentity),
        (numbered("990101"), identity.RealLookingIdentity),
        (numbered("999900"), identity.UnknownArea),
        (numbered("000000"), identity.UnknownArea),
    ],
)
def test_a_wrong_number_is_refused_with_the_reason(number, error):
    with pytest.raises(error):
        identity.validate(number)
    assert not identity.is_valid(number)


@pytest.mark.parametrize("area", ["510100", "500000", "990100", "440000"])
def test_cities_municipalities_the_invented_area_and_provinces_are_accepted(area):
    assert identity.is_valid(numbered(area))


def test_compact_takes_what_people_type():
    typed = f" {GOOD[:6]} {GOOD[6:14]}-{GOOD[14:].lower()} "
    assert identity.compact(typed) == identity.format(typed) == GOOD


def test_mask_keeps_three_and_four():
    masked = identity.mask(GOOD)
    assert len(masked) == 18
    assert masked == GOOD[:3] + "*" * 11 + GOOD[-4:]
    assert identity.mask("12345") == "*****"


def test_make_refuses_what_validate_would():
    with pytest.raises(identity.RealLookingIdentity):
        identity.make("510104", BORN, 0, "male")
    with pytest.raises(ValueError, match="sequence"):
        identity.make("510100", BORN, identity.SEQUENCES, "male")
