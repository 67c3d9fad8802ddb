"""What the journeys of employment subsidies share: who is at work, what was paid, what is owed."""

from typing import Any

from scenarios.benefits.desk import DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import codes, today
from scenarios.client import Client

PROOF = {"title": "缴费凭证", "sha256": "cd" * 32, "issued_by": "示范社保中心"}
CODES = ("91990100MA0000001G", "91990100MA0000002K", "91990100MA0000003N")
"""Unified social credit codes of invented employers and businesses."""
Json = dict[str, Any]
FUND = "employment_subsidy"


def month_of(desk: Desk, away: int = 0) -> str:
    """A month, so many from the world's present one."""
    day = today(desk)
    number = day.year * 12 + day.month - 1 + away
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def unemployed(desk: Desk, who: Cardholder) -> None:
    form = {
        "leaving_reason": "never_employed",
        "left_on_date": today(desk).isoformat(),
        "seeks_work": True,
    }
    expect(desk.apply("HRSS-003", who, form)["status"], "effective", "the registration")


def in_difficulty(desk: Desk, who: Cardholder) -> None:
    """Recognised as an older unemployed person, after the notice."""
    unemployed(desk, who)
    made = desk.apply("HRSS-006", who, {"category": "elderly_unemployed"})
    desk.advance(by="P12D")
    expect(desk.application(made)["status"], "effective", "the recognition")


def at_work(desk: Desk, who: Cardholder, **form: Any) -> str:
    """The id of an employment that begins today."""
    said = {"start_date": today(desk).isoformat(), "contract": PROOF, **form}
    made = desk.apply("HRSS-002", who, said)
    expect((made["status"], codes(made)), ("effective", []), "the employment")
    return str(made["result"]["employment_record_id"])


def months_paid(desk: Desk, subsidy: str) -> list[tuple[str, int, str]]:
    """What was paid of a subsidy, the first month first."""
    listed = desk.listed(f"/v1/subsidies/{subsidy}/months")
    shown = [(each["month"], each["amount_fen"], each["status"]) for each in listed]
    return sorted(shown)


def recovery_of(desk: Desk, about: str) -> Json:
    [found] = desk.listed("/v1/benefit-recoveries", about_id=about)
    return found


def number_of(who: Cardholder) -> Json:
    return {"social_security_number": who.person["social_security_number"]}


def by_employer(desk: Desk, code: str, form: Json, at: Client) -> Json:
    """An application of an employer for itself, by its key."""
    body = {"item_code": code, "inputs": form, "region_code": DEMO_CITY}
    made: Json = desk.post("/v1/service-applications", body, at)
    return made
