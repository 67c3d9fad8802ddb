import doctest

from hypothesis import given
from hypothesis import strategies as st

from sscsim.kernel import names


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(names).failed == 0


@given(st.integers(0, 2**128), st.sampled_from(["male", "female"]))
def test_every_number_names_somebody_and_always_the_same(number, sex):
    name = names.name(sex, number)
    assert 2 <= len(name) <= 3
    assert name == names.name(sex, number)


def test_the_lists_repeat_nothing():
    for characters in (names._SURNAMES, names._MALE, names._FEMALE):
        assert len(set(characters)) == len(characters)
