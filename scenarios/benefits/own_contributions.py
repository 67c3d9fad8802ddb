"""Journeys of people who insure themselves: in flexible jobs, and as residents."""

from datetime import date

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.electronic_cards import raised
from scenarios.benefits.insured import Json, account_of, employer, enrolled, months_of, received
from scenarios.benefits.learning import codes, rejected
from scenarios.benefits.subsidised import month_of

PROOF = {"title": "户籍证明", "sha256": "ab" * 32}
FLEXIBLE: Json = {
    "region_code": DEMO_CITY,
    "insurances": ["pension", "medical"],
    "monthly_base_fen": 600_000,
    "pay_by": "card_account",
}


# ---- HRSS-053 灵活就业人员参保登记


def flexible_worker_enrolment(desk: Desk) -> None:
    """A rider insures himself in pension and medical; a job takes the place of it."""
    rider = desk.cardholder(name="孙行")
    low = {**FLEXIBLE, "monthly_base_fen": 1}
    rejected(desk.apply("HRSS-053", rider, low), "contribution_base_outside")
    elsewhere = {**FLEXIBLE, "region_code": CHENGDU}
    rejected(desk.apply("HRSS-053", rider, elsewhere), "enrolment_place_differs")
    twice = {**FLEXIBLE, "insurances": ["pension", "pension"]}
    rejected(desk.apply("HRSS-053", rider, twice), "insurance_listed_twice")
    old = desk.cardholder(name="李老", born=date(1955, 1, 1))
    rejected(desk.apply("HRSS-053", old, FLEXIBLE), "past_retirement_age")
    made = desk.apply("HRSS-053", rider, FLEXIBLE)
    expect((made["status"], codes(made)), ("effective", []), "the enrolment")
    relations = made["result"]["insurance_relation_ids"]
    shown = [desk.get(f"/v1/insurance-relations/{each}") for each in relations]
    expect([each["kind"] for each in shown], ["employee_pension", "medical"], "the insurances")
    again = desk.apply("HRSS-053", rider, FLEXIBLE)
    expect(codes(again), ["insurance_enrolled_already"] * 2, "once a scheme")
    _hired(desk, rider, relations[0])
    _from_elsewhere(desk)


def _hired(desk: Desk, rider: Cardholder, relation: str) -> None:
    """An employer enrols him: what he had on his own ends."""
    enrolled(desk, rider, employer(desk))
    ended = desk.get(f"/v1/insurance-relations/{relation}")
    expect((ended["status"], ended["ended_for"]), ("ended", "changed_scheme"), "his own")
    rejected(desk.apply("HRSS-053", rider, FLEXIBLE), *["insurance_enrolled_already"] * 2)


def _from_elsewhere(desk: Desk) -> None:
    """Between Sichuan and Chongqing the hukou doesn't matter; from elsewhere it does."""
    mover = desk.cardholder(CHONGQING, name="周行")
    there = {**FLEXIBLE, "region_code": CHENGDU, "insurances": ["pension"]}
    made = desk.apply("HRSS-053", mover, there, at=desk.agency(CHONGQING), region_code=CHENGDU)
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    done = desk.application(made)
    expect((done["status"], codes(done)), ("effective", []), "without a proof")
    stranger = desk.cardholder(name="何远")
    at = desk.agency(CHENGDU)
    wanted = desk.apply("HRSS-053", stranger, there, at=at, region_code=CHENGDU)
    expect(wanted["wanted_inputs"], ["residence_proof"], "of another province")
    said = {"inputs": {"residence_proof": PROOF}}
    done = desk.act(wanted, "supplement", said, at)
    expect((done["status"], codes(done)), ("effective", []), "with a proof")


# ---- HRSS-057 灵活就业人员社会保险费缴纳


def flexible_worker_contribution(desk: Desk) -> None:
    """A month off the card, after a debit that failed; one by the electronic card."""
    rider = desk.cardholder(name="孙行")
    form: Json = {
        "insurance": "pension",
        "from_month": month_of(desk),
        "months": 1,
        "monthly_base_fen": 600_000,
        "pay_by": "card_account",
    }
    rejected(desk.apply("HRSS-057", rider, form), "not_enrolled_for_contribution")
    pension = {**FLEXIBLE, "insurances": ["pension"]}
    expect(desk.apply("HRSS-053", rider, pension)["status"], "effective", "the enrolment")
    account = desk.account(rider)
    ahead = {**form, "months": 2}
    rejected(desk.apply("HRSS-057", rider, ahead), "contribution_in_future")
    early = {**form, "from_month": month_of(desk, -1)}
    rejected(desk.apply("HRSS-057", rider, early), "contribution_before_enrolment")
    made = desk.apply("HRSS-057", rider, form)
    expect((made["status"], made["amount_fen"]), ("effective", 120_000), "20 % of 6000.00")
    path = f"/v1/contribution-charges/{made['result']['contribution_charge_id']}"
    desk.refused("contribution_paid_otherwise", desk.post, f"{path}/pay", None)
    desk.advance(by="PT5M")
    failed = desk.get(path)
    expect((failed["status"], failed["return_code"]), ("failed", "51"), "an empty account")
    rejected(desk.apply("HRSS-057", rider, form), "contribution_month_twice")
    desk.post(f"{account}/credits", {"amount_fen": 300_000})
    before = received(desk, DEMO_CITY, "employee_pension")
    desk.post(f"{path}/retry")
    desk.advance(by="PT5M")
    expect(desk.get(path)["status"], "paid", "the second time")
    expect(desk.balance(account), 180_000, "what is left on the card")
    got = received(desk, DEMO_CITY, "employee_pension") - before
    expect(got, 120_000, "what the fund got")
    expect(account_of(desk, rider)["balance_fen"], 48_000, "8 of the 20 points")
    desk.refused("contribution_charge_state", desk.post, f"{path}/retry")
    _by_code(desk, form)


def _by_code(desk: Desk, form: Json) -> None:
    """Somebody else takes a charge back, and then pays by a code of the electronic card."""
    driver = desk.cardholder(name="白码")
    pension = {**FLEXIBLE, "insurances": ["pension"], "pay_by": "electronic_card"}
    expect(desk.apply("HRSS-053", driver, pension)["status"], "effective", "the enrolment")
    account = raised(desk, driver)
    desk.post(f"{account}/credits", {"amount_fen": 150_000})
    asked = {**form, "from_month": month_of(desk), "pay_by": "electronic_card"}
    made = desk.apply("HRSS-057", driver, asked)
    path = f"/v1/contribution-charges/{made['result']['contribution_charge_id']}"
    desk.refused("contribution_paid_otherwise", desk.post, f"{path}/retry")
    expect(desk.post(f"{path}/cancel")["status"], "cancelled", "what was taken back")
    again = desk.apply("HRSS-057", driver, asked)
    path = f"/v1/contribution-charges/{again['result']['contribution_charge_id']}"
    shown = {"electronic_code": desk.code(driver, "payment"), "password": "862037"}
    desk.refused("electronic_password_wrong", desk.post, f"{path}/pay-by-code", shown)
    expect(desk.get(path)["status"], "failed", "by a wrong password")
    shown = {"electronic_code": desk.code(driver, "payment"), "password": "471592"}
    expect(desk.post(f"{path}/pay-by-code", shown)["status"], "paid", "by a right one")
    expect(desk.balance(account), 30_000, "what is left on the card")
    expect(months_of(desk, driver, "employee_pension"), [month_of(desk)], "the month")


# ---- HRSS-030 城乡居民养老保险参保登记


def resident_pension_enrolment(desk: Desk) -> None:
    """A farmer is enrolled at the hukou's place; work in a firm makes it rest."""
    farmer = desk.cardholder(name="吴农")
    form: Json = {
        "hukou_region_code": DEMO_CITY,
        "yearly_tier_fen": 50_000,
        "hardship": "none",
    }
    rejected(
        desk.apply("HRSS-030", farmer, {**form, "yearly_tier_fen": 50_100}),
        "resident_tier_unknown",
    )
    rejected(
        desk.apply("HRSS-030", farmer, {**form, "hukou_region_code": CHENGDU}),
        "hukou_in_another_region",
    )
    child = desk.cardholder(name="吴小", born=date(2015, 1, 1))
    rejected(desk.apply("HRSS-030", child, form), "below_working_age")
    old = desk.cardholder(name="吴老", born=date(1955, 1, 1))
    rejected(desk.apply("HRSS-030", old, form), "resident_of_pension_age")
    made = desk.apply("HRSS-030", farmer, form)
    expect((made["status"], codes(made)), ("effective", []), "the enrolment")
    path = f"/v1/insurance-relations/{made['result']['insurance_relation_id']}"
    shown = desk.get(path)
    expect((shown["kind"], shown["base_fen"]), ("resident_pension", 50_000), "the relation")
    rejected(desk.apply("HRSS-030", farmer, form), "insurance_enrolled_already")
    enrolled(desk, farmer, employer(desk))
    expect(desk.get(path)["status"], "suspended", "while he works")
    rejected(desk.apply("HRSS-030", farmer, form), "insurance_enrolled_already")
    year = {"contribution_year": int(month_of(desk)[:4]), "yearly_tier_fen": 50_000}
    resting = desk.apply("HRSS-031", farmer, {**year, "pay_by": "card_account"})
    rejected(resting, "insurance_relation_rests")
    mover = desk.cardholder(CHONGQING, name="郑村")
    there = {**form, "hukou_region_code": CHONGQING}
    made = desk.apply("HRSS-030", mover, there, at=desk.agency(CHENGDU))
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    expect(codes(desk.application(made)), [], "across regions")
    expect(desk.application(made)["status"], "effective", "across regions")


# ---- HRSS-031 城乡居民养老保险缴费


def resident_pension_contribution(desk: Desk) -> None:
    """A year by a tier, the subsidy with it, and the year's interest on both."""
    farmer = desk.cardholder(name="吴农")
    account = desk.account(farmer)
    desk.post(f"{account}/credits", {"amount_fen": 120_000})
    year = int(month_of(desk)[:4])
    form: Json = {
        "contribution_year": year,
        "yearly_tier_fen": 50_000,
        "pay_by": "card_account",
    }
    rejected(desk.apply("HRSS-031", farmer, form), "not_enrolled_for_contribution")
    own = {"hukou_region_code": DEMO_CITY, "yearly_tier_fen": 50_000, "hardship": "none"}
    expect(desk.apply("HRSS-030", farmer, own)["status"], "effective", "the enrolment")
    rejected(
        desk.apply("HRSS-031", farmer, {**form, "yearly_tier_fen": 60_000}),
        "resident_tier_unknown",
    )
    rejected(
        desk.apply("HRSS-031", farmer, {**form, "contribution_year": year + 1}),
        "resident_year_ahead",
    )
    rejected(
        desk.apply("HRSS-031", farmer, {**form, "contribution_year": year - 1}),
        "resident_year_before_enrolment",
    )
    before = received(desk, DEMO_CITY, "resident_pension")
    made = desk.apply("HRSS-031", farmer, form)
    expect((made["status"], codes(made)), ("effective", []), "the contribution")
    rejected(desk.apply("HRSS-031", farmer, form), "resident_year_paid")
    desk.advance(by="PT5M")
    path = f"/v1/contribution-charges/{made['result']['contribution_charge_id']}"
    charge = desk.get(path)
    # 500.00 of the tier, and 80.00 of the government
    expect((charge["status"], charge["subsidy_fen"]), ("paid", 8_000), "the charge")
    expect(desk.balance(account), 70_000, "what is left on the card")
    expect(received(desk, DEMO_CITY, "resident_pension") - before, 58_000, "the fund")
    known = account_of(desk, farmer, "resident_pension")
    expect(known["balance_fen"], 58_000, "the account")
    desk.advance(to=f"{year + 1}-01-02T09:00:00+08:00")
    entries = desk.listed(f"/v1/pension-accounts/{known['id']}/entries")
    interest = [each["amount_fen"] for each in entries if each["kind"] == "interest"]
    # twelve months of 580.00 at 2.60 %
    expect(interest, [1_508], "the year's interest")
    expect(account_of(desk, farmer, "resident_pension")["balance_fen"], 59_508, "with interest")


JOURNEYS = {
    "HRSS-030": resident_pension_enrolment,
    "HRSS-031": resident_pension_contribution,
    "HRSS-053": flexible_worker_enrolment,
    "HRSS-057": flexible_worker_contribution,
}
