"""Journeys of the monthly subsidies: social insurance, public-welfare posts, internships."""

from datetime import date, timedelta

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import codes, today
from scenarios.benefits.subsidised import (
    CODES,
    FUND,
    PROOF,
    Json,
    at_work,
    by_employer,
    in_difficulty,
    month_of,
    months_paid,
    number_of,
    recovery_of,
)
from scenarios.client import Client

# ---- HRSS-007 社会保险补贴


def social_insurance_subsidy(desk: Desk) -> None:
    """Paid while flexible work stands; a correction of the record takes months back."""
    older = desk.cardholder(born=date(1974, 3, 2), name="郑勤")
    account = desk.account(older)
    form: Json = {
        "category": "hardship",
        "from_month": month_of(desk),
        "months": 4,
        "insurances": ["pension", "medical"],
        "payment_receipt": PROOF,
    }
    expect(codes(desk.apply("HRSS-007", older, form)), NOT_AT_WORK)
    in_difficulty(desk, older)
    record = at_work(desk, older, employment_kind="flexible", post="家政服务员")
    form = {**form, "from_month": month_of(desk)}
    _what_is_refused(desk, older, form)
    bare = {name: value for name, value in form.items() if name != "payment_receipt"}
    wanted = desk.apply("HRSS-007", older, bare)
    expect(wanted["wanted_inputs"], ["payment_receipt"])
    made = desk.act(wanted, "supplement", {"inputs": {"payment_receipt": PROOF}})
    expect((made["status"], made["amount_fen"]), ("effective", 4 * 60_000))
    subsidy = made["result"]["subsidy_id"]
    expect(codes(desk.apply("HRSS-007", older, form)), ["months_subsidised_already"])
    desk.advance(by="P64D")
    paid = [(status, fen) for _, fen, status in months_paid(desk, subsidy)]
    expect(paid, [("paid", 60_000)] * len(paid), "the months")
    expect(len(paid) >= 2, True, "two months at least are over")
    expect(desk.balance(account), 60_000 * len(paid), "what is on the card")
    _taken_back(desk, older, record, subsidy, account)
    _a_graduate(desk, form)
    _across_regions(desk, form)


NOT_AT_WORK = ["work_not_registered", "not_recognised_in_difficulty"]


def _what_is_refused(desk: Desk, older: Cardholder, form: Json) -> None:
    early = {**form, "from_month": month_of(desk, -6)}
    expect(codes(desk.apply("HRSS-007", older, early)), ["months_before_work"])
    strange = {**form, "insurances": ["maternity"]}
    expect(codes(desk.apply("HRSS-007", older, strange)), ["insurance_not_subsidised"])
    other = desk.party("employer", name="employer without staff")
    behalf = {"on_behalf_of": {"kind": "employer", "beneficiary_id": older.id}}
    body = {"item_code": "HRSS-007", "inputs": form, **behalf}
    desk.refused("proxy_without_right", desk.post, "/v1/service-applications", body, other)
    path = "/v1/service-applications"
    desk.refused("invalid_request", desk.post, path, {**body, "inputs": {**form, "months": 99}})


def _taken_back(desk: Desk, older: Cardholder, record: str, subsidy: str, account: str) -> None:
    """The work began later than it was said: what was paid before that is given back."""
    first, second = months_paid(desk, subsidy)[:2]
    begins = {"start_date": f"{second[0]}-01"}
    desk.post(f"/v1/employment-records/{record}/correct", begins, desk.agency(DEMO_CITY))
    path = f"/v1/subsidies/{subsidy}"
    desk.refused("region_not_allowed", desk.post, f"{path}/recheck", None, desk.agency(CHENGDU))
    desk.post(f"{path}/recheck", None, desk.agency(DEMO_CITY))
    expect(months_paid(desk, subsidy)[0], (first[0], 60_000, "recovered"), "the month before")
    owed = recovery_of(desk, subsidy)
    expect((owed["reason"], owed["owed_fen"]), ("record_corrected", 60_000))
    back = f"/v1/benefit-recoveries/{owed['id']}"
    desk.refused("benefit_refund_too_much", desk.post, f"{back}/refund", {"amount_fen": 60_001})
    before = desk.balance(account)
    desk.post(f"{back}/refund", {"amount_fen": 20_000})
    desk.advance(by="PT5M")
    expect(desk.balance(account), before - 20_000, "the account after the refund")
    expect(desk.get(back)["owed_fen"], 40_000, "what is still owed")
    paid = len(months_paid(desk, subsidy))
    desk.advance(by="P64D")
    kept = desk.get(back)
    expect((kept["status"], kept["owed_fen"]), ("settled", 0), "after the next month")
    kinds = [(each["kind"], each["amount_fen"]) for each in desk.listed(f"{back}/parts")]
    expect(kinds, [("refund", 20_000), ("offset", 40_000)], "how it was given back")
    done = desk.get(path)
    expect((done["status"], done["months_settled"]), ("completed", 4), "the subsidy at its end")
    more = 4 - paid
    expect(desk.balance(account), before - 20_000 - 40_000 + more * 60_000, "the card at the end")
    desk.refused("benefit_recovery_settled", desk.post, f"{back}/refund", {"amount_fen": 1})


def _a_graduate(desk: Desk, form: Json) -> None:
    """A graduate at work for oneself; the work ends and so does the subsidy."""
    young = desk.cardholder(name="何晴", born=date(2003, 3, 8), sex="female")
    day = today(desk)
    left = {
        "person_id": young.id,
        "school_name": "示范学院",
        "education": "bachelor",
        "graduated_on": day.isoformat(),
    }
    desk.post("/v1/unemployed-graduates", left)
    record = at_work(desk, young, employment_kind="self_employed", post="摄影师")
    asked = {
        **form,
        "category": "graduate",
        "graduation_date": day.isoformat(),
        "from_month": month_of(desk),
        "months": 12,
    }
    wrong = {**asked, "graduation_date": (day - timedelta(days=30)).isoformat()}
    expect(codes(desk.apply("HRSS-007", young, wrong)), ["graduation_date_differs"])
    long = {**asked, "months": 25}
    expect(codes(desk.apply("HRSS-007", young, long)), ["subsidy_months_over_limit"])
    made = desk.apply("HRSS-007", young, asked)
    subsidy = made["result"]["subsidy_id"]
    desk.advance(by="P3D")
    over = {"ended_on": today(desk).isoformat(), "leaving_reason": "business_closed"}
    desk.post(f"/v1/employment-records/{record}/end", over, desk.agency(DEMO_CITY))
    desk.advance(by="P40D")
    ended = desk.get(f"/v1/subsidies/{subsidy}")
    expect((ended["status"], ended["ended_for"]), ("ended", "employment_ended"))
    expect(months_paid(desk, subsidy), [], "what was paid")


def _across_regions(desk: Desk, form: Json) -> None:
    """Handed in at Chengdu for somebody of Chongqing, who has no work on record."""
    mover = desk.cardholder(CHONGQING, name="周行")
    made = desk.apply("HRSS-007", mover, form, at=desk.agency(CHENGDU))
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    done = desk.application(made)
    expect((done["status"], codes(done)), ("rejected", NOT_AT_WORK))


# ---- HRSS-008 公益性岗位补贴


def welfare_post_subsidy(desk: Desk) -> None:
    """An employer's posts of a month, by attendance, onto the holders' cards."""
    older = desk.cardholder(born=date(1974, 3, 2), name="钱安")
    account = desk.account(older)
    in_difficulty(desk, older)
    employer = desk.party("employer", DEMO_CITY, name="street office")
    post = {
        "employment_kind": "public_welfare",
        "employer_credit_code": CODES[0],
        "employer_name": "示范街道办",
        "contract_kind": "open_ended",
        "post": "社区保洁员",
        "start_date": today(desk).isoformat(),
    }
    made = desk.apply("HRSS-002", older, post, at=employer)
    expect((made["status"], codes(made)), ("effective", []), "the post")
    month = month_of(desk)
    holder = {"post": "社区保洁员", "days_attended": 15, **number_of(older)}
    form = {"subsidy_month": month, "posts": [holder]}
    expect(codes(by_employer(desk, "HRSS-008", form, employer)), ["subsidy_month_not_over"])
    desk.advance(by="P32D")
    stranger = desk.cardholder(name="王宁")
    listed = {**form, "posts": [holder, {**holder, **number_of(stranger)}]}
    expect(codes(by_employer(desk, "HRSS-008", listed, employer)), ["welfare_post_not_registered"])
    twice = {**form, "posts": [holder, holder]}
    expect(codes(by_employer(desk, "HRSS-008", twice, employer)), ["post_holder_twice"])
    done = by_employer(desk, "HRSS-008", form, employer)
    # 15 of 20 days of 2000.00
    expect((done["status"], done["amount_fen"]), ("effective", 150_000))
    desk.advance(by="PT10M")
    expect(desk.balance(account), 150_000, "what is on the card")
    [subsidy] = done["result"]["subsidy_ids"]
    expect(months_paid(desk, subsidy), [(month, 150_000, "paid")])
    expect(codes(by_employer(desk, "HRSS-008", form, employer)), ["months_subsidised_already"])
    desk.refused("subsidy_not_found", desk.get, "/v1/subsidies/sby_" + "0" * 26)
    _false_attendance(desk, subsidy, account)
    later = {"employment_kind": "flexible", "post": "骑手"}
    own = desk.apply("HRSS-002", older, {**later, "start_date": today(desk).isoformat()})
    expect(codes(own), ["employed_already"], "what the post stands against")
    _in_person(desk, older, form)


def _false_attendance(desk: Desk, subsidy: str, account: str) -> None:
    """The sheet was false: the month is owed back, and refunded off the card."""
    said = {"reason": "考勤不实"}
    path = f"/v1/subsidies/{subsidy}"
    done = desk.post(f"{path}/recover", said, desk.agency(DEMO_CITY))
    expect(done["status"], "recovered")
    desk.refused("nothing_to_recover", desk.post, f"{path}/recover", said)
    owed = recovery_of(desk, subsidy)
    expect((owed["reason"], owed["owed_fen"]), ("facts_false", 150_000))
    desk.post(f"/v1/benefit-recoveries/{owed['id']}/refund", {"amount_fen": 150_000})
    desk.advance(by="PT5M")
    expect(desk.balance(account), 0, "the card after the refund")
    expect(desk.get(f"/v1/benefit-recoveries/{owed['id']}")["status"], "settled")


def _in_person(desk: Desk, older: Cardholder, form: Json) -> None:
    """It is the employer's to ask for, not the worker's."""
    made = desk.apply("HRSS-008", older, form)
    expect((made["status"], codes(made)), ("not_accepted", ["welfare_posts_employers_only"]))


# ---- HRSS-010 就业见习补贴


def internship_subsidy(desk: Desk) -> None:
    """A base's intern, month by month, until the intern is hired somewhere."""
    young = desk.cardholder(name="吴学", born=date(2004, 2, 3))
    form = {
        "agreement_number": "JX-2026-0001",
        "intern_number": young.person["social_security_number"],
        "from_month": month_of(desk),
        "months": 6,
        "monthly_allowance_fen": 160_000,
        "accident_insured": True,
    }
    employer = desk.party("employer", DEMO_CITY, name="internship base")
    expect(codes(by_employer(desk, "HRSS-010", form, employer)), ["not_an_internship_base"])
    base = _base(desk, employer)
    low = {**form, "monthly_allowance_fen": 149_999, "accident_insured": False, "months": 13}
    against = ["internship_too_long", "internship_allowance_low", "intern_not_insured"]
    expect(codes(by_employer(desk, "HRSS-010", low, employer)), [*against, OVER])
    older = desk.cardholder(name="赵长", born=date(1980, 1, 1))
    old = {**form, "intern_number": older.person["social_security_number"]}
    expect(codes(by_employer(desk, "HRSS-010", old, employer)), ["intern_not_eligible"])
    made = by_employer(desk, "HRSS-010", form, employer)
    expect((made["status"], made["amount_fen"]), ("effective", 6 * 100_000))
    again = {**form, "agreement_number": "JX-2026-0002"}
    refused = ["internship_base_full", "intern_has_internship", "months_subsidised_already", OVER]
    expect(codes(by_employer(desk, "HRSS-010", again, employer))[:3], refused[:3])
    subsidy, internship = made["result"]["subsidy_id"], made["result"]["internship_id"]
    spent = desk.spent(DEMO_CITY, FUND)
    desk.advance(by="P64D")
    paid = [fen for _, fen, status in months_paid(desk, subsidy) if status == "paid"]
    expect(paid, [100_000] * len(paid), "the months")
    expect(desk.spent(DEMO_CITY, FUND) - spent, 100_000 * len(paid), "the region's book")
    _hired(desk, young, internship, subsidy)
    _ended_early(desk, form, employer, base)


OVER = "subsidy_months_over_limit"


def _base(desk: Desk, employer: Client) -> str:
    """The employer registered as a base with one place."""
    [party] = [
        each["id"]
        for each in desk.owner.every("/sandbox/v1/parties")
        if each["name"] == "internship base"
    ]
    said = {
        "party_id": party,
        "credit_code": CODES[1],
        "name": "示范见习基地",
        "region_code": DEMO_CITY,
        "places": 1,
    }
    path = "/v1/internship-bases"
    desk.refused("region_not_allowed", desk.post, path, said, desk.agency(CHENGDU))
    desk.refused("role_not_allowed", desk.post, path, said, employer)
    made = desk.post(path, said, desk.agency(DEMO_CITY))
    desk.refused("internship_base_registered", desk.post, path, said, desk.agency(DEMO_CITY))
    return str(made["id"])


def _hired(desk: Desk, young: Cardholder, internship: str, subsidy: str) -> None:
    """A job that began in a month that was paid: the base gives that month back."""
    paid = len(months_paid(desk, subsidy))
    job = {
        "employment_kind": "employed",
        "employer_credit_code": CODES[2],
        "employer_name": "示范单位三",
        "contract_kind": "open_ended",
        "post": "文员",
        "start_date": f"{month_of(desk, -1)}-20",
    }
    at_work(desk, young, **job)
    desk.advance(by="P32D")
    ended = desk.get(f"/v1/internships/{internship}")
    expect((ended["status"], ended["ended_for"]), ("ended", "at_work"))
    shown = desk.get(f"/v1/subsidies/{subsidy}")
    expect((shown["status"], shown["ended_for"]), ("ended", "at_work"))
    months = [status for _, _, status in months_paid(desk, subsidy)]
    expect(months, ["paid"] * (paid - 1) + ["recovered"])
    owed = recovery_of(desk, subsidy)
    expect((owed["reason"], owed["owed_fen"]), ("facts_ended", 100_000))
    other = desk.party("employer", DEMO_CITY, name="street office")
    refund = f"/v1/benefit-recoveries/{owed['id']}/refund"
    desk.refused("not_the_debtor", desk.post, refund, {"amount_fen": 1}, other)
    base = desk.party("employer", DEMO_CITY, name="internship base")
    expect(desk.post(refund, {"amount_fen": 30_000}, base)["owed_fen"], 70_000)


def _ended_early(desk: Desk, form: Json, employer: Client, base: str) -> None:
    """Another intern, who leaves; what the base still owes is kept back from the first month."""
    second = desk.cardholder(name="沈习", born=date(2004, 2, 3))
    asked = {
        **form,
        "agreement_number": "JX-2026-0003",
        "intern_number": second.person["social_security_number"],
        "from_month": month_of(desk),
    }
    made = by_employer(desk, "HRSS-010", asked, employer)
    expect((made["status"], codes(made)), ("effective", []))
    desk.advance(by="P32D")
    [month] = desk.listed(f"/v1/subsidies/{made['result']['subsidy_id']}/months")
    expect((month["kept_back_fen"], month["status"]), (70_000, "paid"), "the first month")
    path = f"/v1/internships/{made['result']['internship_id']}/end"
    gone = {"ended_on": today(desk).isoformat(), "reason": "left"}
    early = {**gone, "ended_on": "2001-01-01"}
    desk.refused("internship_end_impossible", desk.post, path, early, employer)
    expect(desk.post(path, gone, employer)["status"], "ended")
    desk.refused("internship_over", desk.post, path, gone, employer)
    agency = desk.agency(DEMO_CITY)
    expect(desk.post(f"/v1/internship-bases/{base}/close", None, agency)["status"], "closed")
    closed = {**asked, "agreement_number": "JX-2026-0004"}
    expect(codes(by_employer(desk, "HRSS-010", closed, employer)), ["not_an_internship_base"])


JOURNEYS = {
    "HRSS-007": social_insurance_subsidy,
    "HRSS-008": welfare_post_subsidy,
    "HRSS-010": internship_subsidy,
}
