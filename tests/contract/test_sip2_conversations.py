"""Conversations of SIP2, written by hand from the layouts of the protocol, against the real desk of
a demo world: plainly, and with error detection."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from scenarios import road
from scenarios.client import Client
from services.culture.faces.sip2.desk import Desk
from services.culture.faces.sip2.door import Door
from services.culture.faces.sip2.layouts import LAYOUTS
from services.culture.faces.sip2.manner import LINE_ENDS
from services.culture.faces.sip2.session import Session
from sscsim.demo_people import CHEN_YU, SEED, WANG_GUILAN, DemoPerson
from tests.support.sip2 import Conversation, Stage, conversations, play
from tests.support.topologies import Topology

PASSWORD = "9-Lotus-Ponds"
HALL = {"library_id": "demo_central", "login": "hall-1", "location": "一楼大厅"}
NORTH = {"library_id": "demo_branch", "login": "north-1"}
ALL = conversations()


@dataclass
class Town:
    """A demo world with two readers of the central library, a terminal in its hall, and one at the
    branch. `!` sets the first."""

    owner: Client
    handle: str

    def __post_init__(self) -> None:
        self.readers = {"chen": self._reader(CHEN_YU), "wang": self._reader(WANG_GUILAN)}
        self.terminal = self._terminal(HALL)
        self._terminal(NORTH)
        card = self.owner.get(f"/v1/cards/{CHEN_YU.card_id(SEED)}")
        self.card_number = str(card["card_number"])

    def _reader(self, of: DemoPerson) -> str:
        body = {"library_id": "demo_central", "card_id": of.card_id(SEED)}
        return str(self.owner.post("/v1/readers", body)["id"])

    def _terminal(self, said: dict[str, str]) -> str:
        body = {**said, "password": PASSWORD}
        return str(self.owner.post("/v1/library-terminals", body)["id"])

    def names(self) -> Mapping[str, str]:
        return {
            "handle": self.handle,
            "chen_card": self.card_number,
            "chen_identity": CHEN_YU.social_security_number,
            **self.readers,
        }

    def stage(self) -> Stage:
        session = Session(Desk(Door("127.0.0.1")))
        stage = Stage(session.receive, self.names, self.at_day)

        def set_so(said: str) -> None:
            changes = json.loads(said)
            path = f"/v1/library-terminals/{self.terminal}"
            etag = self.owner.call("GET", path).headers["ETag"]
            self.owner.call("PATCH", path, changes, headers={"If-Match": etag})
            stage.encoding = changes.get("encoding", stage.encoding)
            stage.end = LINE_ENDS[changes["line_end"]] if "line_end" in changes else stage.end

        stage.do = set_so
        return stage

    def at_day(self, day: str) -> None:
        road.advanced(self.owner, to=f"{day}T09:00:00+08:00")


@pytest.fixture
def town(simulator: Topology) -> Iterator[Town]:
    made = simulator.make(preset="demo", seed=SEED)
    owner = simulator.client(made["key"])
    yield Town(owner, made["handle"])
    broken = [each for each in road.invariants(owner)["checks"] if not each["holds"]]
    owner.close()
    simulator.admin.call("DELETE", f"/sandbox/v1/sandboxes/{made['id']}")
    assert broken == []


@pytest.mark.parametrize("checks", [False, True], ids=["plain", "checked"])
@pytest.mark.parametrize("conversation", ALL, ids=[each.name for each in ALL])
def test_it_goes_as_it_is_written(conversation: Conversation, checks: bool, town: Town) -> None:
    play(conversation, town.stage(), checks)


def test_every_message_of_the_protocol_is_in_a_conversation() -> None:
    said = {command for each in ALL for command in each.commands}
    assert said >= LAYOUTS.keys()
