"""What the journeys of work injury share: who is hurt, recognised, appraised, and by whom."""

from datetime import date, timedelta
from typing import Any

from scenarios.benefits.desk import DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import codes, today
from scenarios.client import Client

EMPLOYER, EMPLOYER_NAME = "91990100MA0000001G", "示范建设有限公司"
PROOF = {"title": "证明材料", "sha256": "ab" * 32, "issued_by": "示范单位"}
WAGE = 800_000
"""A month, as declared; between 60 % and 300 % of Demo City's average, 7000.00."""
Json = dict[str, Any]


def ago(desk: Desk, days: int) -> str:
    """The day so many before the world's today."""
    return (today(desk) - timedelta(days=days)).isoformat()


def insured(desk: Desk, region: str = DEMO_CITY, *, name: str = "伍工", **more: Any) -> Cardholder:
    """Somebody with a card who has been insured against work injuries for years."""
    who = desk.cardholder(region, name=name, **more)
    said = {"insurance_kind": "work_injury", "region_code": region, "from_date": "2020-01-01"}
    desk.post(f"/v1/persons/{who.id}/enrolments", said)
    return who


def accident(desk: Desk, days: int = 10, **more: Any) -> Json:
    """The form of an accident so many days ago."""
    return {
        "employer_credit_code": EMPLOYER,
        "injured_on_date": ago(desk, days),
        "injury_kind": "at_work",
        "place": "示范工地",
        "circumstances": "在工作岗位上搬运货物时砸伤左手。",
        "diagnosis": "左手第二掌骨骨折",
        "witnesses": [],
        "average_wage_fen": WAGE,
        "employment_proof": PROOF,
        "diagnosis_proof": PROOF,
        **more,
    }


def recognised(desk: Desk, who: Cardholder, days: int = 10, **more: Any) -> Json:
    """The injury of somebody, as recognised."""
    made = desk.apply("HRSS-042", who, accident(desk, days, **more))
    expect((made["status"], codes(made)), ("effective", []), "the recognition")
    found: Json = desk.get(f"/v1/work-injuries/{made['result']['work_injury_id']}")
    return found


def appraisal(injury: Json, **more: Any) -> Json:
    return {
        "recognition_number": injury["number"],
        "appraisal_kind": "first",
        "injured_parts": ["左手"],
        "asks_for": ["grade", "care"],
        **more,
    }


def appraised(
    desk: Desk, who: Cardholder, injury: Json, grade: int | None = 7, *, care: str = "none",
    devices: tuple[str, ...] = (), at: Client | None = None, **more: Any,
) -> Json:  # fmt: skip
    """What a panel of three found, not yet final."""
    made = desk.apply("HRSS-043", who, appraisal(injury, **more))
    expect(
        (made["status"], codes(made)), ("in_review", ["appraisal_panel_wanted"]), "the appraisal"
    )
    panel = {"service_application_id": made["id"], "experts": "3", "care_level": care}
    panel |= {"devices": list(devices)} | ({} if grade is None else {"grade": grade})
    desk.post("/v1/capacity-panels", panel, at or desk.agency(DEMO_CITY))
    done = desk.application(made)
    expect(done["status"], "effective", "the appraisal with its panel")
    found: Json = desk.get(f"/v1/capacity-findings/{done['result']['capacity_finding_id']}")
    return found


def final(desk: Desk, who: Cardholder, injury: Json, grade: int | None = 7, **more: Any) -> Json:
    """A finding that nobody contested within fifteen days."""
    found = appraised(desk, who, injury, grade, **more)
    desk.advance(by="P16D")
    shown: Json = desk.get(f"/v1/capacity-findings/{found['id']}")
    expect(shown["status"], "final", "the finding after fifteen days")
    return shown


def number_of(who: Cardholder) -> str:
    return str(who.person["social_security_number"])


def employer(desk: Desk) -> Client:
    """The employer with the credit code, which is known once it has staff on record."""
    at = desk.party("employer", DEMO_CITY, name="injury employer")
    worker = desk.cardholder(name="伍员")
    post = {
        "employment_kind": "employed",
        "employer_credit_code": EMPLOYER,
        "employer_name": EMPLOYER_NAME,
        "contract_kind": "open_ended",
        "post": "木工",
        "start_date": today(desk).isoformat(),
    }
    made = desk.apply("HRSS-002", worker, post, at=at)
    expect((made["status"], codes(made)), ("effective", []), "the employment")
    return at


def born(desk: Desk, years: int) -> date:
    """A day of birth of somebody who is so old today."""
    day = today(desk)
    return date(day.year - years, 1, 15)
