"""Journeys of registering work, unemployment and difficulty, and of the certificate on the card."""

from datetime import date, timedelta
from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.employment import PROOF, SEEKING
from scenarios.client import Client

CODES = ("91990100MA0000001G", "91990100MA0000002K", "91990100MA0000003N")
"""Unified social credit codes of three invented employers."""
Json = dict[str, Any]


def today(desk: Desk) -> date:
    return date.fromisoformat(desk.get("/sandbox/v1/clock")["now"][:10])


def codes(application: Json) -> list[str]:
    """What stands against an application."""
    return [reason["code"] for reason in application.get("reasons", [])]


def recorded(desk: Desk, who: Cardholder) -> list[tuple[str, str]]:
    """What the record query (HRSS-005) answers of the person."""
    answered = desk.apply("HRSS-005", who, {"print_certificate": False})
    return [(each["kind"], each["status"]) for each in answered["result"]["records"]]


def job(desk: Desk, code: str = CODES[0], **more: Any) -> Json:
    """The form of a full-time job that began a month ago."""
    return {
        "employment_kind": "employed",
        "employer_credit_code": code,
        "employer_name": f"示范单位{code[-3]}",
        "contract_kind": "open_ended",
        "start_date": (today(desk) - timedelta(days=30)).isoformat(),
        "post": "厨师",
        "monthly_wage_fen": 600_000,
        **more,
    }


def employed(desk: Desk, who: Cardholder, form: Json | None = None, **more: Any) -> Json:
    """The record of an employment that was registered with its contract."""
    said = {"contract": PROOF, **(form or job(desk)), **more}
    made = desk.apply("HRSS-002", who, said)
    expect((made["status"], codes(made)), ("effective", []), "the employment")
    shown: Json = desk.get(f"/v1/employment-records/{made['result']['employment_record_id']}")
    return shown


def ended(desk: Desk, record: Json, why: str = "contract_ended", at: Client | None = None) -> Json:
    """The same employment, ended today."""
    said = {"ended_on": today(desk).isoformat(), "leaving_reason": why}
    shown: Json = desk.post(f"/v1/employment-records/{record['id']}/end", said, at)
    return shown


def unemployed(desk: Desk, who: Cardholder, **more: Any) -> Json:
    """The registration of somebody who never worked."""
    form = {"leaving_reason": "never_employed", "left_on_date": today(desk).isoformat()}
    made = desk.apply("HRSS-003", who, {**form, "seeks_work": True, **more})
    expect((made["status"], codes(made)), ("effective", []), "the registration")
    registered = made["result"]["unemployment_registration_id"]
    shown: Json = desk.get(f"/v1/unemployment-registrations/{registered}")
    return shown


def handed_over(desk: Desk, code: str, who: Cardholder, form: Json) -> Json:
    """Handed in at Chengdu for somebody of Chongqing; as it stands when Chongqing has it."""
    made = desk.apply(code, who, form, at=desk.agency(CHENGDU))
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    return desk.application(made)


# ---- HRSS-002 就业登记


def employment_registration(desk: Desk) -> None:
    """Reported by the employer; it ends what says there is no work, and stands alone."""
    worker = desk.cardholder()
    seeking = desk.apply("HRSS-001", worker, SEEKING)["result"]["job_seeker_id"]
    unemployed(desk, worker)
    employer = desk.party("employer", name="employer one")
    made = desk.apply("HRSS-002", worker, job(desk), at=employer)
    expect((made["status"], codes(made)), ("effective", []))
    record = desk.get(f"/v1/employment-records/{made['result']['employment_record_id']}")
    expect((record["status"], record["person_id"]), ("active", worker.id))
    expect(desk.get(f"/v1/job-seekers/{seeking}")["status"], "matched", "the job-seeker")
    seen = [("job_seeker", "matched"), ("employment", "active"), ("unemployment", "cancelled")]
    expect(recorded(desk, worker), seen, "the record query")
    _two_at_once(desk, worker, record)
    _what_is_no_employment(desk)
    _ends_and_corrections(desk, record, employer)
    _by_the_worker(desk)
    mover = desk.cardholder(CHONGQING, name="周行")
    form = {"employment_kind": "flexible", "start_date": today(desk).isoformat(), "post": "骑手"}
    done = handed_over(desk, "HRSS-002", mover, form)
    expect((done["status"], recorded(desk, mover)), ("effective", [("employment", "active")]))


def _two_at_once(desk: Desk, worker: Cardholder, record: Json) -> None:
    """A second employer is refused, unless both jobs are part-time."""
    other = desk.party("employer", name="employer two")
    second = desk.apply("HRSS-002", worker, job(desk, CODES[1]), at=other)
    expect((second["status"], codes(second)), ("rejected", ["employed_already"]))
    here = desk.apply("HRSS-002", worker, job(desk))
    expect(codes(here), ["employed_here_already"])
    taken = desk.apply("HRSS-002", desk.cardholder(name="王宁"), job(desk), at=other)
    expect(codes(taken), ["credit_code_of_another_employer"])
    behalf = {"on_behalf_of": {"kind": "employer", "beneficiary_id": worker.id}}
    body = {"item_code": "HRSS-002", "inputs": job(desk), **behalf}
    desk.refused("proxy_without_right", desk.post, "/v1/service-applications", body, other)
    path = f"/v1/employment-records/{record['id']}/end"
    said = {"ended_on": today(desk).isoformat(), "leaving_reason": "dismissed"}
    desk.refused("not_their_staff", desk.post, path, said, other)
    many = desk.cardholder(name="何多")
    for code in CODES[:2]:
        employed(desk, many, job(desk, code, part_time=True))
    expect(recorded(desk, many), [("employment", "active")] * 2, "two part-time jobs")
    third = desk.apply("HRSS-002", many, job(desk, CODES[2]))
    expect(codes(third), ["employed_already"] * 2, "a full-time job besides")


def _what_is_no_employment(desk: Desk) -> None:
    later = (today(desk) + timedelta(days=1)).isoformat()
    early = desk.apply("HRSS-002", desk.cardholder(name="吴早"), job(desk, start_date=later))
    expect(codes(early), ["employment_starts_later"])
    child = desk.cardholder(name="钱小", born=date(2012, 6, 1))
    expect(codes(desk.apply("HRSS-002", child, job(desk))), ["below_working_age"])
    term = {"contract_kind": "fixed_term", "contract_end_date": today(desk).isoformat()}
    over = desk.apply("HRSS-002", desk.cardholder(name="冯止"), job(desk, **term))
    expect(codes(over), ["contract_over"])
    post = job(desk, employment_kind="public_welfare")
    expect(
        codes(desk.apply("HRSS-002", desk.cardholder(name="褚良"), post)),
        ["hardship_recognition_needed"],
    )


def _ends_and_corrections(desk: Desk, record: Json, employer: Client) -> None:
    path = f"/v1/employment-records/{record['id']}"
    wrong = {"ended_on": "2001-01-01", "leaving_reason": "dismissed"}
    desk.refused("employment_end_impossible", desk.post, f"{path}/end", wrong, employer)
    late = {"start_date": (today(desk) + timedelta(days=9)).isoformat()}
    desk.refused("employment_correction_impossible", desk.post, f"{path}/correct", late, employer)
    right = desk.post(f"{path}/correct", {"post": "面点师"}, employer)
    expect((right["post"], right["corrects_id"]), ("面点师", record["id"]))
    expect(desk.get(path)["status"], "corrected", "the record that was wrong")
    expect(ended(desk, right, at=employer)["status"], "ended")
    again = {"ended_on": today(desk).isoformat(), "leaving_reason": "dismissed"}
    ends = f"/v1/employment-records/{right['id']}/end"
    desk.refused("employment_record_state", desk.post, ends, again, employer)


def _by_the_worker(desk: Desk) -> None:
    """Without the employer a contract is wanted; a fixed term ends by itself."""
    worker = desk.cardholder(name="卫同")
    last = (today(desk) + timedelta(days=20)).isoformat()
    form = job(desk, CODES[2], contract_kind="fixed_term", contract_end_date=last)
    made = desk.apply("HRSS-002", worker, form)
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["contract"]))
    done = desk.act(made, "supplement", {"inputs": {"contract": PROOF}})
    expect(done["status"], "effective", "the application with the contract")
    desk.advance(by="P22D")
    over = desk.get(f"/v1/employment-records/{done['result']['employment_record_id']}")
    expect((over["ended_on"], over["leaving_reason"]), (last, "contract_ended"))


# ---- HRSS-003 失业登记


def unemployment_registration(desk: Desk) -> None:
    """It rests on an employment that ended, and ends with the next one."""
    worker = desk.cardholder()
    record = employed(desk, worker)
    left = today(desk).isoformat()
    form = {
        "leaving_reason": "contract_ended",
        "left_on_date": left,
        "last_employer_name": "示范单位",
        "seeks_work": True,
    }
    expect(codes(desk.apply("HRSS-003", worker, form)), ["still_employed"])
    ended(desk, record)
    before = (today(desk) - timedelta(days=3)).isoformat()
    differs = desk.apply("HRSS-003", worker, {**form, "left_on_date": before})
    expect(codes(differs), ["left_on_differs"])
    idle = desk.apply("HRSS-003", worker, {**form, "seeks_work": False})
    expect(codes(idle), ["not_seeking_work"])
    never = desk.apply("HRSS-003", worker, {**form, "leaving_reason": "never_employed"})
    expect(codes(never), ["was_employed"])
    made = desk.apply("HRSS-003", worker, form)
    expect((made["status"], codes(made)), ("effective", []))
    path = f"/v1/unemployment-registrations/{made['result']['unemployment_registration_id']}"
    shown = desk.get(path)
    expect((shown["involuntary"], shown["employment_record_id"]), (True, record["id"]))
    seen = [("employment", "ended"), ("unemployment", "registered")]
    expect(recorded(desk, worker), seen, "the record query")
    expect(codes(desk.apply("HRSS-003", worker, form)), ["unemployment_registered"])
    desk.advance(by="P1D")
    employed(desk, worker, job(desk, CODES[1], start_date=today(desk).isoformat()))
    shown = desk.get(path)
    expect((shown["status"], shown["cancelled_for"]), ("cancelled", "employed"))
    desk.refused("unemployment_registration_over", desk.post, f"{path}/cancel", WITHDRAWN)
    _proof_and_withdrawal(desk, form)
    mover = desk.cardholder(CHONGQING, name="周行")
    first = {**form, "leaving_reason": "never_employed", "left_on_date": today(desk).isoformat()}
    expect(handed_over(desk, "HRSS-003", mover, first)["status"], "effective")


WITHDRAWN = {"reason": "withdrawn"}


def _proof_and_withdrawal(desk: Desk, form: Json) -> None:
    """No employment is on record: a proof is wanted, and nothing comes of no answer."""
    stranger = desk.cardholder(name="蒋来")
    made = desk.apply("HRSS-003", stranger, form)
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["termination_proof"]))
    done = desk.act(made, "supplement", {"inputs": {"termination_proof": PROOF}})
    path = f"/v1/unemployment-registrations/{done['result']['unemployment_registration_id']}"
    expect(desk.post(f"{path}/cancel", WITHDRAWN)["status"], "cancelled")
    old = desk.cardholder(name="沈老", born=date(1960, 1, 1))
    retired = {**form, "leaving_reason": "never_employed"}
    expect(codes(desk.apply("HRSS-003", old, retired)), ["past_retirement_age"])


# ---- HRSS-004 就业创业证


def employment_certificate(desk: Desk) -> None:
    """Issued on the card upon a registration, reviewed yearly, suspended when it isn't."""
    holder = desk.cardholder()
    form = {"purpose": "policy", "write_to_chip": True}
    expect(codes(desk.apply("HRSS-004", holder, form)), ["no_employment_registration"])
    registered = unemployed(desk, holder)
    made = desk.apply("HRSS-004", holder, form)
    expect((made["status"], codes(made)), ("effective", []))
    path = f"/v1/employment-certificates/{made['result']['employment_certificate_id']}"
    shown = desk.get(path)
    expect((shown["status"], shown["card_id"]), ("issued", holder.card_id))
    expect(("employment_certificate", "issued") in recorded(desk, holder), True, "the query")
    printed = desk.get(f"/v1/service-certificates/{made['certificate_id']}")
    said = {"number": printed["number"], "verification_code": printed["verification_code"]}
    expect(desk.post("/v1/service-certificates/verify", said)["finding"], "valid")
    expect(codes(desk.apply("HRSS-004", holder, form)), ["employment_certificate_held"])
    electronic = {"item_code": "HRSS-004", "electronic_code": desk.code(holder), "inputs": form}
    path_of_all = "/v1/service-applications"
    desk.refused("card_form_not_taken", desk.post, path_of_all, electronic)
    agency = desk.agency(DEMO_CITY)
    desk.refused("employment_certificate_state", desk.post, f"{path}/review", None, agency)
    desk.advance(by="P12M1D")
    expect(desk.get(path)["status"], "review_due")
    expect(desk.post(f"{path}/review", None, agency)["status"], "issued")
    desk.advance(by="P15M2D")
    expect(desk.get(path)["status"], "suspended")
    gone = f"/v1/unemployment-registrations/{registered['id']}/cancel"
    desk.post(gone, WITHDRAWN)
    desk.refused("nothing_registered", desk.post, f"{path}/review", None, agency)
    expect(desk.post(f"{path}/cancel", {"reason": "本人申请"}, agency)["status"], "cancelled")
    mover = desk.cardholder(CHONGQING, name="周行")
    unemployed(desk, mover)
    expect(handed_over(desk, "HRSS-004", mover, form)["status"], "effective")


# ---- HRSS-006 就业困难人员认定


def hardship_recognition(desk: Desk) -> None:
    """A category and a notice; checked every year; a post for such people ends it."""
    older = desk.cardholder(born=date(1970, 3, 2))
    form = {"category": "elderly_unemployed"}
    expect(codes(desk.apply("HRSS-006", older, form)), ["unemployment_registration_needed"])
    unemployed(desk, older)
    path = _recognised(desk, older, form)
    expect(("hardship_recognition", "recognised") in recorded(desk, older), True, "the query")
    expect(codes(desk.apply("HRSS-006", older, form)), ["hardship_recognised_already"])
    young = desk.cardholder(name="吴早")
    unemployed(desk, young)
    expect(codes(desk.apply("HRSS-006", young, form)), ["below_hardship_age"])
    _other_categories(desk, young)
    checked = desk.get(path)
    expect((checked["status"], checked["checks"]), ("recognised", 1), "after its yearly check")
    post = job(desk, employment_kind="public_welfare", post="社区保洁员")
    record = employed(desk, older, post)
    expect(record["hardship_recognition_id"], checked["id"], "what the post rests on")
    expect(desk.get(path)["ended_for"], "employed")


def _recognised(desk: Desk, who: Cardholder, form: Json) -> str:
    """The path of a recognition that came through its notice."""
    made = desk.apply("HRSS-006", who, form)
    expect((made["status"], codes(made)), ("on_notice", []))
    desk.advance(by="P12D")
    done = desk.application(made)
    expect(done["status"], "effective", "after the notice")
    path = f"/v1/hardship-recognitions/{done['result']['hardship_recognition_id']}"
    expect(desk.get(path)["category"], form["category"])
    return path


def _other_categories(desk: Desk, young: Cardholder) -> None:
    since = {"unemployed_since_date": today(desk).isoformat()}
    long = {"category": "long_unemployed", **since}
    expect(codes(desk.apply("HRSS-006", young, long)), ["not_long_unemployed"])
    expect(codes(desk.apply("HRSS-006", young, {"category": "graduate"})), GRADUATE_NEEDED)
    left = {"person_id": young.id, "school_name": "示范学院", "education": "bachelor"}
    left["graduated_on"] = today(desk).isoformat()
    registered = desk.post("/v1/unemployed-graduates", left)
    desk.refused("unemployed_graduate_registered", desk.post, "/v1/unemployed-graduates", left)
    revoked = _recognised(desk, young, {"category": "graduate"})
    expect(desk.post(f"{revoked}/revoke", None, desk.agency(DEMO_CITY))["ended_for"], "revoked")
    expect(desk.get(f"/v1/unemployed-graduates/{registered['id']}")["status"], "registered")
    _nobody_works(desk, young)
    mover = desk.cardholder(CHONGQING, name="周行")
    unemployed(desk, mover)
    disabled = {"category": "disabled", "disability_level": 2}
    wanted = handed_over(desk, "HRSS-006", mover, disabled)
    expect(wanted["wanted_inputs"], ["disability_certificate"])
    desk.act(wanted, "supplement", {"inputs": {"disability_certificate": PROOF}})
    desk.advance(by="P12D")
    expect(desk.application(wanted)["status"], "effective", "the recognition across regions")


GRADUATE_NEEDED = ["graduate_not_registered"]


def _nobody_works(desk: Desk, young: Cardholder) -> None:
    """The rest of the household has no work; it ends at the check after one of them found some."""
    spouse = desk.cardholder(name="孙宜", sex="female")
    household = {
        "category": "zero_employment_family",
        "unemployed_since_date": today(desk).isoformat(),
        "household_members": 2,
        "household_numbers": [spouse.person["social_security_number"]],
    }
    unknown = desk.apply("HRSS-006", young, household)
    expect(codes(unknown), ["household_member_unknown"])
    link = {"relative_id": spouse.id, "relation": "spouse"}
    desk.post(f"/v1/persons/{young.id}/family", link)
    few = desk.apply("HRSS-006", young, {**household, "household_members": 3})
    expect(codes(few), ["household_members_differ"])
    record = employed(desk, spouse)
    expect(codes(desk.apply("HRSS-006", young, household)), ["household_member_works"])
    ended(desk, record)
    path = _recognised(desk, young, household)
    employed(desk, spouse, job(desk, CODES[1], start_date=today(desk).isoformat()))
    desk.advance(by="P12M1D")
    expect(desk.get(path)["ended_for"], "category_over")


JOURNEYS = {
    "HRSS-002": employment_registration,
    "HRSS-003": unemployment_registration,
    "HRSS-004": employment_certificate,
    "HRSS-006": hardship_recognition,
}
