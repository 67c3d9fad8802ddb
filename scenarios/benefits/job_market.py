"""The world around the employment items: vacancies, matching, hiring, and a job fair by card."""

from datetime import timedelta
from typing import Any

from scenarios.benefits.desk import CHENGDU, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.employment import SEEKING
from scenarios.benefits.work import CODES, job, recorded, today
from scenarios.client import Client

Json = dict[str, Any]


def vacancy(desk: Desk, at: Client, code: str = CODES[0], **more: Any) -> Json:
    """A cook is wanted in Demo City."""
    form = {
        "employer_credit_code": code,
        "employer_name": "示范餐饮有限公司",
        "region_code": DEMO_CITY,
        "occupation": "中式烹调师",
        "headcount": 1,
        "pay_from_fen": 500_000,
        "pay_to_fen": 700_000,
        "until_date": (today(desk) + timedelta(days=60)).isoformat(),
        **more,
    }
    made: Json = desk.post("/v1/job-vacancies", form, at)
    return made


def seeker(desk: Desk, who: Cardholder, **more: Any) -> str:
    """The id of a registration that seeks the same work."""
    made = desk.apply("HRSS-001", who, {**SEEKING, **more})
    return str(made["result"]["job_seeker_id"])


def hiring(desk: Desk) -> None:
    """Posted, matched with reasons, interviewed, hired; then the employment is registered."""
    employer = desk.party("employer", name="employer one")
    other = desk.party("employer", name="employer two")
    cook, welder = desk.cardholder(), desk.cardholder(name="王宁")
    good, bad = seeker(desk, cook), seeker(desk, welder, occupation_wanted="焊工")
    place = vacancy(desk, employer, education_least="college")
    wrong: Json = {"pay_from_fen": 900_000}
    desk.refused("job_vacancy_impossible", lambda: vacancy(desk, employer, **wrong))
    desk.refused("employer_code_taken", lambda: vacancy(desk, other))
    path = f"/v1/job-vacancies/{place['id']}"
    found = employer.get(f"{path}/candidates")["data"]
    expect([(each["job_seeker_id"], each["score"]) for each in found], [(good, 100)])
    desk.refused("vacancy_of_another_employer", other.get, f"{path}/candidates")
    offered = desk.get(f"/v1/job-seekers/{good}/recommended-vacancies")["data"]
    expect([each["job_vacancy_id"] for each in offered], [place["id"]])
    _hired(desk, place, (good, bad), employer)
    _seeks_no_more(desk, bad, employer)
    expect(recorded(desk, cook), [("job_seeker", "matched")], "the record query")
    form = job(desk, start_date=today(desk).isoformat())
    made = desk.apply("HRSS-002", cook, form, at=employer)
    expect(made["status"], "effective", "the employment that follows")
    open_one = vacancy(desk, other, CODES[1], occupation="焊工")
    desk.advance(by="P61D")
    expect(desk.get(f"/v1/job-vacancies/{open_one['id']}")["status"], "expired")


def _hired(desk: Desk, place: Json, seekers: tuple[str, str], employer: Client) -> None:
    good, bad = seekers
    path = "/v1/job-referrals"
    both = {"job_seeker_id": good, "job_vacancy_id": place["id"]}
    unfit = {**both, "job_seeker_id": bad}
    desk.refused("seeker_does_not_suit", desk.post, path, unfit, employer)
    made = desk.post(path, both, employer)
    desk.refused("introduced_already", desk.post, path, both, employer)
    desk.refused("job_referral_state", desk.post, f"{path}/{made['id']}/hire", None, employer)
    day = {"interview_on": today(desk).isoformat()}
    expect(desk.post(f"{path}/{made['id']}/invite", day, employer)["status"], "interview")
    elsewhere = vacancy(desk, employer, headcount=3)
    second = desk.post(path, {**both, "job_vacancy_id": elsewhere["id"]}, employer)
    expect(desk.post(f"{path}/{made['id']}/hire", None, employer)["status"], "hired")
    expect(desk.get(f"{path}/{second['id']}")["declined_by"], "hired_elsewhere")
    shown = desk.get(f"/v1/job-vacancies/{place['id']}")
    expect((shown["status"], shown["filled"]), ("filled", 1))
    closed = f"/v1/job-vacancies/{place['id']}/close"
    desk.refused("job_vacancy_not_open", desk.post, closed, None, employer)
    expect(desk.post(f"/v1/job-vacancies/{elsewhere['id']}/close", None, employer)["filled"], 0)


def _seeks_no_more(desk: Desk, welder: str, employer: Client) -> None:
    """Registered and introduced, then taken back: the employer is told, and nobody is offered."""
    place = vacancy(desk, employer, occupation="焊工")
    both = {"job_seeker_id": welder, "job_vacancy_id": place["id"]}
    made = desk.post("/v1/job-referrals", both, employer)
    path = f"/v1/job-seekers/{welder}/withdraw"
    desk.refused("region_not_allowed", desk.post, path, None, desk.agency(CHENGDU))
    expect(desk.post(path)["status"], "withdrawn")
    shown = desk.get(f"/v1/job-referrals/{made['id']}")
    expect((shown["status"], shown["declined_by"]), ("declined", "seeker"))
    desk.refused("job_seeker_not_seeking", desk.post, path)
    desk.refused("job_seeker_not_seeking", desk.post, "/v1/job-referrals", both, employer)


def spring_breeze(desk: Desk) -> None:
    """A fair of the Spring Breeze campaign (春风行动): registered and entered by card."""
    agency = desk.agency(DEMO_CITY)
    day = today(desk) + timedelta(days=2)
    form = {
        "region_code": DEMO_CITY,
        "name": "春风行动专场招聘会",
        "campaign": "spring_breeze",
        "venue": "示范市人力资源市场",
        "on_date": day.isoformat(),
        "capacity": 2,
    }
    past = {**form, "on_date": "2020-02-02"}
    desk.refused("job_fair_in_past", desk.post, "/v1/job-fairs", past, agency)
    desk.refused("region_not_allowed", desk.post, "/v1/job-fairs", form, desk.agency(CHENGDU))
    fair = desk.post("/v1/job-fairs", form, agency)
    offered = vacancy(desk, desk.party("employer", name="employer one"), job_fair_id=fair["id"])
    expect(desk.listed("/v1/job-vacancies", job_fair_id=fair["id"])[0]["id"], offered["id"])
    comes, stays, late = (desk.cardholder(name=name) for name in ("赵来", "钱留", "孙迟"))
    first = _place(desk, fair, {"card_id": comes.card_id})
    _place(desk, fair, {"electronic_code": desk.code(stays)})
    path, entries = "/v1/job-fair-registrations", f"/v1/job-fairs/{fair['id']}/entries"
    said = {"job_fair_id": fair["id"]}
    desk.refused("job_fair_registered", desk.post, path, {**said, "card_id": comes.card_id})
    desk.refused("job_fair_full", desk.post, path, {**said, "card_id": late.card_id})
    shown = {"card_id": comes.card_id}
    desk.refused("not_the_day_of_the_fair", desk.post, entries, shown, agency)
    desk.advance(to=f"{day.isoformat()}T09:00:00+08:00")
    expect(desk.post(entries, shown, agency)["status"], "entered")
    desk.refused("job_fair_registered", desk.post, entries, shown, agency)
    stranger = {"card_id": late.card_id}
    desk.refused("not_registered_for_fair", desk.post, entries, stranger, agency)
    desk.advance(by="P1D")
    held = desk.get(f"/v1/job-fairs/{fair['id']}")
    expect((held["status"], held["registered"], held["entered"]), ("held", 2, 1))
    expect(desk.get(f"{path}/{first['id']}")["status"], "entered")
    [absent] = desk.listed(path, job_fair_id=fair["id"], status="absent")
    expect(absent["person_id"], stays.id)
    used = desk.get(f"/v1/verifications/{first['verification_id']}")
    expect(used["purpose"], "government_counter", "what the card service keeps of it")
    desk.refused("job_fair_over", desk.post, f"/v1/job-fairs/{fair['id']}/cancel", None, agency)


def _place(desk: Desk, fair: Json, card: Json) -> Json:
    made: Json = desk.post("/v1/job-fair-registrations", {"job_fair_id": fair["id"], **card})
    expect(made["status"], "registered")
    return made


STORIES = {"hiring": hiring, "spring breeze": spring_breeze}
"""By name; they are of no service item."""
