"""Journeys of founders: the start-up subsidy and the guaranteed loan."""

from datetime import date

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Desk, expect
from scenarios.benefits.learning import codes, today
from scenarios.benefits.subsidised import (
    CODES,
    PROOF,
    Json,
    at_work,
    recovery_of,
)
from scenarios.client import Client

# ---- HRSS-011 创业补贴


def startup_subsidy(desk: Desk) -> None:
    """Once, for a business that lasted, with its staff by the records; then given back."""
    founder = desk.cardholder(name="冯创", born=date(1988, 6, 1))
    account = desk.account(founder)
    form = {
        "business_name": "示范小吃店",
        "credit_code": CODES[1],
        "licensed_on_date": today(desk).isoformat(),
        "category": "migrant_returnee",
        "employees": 1,
        "licence": PROOF,
    }
    young = desk.apply("HRSS-011", founder, form)
    expect(codes(young), ["business_too_young", "staff_not_registered"])
    worker = desk.cardholder(name="卫工")
    job = {
        "employment_kind": "employed",
        "employer_credit_code": CODES[1],
        "employer_name": "示范小吃店",
        "contract_kind": "open_ended",
        "post": "厨师",
    }
    at_work(desk, worker, **job)
    desk.advance(by="P6M1D")
    graduate = {**form, "category": "graduate"}
    expect(codes(desk.apply("HRSS-011", founder, graduate)), ["founder_category_not_on_record"])
    bare = {name: value for name, value in form.items() if name != "licence"}
    wanted = desk.apply("HRSS-011", founder, bare)
    expect(wanted["wanted_inputs"], ["licence"])
    made = desk.act(wanted, "supplement", {"inputs": {"licence": PROOF}})
    expect((made["status"], made["amount_fen"]), ("paying", 600_000))
    desk.advance(by="PT5M")
    expect((desk.application(made)["status"], desk.balance(account)), ("completed", 600_000))
    grant = f"/v1/subsidy-grants/{made['result']['subsidy_grant_id']}"
    expect(desk.get(grant)["status"], "paid", "the grant")
    once = desk.apply("HRSS-011", founder, form)
    expect(codes(once), ["startup_subsidy_granted_before"])
    other = desk.cardholder(name="陈仿")
    expect(codes(desk.apply("HRSS-011", other, form)), ["business_of_another"])
    false = {"reason": "经营主体不实"}
    back = desk.post(f"{grant}/recover", false, desk.agency(DEMO_CITY))
    expect(back["status"], "recovered")
    desk.refused("subsidy_grant_state", desk.post, f"{grant}/recover", false)
    expect(recovery_of(desk, back["id"])["owed_fen"], 600_000)
    mover = desk.cardholder(CHONGQING, name="周行")
    there = desk.apply("HRSS-011", mover, form, at=desk.agency(CHENGDU))
    desk.advance(by="PT7H")
    done = desk.application(there)
    against = ["business_of_another", "business_too_young"]
    expect((done["status"], codes(done)[:2]), ("rejected", against))


# ---- HRSS-012 创业担保贷款


def startup_loan(desk: Desk) -> None:
    """Guaranteed, granted, drawn, paid back; another one goes bad and the guarantee pays."""
    founder = desk.cardholder(name="蒋营", born=date(1988, 6, 1))
    form = {
        "business_name": "示范面馆",
        "credit_code": CODES[2],
        "amount_fen": 300_000,
        "term_months": 3,
        "purpose": "购置厨房设备",
        "category": "migrant_returnee",
        "guarantee": "fund",
    }
    much = {**form, "amount_fen": 20_000_001, "term_months": 37}
    against = ["loan_over_limit", "loan_term_over_limit"]
    expect(codes(desk.apply("HRSS-012", founder, much)), against)
    plan = {**form, "amount_fen": 10_000_001}
    wanted = desk.apply("HRSS-012", founder, plan)
    expect(wanted["wanted_inputs"], ["business_plan"])
    desk.act(wanted, "withdraw", {})
    made = desk.apply("HRSS-012", founder, form)
    expect((made["status"], made["amount_fen"]), ("effective", 300_000))
    path = f"/v1/startup-loans/{made['result']['startup_loan_id']}"
    desk.advance(by="PT10M")
    returned = desk.get(path)
    expect((returned["status"], returned["return_code"]), ("contracted", "01"), "without account")
    account = desk.account(founder)
    bank = desk.party("bank", name="loan bank")
    desk.post(f"{path}/draw", None, bank)
    desk.advance(by="PT5M")
    expect((desk.get(path)["status"], desk.balance(account)), ("repaying", 300_000), "the draw")
    expect(codes(desk.apply("HRSS-012", founder, form)), ["startup_loan_open"])
    _paid_back(desk, path, account)
    _goes_bad(desk, form)
    _declined(desk, form, bank)
    _loan_across_regions(desk, form)


def _paid_back(desk: Desk, path: str, account: str) -> None:
    """1000.00 a month and the interest on what is left, half of it paid by the fiscal side."""
    plan = desk.listed(f"{path}/instalments")
    parts = [(each["principal_fen"], each["interest_fen"], each["from_card_fen"]) for each in plan]
    # 3000.00 at 3 % is 7.50 a month, then 5.00, then 2.50; half of it rounded half up is subsidised
    expect(parts, [(100_000, 750, 100_375), (100_000, 500, 100_250), (100_000, 250, 100_125)])
    fiscal = desk.spent(DEMO_CITY, "fiscal")
    desk.advance(by="P63D")
    expect(desk.balance(account), 300_000 - 100_375 - 100_250, "after two instalments")
    expect(desk.spent(DEMO_CITY, "fiscal") - fiscal, 375 + 250, "the interest subsidy")
    desk.advance(by="P33D")
    late = desk.get(path)
    expect(late["status"], "overdue", "99 375 don't cover 100 125")
    desk.post(f"{account}/credits", {"amount_fen": 10_000})
    bank = desk.party("bank", name="loan bank")
    desk.post(f"{path}/collect", None, bank)
    desk.advance(by="PT5M")
    expect(desk.get(path)["status"], "settled")
    expect(desk.balance(account), 99_375 + 10_000 - 100_125, "the card at the end")
    desk.refused("startup_loan_state", desk.post, f"{path}/collect", None, bank)


def _goes_bad(desk: Desk, form: Json) -> None:
    """Nothing is paid back: after 90 days the guarantee pays, and is owed the sum."""
    other = desk.cardholder(name="韩亏", born=date(1988, 6, 1))
    account = desk.account(other)
    asked = {**form, "credit_code": CODES[0], "business_name": "示范茶铺"}
    made = desk.apply("HRSS-012", other, asked)
    path = f"/v1/startup-loans/{made['result']['startup_loan_id']}"
    desk.advance(by="PT10M")
    desk.post(f"{account}/debits", {"amount_fen": 300_000, "password": "471592"})
    desk.advance(by="P5M")
    bad = desk.get(path)
    expect((bad["status"], bad["guarantee_paid_fen"]), ("guarantee_paid", 300_000))
    owed = recovery_of(desk, bad["id"])
    expect((owed["reason"], owed["fund"]), ("guarantee_paid", "loan_guarantee"))
    expect(codes(desk.apply("HRSS-012", other, asked)), ["guarantee_paid_before"])


def _declined(desk: Desk, form: Json, bank: Client) -> None:
    """Where people decide by hand, the bank does as well."""
    desk.reviewed_by_hand(DEMO_CITY)
    third = desk.cardholder(name="杨缓", born=date(1988, 6, 1))
    asked = {**form, "credit_code": OWN, "business_name": "示范花店"}
    made = desk.apply("HRSS-012", third, asked)
    agency = desk.agency(DEMO_CITY)
    desk.act(made, "accept", None, agency)
    done = desk.act(made, "decide", {"outcome": "approved"}, agency)
    path = f"/v1/startup-loans/{done['result']['startup_loan_id']}"
    desk.advance(by="PT10M")
    expect(desk.get(path)["status"], "guaranteed", "while the bank decides")
    desk.refused("role_not_allowed", desk.post, f"{path}/contract", None, agency)
    said = {"reason": "征信记录不符合要求"}
    expect(desk.post(f"{path}/decline", said, bank)["status"], "declined")
    desk.refused("startup_loan_state", desk.post, f"{path}/contract", None, bank)
    desk.reviewed_by_hand(DEMO_CITY, None)


OWN = "91990100MA0000004R"


def _loan_across_regions(desk: Desk, form: Json) -> None:
    mover = desk.cardholder(CHONGQING, name="周行")
    asked = {**form, "credit_code": OTHER, "business_name": "示范火锅店"}
    made = desk.apply("HRSS-012", mover, asked, at=desk.agency(CHENGDU))
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    done = desk.application(made)
    expect(done["status"], "effective", "the guarantee of the other region")
    loan = desk.get(f"/v1/startup-loans/{done['result']['startup_loan_id']}")
    expect(loan["region_code"], CHONGQING)


OTHER = "91990100MA0000005W"

JOURNEYS = {
    "HRSS-011": startup_subsidy,
    "HRSS-012": startup_loan,
}
