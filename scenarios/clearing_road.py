"""The steps of the story `clearing`: a month of three regions that people clear by hand.

Chengdu and Chongqing settle under the co-operation of their provinces, Guangzhou with both under
the nationwide one. One claim is doubted, one is forgotten, one payment is mistyped. Every key
and every date is fixed, so that the same seed gives the same bytes.
"""

from dataclasses import dataclass
from datetime import date

from scenarios import road
from scenarios.bill import WORKED_EXAMPLE, Line
from scenarios.client import Client
from scenarios.road import APRIL, CHENGDU, CHONGQING, NATION, Json

GUANGZHOU = "440100"
REGIONS = (CHENGDU, CHONGQING, GUANGZHOU)
COOPERATIONS = ("chuan-yu", "nationwide")
MAY = "2026-05"
MISTYPED = "MISTYPED0001"
GIVEN_UP_FEN = 50_000
"""What the hospital's region gives up of the claim that is doubted: 500.00."""


@dataclass(frozen=True, slots=True)
class Traveller:
    """Somebody insured at `home` who stays in a hospital at `care`, in March 2026."""

    key: str
    name: str
    born: date
    home: str
    care: str
    lines: tuple[Line, ...] = WORKED_EXAMPLE


def _plain(fen: int) -> tuple[Line, ...]:
    return ({"item_class": "A", "quantity": 1, "unit_price_fen": fen},)


TRAVELLERS = (
    Traveller("cd-cq", "江宁", date(1975, 5, 5), CHENGDU, CHONGQING),
    Traveller("cq-cd", "梅雨", date(1976, 6, 6), CHONGQING, CHENGDU),
    Traveller("gz-cq", "伍岭", date(1977, 7, 7), GUANGZHOU, CHONGQING),
    Traveller("cq-gz", "云山", date(1978, 8, 8), CHONGQING, GUANGZHOU),
    Traveller("gz-cd", "苏荷", date(1979, 9, 9), GUANGZHOU, CHENGDU),
    Traveller("cd-gz", "兰溪", date(1980, 1, 10), CHENGDU, GUANGZHOU),
    Traveller("doubted", "何满", date(1981, 2, 11), CHENGDU, CHONGQING, _plain(500_000)),
    Traveller("forgotten", "齐岸", date(1982, 3, 12), CHONGQING, GUANGZHOU, _plain(300_000)),
)


class Walk:
    """The month, step by step, by the owner of a world of the preset `demo`."""

    def __init__(self, owner: Client) -> None:
        self.owner = owner
        self.settlements: dict[str, Json] = {}

    def claim_id(self, key: str) -> str:
        return str(self.settlements[key]["claim_id"])

    def agreed(self) -> list[Json]:
        """The two co-operations; the nationwide one waits for somebody to activate it."""
        known = {c["cooperation_code"]: c for c in self.owner.every("/v1/cooperations")}
        path = f"/v1/cooperations/{known['nationwide']['id']}/activate"
        active = self.owner.post(path, key="clearing:activate")
        return [known["chuan-yu"], active]

    def by_hand(self, **steps: str) -> None:
        """How the months that are frozen from now on are cleared."""
        path, any_version = f"/v1/clearing-schemes/{NATION}", {"If-Match": "*"}
        self.owner.call("PATCH", path, steps, headers=any_version)

    def settled(self) -> list[Json]:
        """Everybody's stay, settled away from home."""
        for one in TRAVELLERS:
            at = road.acting_as_hospital(self.owner, one.care)
            patient = road.insured(self.owner, one.key, one.name, one.born, one.home)
            road.filed(self.owner, patient, one.care, "long_term")
            place = road.hospital(self.owner, one.care)
            visit = road.admitted(at, patient, place, one.lines, key=one.key)
            self.settlements[one.key] = road.settled(at, visit, key=f"settle:{one.key}")
            at.close()
        road.calm(self.owner)
        return [self.settlements[one.key] for one in TRAVELLERS]

    def declared(self) -> Json:
        """Two regions declare all they have; Guangzhou declares one, and forgets the other."""
        path = f"/v1/clearing-cycles/{road.cycle_of(self.owner)['id']}/declarations"
        for region in (CHENGDU, CHONGQING):
            self.owner.post(path, {"care_region_code": region}, key=f"declare:{region}")
        self.owner.post(f"/v1/claims/{self.claim_id('cd-gz')}/declare", key="declare:cd-gz")
        self.owner.post(f"/v1/claims/{self.claim_id('cq-gz')}/declare", key="declare:cq-gz")
        self.to("2026-05-21T12:00:00")
        return road.cycle_of(self.owner)

    def to(self, instant: str) -> Json:
        return road.advanced(self.owner, to=f"{instant}+08:00")

    def disputed(self) -> tuple[Json, Json]:
        """Chengdu doubts a claim; Chongqing answers, and gives a part of it up."""
        doubt = {"reason": "重复收费", "evidence": "同一天两次收取床位费，附住院清单。"}
        path = f"/v1/claims/{self.claim_id('doubted')}/dispute"
        made = self.owner.post(path, doubt, key="clearing:dispute")
        answer = {"decision": "partly_upheld", "amount_fen": GIVEN_UP_FEN}
        decided = self.owner.post(
            f"/v1/disputes/{made['id']}/decide", answer, key="clearing:decide"
        )
        return made, decided

    def cycle(self, key: str) -> Json:
        """The month a claim is cleared in, and the rule that chose it."""
        found: Json = self.owner.get(f"/v1/claims/{self.claim_id(key)}/cycle")
        return found

    def of_month(self, what: str, month: str = APRIL) -> Json:
        """Its `statements`, `positions` or `notices`."""
        cycle = road.cycle_of(self.owner, month)
        found: Json = self.owner.get(f"/v1/clearing-cycles/{cycle['id']}/{what}")
        return found

    def came(self, notice: Json, serial: str) -> Json:
        """All of a notice's money, as the payee's bank tells it."""
        body = {
            "payer_region_code": notice["payer_region_code"],
            "payee_region_code": notice["payee_region_code"],
            "amount_fen": notice["amount_fen"],
            "bank_serial": serial,
        }
        path = f"/v1/clearing-cycles/{road.cycle_of(self.owner)['id']}/receipts"
        made: Json = self.owner.post(path, body, key=f"came:{serial}")
        return made

    def matched(self, receipt: Json, notice: Json) -> Json:
        """Somebody looks at the money that nobody knew, and says what it is for."""
        path = f"/v1/clearing-cycles/{receipt['cycle_id']}/receipts/{receipt['id']}/match"
        made: Json = self.owner.post(path, {"notice_id": notice["id"]}, key="clearing:match")
        return made

    def closed(self, month: str) -> Json:
        return road.closed_cycle(self.owner, month)[1]

    def suspense(self, region: str) -> int:
        """What a region's book holds of money that nobody knows, in fen."""
        book = self.owner.get(f"/v1/books/{region}/accounts")
        held = [a["balance_fen"] for a in book["accounts"] if a["account"] == "suspense"]
        return -int(sum(held))
