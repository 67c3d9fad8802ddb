"""Stories of subsidies to people and employers: granted, paid month by month, taken back."""

from datetime import date

from scenarios import road
from scenarios.benefits import JOURNEYS, Desk, work
from scenarios.benefits.desk import DEMO_CITY, Cardholder
from scenarios.benefits.employment import PROOF
from scenarios.client import Client
from tools.collections.story import Json, Story, asked_of, at_desk, ended, in_days, number_of, today

CREDIT_CODES = ("91990100MA0000001G", "91990100MA0000002K", "91990100MA0000003N")
_FALSE = {"reason": "材料不实"}


def _graduate(owner: Client) -> None:
    JOURNEYS["HRSS-009"](Desk(owner, "subsidy"))
    road.invariants(owner)


def _month(desk: Desk, away: int = 0) -> str:
    """A month, so many from the present one."""
    number = today(desk).year * 12 + today(desk).month - 1 + away
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def _owed(desk: Desk, about: str) -> str:
    """The path of what has to be given back of it."""
    [found] = desk.listed("/v1/benefit-recoveries", about_id=about)
    return f"/v1/benefit-recoveries/{found['id']}"


# ---- Story G


def _flexible_work(desk: Desk) -> None:
    """Recognised in difficulty; the contributions of flexible work are subsidised."""
    older = desk.cardholder(born=date(1974, 3, 2), name="郑勤")
    desk.account(older)
    work.unemployed(desk, older)
    desk.get(_recognised(desk, older))
    said = {"employment_kind": "flexible", "post": "家政服务员", "start_date": in_days(desk, 0)}
    record = work.employed(desk, older, said)
    form = {
        "category": "hardship",
        "from_month": _month(desk),
        "months": 4,
        "insurances": ["pension", "medical"],
        "payment_receipt": PROOF,
    }
    subsidy = desk.apply("HRSS-007", older, form)["result"]["subsidy_id"]
    desk.advance(by="P64D")
    path, agency = f"/v1/subsidies/{subsidy}", desk.agency(DEMO_CITY)
    months = desk.listed(f"{path}/months")
    later = {"start_date": f"{sorted(each['month'] for each in months)[1]}-01"}
    desk.post(f"/v1/employment-records/{record['id']}/correct", later, agency)
    desk.post(f"{path}/recheck", None, agency)
    desk.get(path)
    back = _owed(desk, subsidy)
    desk.post(f"{back}/refund", {"amount_fen": 20_000})
    desk.advance(by="PT5M")
    desk.get(back)
    desk.get(f"{back}/parts")
    desk.post(f"{path}/recover", _FALSE, agency)
    other = desk.cardholder(born=date(1974, 5, 6), name="吴实")
    work.unemployed(desk, other)
    desk.post(f"{_recognised(desk, other)}/revoke", None, agency)


def _recognised(desk: Desk, older: Cardholder) -> str:
    """The path of a recognition in difficulty, after its notice."""
    made = desk.apply("HRSS-006", older, {"category": "elderly_unemployed"})
    desk.advance(by="P12D")
    done = desk.application(made)
    return f"/v1/hardship-recognitions/{done['result']['hardship_recognition_id']}"


# ---- Story H


def _intern(desk: Desk) -> None:
    """A base takes an intern and is paid for it every month until the intern leaves."""
    employer = desk.party("employer", DEMO_CITY, name="Internship base")
    [party] = [
        each
        for each in desk.owner.every("/sandbox/v1/parties")
        if each["name"] == "Internship base"
    ]
    said = {
        "party_id": party["id"],
        "credit_code": CREDIT_CODES[1],
        "name": "示范见习基地",
        "region_code": DEMO_CITY,
        "places": 3,
    }
    desk.post("/v1/internship-bases", said, desk.agency(DEMO_CITY))
    young = desk.cardholder(name="吴学", born=date(2004, 2, 3))
    form = {
        "agreement_number": "JX-2026-0001",
        "intern_number": number_of(young),
        "from_month": _month(desk),
        "months": 6,
        "monthly_allowance_fen": 160_000,
        "accident_insured": True,
    }
    made = asked_of(desk, "HRSS-010", form, employer)["result"]
    desk.get(f"/v1/internships/{made['internship_id']}")
    desk.advance(by="P64D")
    desk.get(f"/v1/subsidies/{made['subsidy_id']}/months")
    left = {"ended_on": in_days(desk, 0), "reason": "left"}
    desk.post(f"/v1/internships/{made['internship_id']}/end", left, employer)
    desk.get(f"/v1/subsidies/{made['subsidy_id']}")


def _founder(desk: Desk) -> None:
    """A business that has lasted is subsidised once; its facts turn out to be false."""
    founder = desk.cardholder(name="冯创", born=date(1988, 6, 1))
    desk.account(founder)
    form = {
        "business_name": "示范小吃店",
        "credit_code": CREDIT_CODES[1],
        "licensed_on_date": in_days(desk, 0),
        "category": "migrant_returnee",
        "employees": 0,
        "licence": PROOF,
    }
    desk.advance(by="P12M1D")
    made = desk.apply("HRSS-011", founder, form)
    desk.advance(by="PT5M")
    _taken_back(desk, founder, made)


def _taken_back(desk: Desk, founder: Cardholder, made: Json) -> None:
    grant = f"/v1/subsidy-grants/{desk.application(made)['result']['subsidy_grant_id']}"
    desk.get(grant)
    desk.get("/v1/benefit-payments", person_id=founder.id)
    back = desk.post(f"{grant}/recover", _FALSE, desk.agency(DEMO_CITY))
    owed = _owed(desk, back["id"])
    desk.post(f"{owed}/refund", {"amount_fen": desk.get(owed)["owed_fen"]})
    desk.advance(by="PT5M")
    desk.get(owed)


def _paid_for_work(owner: Client) -> None:
    desk = Desk(owner, "employers")
    _intern(desk)
    _founder(desk)
    ended(desk)


STORIES = (
    Story(
        "D",
        "Story D - a subsidy onto the card",
        "A graduate in hardship applies, is asked for a proof, stands on public notice, and is "
        "paid: the bank returns the money, and with an account it is paid again.",
        "story-d",
        _graduate,
    ),
    Story(
        "G",
        "Story G - contributions subsidised, and a month given back",
        "Somebody is recognised in difficulty and works flexibly; the contributions are "
        "subsidised every month. The record of the work is corrected: a month too much is given "
        "back in parts, and then the subsidy is taken back as a whole. A recognition that should "
        "not have been is revoked.",
        "story-g",
        at_desk("hardship", _flexible_work),
    ),
    Story(
        "H",
        "Story H - an intern and a founder",
        "An internship base is paid for its intern until the intern leaves. A founder has a "
        "subsidy that rests on false facts; it is owed back and refunded off the card.",
        "story-h",
        _paid_for_work,
    ),
)
