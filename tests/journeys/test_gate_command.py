"""`ssc gate` against a whole simulator: with network and without, by a list, by a wrong clock."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from launcher.cli import gate as command
from launcher.gate import Gate, State, verify
from launcher.refusal import Refusal
from scenarios.client import Client
from sscsim import clock
from sscsim.demo_people import CHEN_YU, SEED, ZHOU_MING
from sscsim.kernel.ids.resource import resource_id
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies("in process", "in process, PostgreSQL")
FIRST, FIFTH = "990100000101", "990100000104"
CARD = resource_id("tca", SEED, "transport", CHEN_YU.card_id(SEED), 1)
ELECTRONIC = resource_id("ecd", SEED, "card", ZHOU_MING.person_id(SEED), 1)

Ssc = Callable[..., str]


@pytest.fixture
def world(simulator: Topology) -> Iterator[Client]:
    with simulator.world(seed=SEED) as client:
        yield client


@pytest.fixture
def ssc(world: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ssc:
    """`ssc gate …`, with the gate's own file: what it says; Refusal as the command makes one."""
    monkeypatch.setattr(command, "client", lambda *_: world)

    def run(gate: str, *words: str) -> str:
        file = tmp_path / f"{gate}.json"
        done = CliRunner().invoke(command.command, [*words, "--file", str(file)])
        if done.exit_code == 1 and done.output.startswith("ssc: "):
            raise Refusal(done.output)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.output

    return run


def later(world: Client, minutes: int) -> None:
    world.finished(world.call("POST", "/sandbox/v1/clock/advance", {"by": f"PT{minutes}M"}))


def results(said: str) -> list[str]:
    """Result and code of each uploaded tap."""
    return [" ".join(line.split()[:2]) for line in said.splitlines() if "#" in line]


def test_a_journey_without_network_is_charged_once_when_both_gates_have_told(
    world: Client, ssc: Ssc
) -> None:
    for name, number in (("in", FIRST), ("out", FIFTH)):
        assert f"{number} is open" in ssc(name, "open", number)
    before = world.get(f"/v1/transit-cards/{CARD}")["balance_fen"]
    ssc("in", "tap", "--kind", "entry", "--card", CARD, "--offline")
    later(world, 20)
    # both gates know the time of their last contact only: theirs is the time of then
    ssc("out", "sync")
    queued = ssc("out", "tap", "--kind", "exit", "--card", CARD, "--offline")
    fare = int(queued.split(" fen")[0].split()[-1])
    assert fare > 0
    chip = world.get(f"/v1/transit-cards/{CARD}/chip")
    assert chip["balance_fen"] == before - fare and chip["waiting"] == 2
    assert world.get(f"/v1/transit-cards/{CARD}")["balance_fen"] == before
    assert results(ssc("out", "sync")) == ["adjusted NO_ENTRY"]
    assert results(ssc("in", "sync")) == ["accepted OK"]
    [journey] = [
        one for one in world.get("/v1/transit-journeys")["data"] if one["status"] != "cancelled"
    ]
    assert (journey["status"], journey["fare_fen"]) == ("completed", fare)
    assert world.get(f"/v1/transit-cards/{CARD}")["balance_fen"] == before - fare
    after = world.get(f"/v1/transit-cards/{CARD}/chip")
    assert (after["balance_fen"], after["waiting"]) == (before - fare, 0)
    assert results(ssc("in", "sync")) == []
    world.get("/sandbox/v1/invariants")


def test_a_code_is_checked_without_network_and_is_good_once(
    world: Client, ssc: Ssc, tmp_path: Path
) -> None:
    for name, number in (("in", FIRST), ("other", FIFTH)):
        ssc(name, "open", number)
    code = world.post("/v1/codes", {"electronic_card_id": ELECTRONIC, "scene": "transit"})
    text = code["text"]
    assert ssc("in", "check", text).startswith("good: shown, holder hp_")
    with pytest.raises(Refusal, match="wrong signature"):
        ssc("in", "check", text[:-8] + "AAAAAAAA")
    ssc("in", "scan", "--kind", "entry", text, "--offline")
    with pytest.raises(Refusal, match="used here before"):
        ssc("in", "scan", "--kind", "entry", text, "--offline")
    ssc("other", "scan", "--kind", "entry", text, "--offline")  # it can't know
    later(world, 2)
    assert results(ssc("in", "sync")) == ["accepted OK"]
    assert results(ssc("other", "sync")) == ["rejected CODE_INVALID"]
    with pytest.raises(Refusal, match="expired"):
        ssc("in", "check", text)
    held = Gate(world, State.load(tmp_path / "in.json"))
    seen = clock.read_instant(code["created_at"])
    assert verify(text, held.state.keys, [], seen, scene="library").why == "not for library"
    assert verify(text, held.state.keys, [code["id"]], seen).why == "revoked"
    assert verify(text, {"keys": []}, [], seen).why.startswith("signed with a key")


def test_what_a_broken_gate_takes_is_rejected_with_its_code(world: Client, ssc: Ssc) -> None:
    number = world.get(f"/v1/transit-cards/{CARD}")["number"]
    ssc("in", "open", FIRST, "--skew", "300")
    listed = {"medium": "transit_card", "reference": number, "reason": "fraud"}
    ssc("in", "tap", "--kind", "entry", "--card", number, "--offline")
    assert results(ssc("in", "sync")) == ["rejected IN_FUTURE"]
    world.post("/v1/hot-list", listed, key="list-it")
    ssc("in", "open", FIRST)
    with pytest.raises(Refusal, match="on the hot list: fraud"):
        ssc("in", "tap", "--kind", "entry", "--card", number, "--offline")
    ssc("in", "tap", "--kind", "entry", "--card", number, "--offline", "--careless")
    said = ssc("in", "tap", "--kind", "entry", "--card", number)
    assert said.startswith("rejected  HOT_LISTED")
    assert results(ssc("in", "sync")) == ["rejected HOT_LISTED"]
    world.post("/v1/hot-list/remove", listed, key="free-it")
    assert "(0 on it)" in ssc("in", "sync")
    assert ssc("in", "tap", "--kind", "entry", "--card", number).startswith("accepted  OK")
    assert "0 taps queued" in ssc("in", "status")


def test_a_gate_that_is_nowhere_says_so(ssc: Ssc) -> None:
    with pytest.raises(Refusal, match="no gate is kept in"):
        ssc("none", "status")
    with pytest.raises(Refusal, match="there is no terminal 000000000000"):
        ssc("none", "open", "000000000000")
