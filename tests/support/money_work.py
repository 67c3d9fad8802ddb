"""Calls on vacancies, fairs and graduates without work, ready to be done once each.

Part of `tests/support/money.py: CASES`. They move no money; what was done once is there once.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from scenarios import road
from tests.support.money_benefits import Parts, Town
from tests.support.work_things import FAIR, PLACE, applied
from tests.support.work_things import SEEKING as WANTED


def post_job_vacancy(town: Town) -> Parts:
    pay = PLACE["pay_to_fen"] - next(town.numbers)  # no other vacancy has it
    look = lambda: _with(town, "/v1/job-vacancies", "pay_to_fen", pay)  # noqa: E731
    return "/v1/job-vacancies", {**PLACE, "pay_to_fen": pay}, look, 1, 0


def announce_job_fair(town: Town) -> Parts:
    name = f"春风行动{town.card()['id'][-8:]}场"
    look = lambda: _with(town, "/v1/job-fairs", "name", name)  # noqa: E731
    return "/v1/job-fairs", {**FAIR, "name": name}, look, 1, 0


def introduce_job_seeker(town: Town) -> Parts:
    place = town.post("/v1/job-vacancies", PLACE)
    seeker = applied(town, town.card(), "HRSS-001", WANTED)["result"]["job_seeker_id"]
    body = {"job_seeker_id": seeker, "job_vacancy_id": place["id"]}
    return "/v1/job-referrals", body, town.count("/v1/job-referrals", job_seeker_id=seeker), 1, 0


def register_for_job_fair(town: Town) -> Parts:
    fair = town.post("/v1/job-fairs", FAIR)
    body = {"job_fair_id": fair["id"], "card_id": town.card()["id"]}
    look = town.count("/v1/job-fair-registrations", job_fair_id=fair["id"])
    return "/v1/job-fair-registrations", body, look, 1, 0


def enter_job_fair(town: Town) -> Parts:
    """On the day of the fair, with a registration."""
    day = town.get("/sandbox/v1/clock")["now"][:10]
    fair = town.post("/v1/job-fairs", {**FAIR, "on_date": day})
    card = town.card()
    shown = {"card_id": card["id"]}
    town.post("/v1/job-fair-registrations", {"job_fair_id": fair["id"], **shown})
    road.calm(town.owner)
    look = town.count("/v1/job-fair-registrations", job_fair_id=fair["id"], status="entered")
    return f"/v1/job-fairs/{fair['id']}/entries", shown, look, 1, 0


def register_unemployed_graduate(town: Town) -> Parts:
    person = town.card()["person_id"]
    today = date.fromisoformat(town.get("/sandbox/v1/clock")["now"][:10])
    graduated = (today - timedelta(days=200)).isoformat()
    left = {"school_name": "示范学院", "education": "bachelor", "graduated_on": graduated}
    look = town.count("/v1/unemployed-graduates", person_id=person)
    return "/v1/unemployed-graduates", {"person_id": person, **left}, look, 1, 0


def _with(town: Town, path: str, field: str, value: Any) -> int:
    return len([each for each in town.owner.every(path) if each[field] == value])


CASES: dict[str, Callable[[Any], Parts]] = {
    "postJobVacancy": post_job_vacancy,
    "announceJobFair": announce_job_fair,
    "introduceJobSeeker": introduce_job_seeker,
    "registerForJobFair": register_for_job_fair,
    "enterJobFair": enter_job_fair,
    "registerUnemployedGraduate": register_unemployed_graduate,
}
