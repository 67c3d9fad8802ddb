"""What the journeys of training, skills, titles and examinations share."""

from datetime import date
from typing import Any

from scenarios.benefits.desk import DEMO_CITY, Cardholder, Desk, expect

COOK = "中式烹调师"
PAPER = {"title": "单位推荐意见", "sha256": "ab" * 32, "issued_by": "示范机械厂"}


def today(desk: Desk) -> date:
    return date.fromisoformat(desk.get("/sandbox/v1/clock")["now"][:10])


def codes(application: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in application.get("reasons", [])]


def rejected(application: dict[str, Any], *wanted: str) -> None:
    expect((application["status"], codes(application)), ("rejected", list(wanted)))


def certified(
    desk: Desk, who: Cardholder, number: str, level: str = "primary", **more: Any
) -> dict[str, Any]:
    """A certificate of the appraisal organisation, of today unless said otherwise."""
    said = {
        "person_id": who.id,
        "region_code": DEMO_CITY,
        "number": number,
        "occupation": COOK,
        "level": level,
        "issued_on_date": today(desk).isoformat(),
        "issuer_name": "示范技能评价中心",
    }
    appraiser = desk.party("employer", name="Appraisal centre")
    made: dict[str, Any] = desk.post("/v1/skill-certificates", {**said, **more}, appraiser)
    return made


def held(desk: Desk, who: Cardholder, code: str = "HRSS-071") -> list[tuple[str, str]]:
    """What the certificate or title query answers of the person."""
    answered = desk.apply(code, who, {"print_certificate": False})
    return [(each["number"], each["status"]) for each in answered["result"]["records"]]
