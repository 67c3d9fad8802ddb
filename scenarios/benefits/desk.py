"""The counter at which journeys are made: people with cards, agencies, and the clock.

Everything made here has a key under the desk's own name, so that several desks work in one
world and the same desk always makes the same.
"""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from scenarios import road
from scenarios.client import Client, Refused

DEMO_CITY, CHENGDU, CHONGQING = road.DEMO_CITY, road.CHENGDU, road.CHONGQING
BANK_PIN, PHONE, PIN = "471592", "19900000001", "471592"
Json = dict[str, Any]


class NotAsExpected(AssertionError):
    """A journey did not end as it has to."""


@dataclass(frozen=True)
class Cardholder:
    """Somebody with a card that is good."""

    person: Json
    card: Json

    @property
    def id(self) -> str:
        return str(self.person["id"])

    @property
    def card_id(self) -> str:
        return str(self.card["id"])


@dataclass
class Desk:
    """`owner` is the world's owner; `name` tells this desk's keys from another's."""

    owner: Client
    name: str = "desk"
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    _agencies: dict[str, Client] = field(default_factory=dict)

    # ---- calls

    def post(self, path: str, body: Any = None, at: Client | None = None) -> Any:
        return (at or self.owner).post(path, body, key=f"{self.name}:{next(self.numbers)}")

    def get(self, path: str, **query: Any) -> Any:
        return self.owner.get(path, query or None)

    def listed(self, path: str, **query: Any) -> list[Json]:
        found: list[Json] = self.owner.get(path, query or None)["data"]
        return found

    def advance(self, **by: str) -> None:
        """Move the clock: `by="P1M"` or `to="…"`; what falls due happens."""
        road.advanced(self.owner, **by)

    def agency(self, region: str) -> Client:
        """The agency of a region, as a party of this world."""
        return self.party("agency", region)

    def party(self, role: str, region: str | None = None, name: str = "") -> Client:
        """A party of this world, made when it is first asked for."""
        name = name or f"{role} {region}"
        if name not in self._agencies:
            if not any(each["name"] == name for each in self.owner.every("/sandbox/v1/parties")):
                made = {"name": name, "role": role}
                self.owner.post(
                    "/sandbox/v1/parties", made | ({"region_code": region} if region else {})
                )
            self._agencies[name] = self.owner.again(act_as=name)
        return self._agencies[name]

    # ---- people

    def cardholder(
        self,
        region: str = DEMO_CITY,
        *,
        born: date = date(1990, 5, 20),
        sex: str = "male",
        name: str = "李安",
    ) -> Cardholder:
        """Somebody new, registered in the region, with an enabled card."""
        said = {"name": name, "sex": sex, "birth_date": born.isoformat(), "region_code": region}
        person = self.post("/v1/persons", said)
        card = self.post("/v1/cards", {"person_id": person["id"]})
        return Cardholder(person, self.post(f"/v1/cards/{card['id']}/enable"))

    def account(self, of: Cardholder) -> str:
        """The path of an account on the card that takes money."""
        opened = self.post("/v1/bank-accounts", {"card_id": of.card_id, "reserved_phone": PHONE})
        path = f"/v1/bank-accounts/{opened['id']}"
        self.post(f"{path}/activate", {"password": BANK_PIN, "reserved_phone": PHONE})
        return path

    def balance(self, account: str) -> int:
        return int(self.get(account)["balance_fen"])

    def spent(self, region: str, fund: str) -> int:
        """What the region's book says that a fund has spent on benefits, in fen."""
        shown = self.get(f"/v1/books/R:{region}/trial-balance")["accounts"]
        return sum(
            int(each.get("debit_fen", 0)) for each in shown if each["account"] == f"benefit.{fund}"
        )

    def code(self, of: Cardholder, scene: str = "government_counter") -> str:
        """A code that the cardholder's electronic card shows: good once, for a minute."""
        channel = {"channel_no": "CH-1", "name": "示范政务"}
        self.owner.post("/v1/electronic-card-channels", channel, key="desk:channel")
        known = self.listed("/v1/electronic-cards", person_id=of.id)
        if not known:
            signing = {
                "channel_no": "CH-1",
                "sign_no": f"SN-{of.id[-8:]}",
                "name": of.person["name"],
                "social_security_number": of.person["social_security_number"],
                "password": PIN,
                "face": "match",
            }
            known = [self.post("/v1/electronic-cards", signing)]
        shown = {"electronic_card_id": known[0]["id"], "scene": scene}
        return str(self.post("/v1/codes", shown)["text"])

    # ---- applications

    def apply(
        self,
        item_code: str,
        who: Cardholder,
        inputs: Json,
        *,
        at: Client | None = None,
        **more: Any,
    ) -> Json:
        """An application by the card of whom it is for; `more`: further fields of the call."""
        body = {"item_code": item_code, "card_id": who.card_id, "inputs": inputs, **more}
        made: Json = self.post("/v1/service-applications", body, at)
        return made

    def application(self, known: Json) -> Json:
        """The application as it stands now."""
        found: Json = self.get(f"/v1/service-applications/{known['id']}")
        return found

    def steps(self, known: Json) -> list[Json]:
        """Its steps, the first one first."""
        return self.owner.every(f"/v1/service-applications/{known['id']}/steps")

    def act(self, known: Json, verb: str, body: Any = None, at: Client | None = None) -> Json:
        """One more call on an application, as `withdraw` or `decide`."""
        done: Json = self.post(f"/v1/service-applications/{known['id']}/{verb}", body, at)
        return done

    def reviewed_by_hand(self, region: str, mode: str | None = "by_hand") -> None:
        """Have people decide in a region, or whoever `mode` says."""
        path = f"/v1/review-settings/{region}"
        self.owner.call("PATCH", path, {"mode": mode}, headers={"If-Match": "*"})

    # ---- expectations

    def refused(self, code: str, call: Callable[..., Any], *args: Any, **more: Any) -> Json:
        """The problem with which the call is refused; NotAsExpected when it isn't."""
        try:
            call(*args, **more)
        except Refused as refusal:
            expect(refusal.code, code)
            return refusal.problem
        raise NotAsExpected(f"{code} was expected, and the call was answered")

    @contextmanager
    def region_stopped(self, region: str) -> Iterator[None]:
        """The region answers nobody meanwhile."""
        self.owner.post(f"/sandbox/v1/regions/{region}/stop", {})
        try:
            yield
        finally:
            self.owner.post(f"/sandbox/v1/regions/{region}/resume")


def expect(found: Any, wanted: Any, what: str = "") -> None:
    """NotAsExpected unless they are the same."""
    if found != wanted:
        raise NotAsExpected(f"{what or 'the answer'} is {found!r}, not {wanted!r}")
