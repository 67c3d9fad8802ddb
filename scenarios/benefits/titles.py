"""Journeys of professional titles: reviewed by a board, recognised elsewhere, asked for."""

from datetime import date
from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import PAPER, codes, held, rejected

ENGINEER: dict[str, Any] = {
    "title_level": "assistant",
    "title_series": "工程技术",
    "speciality": "机械",
    "years_in_profession": 3,
    "education": "bachelor",
    "works": [],
}


# ---- HRSS-072 职称评审, HRSS-073 职称查询


def _reviewed(desk: Desk, who: Cardholder, region: str, **more: Any) -> dict[str, Any]:
    """An application that waits for the board."""
    inputs = {**ENGINEER, "employer_recommendation": PAPER, **more}
    made = desk.apply("HRSS-072", who, inputs, region_code=region)
    expect((made["status"], made["waiting_for"]), ("in_review", "reviewer"))
    return made


def voted(desk: Desk, made: dict[str, Any], present: int, in_favour: int) -> dict[str, Any]:
    body = {"service_application_id": made["id"], "seats": 9, "present": present}
    at = desk.agency(made["competent_region_code"])
    ballot: dict[str, Any] = desk.post("/v1/title-ballots", {**body, "in_favour": in_favour}, at)
    return ballot


def title_review(desk: Desk) -> None:
    """Recommendation, vote, notice, title; voted down; and recognised between the two."""
    engineer = desk.cardholder(CHONGQING, name="梁工", born=date(1988, 2, 3))
    made = desk.apply("HRSS-072", engineer, ENGINEER)
    expect(made["wanted_inputs"], ["employer_recommendation"])
    desk.act(made, "supplement", {"inputs": {"employer_recommendation": PAPER}})
    approve = {"outcome": "approved"}
    desk.refused("notice_not_held", desk.act, made, "decide", approve)
    expect(codes(desk.application(made)), ["title_vote_wanted"], "what it waits for")
    impossible = {"service_application_id": made["id"], "seats": 5, "present": 6, "in_favour": 1}
    desk.refused("ballot_impossible", desk.post, "/v1/title-ballots", impossible)
    foreign = {**impossible, "seats": 9}
    elsewhere = desk.agency(DEMO_CITY)
    desk.refused("region_not_allowed", desk.post, "/v1/title-ballots", foreign, elsewhere)
    voted(desk, made, 6, 4)
    expect(desk.application(made)["status"], "on_notice", "after the vote")
    desk.refused("ballot_twice", voted, desk, made, 6, 4)
    desk.advance(by="P12D")
    done = desk.application(made)
    title = desk.get(f"/v1/professional-titles/{done['result']['title_id']}")
    expect((title["level"], title["recognised_in"]), ("assistant", ["500000", "510000"]))
    expect(held(desk, engineer, "HRSS-073"), [(title["number"], "granted")])
    _voted_down(desk)
    _recognised(desk, engineer)


def _voted_down(desk: Desk) -> None:
    """Too few in favour, too few there, and years that don't suffice."""
    other = desk.cardholder(CHONGQING, name="贾工")
    made = _reviewed(desk, other, CHONGQING)
    voted(desk, made, 6, 3)
    rejected(desk.application(made), "title_board_against")
    again = _reviewed(desk, other, CHONGQING)
    voted(desk, again, 5, 5)
    rejected(desk.application(again), "title_board_without_quorum")
    short = desk.apply("HRSS-072", other, {**ENGINEER, "years_in_profession": 0})
    rejected(short, "title_years_short")


def _recognised(desk: Desk, engineer: Cardholder) -> None:
    """Chengdu takes the title of Chongqing as its own, Demo City does not."""
    next_one = {**ENGINEER, "title_level": "intermediate", "employer_recommendation": PAPER}
    soon = desk.apply(
        "HRSS-072", engineer, next_one, region_code=CHENGDU, accepting_region_code=CHONGQING
    )
    desk.advance(by="PT2M")
    rejected(desk.application(soon), "title_lower_too_recent")
    rejected(
        desk.apply("HRSS-072", engineer, next_one, region_code=DEMO_CITY), "title_lower_missing"
    )


def title_query(desk: Desk) -> None:
    """None found; found and printed; revoked it is shown so, and counts no more."""
    engineer = desk.cardholder(CHENGDU, name="夏工", born=date(1985, 9, 1))
    expect(held(desk, engineer, "HRSS-073"), [], "before there is any")
    made = _reviewed(desk, engineer, CHENGDU)
    voted(desk, made, 9, 9)
    desk.advance(by="P12D")
    [(number, status)] = held(desk, engineer, "HRSS-073")
    expect(status, "granted")
    printed = desk.apply("HRSS-073", engineer, {"print_certificate": True})
    page = desk.get(f"/v1/service-certificates/{printed['certificate_id']}/page")
    expect(number in page, True, "the page to print")
    [title] = desk.listed("/v1/professional-titles", person_id=engineer.id)
    revoke = f"/v1/professional-titles/{title['id']}/revoke"
    wrong = {"reason": "材料不实"}
    desk.refused("region_not_allowed", desk.post, revoke, wrong, desk.agency(DEMO_CITY))
    desk.post(revoke, wrong, desk.agency(CHENGDU))
    expect(held(desk, engineer, "HRSS-073"), [(number, "revoked")])
    desk.refused("professional_title_revoked", desk.post, revoke, wrong)
    query = {"print_certificate": False}
    elsewhere = desk.apply("HRSS-073", engineer, query, accepting_region_code=CHONGQING)
    desk.advance(by="PT2M")
    expect(desk.application(elsewhere)["status"], "completed", "the query from another region")


JOURNEYS = {
    "HRSS-072": title_review,
    "HRSS-073": title_query,
}
