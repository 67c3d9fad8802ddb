from datetime import date

import pytest
from stdnum.cn import ric

from services.card import problems
from services.card.domain import person
from sscsim.kernel.ids import identity

BORN = date(1990, 1, 1)
NUMBER = identity.make("990100", BORN, 0, "male")


def numbered(body: str) -> str:
    return body + ric.calc_check_digit(body + "0")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (NUMBER[:-1], "wrong_length"),
        ("A" + NUMBER[1:], "wrong_format"),
        (NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2"), "wrong_check_character"),
        (numbered("99010019900230001"), "wrong_birth_date"),
        (numbered("99990019900101001"), "unknown_area"),
    ],
)
def test_a_wrong_number_is_refused_with_pointer_and_reason(typed, code):
    with pytest.raises(problems.IdentityNumberInvalid) as refused:
        person.read_number(typed)
    assert [(e.pointer, e.code) for e in refused.value.errors] == [
        ("/social_security_number", code)
    ]


def test_a_number_that_could_be_somebodys_has_a_problem_of_its_own():
    with pytest.raises(problems.RealLookingIdentity):
        person.read_number(numbered("51010419900101001"))


def test_number_birth_date_and_sex_must_agree_and_all_faults_are_told():
    person.check_number_agrees(NUMBER, BORN, "male")
    with pytest.raises(problems.IdentityNumberInvalid) as refused:
        person.check_number_agrees(NUMBER, date(1990, 1, 2), "female")
    assert [e.pointer for e in refused.value.errors] == ["/birth_date", "/sex"]


def test_nobody_is_born_tomorrow():
    person.check_birth(BORN, today=BORN)
    with pytest.raises(problems.BornInFuture):
        person.check_birth(BORN, today=date(1989, 12, 31))


@pytest.mark.parametrize("code", ["510000", "510104", "000000"])
def test_people_belong_to_pooling_areas(code):
    with pytest.raises(problems.NotPoolingArea):
        person.check_pooling_area(code)
    person.check_pooling_area("500000")


def test_drawn_numbers_are_valid_differ_and_are_the_same_again():
    drawn = list(person.numbers_for("李安", "female", BORN, "440000", seed="s"))
    assert len(set(drawn)) == identity.SEQUENCES
    assert all(identity.is_valid(number) for number in drawn)
    assert {identity.sex(number) for number in drawn} == {"female"}
    assert drawn == list(person.numbers_for("李安", "female", BORN, "440000", seed="s"))
    assert drawn[0] != next(person.numbers_for("李安", "female", BORN, "440000", seed="other"))
