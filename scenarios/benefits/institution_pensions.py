"""Journeys of institutions' pensions: claimed by the employer, paid onto the card."""

from scenarios.benefits.desk import CHENGDU, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import codes
from scenarios.benefits.pensioners import (
    Json,
    lines,
    man_of_age,
    pay,
    retired,
    to_next_pay_day,
    worked,
)
from scenarios.benefits.subsidised import by_employer, month_of
from scenarios.client import Client

FUND = "institution_pension"
SCHOOL = "示范学校"


def _form(who: Cardholder, month: str, **more: object) -> Json:
    form = {
        "person_number": who.person["social_security_number"],
        "retirement_month": month,
        "post_level": "专业技术七级",
        "old_method_wage_fen": 900_000,
        "retirement_choice": "normal",
    }
    return form | more


def drawing(desk: Desk, name: str = "冯师") -> tuple[Cardholder, str, Json]:
    """A teacher who has just retired: the cardholder, the account, the pension."""
    born, month = man_of_age(desk)
    who = desk.cardholder(born=born, name=name)
    account = desk.account(who)
    worked(desk, who, "institution")
    made = by_employer(desk, "HRSS-028", _form(who, month), _school(desk))
    expect((made["status"], codes(made)), ("effective", []))
    return who, account, desk.get(f"/v1/pensions/{made['result']['pension_id']}")


def _school(desk: Desk) -> Client:
    return desk.party("employer", DEMO_CITY, name="school")


# ---- HRSS-028 机关事业单位工作人员退休待遇申领


def institution_retirement(desk: Desk) -> None:
    """By the new method; deemed service counts at its own index; a resident's pension yields."""
    born, month = man_of_age(desk)
    who = desk.cardholder(born=born, name="冯师")
    account = desk.account(who)
    school = _school(desk)
    form = _form(who, month)
    expect(codes(by_employer(desk, "HRSS-028", form, school)), ["pension_never_insured"])
    worked(desk, who, "institution", months=120)
    expect(codes(by_employer(desk, "HRSS-028", form, school)), ["contribution_months_too_few"])
    deemed: Json = {
        "kind": "deemed",
        "from_month": month_of(desk, -300),
        "to_month": month_of(desk, -122),
        "index_bp": 12_000,
    }
    worked(desk, who, "institution", account_fen=0, **deemed)
    early = {**form, "retirement_choice": "early"}
    expect(codes(by_employer(desk, "HRSS-028", early, school)), ["retirement_choice_differs"])
    ahead = {**form, "retirement_month": month_of(desk, 3)}
    found = codes(by_employer(desk, "HRSS-028", ahead, school))
    expect("retirement_too_far_ahead" in found, True)
    in_person = desk.apply("HRSS-028", who, form)
    expect(
        (in_person["status"], codes(in_person)), ("not_accepted", ["institution_employers_only"])
    )
    made = by_employer(desk, "HRSS-028", form, school)
    expect((made["status"], codes(made)), ("effective", []))
    pension = desk.get(f"/v1/pensions/{made['result']['pension_id']}")
    expect((pension["scheme"], pension["contribution_months"]), ("institution", 120 + 179))
    explained = desk.get(f"/v1/pensions/{pension['id']}/explanation")
    rules = [each["rule"] for each in explained["steps"]]
    expect("pension.transitional" in rules, True, "the deemed service has its part")
    again = codes(by_employer(desk, "HRSS-028", form, school))
    expect(again, ["pension_drawn_already"])
    pay(desk, "HRSS-029")
    desk.advance(by="PT10M")
    [line] = lines(desk, pension)
    expect(desk.balance(account), line["amount_fen"] + line["arrears_fen"], "what is on the card")
    _two_regions(desk)


def _two_regions(desk: Desk) -> None:
    """Who draws an employee's pension here retires as a teacher in Chengdu, which can't see it; the
    comparison of the next day can. Both began in one month: the lower region's code is kept."""
    who, _, first = retired(desk, "冯双")
    worked(desk, who, "institution", region=CHENGDU, index_bp=10_000)
    school = desk.party("employer", CHENGDU, name="school away")
    body = {"item_code": "HRSS-028", "inputs": _form(who, first["retired_month"])}
    made = desk.post("/v1/service-applications", body | {"region_code": CHENGDU}, school)
    expect((made["status"], codes(made)), ("effective", []))
    second = desk.get(f"/v1/pensions/{made['result']['pension_id']}")
    expect(second["region_code"], CHENGDU)
    pay(desk)
    desk.advance(by="PT10M")
    paid = sum(each["amount_fen"] for each in lines(desk, first))
    desk.advance(by="P1D")
    over = desk.get(f"/v1/pensions/{first['id']}")
    expect((over["status"], over.get("ended_for")), ("stopped", "other_pension"))
    expect(desk.get(f"/v1/pensions/{second['id']}")["status"], "granted", "the one that is kept")
    [owed] = desk.listed("/v1/benefit-recoveries", person_id=who.id)
    expect((owed["region_code"], owed["owed_fen"]), (DEMO_CITY, paid), "what was drawn twice")
    found = desk.owner.get("/sandbox/v1/events", {"type": "pension.double_claim_found"})["data"]
    expect([each["data"]["kept_pension_id"] for each in found], [second["id"]])


# ---- HRSS-029 机关事业单位养老待遇领取


def institution_payout(desk: Desk) -> None:
    """A roll of its own, out of its own fund; employees' pensions are not on it."""
    body = {"item_code": "HRSS-029", "inputs": {"pay_month": month_of(desk)}}
    said: Json = {**body, "region_code": DEMO_CITY}
    agency = desk.agency(DEMO_CITY)
    expect(codes(desk.post("/v1/service-applications", said, agency)), ["no_pensions_to_pay"])
    who, account, pension = drawing(desk)
    _, other, _ = retired(desk)
    spent = desk.spent(DEMO_CITY, FUND)
    made = pay(desk, "HRSS-029")
    desk.advance(by="PT10M")
    run = desk.get(f"/v1/pension-runs/{made['result']['pension_run_id']}")
    expect((run["lines_count"], run["paid_count"], run["scheme"]), (1, 1, "institution"))
    expect((desk.balance(account), desk.balance(other)), (run["total_fen"], 0))
    expect(desk.spent(DEMO_CITY, FUND) - spent, run["total_fen"], "the region's book")
    expect(codes(pay(desk, "HRSS-029")), ["pension_month_paid"])
    to_next_pay_day(desk)
    months = [each["status"] for each in lines(desk, pension)]
    expect(months, ["paid", "paid"], "the next month by itself")
    person = desk.apply("HRSS-029", who, {"pay_month": month_of(desk)}, at=agency)
    expect((person["status"], codes(person)), ("not_accepted", ["pension_payout_agencies_only"]))
    stranger = desk.party("employer", DEMO_CITY, name="school")
    path = "/v1/service-applications"
    desk.refused("applicant_not_allowed", desk.post, path, said, stranger)


JOURNEYS = {"HRSS-028": institution_retirement, "HRSS-029": institution_payout}
