"""What the journeys of unemployment insurance share: work that was lost, and what follows."""

from datetime import date, timedelta
from typing import Any

from scenarios.benefits.desk import DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import codes, today
from scenarios.benefits.subsidised import month_of
from scenarios.benefits.work import employed, ended

Json = dict[str, Any]
FUND = "unemployment"
BENEFITS = "/v1/unemployment-benefits"


def insured(desk: Desk, who: Cardholder, months: int, region: str = DEMO_CITY) -> Json:
    """Months of unemployment insurance, the last one before this month."""
    body = earlier(who, month_of(desk, -months), month_of(desk, -1), region)
    made: Json = desk.post("/v1/earlier-contributions", body, desk.agency(region))
    return made


def earlier(who: Cardholder, first: str, last: str, region: str = DEMO_CITY) -> Json:
    """Months of unemployment insurance that are taken over, both ends counted."""
    stretch = {"kind": "taken_over", "from_month": first, "to_month": last, "base_fen": 600_000}
    said = {"person_id": who.id, "region_code": region, "scheme": "unemployment"}
    return {**said, "stretches": [stretch]}


def laid_off(desk: Desk, who: Cardholder, why: str = "laid_off") -> str:
    """Employed for a month, and registered as unemployed; the registration's id."""
    ended(desk, employed(desk, who), why)
    return registered(desk, who, why)


def registered(desk: Desk, who: Cardholder, why: str = "laid_off") -> str:
    form = {
        "leaving_reason": why,
        "left_on_date": today(desk).isoformat(),
        "last_employer_name": "示范单位",
        "seeks_work": True,
    }
    made = desk.apply("HRSS-003", who, form)
    expect((made["status"], codes(made)), ("effective", []), "the registration")
    return str(made["result"]["unemployment_registration_id"])


def claim_form(desk: Desk, why: str = "laid_off", **more: Any) -> Json:
    return {
        "leaving_reason": why,
        "left_on_date": today(desk).isoformat(),
        "claim_region_code": DEMO_CITY,
        "contact_phone": "19900000001",
        "seeks_work": True,
        **more,
    }


def claimed(desk: Desk, who: Cardholder, **more: Any) -> Json:
    """The benefit of somebody who lost the work today."""
    made = desk.apply("HRSS-013", who, claim_form(desk, **more))
    expect((made["status"], codes(made)), ("effective", []), "the claim")
    shown: Json = desk.get(f"{BENEFITS}/{made['result']['unemployment_benefit_id']}")
    return shown


def on_benefit(desk: Desk, months: int = 60, name: str = "李安") -> tuple[Cardholder, str, Json]:
    """Somebody with an account who was laid off and draws the benefit from next month on."""
    who = desk.cardholder(name=name)
    account = desk.account(who)
    insured(desk, who, months)
    laid_off(desk, who)
    return who, account, claimed(desk, who)


def to_day(desk: Desk, day: int, months: int = 0) -> None:
    """On to ten o'clock of that day of a month, so many months from now."""
    desk.advance(to=f"{month_of(desk, months)}-{day:02d}T10:00:00+08:00")


def months_paid(desk: Desk, benefit: str) -> list[tuple[str, int, str]]:
    """What was paid of a benefit, the first month first."""
    listed = desk.listed(f"{BENEFITS}/{benefit}/months")
    return sorted((each["month"], each["amount_fen"], each["status"]) for each in listed)


def checked(desk: Desk, who: Cardholder, **more: Any) -> Json:
    """An application for this month's check."""
    form = {
        "check_month": month_of(desk),
        "method": "face",
        "seeks_work": True,
        "offers_refused": 0,
        **more,
    }
    return desk.apply("HRSS-015", who, form)


def by_agency(desk: Desk, code: str, form: Json, region: str = DEMO_CITY) -> Json:
    """An application of an agency for what it does itself."""
    body = {"item_code": code, "inputs": form, "region_code": region}
    made: Json = desk.post("/v1/service-applications", body, desk.agency(region))
    return made


def day_before(desk: Desk, days: int) -> date:
    return today(desk) - timedelta(days=days)
