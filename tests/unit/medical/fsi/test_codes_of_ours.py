"""Registered diseases and sums of a year in the platform's codes: each said once."""

import pytest

from services.medical.domain.vocabulary import CHRONIC_DISEASES, EMPLOYEE, RESIDENT
from services.medical.faces.fsi import accumulator_codes, catalogue, chronic_codes
from sscsim.policy import PolicyError


def text(name: str) -> str:
    return (catalogue.FOLDER / name).read_text("utf-8")


def test_every_registered_disease_has_a_code_that_is_read_back() -> None:
    known = chronic_codes.diseases()
    assert set(known) == set(CHRONIC_DISEASES)
    for word, disease in known.items():
        assert [chronic_codes.disease(code) for code in disease.codes] == [word] * len(
            disease.codes
        )
    assert chronic_codes.disease("M07804") == "dialysis", "also a code that isn't the one we tell"
    assert chronic_codes.disease("M0390") is None
    assert chronic_codes.meant("E11.900x901") == "diabetes", "a diagnosis that is evidence of it"
    assert chronic_codes.meant("A09.x00x901") is None


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("[M01600]", "[M03900]", "a code stands twice"),
        ("[M01600]", "[]", "needs a list"),
        ("  copd: {zh: 慢性阻塞性肺疾病, codes: [M05300]}\n", "", "copd is missing"),
        ("source: chronic_client", "source: nobody", "'nobody'"),
    ],
)
def test_a_broken_list_of_diseases_is_refused(old: str, new: str, reason: str) -> None:
    whole = text(chronic_codes.FILE)
    assert old in whole
    with pytest.raises(PolicyError, match=reason):
        chronic_codes.read(whole.replace(old, new), chronic_codes.FILE)


def test_every_sum_has_a_code_of_its_own() -> None:
    codes = accumulator_codes.codes()
    assert codes[EMPLOYEE]["pool"] == "D310101"
    assert codes[RESIDENT]["pool"] == "D390101"
    assert codes[RESIDENT]["big_illness_counted"] == "ZF390201"
    assert max(len(code) for one in codes.values() for code in one.values()) <= 20
    assert "work_injury" not in codes[EMPLOYEE], "no medical insurance"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("D330101", "D310101", "a code stands twice"),
        ("    stays:", "    visits:", "unknown key 'visits'"),
        ("  resident_basic_medical:", "  somebody:", "somebody"),
    ],
)
def test_a_broken_list_of_sums_is_refused(old: str, new: str, reason: str) -> None:
    whole = text(accumulator_codes.FILE)
    assert old in whole
    with pytest.raises(PolicyError, match=reason):
        accumulator_codes.read(whole.replace(old, new), accumulator_codes.FILE)
