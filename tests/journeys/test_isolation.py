"""Two worlds used in parallel by twenty clients: nothing of one is visible in the other."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from scenarios import road
from scenarios.client import Answer, Client, Refused
from scenarios.road import CHENGDU, CHONGQING
from tests.journeys.conftest import EMBEDDED, FULL
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(EMBEDDED, long=(FULL,))

CLIENTS = 10  # of each world
_ID = re.compile(r"\b(?!req_)[a-z]{2,5}_[0-9A-HJKMNP-TV-Z]{26}\b")


class Listening(Client):
    """A client that remembers every id it was told."""

    heard: set[str]

    def call(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        answer = super().call(method, path, body, **more)
        said = json.dumps(answer.body, ensure_ascii=False) + str(dict(answer.headers))
        self.heard.update(_ID.findall(said))
        return answer


@dataclass
class Side:
    """One of the two worlds: its seed, its key, and what its clients were told."""

    seed: str
    key: str
    topology: Topology
    heard: set[str] = field(default_factory=set)

    def client(self, act_as: str | None = None) -> Listening:
        made = Listening(self.topology.base_url, self.key, "en", act_as=act_as)
        made.heard = self.heard
        return made

    def work(self, number: int) -> None:
        """A person of one's own, a stay, a settlement, and looks at every list."""
        client = self.client()
        person = road.insured(
            client,
            f"{number}",
            f"{self.seed} {number}",
            date(1980, 1, 1) + timedelta(days=number),
            CHENGDU,
            account_fen=10_000 + number,
        )
        road.filed(client, person, CHONGQING, "long_term")
        visit = road.admitted(
            client, person, road.hospital(client, CHONGQING), key=f"stay {number}"
        )
        settlement = road.settled(client, visit, key=f"settle {number}")
        for path in LISTS[number % 3 :: 3]:
            client.every(path)
        client.get(f"/v1/settlements/{settlement['id']}", {"expand": "explanation"})
        client.close()

    def everybody(self) -> list[tuple["Side", int]]:
        return [(self, number) for number in range(CLIENTS)]


LISTS = (
    "/v1/persons",
    "/v1/cards",
    "/v1/visits",
    "/v1/settlements",
    "/v1/filings",
    "/v1/claims",
    "/v1/exchanges",
    "/v1/journals",
    "/v1/clearing-cycles",
    "/sandbox/v1/events",
    "/sandbox/v1/sandboxes",
)


@pytest.fixture(scope="module")
def sides(simulator: Topology) -> Iterator[tuple[Side, Side]]:
    """Both worlds after twenty clients worked in them at the same time."""
    with simulator.world(seed="left") as left, simulator.world(seed="right") as right:
        both = (Side("left", left.key, simulator), Side("right", right.key, simulator))
        # Interleaved, so that neighbours in the pool are of different worlds.
        turns = sorted((turn for side in both for turn in side.everybody()), key=lambda t: t[1])
        with ThreadPoolExecutor(len(turns)) as pool:
            list(pool.map(lambda turn: turn[0].work(turn[1]), turns))
        yield both


def test_no_id_of_one_was_told_in_the_other(sides: tuple[Side, Side]) -> None:
    left, right = sides
    assert len(left.heard) > 100 and len(right.heard) > 100
    assert left.heard & right.heard == set()


def test_what_exists_in_one_is_not_found_in_the_other(sides: tuple[Side, Side]) -> None:
    left, right = sides
    here, there = left.client(), right.client()
    for path, of in (
        ("/v1/persons", "person_not_found"),
        ("/v1/cards", "card_not_found"),
        ("/v1/visits", "visit_not_found"),
        ("/v1/settlements", "settlement_not_found"),
        ("/v1/claims", "claim_not_found"),
        ("/v1/journals", "journal_not_found"),
        ("/v1/clearing-cycles", "clearing_cycle_not_found"),
    ):
        one = here.get(path)["data"][0]
        assert here.get(f"{path}/{one['id']}")["id"] == one["id"]
        with pytest.raises(Refused) as refusal:
            there.get(f"{path}/{one['id']}")
        assert (refusal.value.status, refusal.value.code) == (404, of)


def test_a_cursor_leads_nowhere_in_another_world(sides: tuple[Side, Side]) -> None:
    left, right = sides
    cursor = left.client().get("/v1/persons", {"limit": 2})["next_cursor"]
    with pytest.raises(Refused) as refusal:
        right.client().get("/v1/persons", {"limit": 2, "cursor": cursor})
    assert (refusal.value.status, refusal.value.code) == (400, "cursor_mismatch")


def test_a_known_version_of_one_is_no_version_of_the_other(sides: tuple[Side, Side]) -> None:
    left, right = sides
    path = f"/v1/clearing-cycles/{left.client().get('/v1/clearing-cycles')['data'][0]['id']}"
    tag = left.client().call("GET", path).headers["ETag"]
    with pytest.raises(Refused) as refusal:
        right.client().call("GET", path, headers={"If-None-Match": tag})
    assert refusal.value.status == 404


def test_neither_sees_or_removes_the_other_sandbox(sides: tuple[Side, Side]) -> None:
    left, right = sides
    mine = left.client().get("/sandbox/v1/sandboxes/current")["id"]
    for method in ("GET", "DELETE"):
        with pytest.raises(Refused) as refusal:
            right.client().call(method, f"/sandbox/v1/sandboxes/{mine}")
        assert refusal.value.status == 404
    assert left.client().get("/sandbox/v1/sandboxes/current")["id"] == mine


def test_each_world_is_as_if_it_were_alone(sides: tuple[Side, Side], simulator: Topology) -> None:
    """One after the other in a world of the same seed gives the same bytes as all at once."""
    left, _ = sides
    with simulator.world(seed="left") as alone:
        quiet = Side("left", alone.key, simulator)
        for side, number in quiet.everybody():
            side.work(number)
        assert road.export(alone) == road.export(left.client())


def test_the_clock_of_one_is_not_the_clock_of_the_other(sides: tuple[Side, Side]) -> None:
    left, right = sides
    before = right.client().get("/sandbox/v1/clock")["now"]
    road.closed_cycle(left.client())
    assert right.client().get("/sandbox/v1/clock")["now"] == before
    assert road.cycle_of(right.client())["status"] == "open"
    for side in sides:
        assert road.invariants(side.client())["holds"]
