"""Journeys of what is paid once, before the age, and of what a later pension would be."""

from datetime import date

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import codes, today
from scenarios.benefits.pensioners import (
    BASE,
    PROOF,
    Json,
    lines,
    man_of_age,
    pay,
    retired,
    to_next_pay_day,
    worked,
)
from scenarios.benefits.subsidised import month_of
from scenarios.benefits.work import employed

# ---- HRSS-024 个人账户一次性待遇


def lump_sum(desk: Desk) -> None:
    """Settling abroad takes the account along; a death leaves to the heirs what was not drawn."""
    who = desk.cardholder(name="何远")
    account = desk.account(who)
    abroad: Json = {"reason": "emigration", "destination": "新加坡", "settlement_proof": PROOF}
    expect(codes(desk.apply("HRSS-024", who, abroad)), ["no_pension_account"])
    worked(desk, who, months=60, account_fen=3_000_000)
    short = {"reason": "short_contribution", "waives_continuation": False}
    against = ["before_retirement_age", "continuation_not_waived"]
    expect(codes(desk.apply("HRSS-024", who, short)), against)
    bare = {name: value for name, value in abroad.items() if name != "settlement_proof"}
    wanted = desk.apply("HRSS-024", who, bare)
    expect(wanted["wanted_inputs"], ["settlement_proof"])
    made = desk.act(wanted, "supplement", {"inputs": {"settlement_proof": PROOF}})
    expect((made["status"], made["amount_fen"] > 3_000_000), ("paying", True))
    desk.advance(by="PT10M")
    expect(desk.balance(account), made["amount_fen"], "what is on the card")
    expect(codes(desk.apply("HRSS-024", who, abroad)), ["no_pension_account"])
    _after_a_death(desk)
    _across_regions(desk, abroad)


def _after_a_death(desk: Desk) -> None:
    child = desk.cardholder(name="郑小")
    account = desk.account(child)
    who, _, pension = retired(desk)
    pay(desk)
    desk.advance(by="PT10M")
    day = today(desk).isoformat()
    form: Json = {
        "reason": "death",
        "deceased_number": who.person["social_security_number"],
        "died_on_date": day,
        "relation": "child",
    }
    expect(codes(desk.apply("HRSS-024", child, form)), ["death_not_registered"])
    desk.post(f"/v1/persons/{who.id}/report-death", {"died_on": day})
    wanted = desk.apply("HRSS-024", child, form)
    expect(wanted["wanted_inputs"], ["death_proof"])
    made = desk.act(wanted, "supplement", {"inputs": {"death_proof": PROOF}})
    [line] = lines(desk, pension)
    expect(line["from_account_fen"] > 0, True, "what was drawn of it")
    desk.advance(by="PT10M")
    expect(desk.balance(account), made["amount_fen"], "what is on the child's card")
    ended = desk.get(f"/v1/pensions/{pension['id']}")
    expect((ended["status"], ended["ended_for"]), ("stopped", "died"))


def _across_regions(desk: Desk, form: Json) -> None:
    mover = desk.cardholder(CHONGQING, name="周行")
    made = desk.apply("HRSS-024", mover, form, at=desk.agency(CHENGDU))
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    expect(codes(desk.application(made)), ["no_pension_account"])


# ---- HRSS-025 丧葬补助金、抚恤金


def survivors(desk: Desk) -> None:
    """After a pensioner's death: both sums by the deceased's years, once, onto a child's card."""
    child = desk.cardholder(name="郑小")
    account = desk.account(child)
    who, _, pension = retired(desk)
    day = today(desk).isoformat()
    form: Json = {
        "deceased_number": who.person["social_security_number"],
        "died_on_date": day,
        "relation": "child",
        "scheme_choice": "pension",
        "other_survivors": 1,
    }
    expect(codes(desk.apply("HRSS-025", child, form)), ["death_not_registered"])
    pay(desk)
    desk.advance(by="PT10M")
    desk.post(f"/v1/persons/{who.id}/report-death", {"died_on": day})
    other = {**form, "died_on_date": "2020-02-29"}
    expect(codes(desk.apply("HRSS-025", child, other)), ["death_on_another_day"])
    wanted = desk.apply("HRSS-025", child, form)
    expect(wanted["wanted_inputs"], ["kinship_proof", "agreement_of_survivors"])
    papers = {"kinship_proof": PROOF, "agreement_of_survivors": PROOF}
    made = desk.act(wanted, "supplement", {"inputs": papers})
    # 2 months of 4500.00 for the funeral; 20 years give 9 + 5 months, none off for one month drawn
    expect((made["status"], made["amount_fen"]), ("paying", (2 + 14) * 450_000))
    desk.advance(by="PT10M")
    expect(desk.balance(account), made["amount_fen"], "what is on the child's card")
    benefit = desk.get(f"/v1/survivor-benefits/{made['result']['survivor_benefit_id']}")
    expect((benefit["status"], benefit["funeral_fen"]), ("paid", 900_000))
    again = {**form, **papers}
    expect(codes(desk.apply("HRSS-025", child, again)), ["survivor_benefit_paid_already"])
    ended = desk.get(f"/v1/pensions/{pension['id']}")
    expect((ended["status"], ended["ended_for"]), ("stopped", "died"))
    desk.refused("survivor_benefit_not_found", desk.get, "/v1/survivor-benefits/svb_" + "0" * 26)
    _never_insured(desk, child, form)


def _never_insured(desk: Desk, child: Cardholder, form: Json) -> None:
    """Nobody contributed; handed in at Chengdu for the region of Chongqing as well."""
    stranger = desk.cardholder(name="沈空")
    day = today(desk).isoformat()
    desk.post(f"/v1/persons/{stranger.id}/report-death", {"died_on": day})
    number = stranger.person["social_security_number"]
    asked = {**form, "deceased_number": number, "died_on_date": day}
    expect(codes(desk.apply("HRSS-025", child, asked)), ["deceased_never_insured"])
    mover = desk.cardholder(CHONGQING, name="周行")
    made = desk.apply("HRSS-025", mover, asked, at=desk.agency(CHENGDU))
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    expect(codes(desk.application(made)), ["deceased_never_insured"])


# ---- HRSS-026 病残津贴


def disability_allowance(desk: Desk) -> None:
    """Near the legal age as a pension, far from it the basic part; people look at the paper."""
    day = today(desk).isoformat()
    form: Json = {
        "appraisal_number": "LD-2026-0001",
        "appraised_on_date": day,
        "stopped_work_date": day,
    }
    who = desk.cardholder(born=man_of_age(desk, 24)[0], name="吴病")
    account = desk.account(who)
    expect(codes(desk.apply("HRSS-026", who, form)), ["pension_never_insured"])
    worked(desk, who)
    late = {**form, "appraised_on_date": "2099-01-01"}
    expect(codes(desk.apply("HRSS-026", who, late)), ["disability_dates_wrong"])
    wanted = desk.apply("HRSS-026", who, form)
    expect(wanted["wanted_inputs"], ["appraisal_report"])
    known = desk.act(wanted, "supplement", {"inputs": {"appraisal_report": PROOF}})
    expect((known["waiting_for"], codes(known)), ("reviewer", ["work_capacity_by_finding"]))
    desk.act(known, "decide", {"outcome": "approved"}, desk.agency(DEMO_CITY))
    done = desk.application(known)
    expect(done["status"], "effective")
    near = desk.get(f"/v1/pensions/{done['result']['pension_id']}")
    expect((near["kind"], near["account_part_fen"] > 0), ("disability_allowance", True))
    to_next_pay_day(desk)
    [line] = lines(desk, near)
    expect((line["status"], desk.balance(account)), ("paid", near["monthly_amount_fen"]))
    expect(codes(desk.apply("HRSS-026", who, form)), ["disability_allowance_drawn"])
    old = desk.cardholder(born=man_of_age(desk)[0], name="郑老")
    worked(desk, old)
    expect(codes(desk.apply("HRSS-026", old, form)), ["legal_age_reached_already"])
    young = desk.cardholder(born=date(1985, 3, 4), name="周少")
    worked(desk, young)
    paper = {**form, "appraisal_report": PROOF}
    known = desk.apply("HRSS-026", young, paper)
    desk.act(known, "decide", {"outcome": "approved"}, desk.agency(DEMO_CITY))
    far = desk.get(f"/v1/pensions/{desk.application(known)['result']['pension_id']}")
    expect((far["account_part_fen"], far["status"]), (0, "granted"), "the basic part alone")
    _works_again(desk, who, near, young, far)


def _works_again(desk: Desk, who: Cardholder, near: Json, young: Cardholder, far: Json) -> None:
    """New work ends an allowance, and what was paid for its months comes back; a pension stays."""
    for worker, drawn in ((who, near), (young, far)):
        employed(desk, worker, start_date=f"{month_of(desk)}-01")
        over = desk.get(f"/v1/pensions/{drawn['id']}")
        expect((over["status"], over["ended_for"]), ("stopped", "works_again"))
    [owed] = desk.listed("/v1/benefit-recoveries", person_id=who.id)
    expect(owed["owed_fen"], near["monthly_amount_fen"], "the month of the new work")
    pensioner, _, pension = retired(desk, "陈返")
    employed(desk, pensioner)
    expect(desk.get(f"/v1/pensions/{pension['id']}")["status"], "granted", "beside the new work")


# ---- HRSS-027 养老金测算


def estimate(desk: Desk) -> None:
    """What is on record goes on to the month that is asked for; as the stateless estimate says."""
    born, month = man_of_age(desk, 30)
    who = desk.cardholder(born=born, name="何算")
    early = {"retirement_month": month_of(desk)}
    asked = desk.apply("HRSS-027", who, early)
    expect([each["code"] for each in asked["result"]["reasons"]][-1], "pension_never_insured")
    worked(desk, who)
    found = desk.apply("HRSS-027", who, {"retirement_month": month})
    expect((found["status"], found["result"]["choice"]), ("completed", "legal"))
    shown = found["result"]
    expect((shown["months_on_record"], shown["reasons"]), (240, []))
    body = {
        "region_code": DEMO_CITY,
        "birth_date": born.isoformat(),
        "worker_class": "men",
        "history": [
            {
                "from_month": month_of(desk, -241),
                "to_month": month_of(desk, -2),
                "base_fen": BASE,
            }
        ],
        "account_balance_fen": shown["account_balance_fen"],
        "choices": [{"retirement_month": month}],
    }
    other = desk.post("/v1/pension-estimates", body)["estimates"][0]
    expect(other["parts"]["basic_pension_fen"], _basic(shown), "by the same history")
    later = {"retirement_month": month, "assumed_index_bp": 20_000}
    more = desk.apply("HRSS-027", who, later)["result"]
    expect(more["pension_fen"] > shown["pension_fen"], True, "who pays more gets more")
    far = desk.apply("HRSS-027", who, {"retirement_month": "2190-01"})["result"]
    expect([each["code"] for each in far["reasons"]], ["retirement_after_latest_month"])
    path = "/v1/pension-estimates"
    twice = {**body, "history": body["history"] * 2}
    desk.refused("pension_history_impossible", desk.post, path, twice)
    desk.refused("policy_missing", desk.post, path, {**body, "region_code": "110100"})


def _basic(shown: Json) -> int:
    return int(shown["explanation"]["totals"]["basic_pension_fen"])


JOURNEYS = {
    "HRSS-024": lump_sum,
    "HRSS-025": survivors,
    "HRSS-026": disability_allowance,
    "HRSS-027": estimate,
}
