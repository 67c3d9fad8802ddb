"""Journeys of registration and contributions: employers with their staff."""

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.insured import (
    CODES,
    FIVE,
    Json,
    account_of,
    employer,
    enrolled,
    enrolment,
    months_of,
    on_list,
    person,
    received,
)
from scenarios.benefits.learning import codes, rejected, today
from scenarios.benefits.subsidised import by_employer, month_of
from scenarios.client import Client

# ---- HRSS-052 职工参保登记


def employee_enrolment(desk: Desk) -> None:
    """A worker whose employment is on record is enrolled, charged, paid for, and leaves again."""
    worker = desk.cardholder(name="钱工")
    stranger = desk.party("employer", DEMO_CITY, name="employer without insurance")
    form = enrolment(on_list(desk, worker), code=CODES[2], proof=False)
    rejected(by_employer(desk, "HRSS-052", form, stranger), "employer_not_insured")
    firm = employer(desk)
    _what_is_refused(desk, worker, firm)
    wanted = by_employer(desk, "HRSS-052", enrolment(on_list(desk, worker), proof=False), firm)
    expect(wanted["wanted_inputs"], ["employment_proof"], "what no record says")
    desk.act(wanted, "withdraw", {}, firm)
    record = _employed(desk, worker, firm)
    made = by_employer(desk, "HRSS-052", enrolment(on_list(desk, worker), proof=False), firm)
    expect((made["status"], codes(made)), ("effective", []), "by the record")
    relations = made["result"]["insurance_relation_ids"]
    expect(len(relations), FIVE, "the insurances")
    again = by_employer(desk, "HRSS-052", enrolment(on_list(desk, worker)), firm)
    rejected(again, "insurance_enrolled_already")
    _charged_and_paid(desk, worker, firm)
    _left(desk, worker, record, relations)
    _across_regions(desk)


def _what_is_refused(desk: Desk, worker: Cardholder, firm: Client) -> None:
    listed = on_list(desk, worker)
    wrong = by_employer(desk, "HRSS-052", enrolment({**listed, "name": "钱功"}), firm)
    rejected(wrong, "staff_name_differs")
    ahead = {**listed, "from_month": month_of(desk, 1)}
    rejected(by_employer(desk, "HRSS-052", enrolment(ahead), firm), "contribution_in_future")
    early = {**listed, "from_month": month_of(desk, -1)}
    rejected(by_employer(desk, "HRSS-052", enrolment(early), firm), "enrolment_before_hiring")
    other = desk.party("employer", DEMO_CITY, name="another employer")
    theirs = by_employer(desk, "HRSS-052", enrolment(listed), other)
    rejected(theirs, "credit_code_of_another_employer")


def _employed(desk: Desk, worker: Cardholder, firm: Client) -> str:
    post = {
        "employment_kind": "employed",
        "employer_credit_code": CODES[0],
        "employer_name": "示范参保单位",
        "contract_kind": "open_ended",
        "post": "装配工",
        "start_date": f"{month_of(desk)}-01",
    }
    made = desk.apply("HRSS-002", worker, post, at=firm)
    expect((made["status"], codes(made)), ("effective", []), "the employment")
    return str(made["result"]["employment_record_id"])


def _charged_and_paid(desk: Desk, worker: Cardholder, firm: Client) -> None:
    """16 % and 8 % of 6000.00 to the pension; what was paid is in the region's book."""
    month = month_of(desk)
    desk.advance(by="P32D")
    [charge] = desk.listed("/v1/contribution-charges", credit_code=CODES[0], status="due")
    expect((charge["month"], charge["persons"]), (month, 1), "the month's charge")
    path = f"/v1/contribution-charges/{charge['id']}"
    parts = {each["kind"]: each for each in desk.listed(f"{path}/parts")}
    pension = parts["employee_pension"]
    expect((pension["employer_fen"], pension["personal_fen"]), (96_000, 48_000), "the pension")
    expect(months_of(desk, worker, "employee_pension"), [], "what is paid")
    stranger = desk.party("employer", DEMO_CITY, name="another employer")
    desk.refused("not_their_contributions", desk.post, f"{path}/pay", None, stranger)
    before = received(desk, DEMO_CITY, "employee_pension")
    done = desk.post(f"{path}/pay", None, firm)
    expect((done["status"], done["late_fee_fen"]), ("paid", 0), "the charge")
    desk.refused("contribution_charge_state", desk.post, f"{path}/pay", None, firm)
    desk.advance(by="PT5M")
    got = received(desk, DEMO_CITY, "employee_pension") - before
    expect(got, 144_000, "what the fund got")
    expect(months_of(desk, worker, "employee_pension"), [month], "the months")
    expect(account_of(desk, worker)["balance_fen"], 48_000, "the account")


def _left(desk: Desk, worker: Cardholder, record: str, relations: list[str]) -> None:
    """The employment ends, and with its month the insurance."""
    over = {"ended_on": today(desk).isoformat(), "leaving_reason": "resigned"}
    desk.post(f"/v1/employment-records/{record}/end", over, desk.agency(DEMO_CITY))
    ended = desk.get(f"/v1/insurance-relations/{relations[0]}")
    expect((ended["status"], ended["ended_for"]), ("ended", "left"), "the relation")


def _across_regions(desk: Desk) -> None:
    """Handed in at Chengdu for an employer of Chongqing."""
    mover = desk.cardholder(CHONGQING, name="周行")
    firm = employer(desk, CODES[1], CHONGQING, "employer of Chongqing")
    body = {
        "item_code": "HRSS-052",
        "inputs": enrolment(on_list(desk, mover), code=CODES[1]),
        "region_code": CHONGQING,
        "accepting_region_code": CHENGDU,
    }
    made = desk.post("/v1/service-applications", body, firm)
    expect(made["waiting_for"], "competent_region", "who has it")
    desk.advance(by="PT7H")
    done = desk.application(made)
    expect((done["status"], codes(done)), ("effective", []), "across regions")


# ---- HRSS-056 缴费人员增减与缴费申报


def contribution_declaration(desk: Desk) -> None:
    """One stays, one leaves, one joins, one gets more, and two months were forgotten."""
    firm = employer(desk)
    stays, leaves = desk.cardholder(name="冯留"), desk.cardholder(name="陈离")
    joins, forgot = desk.cardholder(name="褚来"), desk.cardholder(name="卫忘")
    for who in (stays, leaves):
        enrolled(desk, who, firm)
    month = month_of(desk)
    lines = [
        _line(stays, "wage", 700_000),
        _line(leaves, "left"),
        _line(joins, "joined", 500_000),
    ]
    form = _form(month, *lines)
    other = desk.party("employer", DEMO_CITY, name="another employer")
    rejected(by_employer(desk, "HRSS-056", form, other), "credit_code_of_another_employer")
    ahead = _form(month_of(desk, 1), _line(stays, "unchanged"))
    rejected(by_employer(desk, "HRSS-056", ahead, firm), "contribution_in_future")
    strange = _form(month, _line(forgot, "unchanged"), _line(stays, "wage"))
    made = by_employer(desk, "HRSS-056", strange, firm)
    rejected(made, "not_insured_with_employer", "wage_wanted")
    made = by_employer(desk, "HRSS-056", form, firm)
    expect((made["status"], codes(made)), ("effective", []), "the declaration")
    path = f"/v1/contribution-declarations/{made['result']['contribution_declaration_id']}"
    expect(desk.get(path)["status"], "declared", "before the month is over")
    _arrears(desk, forgot, firm)
    desk.advance(by="P32D")
    known = desk.get(path)
    expect(known["status"], "assessed", "after it")
    charge = f"/v1/contribution-charges/{known['charge_id']}"
    expect(desk.get(charge)["persons"], 3, "who leaves is insured to the month's end")
    [first] = desk.listed("/v1/contribution-months", person_id=stays.id, kind="employee_pension")
    expect(first["base_fen"], 700_000, "the new base")
    desk.advance(by="P40D")
    expect(desk.get(path)["status"], "overdue", "when nobody paid")
    total = desk.get(f"{charge}/explanation")["explanation"]["totals"]["total_fen"]
    done = desk.post(f"{charge}/pay", None, firm)
    fee = done["late_fee_fen"]
    expect((fee > 0, done["amount_fen"] + fee), (True, total), "with the late fee")
    expect(desk.get(path)["status"], "paid")
    expect(months_of(desk, leaves, "employee_pension"), [month], "of who left")
    expect(account_of(desk, stays)["balance_fen"], 56_000, "the account")


def _arrears(desk: Desk, forgot: Cardholder, firm: Client) -> None:
    """Two months that were left out are charged at once; none of them twice."""
    first, last = month_of(desk, -2), month_of(desk, -1)
    line = _line(forgot, "arrears", 600_000, first)
    wanted = by_employer(desk, "HRSS-056", _form(last, line), firm)
    expect(wanted["wanted_inputs"], ["reason_for_arrears"], "what is wanted")
    said = {"inputs": {"reason_for_arrears": "漏报"}}
    made = desk.act(wanted, "supplement", said, firm)
    expect(made["status"], "effective", "the arrears")
    charge = desk.get(f"/v1/contribution-charges/{made['result']['contribution_charge_id']}")
    expect((charge["from_month"], charge["month"]), (first, last), "the months")
    again = by_employer(desk, "HRSS-056", {**_form(last, line), "reason_for_arrears": "漏报"}, firm)
    rejected(again, "contribution_month_twice")
    desk.post(f"/v1/contribution-charges/{charge['id']}/pay", None, firm)
    expect(months_of(desk, forgot, "employee_pension"), [first, last], "what was made up for")
    expect(account_of(desk, forgot)["balance_fen"], 96_000, "the account")


def _form(month: str, *lines: Json) -> Json:
    return {"employer_credit_code": CODES[0], "contribution_month": month, "lines": list(lines)}


def _line(who: Cardholder, change: str, wage: int = 0, first: str | None = None) -> Json:
    line: Json = {
        "social_security_number": person(who),
        "change": change,
        "monthly_wage_fen": wage,
    }
    return line | ({"from_month": first} if first is not None else {})


JOURNEYS = {
    "HRSS-052": employee_enrolment,
    "HRSS-056": contribution_declaration,
}
