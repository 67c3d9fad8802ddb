"""What a story is, and what most of them need."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from scenarios.benefits import Desk
from scenarios.benefits.desk import DEMO_CITY, Cardholder
from scenarios.client import Client

Json = dict[str, Any]


@dataclass(frozen=True)
class Story:
    """A title, what it shows, and how the scenarios play it."""

    letter: str
    title: str
    about: str
    seed: str
    play: Callable[[Client], object]


def at_desk(name: str, *acts: Callable[[Desk], object]) -> Callable[[Client], None]:
    """Plays one act after another at a desk of this name."""

    def play(owner: Client) -> None:
        desk = Desk(owner, name)
        for act in acts:
            act(desk)
        ended(desk)

    return play


def ended(desk: Desk) -> None:
    """The laws of the world hold at the end of every story."""
    desk.get("/sandbox/v1/invariants")


def today(desk: Desk) -> date:
    return date.fromisoformat(desk.get("/sandbox/v1/clock")["now"][:10])


def in_days(desk: Desk, days: int) -> str:
    return (today(desk) + timedelta(days=days)).isoformat()


def asked_of(desk: Desk, code: str, inputs: Json, at: Client) -> Json:
    """An employer's own application in Demo City."""
    body = {"item_code": code, "region_code": DEMO_CITY, "inputs": inputs}
    made: Json = desk.post("/v1/service-applications", body, at)
    return made


def number_of(who: Cardholder) -> str:
    return str(who.person["social_security_number"])
