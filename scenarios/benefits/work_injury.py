"""Journeys of work injuries: recognised, contested, appraised."""

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.injured import (
    EMPLOYER,
    PROOF,
    WAGE,
    Json,
    accident,
    ago,
    appraisal,
    appraised,
    employer,
    final,
    insured,
    number_of,
    recognised,
)
from scenarios.benefits.learning import codes
from scenarios.client import Client

# ---- HRSS-042 工伤认定


def recognition(desk: Desk) -> None:
    """Recognised by the worker's card; `medical` knows it, once; the employer contests it."""
    worker = insured(desk)
    form = accident(desk)
    _what_is_refused(desk, worker, form)
    injury = recognised(desk, worker)
    expect((injury["status"], injury["declared_wage_fen"]), ("recognised", WAGE))
    desk.advance(by="PT1M")
    [known] = desk.listed("/v1/work-injury-recognitions", person_id=worker.id)
    told = (known["decision_number"], known["injured_on"])
    expect(told, (injury["number"], injury["injured_on_date"]), "what medical knows")
    expect(codes(desk.apply("HRSS-042", worker, form)), ["injury_recognised_already"])
    _not_twice_in_medical(desk, worker, injury)
    _confirmed_and_contested(desk, injury)
    _waits_for_the_police(desk)
    _by_the_employer(desk)
    _across_regions(desk)


def _what_is_refused(desk: Desk, worker: Cardholder, form: Json) -> None:
    late = desk.apply("HRSS-042", worker, accident(desk, 400))
    expect((late["status"], codes(late)), ("rejected", ["recognition_too_late"]))
    tomorrow = {**form, "injured_on_date": ago(desk, -1)}
    expect(codes(desk.apply("HRSS-042", worker, tomorrow)), ["injury_in_future"])
    sudden = {**form, "injury_kind": "sudden_death", "died_on_date": ago(desk, 7)}
    expect(codes(desk.apply("HRSS-042", worker, sudden)), ["sudden_death_too_late"])
    other = {**form, "injured_number": number_of(desk.cardholder(name="别人"))}
    expect(codes(desk.apply("HRSS-042", worker, other)), ["injured_differs"])
    path = "/v1/service-applications"
    body = {"item_code": "HRSS-042", "card_id": worker.card_id}
    negative = {**body, "inputs": {**form, "average_wage_fen": -1}}
    desk.refused("invalid_request", desk.post, path, negative)
    desk.refused("work_injury_not_found", desk.get, "/v1/work-injuries/inj_" + "0" * 26)


def _not_twice_in_medical(desk: Desk, worker: Cardholder, injury: Json) -> None:
    """What was decided here is not noted there by hand a second time."""
    said = {"person_id": worker.id, "injured_on": injury["injured_on_date"], "body_part": "左手"}
    path, agency = "/v1/work-injury-recognitions", desk.agency(DEMO_CITY)
    by_hand = {**said, "decision_number": "GS-1"}
    desk.refused("work_injury_recognition_exists", desk.post, path, by_hand, agency)
    ours = {**said, "decision_number": "GSRD-990100-2026-99999"}
    desk.refused("work_injury_not_by_hand", desk.post, path, ours, agency)


def _confirmed_and_contested(desk: Desk, injury: Json) -> None:
    """The agency confirms the wage; the employer contests, is not heard, and contests no more."""
    path, agency = f"/v1/work-injuries/{injury['id']}", desk.agency(DEMO_CITY)
    wage = {"average_wage_fen": 812_345}
    far = desk.agency(CHENGDU)
    desk.refused("region_not_allowed", desk.post, f"{path}/confirm-wage", wage, far)
    shown = desk.post(f"{path}/confirm-wage", wage, agency)
    expect(shown["confirmed_wage_fen"], 812_345)
    longer = desk.post(f"{path}/extend-stop-work", {"months": 3}, agency)
    expect(longer["stop_work_extended_on_date"], ago(desk, 0))
    again = {"months": 1}
    desk.refused("stop_work_extended", desk.post, f"{path}/extend-stop-work", again, agency)
    stranger = desk.party("employer", name="injury stranger")
    why = {"reason": "受伤时不在工作岗位"}
    desk.refused("not_their_record", desk.post, f"{path}/contest", why, stranger)
    at = employer(desk)
    expect(desk.post(f"{path}/contest", why, at)["status"], "suspended")
    desk.refused("service_record_state", desk.post, f"{path}/confirm-wage", wage, agency)
    decided = desk.post(f"{path}/decide-contest", {"outcome": "upheld"}, agency)
    expect(decided["status"], "recognised")
    desk.refused("injury_contested_before", desk.post, f"{path}/contest", why, at)


def _waits_for_the_police(desk: Desk) -> None:
    """An accident on the way waits for another authority; it is overturned, and bills end."""
    rider = insured(desk, name="伍途")
    form = accident(desk, injury_kind="commuting")
    made = desk.apply("HRSS-042", rider, form)
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["police_finding"]))
    done = desk.act(made, "supplement", {"inputs": {"police_finding": PROOF}})
    path = f"/v1/work-injuries/{done['result']['work_injury_id']}"
    agency = desk.agency(DEMO_CITY)
    desk.post(f"{path}/contest", {"reason": "本人主要责任"}, agency)
    expect(desk.post(f"{path}/decide-contest", {"outcome": "overturned"}, agency)["status"],
           "not_recognised")  # fmt: skip
    desk.advance(by="PT1M")
    [known] = desk.listed("/v1/work-injury-recognitions", person_id=rider.id)
    expect(known["valid_until"], ago(desk, 0), "the last day on which a bill rests on it")
    again = desk.apply("HRSS-042", rider, {**form, "police_finding": PROOF})
    expect(again["status"], "effective", "the accident, recognised after all")


def _by_the_employer(desk: Desk) -> None:
    """Filed by the employer after its thirty days: it bears what arose until then."""
    worker = insured(desk, name="伍晚")
    form = {**accident(desk, 40), "injured_number": number_of(worker)}
    at = employer(desk)
    made = _filed(desk, at, form)
    injury = desk.get(f"/v1/work-injuries/{made['result']['work_injury_id']}")
    expect((injury["person_id"], injury["fund_from_date"]), (worker.id, ago(desk, 0)))
    other = {**form, "employer_credit_code": "91990100MA0000002K"}
    expect(codes(_filed(desk, at, other))[0], "injury_employer_differs")
    unknown = {name: value for name, value in form.items() if name != "injured_number"}
    expect(_filed(desk, at, unknown)["wanted_inputs"], ["injured_number"])


def _filed(desk: Desk, at: Client, form: Json) -> Json:
    body = {"item_code": "HRSS-042", "region_code": DEMO_CITY, "inputs": form}
    made: Json = desk.post("/v1/service-applications", body, at)
    return made


def _across_regions(desk: Desk) -> None:
    """Insured in Chongqing: handed in at Chengdu for it, and not accepted by Demo City."""
    mover = insured(desk, CHONGQING, name="渝伤")
    made = desk.apply("HRSS-042", mover, accident(desk), at=desk.agency(CHENGDU))
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT10M")
    done = desk.application(made)
    expect(done["status"], "effective", "the application in Chongqing")
    shown = desk.get(f"/v1/work-injuries/{done['result']['work_injury_id']}")
    expect((shown["region_code"], shown["employer_credit_code"]), (CHONGQING, EMPLOYER))
    away = desk.apply("HRSS-042", mover, accident(desk, 9), region_code=DEMO_CITY)
    expect((away["status"], codes(away)), ("not_accepted", ["injury_insured_elsewhere"]))


# ---- HRSS-043 劳动能力鉴定


def capacity(desk: Desk) -> None:
    """A panel's grade: contested in time, final by another; and reviewed a year later."""
    worker = insured(desk)
    injury = recognised(desk, worker)
    strange = {**appraisal(injury), "recognition_number": "GSRD-0"}
    expect(codes(desk.apply("HRSS-043", worker, strange)), ["recognition_unknown"])
    other = desk.cardholder(name="别人")
    expect(codes(desk.apply("HRSS-043", other, appraisal(injury))), ["recognition_of_another"])
    early = appraisal(injury, appraisal_kind="review")
    expect(codes(desk.apply("HRSS-043", worker, early)), ["appraisal_not_done"])
    first = appraised(desk, worker, injury, 8)
    expect((first["grade"], first["status"]), (8, "graded"))
    twice = desk.apply("HRSS-043", worker, appraisal(injury))
    expect(codes(twice), ["appraisal_done_before"])
    early_review = desk.apply("HRSS-043", worker, early)
    expect(codes(early_review), ["appraisal_not_final"])
    received: Json = {"appraisal_kind": "again", "first_finding_date": ago(desk, 0)}
    again = appraised(desk, worker, injury, 7, care="partial", **received)
    expect((again["status"], again["grade"], again["care_level"]), ("final", 7, "partial"))
    expect(desk.get(f"/v1/capacity-findings/{first['id']}")["status"], "appealed")
    third = desk.apply("HRSS-043", worker, appraisal(injury, **received))
    expect(codes(third), ["appraisal_final"])
    soon = desk.apply("HRSS-043", worker, early)
    expect(codes(soon), ["recheck_too_early"])
    _contested_too_late(desk)
    _no_grade_without_a_panel(desk)
    _appraised_in_chongqing(desk)


def _contested_too_late(desk: Desk) -> None:
    late = insured(desk, name="伍迟")
    injury = recognised(desk, late)
    day = ago(desk, 0)
    final(desk, late, injury, 9)
    form = appraisal(injury, appraisal_kind="again", first_finding_date=day)
    expect(codes(desk.apply("HRSS-043", late, form)), ["reappraisal_too_late"])


def _no_grade_without_a_panel(desk: Desk) -> None:
    """No reviewer sets a grade alone, and no panel meets twice or for another item."""
    who = insured(desk, name="伍组")
    made = desk.apply("HRSS-043", who, appraisal(recognised(desk, who)))
    agency = desk.agency(DEMO_CITY)
    approve = {"outcome": "approved"}
    desk.refused("capacity_panel_wanted", desk.act, made, "decide", approve, agency)
    panel = {"service_application_id": made["id"], "experts": "5", "care_level": "none"}
    path = "/v1/capacity-panels"
    desk.refused("invalid_request", desk.post, path, {**panel, "grade": 11}, agency)
    desk.refused("region_not_allowed", desk.post, path, panel, desk.agency(CHENGDU))
    desk.post(path, panel, agency)
    desk.refused("capacity_panel_twice", desk.post, path, panel, agency)
    finding_id = desk.application(made)["result"]["capacity_finding_id"]
    found = desk.get(f"/v1/capacity-findings/{finding_id}")
    expect("grade" in found, False, "a grade where the injury has none")


def _appraised_in_chongqing(desk: Desk) -> None:
    mover = insured(desk, CHONGQING, name="渝鉴")
    injury = recognised(desk, mover)
    at = desk.agency(CHENGDU)
    made = desk.apply("HRSS-043", mover, appraisal(injury), at=at)
    desk.advance(by="PT10M")
    expect(desk.application(made)["status"], "in_review", "the application in Chongqing")
    panel = {"service_application_id": made["id"], "experts": "3", "care_level": "none"}
    desk.post("/v1/capacity-panels", {**panel, "grade": 10}, desk.agency(CHONGQING))
    expect(desk.application(made)["result"]["grade"], 10)


JOURNEYS = {"HRSS-042": recognition, "HRSS-043": capacity}
