"""What the roads with people and cards have in common: calls, parties, cards, accounts, codes.

Every key is fixed under the road's own name, so that a step whose answer is lost can be taken
again, several roads can be walked in one world, and two worlds with one seed end in the same
bytes. Each step hands back what the simulator answered.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, ClassVar

from scenarios import road
from scenarios.client import Client, Refused
from scenarios.road import Json, Walk, straight

BANK_PIN, PHONE, CODE_PIN = "471592", "19900000001", "605913"


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody of a story, and where they are registered."""

    name: str
    sex: str
    born: date
    home: str


@dataclass
class Steps:
    """`walk`: how each step that writes is taken; see `road.Walk`. `people`: with their cards, by
    who they are in the story; roads of one family share them."""

    ROAD: ClassVar[str]

    owner: Client
    walk: Walk = straight
    people: dict[str, Json] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    electronic: dict[str, Json] = field(default_factory=dict)
    parties: dict[str, Client] = field(default_factory=dict)

    # ---- calls

    def post(self, path: str, body: Any, key: str, at: Client | None = None) -> Json:
        client = at or self.owner
        made: Json = self.walk(lambda: client.post(path, body, key=f"{self.ROAD}:{key}"))
        return made

    def get(self, path: str, **query: Any) -> Json:
        found: Json = self.walk(lambda: self.owner.get(path, query or None))
        return found

    def every(self, path: str, **query: Any) -> list[Json]:
        """All items of a list, the oldest first."""
        found: list[Json] = self.walk(lambda: self.owner.every(path, query))
        return found

    def refused(self, path: str, body: Any, key: str, at: Client | None = None) -> Json:
        """The problem with which a call is refused for good; AssertionError when it isn't."""
        client = at or self.owner

        def ask() -> Json:
            try:
                client.post(path, body, key=f"{self.ROAD}:{key}")
            except Refused as refused:
                if refused.problem.get("retryable"):
                    raise
                return refused.problem
            raise AssertionError(f"POST {path} was to be refused, and wasn't")

        found: Json = self.walk(ask)
        return found

    def to(self, moment: str, day: str) -> None:
        """On to that moment; all that falls due before happens."""
        self.walk(lambda: road.advanced(self.owner, to=f"{day}T{moment}:00+08:00"))

    def party(self, role: str, region: str = "", name: str = "") -> Client:
        """Somebody who integrates, as this world knows them."""
        known = name or f"{role} {region}"
        if known not in self.parties:
            self.parties[known] = self.walk(partial(road.acting_as, self.owner, role, region, name))
        return self.parties[known]

    # ---- people

    def citizen(self, key: str, who: Someone) -> Json:
        """A person with a card that is good."""
        body = {
            "name": who.name,
            "sex": who.sex,
            "birth_date": who.born.isoformat(),
            "region_code": who.home,
        }
        person = self.post("/v1/persons", body, f"person:{key}")
        card = self.post("/v1/cards", {"person_id": person["id"]}, f"card:{key}")
        card = self.post(f"/v1/cards/{card['id']}/enable", None, f"enable:{key}")
        self.people[key] = {"person": person, "card": card}
        return self.people[key]

    def person_id(self, key: str) -> str:
        return str(self.people[key]["person"]["id"])

    def card_id(self, key: str) -> str:
        return str(self.people[key]["card"]["id"])

    def account(self, key: str, fen: int = 0) -> str:
        """The path of a bank account on the card, with so much in it."""
        opening = {"card_id": self.card_id(key), "reserved_phone": PHONE}
        opened = self.post("/v1/bank-accounts", opening, f"account:{key}")
        path = f"/v1/bank-accounts/{opened['id']}"
        password = {"password": BANK_PIN, "reserved_phone": PHONE}
        self.post(f"{path}/activate", password, f"activate:{key}")
        if fen:
            self.post(f"{path}/credits", {"amount_fen": fen}, f"credit:{key}")
        self.accounts[key] = path
        return path

    def bank_balance(self, key: str) -> int:
        """Of the account on the card, in fen."""
        return int(self.get(self.accounts[key])["balance_fen"])

    def electronic_card(self, key: str, channel: str, level: int = 1) -> Json:
        """An electronic card; level 2 pays from the account on the card."""
        self.post("/v1/electronic-card-channels", {"channel_no": channel, "name": "示范政务"}, "ch")
        person = self.people[key]["person"]
        body = {
            "channel_no": channel,
            "sign_no": f"SN-{self.ROAD}-{key}".upper(),
            "name": person["name"],
            "social_security_number": person["social_security_number"],
            "password": CODE_PIN,
            "face": "match",
            "level": level,
            **({"reserved_phone": PHONE} if level > 1 else {}),
        }
        self.electronic[key] = self.post("/v1/electronic-cards", body, f"electronic:{key}")
        return self.electronic[key]

    def code(self, key: str, scene: str, once: str) -> str:
        """What the electronic card shows: good once, for a minute. `once` tells codes apart."""
        shown = {"electronic_card_id": self.electronic[key]["id"], "scene": scene}
        return str(self.post("/v1/codes", shown, f"code:{once}")["text"])

    # ---- claims between regions

    def claims(self, kind: str) -> list[Json]:
        return self.every("/v1/claims", kind=kind)

    def cycle(self, claim: Json) -> Json:
        """The claim's period, and by which rule it is in it."""
        return self.get(f"/v1/claims/{claim['id']}/cycle")
