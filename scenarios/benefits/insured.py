"""What the journeys of social insurance share: employers, staff, charges, accounts, the books."""

from typing import Any

from scenarios.benefits.desk import DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.subsidised import by_employer, month_of
from scenarios.client import Client

CODES = ("91990100MA0000901K", "91990100MA0000902N", "91990100MA0000903R")
PROOF = {"title": "用工备案", "sha256": "cd" * 32}
FIVE = 5
"""Insurances of an employee."""
Json = dict[str, Any]


def employer(
    desk: Desk, code: str = CODES[0], region: str = DEMO_CITY, name: str = "insured employer"
) -> Client:
    """An employer that is registered for social insurance in the region."""
    party = desk.party("employer", region, name=name)
    body = {
        "credit_code": code,
        "name": "示范参保单位",
        "region_code": region,
        "nature": "enterprise",
        "industry_class": 2,
        "size": "small",
    }
    known = desk.listed("/v1/insured-employers", region_code=region, credit_code=code)
    if not known:
        desk.post("/v1/insured-employers", body, party)
    return party


def person(who: Cardholder) -> str:
    return str(who.person["social_security_number"])


def on_list(desk: Desk, who: Cardholder, wage: int = 600_000, away: int = 0) -> Json:
    """Somebody on a list of staff, hired and insured from a month on."""
    month = month_of(desk, away)
    return {
        "social_security_number": person(who),
        "name": who.person["name"],
        "hired_on_date": f"{month}-01",
        "from_month": month,
        "monthly_wage_fen": wage,
    }


def enrolment(*staff: Json, code: str = CODES[0], proof: bool = True) -> Json:
    form: Json = {"employer_credit_code": code, "staff": list(staff)}
    return form | ({"employment_proof": PROOF} if proof else {})


def enrolled(desk: Desk, who: Cardholder, at: Client, wage: int = 600_000, away: int = 0) -> Json:
    """Somebody in the five insurances of an employer."""
    made = by_employer(desk, "HRSS-052", enrolment(on_list(desk, who, wage, away)), at)
    expect(made["status"], "effective", "the enrolment")
    return made


def account_of(desk: Desk, who: Cardholder, kind: str = "employee_pension") -> Json:
    """The personal account, whose entries sum to its balance."""
    [found] = desk.listed("/v1/pension-accounts", person_id=who.id, kind=kind)
    entries = desk.listed(f"/v1/pension-accounts/{found['id']}/entries")
    expect(sum(each["amount_fen"] for each in entries), found["balance_fen"], "the entries")
    return found


def months_of(desk: Desk, who: Cardholder, kind: str, status: str = "paid") -> list[str]:
    """Which months are there of a kind, the first one first."""
    found = desk.listed("/v1/contribution-months", person_id=who.id, kind=kind, status=status)
    return sorted(each["month"] for each in found)


def received(desk: Desk, region: str, fund: str) -> int:
    """What the region's book says that a fund got of contributions, in fen."""
    shown = desk.get(f"/v1/books/R:{region}/trial-balance")["accounts"]
    wanted = f"contribution.{fund}"
    return sum(int(each.get("credit_fen", 0)) for each in shown if each["account"] == wanted)
