"""Golden answers that integrators rely on; see `promised.py` before you change one."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.promised import FOLDER, calls, shown
from tests.support.contract import Caller


@pytest.fixture(scope="module")
def given(demo: Caller) -> dict[str, Any]:
    return {name: shown(answer) for name, answer in calls(demo.call)}


def promises() -> list[str]:
    return sorted(file.stem for file in FOLDER.glob("*.json"))


@pytest.mark.parametrize("name", promises())
def test_a_promise_is_kept(given: dict[str, Any], name: str) -> None:
    kept = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert list(broken(kept, given[name])) == []


def broken(kept: Any, given: Any, where: str = "") -> Iterator[str]:
    """Where an answer is not what was promised. More fields than promised are allowed:
    clients ignore those they don't know."""
    if isinstance(kept, dict) and isinstance(given, dict):
        for name, each in kept.items():
            if name not in given:
                yield f"{where}/{name} is gone"
            else:
                yield from broken(each, given[name], f"{where}/{name}")
    elif isinstance(kept, list) and isinstance(given, list) and len(kept) == len(given):
        for number, each in enumerate(kept):
            yield from broken(each, given[number], f"{where}/{number}")
    elif kept != given:
        yield f"{where} was {kept!r} and is {given!r}"


def test_a_broken_promise_is_seen() -> None:
    kept = {"status": 200, "body": {"data": [{"id": "a"}]}}
    assert list(broken(kept, {**kept, "more": 1})) == []
    assert list(broken(kept, {"status": 200, "body": {"data": [{}]}})) == [
        "/body/data/0/id is gone"
    ]
    assert list(broken(kept, {"status": 201, "body": kept["body"]})) == [
        "/status was 200 and is 201"
    ]
    assert list(broken(kept, {"status": 200, "body": {"data": []}}))


def test_every_call_has_its_promise(given: dict[str, Any]) -> None:
    assert sorted(given) == promises()


def test_a_replay_is_the_first_answer(given: dict[str, Any]) -> None:
    first, again = given["created"], given["replayed"]
    assert again["body"] == first["body"]
    assert again["headers"].pop("Idempotent-Replayed") == "true"
    assert again["headers"] == first["headers"]
