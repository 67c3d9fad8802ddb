"""The exceptions of cross-region settlement (X1, X2, …), each a story of a few calls.

A scenario is played in a world of the preset `demo` by its owner and tells how it ended;
`ends` says how it must end. Each brings its own people and leaves those of the demo alone.
Some move the clock, so that a world of its own for each is best.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from scenarios import road
from scenarios.client import Client, Refused
from scenarios.road import CHENGDU, CHONGQING, Json, Patient
from sscsim import policy
from sscsim.kernel.problems import Text

NOTHING = {"pool_fen": 0, "stays": 0, "account_fen": 30_000, "owed_fen": 0}
"""What a patient of 300.00 in the account has before any settlement, and after it is undone."""

SETTLED = {"pool_fen": 935_000, "stays": 1, "account_fen": 0, "owed_fen": 965_000}
"""After the worked example: (11,800.00 - 800.00) at 85 %, and the account's 300.00."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`play` tells how it ended; `ends` is what it has to tell."""

    name: str
    title: Text
    play: Callable[[Client], Json]
    ends: Json


SCENARIOS: dict[str, Scenario] = {}


def _scenario(name: str, zh: str, en: str, **ends: Any) -> Callable[[Any], Any]:
    def register(play: Callable[[Client], Json]) -> Callable[[Client], Json]:
        SCENARIOS[name] = Scenario(name, Text(zh=zh, en=en), play, ends)
        return play

    return register


def run(owner: Client, name: str) -> tuple[Json, Json]:
    """Play one; how it ended, and how it has to."""
    scenario = SCENARIOS[name]
    return scenario.play(owner), scenario.ends


# ---- a patient of Chengdu in Chongqing, and what stands of the bill


class _Stay:
    """One patient's stay in Chongqing, the worked example, ready to be settled."""

    def __init__(self, owner: Client, tag: str, born: date = date(1970, 5, 5)) -> None:
        self.owner, self.tag = owner, tag
        self.at = road.acting_as_hospital(owner, CHONGQING)
        self.patient = road.insured(owner, tag, "何满", born, CHENGDU, account_fen=30_000)
        self.visit = self.admitted()

    def admitted(self, tag: str = "", region: str = CHONGQING) -> Json:
        at = road.acting_as_hospital(self.owner, region)
        place = road.hospital(self.owner, region)
        return road.admitted(at, self.patient, place, key=f"{self.tag}{tag}")

    @property
    def key(self) -> str:
        return f"settle:{self.tag}"

    def settle(self, key: str = "", simulate: str | None = None, **more: Any) -> Json:
        """The settlement, or the problem."""
        body = {"visit_id": self.visit["id"], **more}
        return self.told("/v1/settlements", body, key or self.key, simulate)

    def correct(self, key: str = "") -> Json:
        body = {"operation": "createSettlement", "idempotency_key": key or self.key}
        return self.told("/v1/corrections", body, f"correct:{self.tag}")

    def reverse(self, settlement: Json, key: str = "") -> Json:
        path = f"/v1/settlements/{settlement['id']}/reverse"
        return self.told(path, None, key or f"reverse:{settlement['id']}")

    def told(self, path: str, body: Any, key: str, simulate: str | None = None) -> Json:
        try:
            return dict(self.at.call("POST", path, body, key=key, simulate=simulate).body)
        except Refused as refused:
            return refused.problem

    def stands(self) -> Json:
        """What the patient's settlements moved, by what every side says."""
        return stands(self.owner, self.patient)

    def settlements(self) -> list[str]:
        """Kind and status of every settlement of the stay, the oldest first."""
        found = self.owner.every("/v1/settlements", {"visit_id": self.visit["id"]})
        return [f"{one['kind']} {one['status']}" for one in found]

    def claims(self) -> list[str]:
        """The states of every claim of the stay's settlements."""
        made = self.owner.every("/v1/settlements", {"visit_id": self.visit["id"]})
        return [
            str(claim["status"])
            for one in made
            for claim in self.owner.every("/v1/claims", {"settlement_id": one["id"]})
        ]


def stands(owner: Client, patient: Patient) -> Json:
    """Accumulators, account, and what Chengdu owes for this patient's claims that stand."""
    years = owner.every("/v1/accumulators", {"person_id": patient.id})
    owed = 0
    for one in owner.every("/v1/settlements", {"person_id": patient.id}):
        for claim in owner.every("/v1/claims", {"settlement_id": one["id"]}):
            owed += claim["due_fen"] if claim["status"] != "reversed" else 0
    return {
        "pool_fen": sum(year["pool_used_fen"] for year in years),
        "stays": sum(year["stays"] for year in years),
        "account_fen": owner.get(f"/v1/personal-accounts/{patient.id}")["balance_fen"],
        "owed_fen": owed,
    }


# ---- the same call once more


@_scenario(
    "X1",
    "同一幂等键、同一内容：返回首次结果，不再入账",
    "The same key and body: the first answer, and nothing more is posted",
    same=True,
    settlements=["settlement settled"],
    claims=["settled"],
    stands=SETTLED,
)
def x1(owner: Client) -> Json:
    stay = _Stay(owner, "x1")
    first, second = stay.settle(), stay.settle()
    return {
        "same": first == second,
        "settlements": stay.settlements(),
        "claims": stay.claims(),
        "stands": stay.stands(),
    }


@_scenario(
    "X2",
    "同一幂等键、不同内容：拒绝，首次结果不变",
    "The same key and another body: refused, the first result is as it was",
    code="idempotency_key_reused",
    unchanged=True,
    stands=SETTLED,
)
def x2(owner: Client) -> Json:
    stay = _Stay(owner, "x2")
    first = stay.settle()
    refused = stay.settle(use_account=False)
    now = owner.get(f"/v1/settlements/{first['id']}")
    return {"code": refused["code"], "unchanged": now == first, "stands": stay.stands()}


@_scenario(
    "X3",
    "不同幂等键、同一单据号：业务重复，拒绝并指明原结算",
    "Another key and the same bill number: a duplicate, refused, the earlier one is named",
    code="bill_number_used",
    names_the_first=True,
    claims=["settled"],
    stands=SETTLED,
)
def x3(owner: Client) -> Json:
    stay = _Stay(owner, "x3")
    first = stay.settle(bill_number="HIS-X3")
    refused = stay.settle(key="another:x3", bill_number="HIS-X3")
    return {
        "code": refused["code"],
        "names_the_first": first["id"] in refused["detail"],
        "claims": stay.claims(),
        "stands": stay.stands(),
    }


# ---- no answer


@_scenario(
    "X4",
    "参保地停机：告知不可用，未入账；恢复后同一幂等键可结算",
    "The home region is down: that is said and nothing posted; the same key settles later",
    code="home_region_down",
    effect="none",
    meanwhile=NOTHING,
    later="settled",
)
def x4(owner: Client) -> Json:
    stay = _Stay(owner, "x4")
    told = stay.settle(simulate="outcome=home_region_down")
    meanwhile = stay.stands()
    return {
        "code": told["code"],
        "effect": told["effect"],
        "meanwhile": meanwhile,
        "later": stay.settle()["status"],
    }


@_scenario(
    "X5",
    "参保地已入账但应答超时：结果未知，冲正后无任何影响",
    "No answer though the home region posted: unknown, and corrected to nothing",
    effect="unknown",
    outcome="undone",
    settlements=["settlement corrected"],
    claims=["reversed"],
    late="idempotency_key_closed",
    stands=NOTHING,
)
def x5(owner: Client) -> Json:
    stay = _Stay(owner, "x5")
    lost = stay.settle(simulate="outcome=home_region_timeout")
    corrected = stay.correct()
    return {
        "effect": lost["effect"],
        "outcome": corrected["outcome"],
        "settlements": stay.settlements(),
        "claims": stay.claims(),
        "late": stay.settle()["code"],
        "stands": stay.stands(),
    }


@_scenario(
    "X6",
    "参保地未收到，先冲正，迟到的请求随后到达：被拒",
    "The home region never heard of it, the correction comes first: the late request is refused",
    outcome="never_happened",
    settlements=["settlement cancelled"],
    claims=[],
    late="idempotency_key_closed",
    stands=NOTHING,
)
def x6(owner: Client) -> Json:
    """The question itself arrives at the home region a minute later, and the HIS repeats."""
    stay = _Stay(owner, "x6")
    stay.settle(simulate="outcome=home_region_late, delay=60000")
    corrected = stay.correct()
    road.advanced(owner, by="PT2M")
    return {
        "outcome": corrected["outcome"],
        "settlements": stay.settlements(),
        "claims": stay.claims(),
        "late": stay.settle()["code"],
        "stands": stay.stands(),
    }


@_scenario(
    "X7",
    "冲正与迟到的应答竞争：两种先后，终态相同，各项增量为零",
    "Correction and call race: the same in both orders, and nothing is left of either",
    answer_first=NOTHING,
    correction_first=NOTHING,
    late=["idempotency_key_closed", "idempotency_key_closed"],
    visits=["open", "open"],
)
def x7(owner: Client) -> Json:
    answered, corrected = _Stay(owner, "x7a"), _Stay(owner, "x7b", date(1970, 6, 6))
    answered.settle()
    answered.correct()
    corrected.correct()
    late = [answered.settle()["code"], corrected.settle()["code"]]
    visits = [owner.get(f"/v1/visits/{stay.visit['id']}") for stay in (answered, corrected)]
    return {
        "answer_first": answered.stands(),
        "correction_first": corrected.stands(),
        "late": late,
        "visits": [visit["status"] for visit in visits],
    }


@_scenario(
    "X8",
    "撤销之后再冲正：拒绝",
    "A correction after a reversal: refused, it is reversed already",
    code="settlement_already_reversed",
    settlements=["settlement reversed", "reversal settled"],
    stands=NOTHING,
)
def x8(owner: Client) -> Json:
    stay = _Stay(owner, "x8")
    stay.reverse(stay.settle())
    refused = stay.correct()
    return {
        "code": refused["code"],
        "settlements": stay.settlements(),
        "stands": stay.stands(),
    }


# ---- older bills


@_scenario(
    "X12",
    "撤销较早的一笔而其后还有结算：拒绝并指明，须由新到旧",
    "An older bill of a person who has later ones: refused, naming the newest, until it is undone",
    refused=["later_settlement_exists", "later_settlement_exists"],
    names_the_newest=[True, True],
    newest_first=["settled", "settled", "settled"],
    stands=NOTHING,
)
def x12(owner: Client) -> Json:
    """Later bills at another institution and in another region, at home."""
    stay = _Stay(owner, "x12")
    first = stay.settle()
    later = [stay.admitted("b", CHENGDU), stay.admitted("c", CHONGQING)]
    at = {region: road.acting_as_hospital(owner, region) for region in (CHENGDU, CHONGQING)}
    second = road.settled(at[CHENGDU], later[0])
    third = road.settled(at[CHONGQING], later[1])
    refused, named = [], []
    for newest in (third, second):
        told = stay.reverse(first, f"early:{newest['id']}")
        refused.append(told["code"])
        named.append(newest["id"] in told["detail"])
        road.taken_back(at[newest["care_region_code"]], newest)
    last = road.taken_back(at[CHONGQING], first)
    ended = [owner.get(f"/v1/settlements/{one['id']}")["reversed_by"] for one in (second, third)]
    statuses = [owner.get(f"/v1/settlements/{one}")["status"] for one in ended]
    return {
        "refused": refused,
        "names_the_newest": named,
        "newest_first": [*statuses, last["status"]],
        "stands": stay.stands(),
    }


_LEVEL_3 = '  level_3:\n    values:\n      2023-01-01: {value: "85"'
_PACK = "/sandbox/v1/policies/medical/{}"


@_scenario(
    "X22",
    "政策追溯变更：旧单只结差额，原单不变",
    "Figures changed afterwards: of an old bill only the difference is settled",
    before="nothing_differs",
    difference={"fund_pay_fen": -55_000, "cash_pay_fen": 55_000, "total_fen": 0},
    original="settled",
    claim_fen=-55_000,
    stands={**SETTLED, "pool_fen": 880_000, "owed_fen": 910_000},
)
def x22(owner: Client) -> Json:
    """Chengdu's ratio of level 3 is 80 % and not 85 %, as it turns out."""
    stay = _Stay(owner, "x22")
    old = stay.settle()
    path = f"/v1/settlements/{old['id']}/difference"
    try:
        before = owner.post(path, key="x22:before")["status"]
    except Refused as refused:
        before = refused.code
    text = policy.builtin_text("medical", CHENGDU) or ""
    changed = text.replace(_LEVEL_3, _LEVEL_3.replace("85", "80"))
    owner.call("PUT", _PACK.format(CHENGDU), {"pack": changed})
    made = owner.post(path, key="x22:after")
    claim = owner.get(f"/v1/claims/{made['claim_id']}")
    return {
        "before": before,
        "difference": {name: made[name] for name in ("fund_pay_fen", "cash_pay_fen", "total_fen")},
        "original": owner.get(f"/v1/settlements/{old['id']}")["status"],
        "claim_fen": claim["due_fen"],
        "stands": stay.stands(),
    }


# ---- the hospital's books


@_scenario(
    "X23",
    "医院与中心相差 0.01 元：以中心结果为准，对账列出差异",
    "The hospital is 0.01 yuan off: the centre's result rules, and the difference is listed",
    is_equal=False,
    differences=[("rounding", "resolved", 1)],
    stands=SETTLED,
)
def x23(owner: Client) -> Json:
    """Its system rounded 9,350.00 to 9,350.01; nothing is open, and nothing was changed."""
    stay = _Stay(owner, "x23")
    made, told = _reconciled(stay, off_fen=1)
    lines = {"lines": [_as_billed(made, off_fen=1)]}
    path = f"/v1/reconciliations/{told['id']}"
    stay.at.post(f"{path}/lines", lines, key="x23:lines")
    found = owner.every(f"{path}/differences")
    return {
        "is_equal": told["is_equal"],
        "differences": [(one["kind"], one["status"], one["off_fund_pay_fen"]) for one in found],
        "stands": stay.stands(),
    }


@_scenario(
    "X26",
    "对账文件行数或合计不符：整份拒收，不作任何处理",
    "A file whose count or sum is wrong: refused whole, nothing applied",
    count=("reconciliation_details_refused", 0),
    total=("reconciliation_details_refused", 0),
    as_it_should_be=("accepted", 0),
    stands=SETTLED,
)
def x26(owner: Client) -> Json:
    """The centre's own file with its trailer changed; unchanged it is taken, and agrees."""
    stay = _Stay(owner, "x26")
    made, told = _reconciled(stay)
    path = f"/v1/reconciliations/{told['id']}"
    file = _details(owner, made)
    body, _, trailer = file.rstrip("\n").rpartition("\n")
    mark, count, total, digest = trailer.split(",")
    ends = {
        "count": f"{mark},{int(count) + 1},{total},{digest}",
        "total": f"{mark},{count},{int(total) + 1},{digest}",
        "as_it_should_be": trailer,
    }
    found: Json = {"stands": stay.stands()}
    for name, end in ends.items():
        content = base64.b64encode(f"{body}\n{end}\n".encode()).decode()
        sent = {"content_base64": content}
        answer = stay.told(f"{path}/file", sent, f"x26:{name}")
        listed = owner.every(f"{path}/differences")
        found[name] = (answer.get("code", "accepted"), len(listed))
    return found


_PERIOD = {
    "from_date": "2026-04-01",
    "to_date": "2026-04-01",
    "insurance_kind": road.EMPLOYEE,
    "visit_kind": "inpatient",
}


def _reconciled(stay: _Stay, off_fen: int = 0) -> tuple[Json, Json]:
    """Settled, and the day's totals compared with what the hospital has."""
    made = stay.settle()
    totals = {
        "total_fen": made["total_fen"],
        "fund_pay_fen": made["fund_pay_fen"] + off_fen,
        "account_pay_fen": made["account_pay_fen"],
        "count": 1,
    }
    order = {"institution_id": made["institution_id"], **_PERIOD, "totals": totals}
    told = stay.at.post("/v1/reconciliations", order, key=f"reconcile:{stay.tag}")
    return made, dict(told)


def _as_billed(made: Json, off_fen: int = 0) -> Json:
    return {
        "settlement_id": made["id"],
        "total_fen": made["total_fen"],
        "fund_pay_fen": made["fund_pay_fen"] + off_fen,
        "account_pay_fen": made["account_pay_fen"],
    }


def _details(owner: Client, made: Json) -> str:
    """The centre's own file of the institution's day."""
    path = f"/v1/institutions/{made['institution_id']}/settlement-details"
    return str(owner.get(path, {**_PERIOD, "format": "csv"}))


# ---- places and days

_AS_OF_ADMISSION = """
title: The region where a person was insured on admission pays
region: "500000"
scheme: payer
version: "1"
last_checked: 2026-04-01
payer_as_of:
  unit: word
  values:
    2021-01-01: {value: admission, source: own}
sources:
  own: {title: A world of its own, status: invented}
"""


@_scenario(
    "X24",
    "住院期间参保地变动：默认按出院日，可改为按入院日",
    "A person who moved during the stay: the region of discharge pays, or that of admission",
    by_default=(CHONGQING, False),
    as_of_admission=(CHENGDU, True),
)
def x24(owner: Client) -> Json:
    """Admitted on 25 March, insured in Chengdu; discharged on 1 April, insured in Chongqing."""
    paid = {}
    for tag, pack in (("by_default", None), ("as_of_admission", _AS_OF_ADMISSION)):
        if pack is not None:
            owner.call("PUT", _PACK.format(CHONGQING), {"pack": pack})
        made = road.settled(road.acting_as_hospital(owner, CHONGQING), _moved(owner, f"x24-{tag}"))
        paid[tag] = (made["home_region_code"], "claim_id" in made)
    return paid


def _moved(owner: Client, tag: str) -> Json:
    born = date(1970, 7, 1 + len(tag))
    asked = {"name": "何满", "sex": "female", "birth_date": born.isoformat()}
    person = owner.post("/v1/persons", {**asked, "region_code": CHENGDU}, key=f"person:{tag}")
    for number, (region, since, until) in enumerate(
        ((CHENGDU, "2020-01-01", "2026-03-28"), (CHONGQING, "2026-03-29", None))
    ):
        body = {"insurance_kind": road.EMPLOYEE, "region_code": region, "from_date": since}
        if until is not None:
            body["to_date"] = until
        owner.post(f"/v1/persons/{person['id']}/enrolments", body, key=f"enrol:{tag}:{number}")
    card = owner.post("/v1/cards", {"person_id": person["id"]}, key=f"card:{tag}")
    card = owner.post(f"/v1/cards/{card['id']}/enable", key=f"enable:{tag}")
    at, place = road.acting_as_hospital(owner, CHONGQING), road.hospital(owner, CHONGQING)
    return road.admitted(at, Patient(person, card), place, key=tag)


@_scenario(
    "X25",
    "月末零点前后：以参保地提交时间（北京时间）定所属月份",
    "Around midnight at the end of a month: the home region's commit in China's time decides",
    last_second="2026-04",
    found_after_midnight="2026-04",
    first_second="2026-05",
)
def x25(owner: Client) -> Json:
    """Also where the answer was lost before midnight and is found after it."""
    before, lost = _Stay(owner, "x25a"), _Stay(owner, "x25b", date(1970, 6, 6))
    after = _Stay(owner, "x25c", date(1970, 7, 7))
    road.advanced(owner, to="2026-04-30T23:59:59+08:00")
    made = before.settle()
    lost.settle(simulate="outcome=home_region_timeout")
    road.advanced(owner, to="2026-05-01T00:00:00+08:00")
    months = {"last_second": made, "found_after_midnight": lost.settle()}
    months["first_second"] = after.settle()
    return {name: _month(owner, one) for name, one in months.items()}


def _month(owner: Client, settlement: Json) -> str:
    told = owner.get(f"/v1/claims/{settlement['claim_id']}/cycle")
    return str(told["cycle"]["month"])
