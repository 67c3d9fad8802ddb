"""Stories of the labour market: somebody is hired, and somebody loses work."""

from scenarios.benefits import Desk, job_market, work
from scenarios.benefits.desk import DEMO_CITY, Cardholder
from scenarios.client import Client
from tools.collections.story import Json, Story, at_desk, in_days

_PATH = "/v1/job-referrals"


def _hired(desk: Desk) -> None:
    """A cook seeks, an employer looks for one, they meet; the employment is reported."""
    employer = desk.party("employer", name="Restaurant")
    cook = desk.cardholder(name="方炊")
    seeker = job_market.seeker(desk, cook)
    place = job_market.vacancy(desk, employer)
    employer.get(f"/v1/job-vacancies/{place['id']}/candidates")
    desk.get(f"/v1/job-seekers/{seeker}/recommended-vacancies")
    both = {"job_seeker_id": seeker, "job_vacancy_id": place["id"]}
    referral = f"{_PATH}/{desk.post(_PATH, both, employer)['id']}"
    desk.post(f"{referral}/invite", {"interview_on": in_days(desk, 3)}, employer)
    desk.advance(by="P3D")
    desk.post(f"{referral}/hire", None, employer)
    form = work.job(desk, start_date=in_days(desk, 0))
    made = desk.apply("HRSS-002", cook, form, at=employer)
    record = f"/v1/employment-records/{made['result']['employment_record_id']}"
    desk.get(record)
    right = desk.post(f"{record}/correct", {"post": "面点师"}, employer)
    desk.get(record)
    desk.apply("HRSS-005", cook, {"print_certificate": False})
    desk.advance(by="P30D")
    _out_of_work(desk, cook, right, employer)


def _out_of_work(desk: Desk, cook: Cardholder, record: Json, employer: Client) -> None:
    """The work ends, unemployment is registered, and a certificate is on the card."""
    work.ended(desk, record, at=employer)
    form = {
        "leaving_reason": "contract_ended",
        "left_on_date": in_days(desk, 0),
        "last_employer_name": "示范单位",
        "seeks_work": True,
    }
    registered = desk.apply("HRSS-003", cook, form)["result"]["unemployment_registration_id"]
    desk.get(f"/v1/unemployment-registrations/{registered}")
    asked = {"purpose": "policy", "write_to_chip": True}
    made = desk.apply("HRSS-004", cook, asked)
    certificate = f"/v1/employment-certificates/{made['result']['employment_certificate_id']}"
    desk.get(certificate)
    desk.get(f"/v1/service-certificates/{made['certificate_id']}")
    desk.advance(by="P12M1D")
    agency = desk.agency(DEMO_CITY)
    desk.get(certificate)
    desk.post(f"{certificate}/review", None, agency)
    reason = {"reason": "withdrawn"}
    desk.post(f"/v1/unemployment-registrations/{registered}/cancel", reason)
    desk.post(f"{certificate}/cancel", {"reason": "本人申请"}, agency)


def _fair(desk: Desk) -> None:
    """A fair of the spring campaign: a place by card, let in by card, counted afterwards."""
    agency, day = desk.agency(DEMO_CITY), in_days(desk, 5)
    form = {
        "region_code": DEMO_CITY,
        "name": "春风行动专场招聘会",
        "campaign": "spring_breeze",
        "venue": "示范市人力资源市场",
        "on_date": day,
        "capacity": 200,
    }
    fair = desk.post("/v1/job-fairs", form, agency)
    job_market.vacancy(desk, desk.party("employer", name="Restaurant"), job_fair_id=fair["id"])
    visitor = {"card_id": desk.cardholder(name="赵来").card_id}
    place = {"job_fair_id": fair["id"], **visitor}
    registered = desk.post("/v1/job-fair-registrations", place)
    desk.advance(to=f"{day}T09:00:00+08:00")
    desk.post(f"/v1/job-fairs/{fair['id']}/entries", visitor, agency)
    desk.advance(by="P1D")
    desk.get(f"/v1/job-fairs/{fair['id']}")
    desk.get(f"/v1/job-fair-registrations/{registered['id']}")


STORIES = (
    Story(
        "E",
        "Story E - from a vacancy to a certificate of unemployment",
        "A cook is found for a vacancy, interviewed and hired; the employer reports the work, "
        "corrects it and ends it. Unemployment is registered, a certificate goes onto the card, "
        "is reviewed after a year and given back.",
        "story-e",
        at_desk("work", _hired),
    ),
    Story(
        "F",
        "Story F - a job fair entered by card",
        "The agency announces a fair, an employer brings a vacancy, a visitor books a place by "
        "card, shows the same card at the door, and is counted.",
        "story-f",
        at_desk("fair", _fair),
    ),
)
