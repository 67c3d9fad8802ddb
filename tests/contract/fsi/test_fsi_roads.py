"""Roads of messages written by hand, with the answer that each must have: `messages/roads/*.yaml`.

A road begins in a new world. Its steps are as in `test_fsi_messages`; besides, `keep` gives names
to what an answer says (by its place in the output), for `{name}` in what is sent later, and `like`
takes the input of an earlier step by its name, with what differs. `again` sends an earlier message
once more. `{msgid}` is the id of the message that is answered, `{msgid of …}` that of a step.
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import using
from tests.contract.fsi.clinic import SERVICES, Clinic
from tests.contract.fsi.desk import URL
from tests.contract.fsi.test_fsi_messages import compare
from tests.support.bench import Bench

FILES = sorted((Path(__file__).parent / "messages" / "roads").glob("*.yaml"))
WRITTEN: list[tuple[str, dict[str, Any]]] = [
    (f"{file.stem}: {road['road']}", road)
    for file in FILES
    for road in yaml.safe_load(file.read_text("utf-8"))["roads"]
]
ROADS = [pytest.param(road, id=name) for name, road in WRITTEN]
KEYS = {"name", "infno", "input", "like", "envelope", "infcode", "says", "output", "keep", "again"}


@pytest.fixture
def clinic(data_dir: Path) -> Iterator[Clinic]:
    for _ in using("sqlite", "", data_dir):
        bench = Bench(preset="demo").make()
        yield Clinic(bench)
        bench.drop()


def test_there_are_forty_messages_of_outpatients() -> None:
    steps = [step for name, road in WRITTEN if "outpatient" in name for step in road["steps"]]
    assert len(steps) >= 40


SPOKEN = [
    ("lenient", URL),
    ("zhejiang", "/CSB"),
    ("chongqing", "/fsi/{infno}"),
    ("hebei", SERVICES),
]
"""Profiles, and the shapes of address that messages come by."""


@pytest.mark.parametrize(("profile", "address"), SPOKEN)
@pytest.mark.parametrize("road", ROADS)
def test_every_message_of_a_road_has_its_answer(
    clinic: Clinic, road: dict[str, Any], profile: str, address: str
) -> None:
    clinic.speak(profile, address)
    said: dict[str, dict[str, Any]] = {}
    for step in road["steps"]:
        assert set(step) <= KEYS, f"no key that nobody looks at: {step}"
        name = step["name"]
        if "again" in step:  # the very same message
            assert clinic.answer(said[step["again"]]["message"]) == said[step["again"]]["answer"]
            continue
        given = step.get("input", {})
        if "like" in step:
            given = merged(said[step["like"]]["given"], given)
        infno = step.get("infno") or said[step["like"]]["message"]["infno"]
        message = clinic.message(infno, clinic.filled(given))
        message |= clinic.filled({**road.get("envelope", {}), **step.get("envelope", {})})
        clinic.facts["msgid"] = message["msgid"]
        answer = clinic.answer(message)
        said[name] = {"given": given, "message": message, "answer": answer}
        clinic.facts[f"msgid of {name}"] = message["msgid"]
        code = int(answer["infcode"])
        assert code == step.get("infcode", 0), f"{name}: {answer['err_msg']}"
        if code == 0:
            if step.get("output", ...) is None:
                assert not answer["output"], "null, or an empty object where that is their way"
            elif "output" in step:
                compare(clinic.filled(step["output"]), answer["output"], name)
        else:
            assert not answer["output"]
            assert clinic.filled(step["says"]) in answer["err_msg"], name
        for fact, place in step.get("keep", {}).items():
            found = answer["output"]
            for part in place.split("."):
                found = found[part]
            clinic.facts[fact] = found


def merged(old: Any, new: Any) -> Any:
    """What was sent, with what differs; of a list the items in their order, `~` ends it."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{name: merged(old.get(name), value) for name, value in new.items()}}
    if isinstance(old, list) and isinstance(new, list):
        made = [
            merged(old[at] if at < len(old) else old[-1], value) for at, value in enumerate(new)
        ]
        return copy.deepcopy(made)
    return new
