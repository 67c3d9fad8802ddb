"""A day of taps in Chengdu and Chongqing as single steps: `commute_story` tells them.

Every key and every moment is fixed, so that a step whose answer is lost can be taken again, and
two worlds with one seed end in the same bytes. Each step hands back what the simulator answered.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Final

from scenarios.road import CHENGDU, CHONGQING, Json
from scenarios.steps import BANK_PIN, Someone, Steps

CHANNEL, TOKEN = "COMMUTE", "TOKEN-OF-A-BANK-CARD"
DAY, NEXT = "2026-04-02", "2026-04-03"
CD, CQ, BUS = "CD-METRO", "CQ-RAIL", "CQ-BUS"
SYSTEMS: Final = {CHENGDU: CD, CHONGQING: CQ}


@dataclass(frozen=True, slots=True)
class Rider(Someone):
    """Somebody who rides: what kind of transit card, and the money on it."""

    kind: str = "normal"
    load_fen: int = 5_000


LIN = Rider("林远", "female", date(1988, 6, 15), CHENGDU)
ZHOU = Rider("周渝", "male", date(1985, 4, 3), CHONGQING)
TANG = Rider("唐秀兰", "female", date(1950, 3, 8), CHONGQING, "elderly", 2_000)
HE = Rider("何川", "male", date(2006, 9, 12), CHENGDU, "student", 2_000)
QIN = Rider("秦晓", "female", date(1992, 11, 20), CHENGDU)
LUO = Rider("罗安", "male", date(1979, 1, 30), CHENGDU)
CAST: Final = {"lin": LIN, "zhou": ZHOU, "tang": TANG, "he": HE, "qin": QIN, "luo": LUO}

XIPU, TIANFU, EAST, SOUTH, CHUNXI, NORTH = (
    *("CD-METRO-035", "CD-METRO-006", "CD-METRO-055"),
    *("CD-METRO-012", "CD-METRO-049", "CD-METRO-002"),
)
"""犀浦, 天府广场, 成都东客站, 火车南站, 春熙路, 火车北站."""
JIAOCHANG, SHAPING, XIAOSHI, SHIQIAO, COLLEGE = (
    *("CQ-RAIL-002", "CQ-RAIL-013", "CQ-RAIL-001"),
    *("CQ-RAIL-009", "CQ-RAIL-022"),
)
"""较场口, 沙坪坝, 小什字, 石桥铺, 大学城."""
GATES: Final = {
    CD: (XIPU, TIANFU, EAST, SOUTH, CHUNXI, NORTH),
    CQ: (JIAOCHANG, SHAPING, XIAOSHI, SHIQIAO, COLLEGE),
}
BUS_LINE, VEHICLE = "CQ-BUS-L01", "CQ-BUS-101-7"


@dataclass
class Commute(Steps):
    """Riders, their cards and taps. `cast`: who they are, by name in the story."""

    ROAD: ClassVar[str] = "commute"

    cast: Mapping[str, Rider] = field(default_factory=lambda: CAST)
    cards: dict[str, Json] = field(default_factory=dict)
    terminals: dict[str, Json] = field(default_factory=dict)
    queue: list[Json] = field(default_factory=list)
    taps: int = 0

    def __post_init__(self) -> None:
        regions = (CHENGDU, CHONGQING)
        self.metro = {region: self.party("transit", region) for region in regions}
        self.agency = {region: self.party("agency", region) for region in regions}
        self.bank = self.party("bank", name="acquirer")

    def to(self, moment: str, day: str = DAY) -> None:
        super().to(moment, day)

    # ---- the evening before

    def prepared(self) -> None:
        """Terminals, people, their cards, and money on them."""
        for region, system in SYSTEMS.items():
            for station in GATES[system]:
                self._terminal(region, station, system, kind="gate", station_id=station)
            self._terminal(region, f"counter {region}", system, kind="counter")
        self.bus()
        for key, who in self.cast.items():
            self.citizen(key, who)
        for key in ("lin", "qin"):
            self.account(key, 10_000)
        self._granted("he")
        for key in ("lin", "zhou", "tang", "he", "luo"):
            self.card(key, by_account=key == "lin")
        self.electronic_card("qin", CHANNEL, level=2)

    def bus(self) -> None:
        """The bus of Chongqing."""
        self._terminal(CHONGQING, VEHICLE, BUS, kind="bus", line_id=BUS_LINE, vehicle_id=VEHICLE)

    def _terminal(self, region: str, name: str, system: str, **more: str) -> None:
        body = {"fare_system_id": system, **more}
        made = self.post("/v1/terminals", body, f"terminal:{name}", self.metro[region])
        self.terminals[name] = made

    def _granted(self, key: str) -> None:
        """The agency certifies that he is a student, for the spring term."""
        term = {"from_date": "2026-03-01", "until_date": "2026-07-10"}
        body = {
            "person_id": self.person_id(key),
            "status": "student",
            "region_code": self.cast[key].home,
            **term,
            "terms": [term],
        }
        self.post("/v1/concession-grants", body, f"grant:{key}", self.agency[self.cast[key].home])

    def card(self, key: str, *, by_account: bool = False) -> Json:
        """A transit card onto the social security card; money from the account on it, or cash."""
        who = self.cast[key]
        body = {"region_code": who.home, "kind": who.kind, "card_id": self.card_id(key)}
        made = self.post("/v1/transit-cards", body, f"transit card:{key}", self.metro[who.home])
        path = f"/v1/transit-cards/{made['id']}/top-ups"
        if by_account:
            load = {"way": "bank_account", "amount_fen": who.load_fen, "password": BANK_PIN}
            self.post(path, load, f"top up:{key}")
        else:
            load = {"way": "cash", "amount_fen": who.load_fen}
            self.post(path, load, f"top up:{key}", self.metro[who.home])
        self.cards[key] = made
        return made

    # ---- taps

    def tap(self, key: str, kind: str, place: str) -> Json:
        """By card, at a gate or on the bus, now."""
        return self._tapped("transit_card", self.cards[key]["number"], kind, place)

    def by_code(self, kind: str, place: str) -> Json:
        """Qin shows a code, good once."""
        code = self.code("qin", "transit", f"{kind}:{place}")
        return self._tapped("electronic_code", code, kind, place)

    def by_bank_card(self, kind: str, place: str) -> Json:
        return self._tapped("bank_card", TOKEN, kind, place)

    def _tapped(self, medium: str, reference: str, kind: str, place: str) -> Json:
        self.taps += 1
        terminal = self.terminals[place]
        body = {
            "kind": kind,
            "medium": medium,
            "reference": reference,
            "terminal_number": terminal["number"],
        }
        region = CHENGDU if terminal["fare_system_id"] == CD else CHONGQING
        return self.post("/v1/taps", body, f"tap:{self.taps}", self.metro[region])

    def ride(self, key: str, out: str, start: str, end: str, back: str) -> Json:
        """In at `out`, out again at `back`; the journey as it stands then."""
        self.to(out)
        entered = self.tap(key, "entry", start)
        self.to(back)
        left = self.tap(key, "exit", end)
        return self.journey({**entered, **left})

    def journey(self, tap: Mapping[str, Any]) -> Json:
        """The journey of a tap, with its charges and its steps."""
        return self.get(f"/v1/transit-journeys/{tap['transit_journey_id']}")

    def approved(self, journey: Json) -> Json:
        """The acquirer pays for a ride by bank card."""
        [asked] = self.get("/v1/transit-authorisations", journey_id=journey["id"])["data"]
        path = f"/v1/transit-authorisations/{asked['id']}/approve"
        return self.post(path, None, f"approve:{asked['id']}", self.bank)

    def balance(self, key: str) -> int:
        """Of the purse, in fen."""
        return int(self.get(f"/v1/transit-cards/{self.cards[key]['id']}")["balance_fen"])

    # ---- a card is lost

    def lost(self, key: str) -> Json:
        card = self.cards[key]
        return self.post(f"/v1/transit-cards/{card['id']}/report-loss", None, f"lost:{key}")

    # ---- a gate without network

    def goes_offline(self, place: str) -> Json:
        """The gate gets a key to sign with, and loads the hot list while it still can."""
        at, terminal = self.metro[CHENGDU], self.terminals[place]
        path = f"/v1/terminals/{terminal['id']}/keys"
        self.key = self.post(path, None, f"key:{place}", at)
        newest = self.get("/v1/hot-list", after=0)["number"]
        load = {"terminal_number": terminal["number"], "number": newest}
        return self.post("/v1/hot-list/loads", load, f"load:{place}", at)

    def chip(self, key: str, kind: str, place: str, fen: int = 0) -> Json:
        """Card and gate alone: the chip counts or pays, the gate signs and queues."""
        number, terminal = len(self.queue) + 1, self.terminals[place]
        body = {"kind": kind, "terminal_number": terminal["number"], "amount_fen": fen}
        path = f"/v1/transit-cards/{self.cards[key]['id']}/chip/transactions"
        done = self.post(path, body, f"chip:{number}", self.metro[CHENGDU])
        queued = {
            "kind": kind,
            "medium": "transit_card",
            "reference": self.cards[key]["number"],
            "terminal_number": terminal["number"],
            "terminal_sequence": number,
            "tapped_at": done["tapped_at"],
            "card_sequence": done["sequence"],
            "taken_fen": fen,
            "tac": done["tac"],
        }
        self.queue.append(self.signed(queued))
        return done

    def signed(self, tap: Json) -> Json:
        """As the gate signs it: HMAC-SHA256 over its lines, with its own key."""
        names = ("terminal_number", "terminal_sequence", "kind", "medium", "reference")
        places, last = ("station_id", "line_id", "vehicle_id"), ("card_sequence", "taken_fen")
        said = [tap.get(name) for name in (*names, *places, "tapped_at", *last, "tac")]
        lines = "\n".join("" if each is None else str(each) for each in ("ssc-tap/1", *said))
        signature = hmac.new(bytes.fromhex(self.key["key"]), lines.encode(), hashlib.sha256)
        return {**tap, "key_version": self.key["version"], "signature": signature.hexdigest()}

    def forged(self) -> None:
        """A planted fault: somebody makes the last purchase cheaper, and signs it again."""
        last = dict(self.queue[-1])
        plain = {k: v for k, v in last.items() if k not in ("signature", "key_version")}
        number = len(self.queue) + 1
        wrong = {**plain, "terminal_sequence": number, "taken_fen": plain["taken_fen"] - 100}
        self.queue.insert(-1, self.signed(wrong))

    def synced(self, reference: str) -> list[Json]:
        """The gate has network again: what came of each tap of its queue."""
        body = {"reference": reference, "taps": self.queue}
        done = self.post("/v1/tap-uploads", body, f"sync:{reference}", self.metro[CHENGDU])
        found = self.walk(lambda: self.metro[CHENGDU].get(f"/v1/tap-uploads/{done['id']}/taps"))
        lines: list[Json] = found["data"]
        return lines

    # ---- afterwards

    def repaired(self, journey: Json, station: str) -> Json:
        """At the counter: out where the rider says."""
        body = {"kind": "exit_added", "station_id": station, "reason": "出站未刷卡"}
        path = f"/v1/transit-journeys/{journey['id']}/repair"
        at = self.metro[journey["region_code"]]
        self.post(path, body, f"repair:{journey['id']}", at)
        return self.get(f"/v1/transit-journeys/{journey['id']}")

    def disputed(self, journey: Json, fare_fen: int) -> Json:
        body = {"journey_id": journey["id"], "reason": "gate_fault", "fare_fen": fare_fen}
        return self.post("/v1/transit-disputes", body, f"dispute:{journey['id']}")

    def upheld(self, dispute: Json, region: str) -> Json:
        path = f"/v1/transit-disputes/{dispute['id']}/uphold"
        body = {"note": "闸机记录核实"}
        return self.post(path, body, f"uphold:{dispute['id']}", self.metro[region])

    def batches(self, day: str) -> list[Json]:
        """Of both cities' operators, with their parts."""
        found: Sequence[Json] = self.get("/v1/transit-batches", date=day)["data"]
        whole = [self.get(f"/v1/transit-batches/{each['id']}") for each in found]
        return sorted(whole, key=lambda each: str(each["operator_id"]))
