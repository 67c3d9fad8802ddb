"""The official Pact verifier against our provider states, over a real socket."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

pytest.importorskip("pact")

from pact import Verifier

from scenarios.client import Client
from tests.contract import consumers
from tests.support import topologies

pytestmark = [pytest.mark.processes]


@pytest.fixture(autouse=True)
def _no_telemetry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACT_DO_NOT_TRACK", "true")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[topologies.Topology]:
    with topologies.in_processes(tmp_path_factory.mktemp("pact") / "data") as made:
        yield made


@pytest.fixture
def owner(running: topologies.Topology) -> Iterator[Client]:
    with running.world("empty") as client:
        yield client


@pytest.fixture(scope="module")
def pacts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return consumers.write(tmp_path_factory.mktemp("pacts"))


def verifier(owner: Client, *files: Path, teardown: bool = True) -> Verifier:
    host = urlsplit(owner.base_url).hostname
    made = Verifier(consumers.PROVIDER, host).add_transport(url=owner.base_url)
    made.add_custom_header("Authorization", f"Bearer {owner.key}")
    made.add_custom_header("Accept-Language", "en")
    made.set_request_timeout(60_000)  # a state may move the clock by weeks
    made.state_handler(f"{owner.base_url}/sandbox/v1/pact/states", body=True, teardown=teardown)
    for file in files:
        made.add_source(file)
    return made


def business(owner: Client) -> Any:
    """Everything in the world, without what only counts calls."""
    return owner.get("/sandbox/v1/canonical-export")


def test_every_consumer_is_content_and_the_world_is_as_before(
    owner: Client, pacts: list[Path]
) -> None:
    assert [file.name.split("-ssc")[0] for file in pacts] == [
        "HR app",
        "bank",
        "hospital",
        "transit app",
    ]
    owner.post(
        "/v1/persons",
        {"name": "李安", "sex": "male", "birth_date": "1990-01-01", "region_code": "990100"},
    )
    before, clock = business(owner), owner.get("/sandbox/v1/clock")["now"]
    verifier(owner, *pacts).verify()
    assert business(owner) == before
    assert owner.get("/sandbox/v1/clock")["now"] == clock


def test_without_teardown_the_states_stay(owner: Client, pacts: list[Path]) -> None:
    [hr] = [file for file in pacts if file.name.startswith("HR")]
    verifier(owner, hr, teardown=False).verify()
    persons = owner.get("/v1/persons")["data"]
    assert {person["living_state"] for person in persons} == {"alive", "deceased"}


@pytest.mark.parametrize(
    ("named", "value"), [("code", "visit_open"), ("fund_pay_fen", 736_001), ("usable", True)]
)
def test_a_broken_contract_fails(
    owner: Client, pacts: list[Path], tmp_path: Path, named: str, value: Any
) -> None:
    """The verifier can fail: one changed expectation is one failure."""
    for file in pacts:
        text = file.read_text(encoding="utf-8")
        if f'"{named}"' in text:
            broken = tmp_path / file.name
            broken.write_text(json.dumps(changed(json.loads(text), named, value)))
            with pytest.raises(RuntimeError):
                verifier(owner, broken).verify()
            return
    raise AssertionError(f"no contract speaks of {named}")


def changed(document: Any, named: str, value: Any) -> Any:
    """The document with this field changed wherever it has a plain value."""
    if isinstance(document, list):
        return [changed(each, named, value) for each in document]
    if not isinstance(document, dict):
        return document
    return {
        name: value
        if name == named and not isinstance(each, dict | list)
        else changed(each, named, value)
        for name, each in document.items()
    }


def test_an_unknown_state_fails(owner: Client, tmp_path: Path) -> None:
    pact = consumers.pact_of("dreamer")
    (
        pact.upon_receiving("what we don't know")
        .given("a card is made of gold")
        .with_request("GET", "/v1/cards")
        .will_respond_with(200)
    )
    pact.write_file(tmp_path, overwrite=True)
    with pytest.raises(RuntimeError):
        verifier(owner, *tmp_path.glob("*.json")).verify()
