"""A day of taps in Chengdu and Chongqing as single steps: `commute_story` tells them.

Every key and every moment is fixed, so that a step whose answer is lost can be taken again, and
two worlds with one seed end in the same bytes. Each step hands back what the simulator answered.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final

from scenarios import road
from scenarios.client import Client
from scenarios.road import CHENGDU, CHONGQING, Json, Walk, straight

BANK_PIN, PHONE, CODE_PIN = "471592", "19900000001", "605913"
CHANNEL, TOKEN = "COMMUTE", "TOKEN-OF-A-BANK-CARD"
DAY, NEXT = "2026-04-02", "2026-04-03"
CD, CQ, BUS = "CD-METRO", "CQ-RAIL", "CQ-BUS"
SYSTEMS: Final = {CHENGDU: CD, CHONGQING: CQ}


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody of the story: where their card is from, and what kind of it."""

    name: str
    sex: str
    born: date
    home: str
    kind: str = "normal"
    load_fen: int = 5_000


LIN = Someone("林远", "female", date(1988, 6, 15), CHENGDU)
ZHOU = Someone("周渝", "male", date(1985, 4, 3), CHONGQING)
TANG = Someone("唐秀兰", "female", date(1950, 3, 8), CHONGQING, "elderly", 2_000)
HE = Someone("何川", "male", date(2006, 9, 12), CHENGDU, "student", 2_000)
QIN = Someone("秦晓", "female", date(1992, 11, 20), CHENGDU)
LUO = Someone("罗安", "male", date(1979, 1, 30), CHENGDU)
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
class Commute:
    """`walk`: how each step that writes is taken; see `road.Walk`."""

    owner: Client
    walk: Walk = straight
    people: dict[str, Json] = field(default_factory=dict)
    cards: dict[str, Json] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    terminals: dict[str, Json] = field(default_factory=dict)
    queue: list[Json] = field(default_factory=list)
    taps: int = 0

    def __post_init__(self) -> None:
        self.metro = {
            region: self.walk(partial(road.acting_as, self.owner, "transit", region))
            for region in (CHENGDU, CHONGQING)
        }
        self.agency = {
            region: self.walk(partial(road.acting_as, self.owner, "agency", region))
            for region in (CHENGDU, CHONGQING)
        }
        self.bank = self._bank()

    def _bank(self) -> Client:
        """The acquirer of bank cards, whom this story plays."""
        name = "acquirer"
        parties = self.walk(lambda: self.owner.every("/sandbox/v1/parties"))
        if not any(party["name"] == name for party in parties):
            made = {"name": name, "role": "bank"}
            self.walk(lambda: self.owner.post("/sandbox/v1/parties", made))
        return self.owner.again(act_as=name)

    def post(self, path: str, body: Any, key: str, at: Client | None = None) -> Json:
        client = at or self.owner
        made: Json = self.walk(lambda: client.post(path, body, key=f"commute:{key}"))
        return made

    def get(self, path: str, **query: Any) -> Json:
        found: Json = self.walk(lambda: self.owner.get(path, query or None))
        return found

    def to(self, moment: str, day: str = DAY) -> None:
        """On to that moment; all that falls due before happens."""
        self.walk(lambda: road.advanced(self.owner, to=f"{day}T{moment}:00+08:00"))

    # ---- the evening before

    def prepared(self) -> None:
        """Terminals, people, their cards, and money on them."""
        for region, system in SYSTEMS.items():
            for station in GATES[system]:
                self._terminal(region, station, system, kind="gate", station_id=station)
            self._terminal(region, f"counter {region}", system, kind="counter")
        self._terminal(CHONGQING, VEHICLE, BUS, kind="bus", line_id=BUS_LINE, vehicle_id=VEHICLE)
        for key, who in CAST.items():
            self._person(key, who)
        for key in ("lin", "qin"):
            self._account(key, 10_000)
        self._granted("he")
        for key in ("lin", "zhou", "tang", "he", "luo"):
            self._card(key)
        self._code_card("qin")

    def _terminal(self, region: str, name: str, system: str, **more: str) -> None:
        body = {"fare_system_id": system, **more}
        made = self.post("/v1/terminals", body, f"terminal:{name}", self.metro[region])
        self.terminals[name] = made

    def _person(self, key: str, who: Someone) -> None:
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

    def _account(self, key: str, fen: int) -> None:
        """A bank account on the card, with so much in it."""
        opening = {"card_id": self.people[key]["card"]["id"], "reserved_phone": PHONE}
        opened = self.post("/v1/bank-accounts", opening, f"account:{key}")
        path = f"/v1/bank-accounts/{opened['id']}"
        password = {"password": BANK_PIN, "reserved_phone": PHONE}
        self.post(f"{path}/activate", password, f"activate:{key}")
        self.post(f"{path}/credits", {"amount_fen": fen}, f"credit:{key}")
        self.accounts[key] = path

    def _granted(self, key: str) -> None:
        """The agency certifies that he is a student, for the spring term."""
        term = {"from_date": "2026-03-01", "until_date": "2026-07-10"}
        body = {
            "person_id": self.people[key]["person"]["id"],
            "status": "student",
            "region_code": CAST[key].home,
            **term,
            "terms": [term],
        }
        self.post("/v1/concession-grants", body, f"grant:{key}", self.agency[CAST[key].home])

    def _card(self, key: str) -> None:
        """A transit card onto the social security card; Lin's money comes from her account."""
        who = CAST[key]
        body = {
            "region_code": who.home,
            "kind": who.kind,
            "card_id": self.people[key]["card"]["id"],
        }
        made = self.post("/v1/transit-cards", body, f"transit card:{key}", self.metro[who.home])
        path = f"/v1/transit-cards/{made['id']}/top-ups"
        if key == "lin":
            load = {"way": "bank_account", "amount_fen": who.load_fen, "password": BANK_PIN}
            self.post(path, load, f"top up:{key}")
        else:
            load = {"way": "cash", "amount_fen": who.load_fen}
            self.post(path, load, f"top up:{key}", self.metro[who.home])
        self.cards[key] = made

    def _code_card(self, key: str) -> None:
        """An electronic card, whose codes open gates too."""
        self.post("/v1/electronic-card-channels", {"channel_no": CHANNEL, "name": "示范政务"}, "ch")
        person = self.people[key]["person"]
        body = {
            "channel_no": CHANNEL,
            "sign_no": "SN-COMMUTE",
            "name": person["name"],
            "social_security_number": person["social_security_number"],
            "password": CODE_PIN,
            "face": "match",
            "level": 2,
            "reserved_phone": PHONE,
        }
        self.electronic = self.post("/v1/electronic-cards", body, f"electronic:{key}")

    # ---- taps

    def tap(self, key: str, kind: str, place: str) -> Json:
        """By card, at a gate or on the bus, now."""
        return self._tapped("transit_card", self.cards[key]["number"], kind, place)

    def by_code(self, kind: str, place: str) -> Json:
        """Qin shows a code, good once."""
        shown = {"electronic_card_id": self.electronic["id"], "scene": "transit"}
        code = self.post("/v1/codes", shown, f"code:{kind}:{place}")
        return self._tapped("electronic_code", code["text"], kind, place)

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

    def bank_balance(self, key: str) -> int:
        return int(self.get(self.accounts[key])["balance_fen"])

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

    def claims(self) -> list[Json]:
        found: list[Json] = self.walk(lambda: self.owner.every("/v1/claims", {"kind": "transit"}))
        return found

    def cycle(self, claim: Json) -> Json:
        shown: Json = self.get(f"/v1/claims/{claim['id']}/cycle")
        return shown
