"""Strict YAML says the same with libyaml and without it."""

from pathlib import Path

import pytest
import yaml

from sscsim.policy import PolicyError, strict_yaml
from sscsim.policy.strict_yaml import read_yaml

ROOT = Path(__file__).resolve().parents[3]
REFUSED = {
    "an alias": "a: &x b\nc: *x",
    "a float": "a: 1.5",
    "a number": "a: 1",
    "a key twice": "a: b\na: c",
    "a list as key": "? [a]\n: b",
    "a moment": "a: 2026-04-01T10:00:00Z",
    "no day": "a: 2026-02-30",
    "deep": "[" * 500 + "]" * 500,
    "very deep": "{a: " * 100_000,
    "another tag": "a: !!python/object:os.system x",
    "a merge": "<<: {a: b}",
    "a control character": "a: \0",
    "half a character": "a: \ud800",
    "not closed": "a: [b",
    "a tab": "\ta: b",
}


@pytest.fixture(params=["libyaml", "python"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "python":
        monkeypatch.setattr(strict_yaml, "_LOADER", strict_yaml._InPython)
    return str(request.param)


def test_the_checks_run_on_libyaml() -> None:
    assert yaml.__with_libyaml__
    assert strict_yaml._LOADER is not strict_yaml._InPython


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused(reader: str, what: str) -> None:
    with pytest.raises(PolicyError):
        read_yaml(REFUSED[what], "a file")


def test_the_line_is_said(reader: str) -> None:
    with pytest.raises(PolicyError, match="line 3"):
        read_yaml("a: b\nb: c\na: d\n", "a file")
    with pytest.raises(PolicyError, match="line 2"):
        read_yaml("a: b\nc: d: e\nf: g\n", "a file")


def test_every_policy_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted(ROOT.glob("services/*/policy/*/*.yaml"))[::6]
    texts = [file.read_text(encoding="utf-8") for file in files if "template" not in str(file)]
    fast = [read_yaml(text, "a file") for text in texts]
    monkeypatch.setattr(strict_yaml, "_LOADER", strict_yaml._InPython)
    assert [read_yaml(text, "a file") for text in texts] == fast
    assert len(fast) > 20
