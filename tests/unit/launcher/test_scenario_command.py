"""`ssc scenario`: what is listed, what is refused, and the status of a red run."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from launcher.cli import scenario
from scenarios import exceptions
from scenarios.exceptions import Check, Report, running
from scenarios.exceptions.player import Step
from sscsim.kernel.problems import Text

CALL = {"method": "POST", "path": "/v1/settlements", "status": 201, "answer": {"status": "settled"}}


def reported(name: str, actual: Any, broken: list[str]) -> Report:
    steps = [Step(Text(zh="结算", en="Settled"), [CALL])]
    checks = [Check("claim", 950_000, actual), Check("month", "closed", "closed")]
    at = "2026-06-30T17:00:00+08:00"
    return Report(exceptions.find(name), steps, checks, 54, broken, 0, at)


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """How every scenario ends: what the claim comes to, and the laws that are broken."""
    told: dict[str, Any] = {"actual": 950_000, "broken": []}

    def play(one: Any, *_: Any, keep: bool) -> running.Run:
        world = {"id": "sbx_1", "key": "sk_sbx_1"} if keep else None
        return running.Run(reported(one.name, **told), world)

    @contextlib.contextmanager
    def somewhere(*_: Any, **__: Any) -> Iterator[tuple[str, str]]:
        yield "http://here", ""

    monkeypatch.setattr(running, "run", play)
    monkeypatch.setattr(scenario, "_somewhere", somewhere)
    return told


def said(*words: str) -> Any:
    return CliRunner().invoke(scenario.command, [*words, "--lang", "en"])


def test_it_lists_them_in_both_languages_and_as_json() -> None:
    assert said("list").output.splitlines()[14].startswith("X15  An audit")
    zh = CliRunner().invoke(scenario.command, ["list", "--lang", "zh"])
    assert zh.output.splitlines()[14].startswith("X15  清算前审核扣款")
    rows = json.loads(said("list", "--json").output)
    assert [row["name"] for row in rows] == list(exceptions.SCENARIOS)


def test_a_good_end_is_status_0(ends: dict[str, Any]) -> None:
    shown = said("run", "x15")
    assert shown.exit_code == 0, shown.output
    assert "POST /v1/settlements  → 201 settled" in shown.output
    assert "X15: as expected." in shown.output


@pytest.mark.parametrize(("actual", "broken"), [(949_999, []), (950_000, ["P10"])])
def test_a_wrong_end_is_status_1_and_shown(
    ends: dict[str, Any], actual: int, broken: list[str]
) -> None:
    ends.update(actual=actual, broken=broken)
    shown = said("run", "X15", "X16")
    assert shown.exit_code == 1
    assert "X16: NOT as expected." in shown.output
    if broken:
        assert "P10" in shown.output
    else:
        assert "expected  950000" in shown.output
        assert "actual    949999" in shown.output


def test_all_of_them_as_json_with_the_kept_world(ends: dict[str, Any]) -> None:
    shown = said("run", "X15", "--json", "--keep")
    told = json.loads(shown.output)
    assert (told["as_expected"], told["sandbox"]["key"]) == (True, "sk_sbx_1")
    every = said("run", "--all")
    assert every.output.count(": as expected.") == len(exceptions.SCENARIOS)


@pytest.mark.parametrize(("words", "why"), [(["X155"], "X15"), ([], "ssc scenario list")])
def test_it_refuses_in_one_line(ends: dict[str, Any], words: list[str], why: str) -> None:
    shown = said("run", *words)
    assert shown.exit_code == 1
    [line] = shown.output.strip().splitlines()
    assert line.startswith("ssc: ")
    assert why in line
