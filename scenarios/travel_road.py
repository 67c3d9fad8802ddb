"""Holders of travel passes in Hainan and Guangdong as single steps: `traveller_story` tells them.

Venues are samples of the catalogue; the terms of the joint card are assumed, and the simulator says
so. The days are fixed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Final

from scenarios import road
from scenarios.client import Client
from scenarios.road import Json, Walk, straight
from scenarios.steps import BANK_PIN, Someone, Steps

HAIKOU, GUANGZHOU, SHENZHEN = "460100", "440100", "440300"
FOREST, SPRING, TOWER, MUSEUM, SEASIDE = "HN-V01", "HN-V04", "GD-V01", "GD-V02", "GD-V03"
"""A rain forest and a hot spring in Haikou, a tower and a museum in Guangzhou, a park in
Shenzhen."""
JOINT, HAINAN = "hainan_guangdong", "hainan_year"
FU = Someone("符海宁", "female", date(1990, 8, 8), HAIKOU)
MAI = Someone("麦朗", "male", date(1988, 12, 1), GUANGZHOU)
CAST: Final = {"fu": FU, "mai": MAI}
HAN = Someone("韩柏", "male", date(1983, 2, 17), HAIKOU)
JI = Someone("吉敏", "female", date(1995, 6, 30), HAIKOU)
CHANNEL = "TRAVEL"

START, BATHED, OVER, OFFLINE, MISSED = (
    *("2026-04-02", "2026-04-03", "2026-04-05"),
    *("2026-04-06", "2026-04-07"),
)
SYNCED, MISUSED, SHARED, CLEARED = "2026-04-09", "2026-04-10", "2026-05-05", "2026-06-20"
PHOTO = {"photo_sha256": "ab" * 32}


@dataclass
class Travel(Steps):
    """Holders, their passes, and the gates of venues."""

    ROAD: ClassVar[str] = "travel"

    passes: dict[str, Json] = field(default_factory=dict)
    venues: dict[str, Json] = field(default_factory=dict)
    records: int = 0

    @property
    def app(self) -> Client:
        """The app in which holders buy, pay and reserve."""
        return self.party("holder", name="travel app")

    def agency(self, region: str) -> Client:
        return self.party("agency", region)

    def venue(self, code: str) -> Json:
        if not self.venues:
            self.venues = {each["code"]: each for each in self.every("/v1/venues")}
        return self.venues[code]

    # ---- a pass

    def prepared(self) -> None:
        """Two holders, one with money in an account and an electronic card."""
        for key, who in CAST.items():
            self.citizen(key, who)
        self.account("fu", 50_000)
        self.electronic_card("fu", CHANNEL)

    def terms(self, product: str, issuer: str) -> Json:
        """The rules of one issuer, and how far to trust them."""
        path = f"/v1/pass-products/{product}"
        found: Json = self.get(path, issuer_region_code=issuer)["terms"]
        return found

    def bought(self, key: str, product: str, at: Client, pay_by: str = "cash") -> Json:
        """Ordered; by cash it is paid with that."""
        body = {"product_code": product, "person_id": self.person_id(key), "pay_by": pay_by}
        self.passes[key] = self.post("/v1/travel-passes", body, f"pass:{key}", at)
        return self.passes[key]

    def path(self, key: str) -> str:
        return f"/v1/travel-passes/{self.passes[key]['id']}"

    def paid(self, key: str) -> Json:
        """Off the account on the card, by its password."""
        return self.post(f"{self.path(key)}/pay", {"password": BANK_PIN}, f"pay:{key}", self.app)

    def price(self, key: str) -> list[Json]:
        """The steps to the price, and whose parts it is."""
        found: list[Json] = self.get(f"{self.path(key)}/price")["explanation"]["steps"]
        return found

    def activated(self, key: str, at: Client) -> Json:
        """With a new photo of the face."""
        return self.post(f"{self.path(key)}/activate", PHOTO, f"activate pass:{key}", at)

    def refunded(self, key: str, at: Client) -> Json:
        return self.post(f"{self.path(key)}/refund", {}, f"refund:{key}", at)

    def not_refunded(self, key: str, at: Client) -> str:
        found = self.refused(f"{self.path(key)}/refund", {}, f"no refund:{key}", at)
        return str(found["code"])

    def pass_now(self, key: str) -> Json:
        return self.get(self.path(key))

    # ---- gates

    def by_card(self, key: str) -> Json:
        return {"card_id": self.card_id(key)}

    def by_code(self, key: str, once: str) -> Json:
        return {"electronic_code": self.code(key, "admission", once)}

    def arrives(self, code: str, credential: Json, face: str | None = "match") -> Json:
        """At a gate with network, now: what it says, with every reason against it."""
        self.records += 1
        venue = self.venue(code)
        body = {
            "venue_id": venue["id"],
            "gate_no": "G1",
            "sequence": self.records,
            "credential": credential,
            **({"face": face} if face else {}),
        }
        key = f"gate:{self.records}"
        return self.post("/v1/venue-admissions", body, key, self.agency(venue["region_code"]))

    def told_later(self, code: str, key: str, arrived_at: str) -> Json:
        """A gate that had no network let somebody in by itself, and tells it now."""
        venue = self.venue(code)
        record = {
            "gate_no": "G2",
            "sequence": 1,
            "arrived_at": arrived_at,
            "credential": self.by_card(key),
            "decision": "let_in",
            "face": "match",
        }
        body = {"venue_id": venue["id"], "records": [record]}
        path, at = "/v1/venue-admissions/uploads", self.agency(venue["region_code"])
        [found] = self.post(path, body, f"upload:{code}:{arrived_at}", at)["data"]
        told: Json = found
        return told

    # ---- a place, and a ticket

    def reserved(self, key: str, code: str, day: str, slot: int) -> Json:
        body = {
            "venue_id": self.venue(code)["id"],
            "date": day,
            "slot_number": slot,
            "person_id": self.person_id(key),
        }
        if key in self.passes:
            body["travel_pass_id"] = self.passes[key]["id"]
        self.place = self.post("/v1/venue-reservations", body, f"reserve:{key}:{day}", self.app)
        return self.place

    def place_now(self) -> Json:
        return self.get(f"/v1/venue-reservations/{self.place['id']}")

    def quoted(self, key: str, code: str) -> Json:
        """What somebody pays at a venue without a pass, and by what grade."""
        body = {"venue_id": self.venue(code)["id"], "person_id": self.person_id(key)}
        found: Json = self.walk(lambda: self.owner.post("/v1/venue-quotes", body))
        return found

    # ---- a month

    def months(self, month: str) -> list[Json]:
        """Of the joint card, by issuer; each with its shares."""
        path = "/v1/pass-revenue-months"
        found: Sequence[Json] = self.get(path, product_code=JOINT, month=month)["data"]
        return [
            {**each, "shares": self.every(f"{path}/{each['id']}/shares")}
            for each in sorted(found, key=lambda one: str(one["issuer_region_code"]))
        ]

    def statements(self, code: str, month: str) -> list[Json]:
        """What a venue gets for a month, product by product and issuer by issuer."""
        path = f"/v1/venues/{self.venue(code)['id']}/statements"
        return sorted(self.every(path, month=month), key=lambda one: str(one["issuer_region_code"]))

    # ---- the window of the Hainan card

    def window(self, year: int) -> dict[str, Json]:
        """The worked example of its source: bought on 1 August, the last day of the window, and the
        day after it. One holder gives the pass back in time, the other one does nothing."""
        at = self.agency(HAIKOU)
        self.to("10:00", f"{year}-08-01")
        seen: dict[str, Json] = {}
        for key, who in (("han", HAN), ("ji", JI)):
            self.citizen(key, who)
            seen[f"{key} bought"] = self.bought(key, HAINAN, at)
        self.to("23:00", f"{year}-10-29")
        seen["han waits"] = self.pass_now("han")
        seen["ji gave back"] = self.refunded("ji", at)
        self.to("10:00", f"{year}-10-30")
        seen["han began"] = self.pass_now("han")
        self.refusal = self.not_refunded("han", at)
        seen["han without photo"] = self.arrives(FOREST, self.by_card("han"))
        seen["han activated"] = self.activated("han", at)
        seen["han came in"] = self.arrives(FOREST, self.by_card("han"))
        return seen


def travelling(owner: Client, walk: Walk = straight) -> None:
    """The whole road, from the sale of the joint card to the window of the Hainan card."""
    on = Travel(owner, walk)
    on.prepared()
    on.bought("fu", JOINT, on.app, "card_account")
    on.paid("fu")
    on.activated("fu", on.agency(HAIKOU))
    on.bought("mai", JOINT, on.agency(GUANGZHOU))
    on.activated("mai", on.agency(GUANGZHOU))
    on.to("10:00", START)
    on.arrives(FOREST, on.by_card("fu"))
    on.to("10:00", OVER)
    on.arrives(TOWER, on.by_code("fu", "tower"))
    on.reserved("fu", MUSEUM, MISSED, 2)
    on.to("20:00", OFFLINE)
    on.told_later(SEASIDE, "fu", f"{OFFLINE}T09:30:00+08:00")
    on.to("10:00", MISUSED)
    on.arrives(FOREST, on.by_card("mai"))
    for _ in range(3):
        on.arrives(SPRING, on.by_card("mai"), face="mismatch")
    on.to("10:00", SHARED)
    on.to("10:00", CLEARED)
    on.window(2026)
    walk(lambda: road.calm(owner))
