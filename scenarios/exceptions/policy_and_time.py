"""Figures, places and days that change under a claim (X21, X22, X24, X25)."""

from datetime import date

from scenarios import road
from scenarios.client import Refused
from scenarios.exceptions import months
from scenarios.exceptions.player import Player
from scenarios.exceptions.registry import scenario
from scenarios.exceptions.stay import SETTLED, Stay
from scenarios.road import CHENGDU, CHONGQING, DEMO_CITY, Json, Patient
from sscsim.kernel.problems import Text

_PACK = "/sandbox/v1/policies/medical/{}"
_INVENT = _PACK + "/invent"
LAIWU, JINAN, QINGDAO, SHANDONG = "371200", "370100", "370200", "370000"


@scenario(
    "X21",
    title=Text(
        zh="参保地行政区划已撤并：结算单保留原代码，并入地区代为办理",
        en="The home region was merged away: the claim keeps its code, another answers",
    ),
    shows=Text(
        zh="历史单据不改代码，由别名表指明今天由谁负责。",
        en="No old claim is rewritten; a table of aliases says who answers today.",
    ),
    code=[LAIWU, LAIWU],
    scheme=["2026-04", SHANDONG, "intra"],
    without_a_successor="region_not_allowed",
    disputed={"status": "open", "home_region_code": LAIWU},
    claim={"status": "paid", "rule": "disputed", "month": "2026-05", "due_fen": 910_000},
    new_enrolment="not_a_pooling_area",
    books={LAIWU: {"acct.person": 30_000, "bank.treasury": -910_000, "benefit.hifp.310": 880_000}},
)
def x21(on: Player) -> Json:
    """Laiwu (莱芜) became part of Jinan (济南) in 2019; a person whose record still bears its code.

    Treated in Qingdao, inside Shandong. The figures of both cities are invented; Laiwu has
    Demo City's: (11,800.00 - 800.00) at 80 % from the pool, and the account's 300.00.
    """
    on.post(_INVENT.format(QINGDAO), {}, key="x21:invent")
    text = on.get(_PACK.format(DEMO_CITY))["pack"]
    on.call("PUT", _PACK.format(LAIWU), {"pack": text.replace(DEMO_CITY, LAIWU)})
    on.step("参保关系始于莱芜，撤并前", "Insured in Laiwu since before it was merged")
    since = {"region_code": LAIWU, "from_date": "2015-01-01"}
    patient = _insured(on, "x21", date(1970, 5, 5), JINAN, since)
    money = {"amount_fen": 30_000}
    on.post(f"/v1/personal-accounts/{patient.id}/credits", money, key="x21:credit")
    road.filed(on, patient, QINGDAO, "long_term")
    told = road.refused(
        on,
        f"/v1/persons/{patient.id}/enrolments",
        {"insurance_kind": "work_injury", "region_code": LAIWU, "from_date": "2020-01-01"},
        key="x21:too-late",
    )
    books = months.Books(on, LAIWU)
    on.step("在青岛住院结算", "A stay in Qingdao is settled")
    at, place = road.acting_as_hospital(on, QINGDAO), road.hospital(on, QINGDAO)
    made = road.settled(at, road.admitted(at, patient, place, key="x21"))
    path = f"/v1/claims/{made['claim_id']}"
    placed = on.get(f"{path}/cycle")["cycle"]
    on.step("青岛不能代表莱芜争议，济南可以", "Qingdao can't dispute for Laiwu, Jinan can")
    months.to(on, "2026-05-13T00:00:00")
    doubt = {"reason": "重复收费", "evidence": "同一天两次收取床位费"}
    stranger = months.acting_as_agency(on, QINGDAO)
    refused = road.refused(stranger, f"{path}/dispute", doubt, key="x21:qingdao")
    answers = months.acting_as_agency(on, JINAN)
    disputed = answers.post(f"{path}/dispute", doubt, key="x21:jinan")
    on.step("争议到期，下月清算并付款", "Its time runs out; the next month clears and pays it")
    months.to(on, "2026-09-01T00:00:00")
    shown = on.get(path)
    return {
        "code": [made["home_region_code"], shown["home_region_code"]],
        "scheme": [placed["month"], placed["region_code"], placed["scope"]],
        "without_a_successor": refused["code"],
        "disputed": {n: disputed[n] for n in ("status", "home_region_code")},
        "claim": months.claim(on, made["claim_id"]),
        "new_enrolment": told["code"],
        "books": books.moved(),
    }


def _insured(on: Player, tag: str, born: date, registered: str, *spans: Json) -> Patient:
    """A person registered in one region, with an enrolment for each span, and a good card."""
    asked = {"name": "何满", "sex": "female", "birth_date": born.isoformat()}
    person = on.post("/v1/persons", {**asked, "region_code": registered}, key=f"person:{tag}")
    for number, span in enumerate(spans):
        body = {"insurance_kind": road.EMPLOYEE, **span}
        on.post(f"/v1/persons/{person['id']}/enrolments", body, key=f"enrol:{tag}:{number}")
    card = on.post("/v1/cards", {"person_id": person["id"]}, key=f"card:{tag}")
    card = on.post(f"/v1/cards/{card['id']}/enable", key=f"enable:{tag}")
    return Patient(person, card)


_LEVEL_3 = '  level_3:\n    values:\n      2023-01-01: {value: "85"'


@scenario(
    "X22",
    title=Text(
        zh="政策追溯变更：旧单只结差额，原单不变",
        en="Figures changed afterwards: of an old bill only the difference is settled",
    ),
    shows=Text(
        zh="旧单不改，差额另立结算单。",
        en="History is added to: the difference is a settlement and a claim of its own.",
    ),
    before="nothing_differs",
    difference={"fund_pay_fen": -55_000, "cash_pay_fen": 55_000, "total_fen": 0},
    original="settled",
    claim_fen=-55_000,
    stands={**SETTLED, "pool_fen": 880_000, "owed_fen": 910_000},
)
def x22(on: Player) -> Json:
    """Chengdu's ratio of level 3 is 80 % and not 85 %, as it turns out."""
    stay = Stay(on, "x22")
    on.step("按旧参数结算；尚无差额", "Settled by the old figures; nothing differs yet")
    old = stay.settle()
    path = f"/v1/settlements/{old['id']}/difference"
    try:
        before = on.post(path, key="x22:before")["status"]
    except Refused as refused:
        before = refused.code
    on.step("装入新参数，结差额", "New figures are loaded, the difference is settled")
    text = on.get(_PACK.format(CHENGDU))["pack"]
    changed = text.replace(_LEVEL_3, _LEVEL_3.replace("85", "80"))
    on.call("PUT", _PACK.format(CHENGDU), {"pack": changed})
    made = on.post(path, key="x22:after")
    claim = on.get(f"/v1/claims/{made['claim_id']}")
    return {
        "before": before,
        "difference": {name: made[name] for name in ("fund_pay_fen", "cash_pay_fen", "total_fen")},
        "original": on.get(f"/v1/settlements/{old['id']}")["status"],
        "claim_fen": claim["due_fen"],
        "stands": stay.stands(),
    }


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


@scenario(
    "X24",
    title=Text(
        zh="住院期间参保地变动：默认按出院日，可改为按入院日",
        en="A person who moved during the stay: the region of discharge pays, or that of admission",
    ),
    shows=Text(
        zh="由哪个地区付款是政策参数。",
        en="Which region pays is a figure of policy.",
    ),
    by_default=(CHONGQING, False),
    as_of_admission=(CHENGDU, True),
)
def x24(on: Player) -> Json:
    """Admitted on 25 March, insured in Chengdu; discharged on 1 April, insured in Chongqing."""
    paid = {}
    for tag, pack in (("by_default", None), ("as_of_admission", _AS_OF_ADMISSION)):
        on.step(
            "出院日参保地付款" if pack is None else "改为入院日参保地付款",
            "The region of discharge pays" if pack is None else "The region of admission pays",
        )
        if pack is not None:
            on.call("PUT", _PACK.format(CHONGQING), {"pack": pack})
        made = road.settled(road.acting_as_hospital(on, CHONGQING), _moved(on, f"x24-{tag}"))
        paid[tag] = (made["home_region_code"], "claim_id" in made)
    return paid


def _moved(on: Player, tag: str) -> Json:
    """The stay of a person who was insured in Chengdu and is in Chongqing since 29 March."""
    patient = _insured(
        on,
        tag,
        date(1970, 7, 1 + len(tag)),
        CHENGDU,
        {"region_code": CHENGDU, "from_date": "2020-01-01", "to_date": "2026-03-28"},
        {"region_code": CHONGQING, "from_date": "2026-03-29"},
    )
    at, place = road.acting_as_hospital(on, CHONGQING), road.hospital(on, CHONGQING)
    return road.admitted(at, patient, place, key=tag)


@scenario(
    "X25",
    title=Text(
        zh="月末零点前后：以参保地提交时间（北京时间）定所属月份",
        en="Around midnight at a month's end: the home region's commit decides",
    ),
    shows=Text(
        zh="所属月份不取决于应答何时到达。",
        en="The month does not depend on when the answer arrived.",
    ),
    last_second="2026-04",
    found_after_midnight="2026-04",
    first_second="2026-05",
)
def x25(on: Player) -> Json:
    """Also where the answer was lost before midnight and is found after it."""
    before, lost = Stay(on, "x25a"), Stay(on, "x25b", date(1970, 6, 6))
    after = Stay(on, "x25c", date(1970, 7, 7))
    on.step("四月三十日 23:59:59", "30 April, 23:59:59")
    road.advanced(on, to="2026-04-30T23:59:59+08:00")
    made = before.settle()
    lost.settle(simulate="outcome=home_region_timeout")
    on.step("五月一日 00:00:00", "1 May, 00:00:00")
    road.advanced(on, to="2026-05-01T00:00:00+08:00")
    months = {"last_second": made, "found_after_midnight": lost.settle()}
    months["first_second"] = after.settle()
    return {name: _month(on, one) for name, one in months.items()}


def _month(on: Player, settlement: Json) -> str:
    told = on.get(f"/v1/claims/{settlement['claim_id']}/cycle")
    return str(told["cycle"]["month"])
