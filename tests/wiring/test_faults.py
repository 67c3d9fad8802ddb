"""Every money operation has its drill, every outcome is asked for, every profile is sound."""

import re
from pathlib import Path

import pytest

from gateway import fault_profiles
from sscsim import faults
from sscsim.policy import PolicyError
from sscsim.web import Operation
from tests.support.money import CASES
from tests.wiring.test_operations import PUBLIC

ROOT = Path(__file__).resolve().parents[2]
MOVES_MONEY_TOO = {"releaseBankHold", "closeBankAccount"}
"""Their key is only accepted, and yet they set money free or end an account."""


def test_no_money_operation_is_left_out_of_the_drills() -> None:
    asked = {
        item.values[1].id
        for item in PUBLIC
        if isinstance(item.values[1], Operation)
        and item.values[1].key == "required"
        and item.values[1].rule.startswith("/v1/")
    }
    assert asked | MOVES_MONEY_TOO <= set(CASES), "a case of it in tests/support/money.py"
    known = {item.values[1].id for item in PUBLIC}
    assert set(CASES) <= known


def test_every_outcome_is_asked_for_by_its_service() -> None:
    assert faults.outcomes_known()
    for known in faults.outcomes_known().values():
        folder = ROOT / "services" / known.service
        code = "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*.py"))
        assert f'"{known.name}"' in code, f"{known.service} never asks for {known.name}"


def test_no_outcome_is_asked_for_that_nobody_knows() -> None:
    for file in sorted((ROOT / "services").rglob("flows/**/*.py")):
        text = file.read_text(encoding="utf-8")
        for asked in re.findall(r"happening\((.*?)\)", text, re.DOTALL):
            for name in re.findall(r'"([a-z_]+)"', asked):
                assert name in faults.outcomes_known(), f"{file.name}: {name}"


def test_every_profile_is_sound() -> None:
    assert len(fault_profiles.every()) >= 4
    for profile in fault_profiles.every().values():
        assert profile.rules_with(profile.settings({}))


GOOD = """
title: {zh: 好, en: Good}
says: {zh: 好, en: Good}
parameters:
  delay_ms: {default: "5", zh: 慢, en: slow}
rules:
  - match: {path: "/v1/**"}
    fault: delay
    delay_ms: $delay_ms
"""


def test_a_sound_profile() -> None:
    found = fault_profiles.read("one.yaml", GOOD)
    [rule] = found.rules_with(found.settings({"delay_ms": 7}))
    assert rule.fault is not None
    assert rule.fault.delay_ms == 7


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('default: "5"', "default: 5", ""),
        ("title:", "titel:", "titel"),
        ("en: Good}\nsays", "de: Gut}\nsays", "title"),
        ("delay_ms: {", "slowness: {", "parameters.slowness"),
        ("en: slow}", "en: slow, fr: lent}", "parameters.delay_ms.fr"),
        ("$delay_ms", "$delay", "rules[0]"),
        ("$delay_ms", '"7"', "parameters.delay_ms"),
        ("fault: delay", "fault: dealy", "rules[0]"),
        ("fault: delay", "fault: duplicate", "rules[0]"),
        ('path: "/v1/**"', "pfad: x", "rules[0].match.pfad"),
        ("    fault: delay\n", "    fault: delay\n    fault: delay\n", ""),
        ("rules:\n", "rules: x\nmore:\n", "more"),
    ],
)
def test_a_profile_that_is_not_sound_names_file_key_and_reason(
    old: str, new: str, key: str
) -> None:
    assert old in GOOD
    with pytest.raises(PolicyError) as caught:
        fault_profiles.read("one.yaml", GOOD.replace(old, new, 1))
    assert "one.yaml" in str(caught.value)
    assert key in str(caught.value)


def test_the_page_of_faults_is_the_codes() -> None:
    from gateway import faults_page

    page = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
    assert page == faults_page.page(), "run python -m gateway.faults_page"
