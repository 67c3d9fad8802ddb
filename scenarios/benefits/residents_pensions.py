"""Journeys of residents' pensions: claimed, paid, and what is left at the end."""

from datetime import date

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import codes, today
from scenarios.benefits.pensioners import (
    PROOF,
    Json,
    lines,
    pay,
    retired,
    to_next_pay_day,
    worked,
)
from scenarios.benefits.subsidised import month_of

FUND = "resident_pension"


def _born(desk: Desk, years: int) -> date:
    """So many years ago, in the month before this one."""
    day = today(desk).replace(day=1)
    month = 12 if day.month == 1 else day.month - 1
    return date(day.year - years - (day.month == 1), month, 5)


def claim(desk: Desk, **more: object) -> Json:
    form = {
        "hukou_region_code": DEMO_CITY,
        "from_month": month_of(desk),
        "pays_arrears": False,
        "contact_phone": "19900000001",
    }
    return form | more


def drawing(desk: Desk, name: str = "赵田") -> tuple[Cardholder, str, Json]:
    """A resident of sixty who draws: the cardholder, the account, the pension."""
    who = desk.cardholder(born=_born(desk, 60), name=name)
    account = desk.account(who)
    worked(desk, who, "resident", months=192, account_fen=1_390_000)
    made = desk.apply("HRSS-032", who, claim(desk))
    expect((made["status"], codes(made)), ("effective", []))
    return who, account, desk.get(f"/v1/pensions/{made['result']['pension_id']}")


# ---- HRSS-032 城乡居民养老待遇申领


def resident_claim(desk: Desk) -> None:
    """At sixty with fifteen years: the base sum and the account over 139, onto the card."""
    young = desk.cardholder(born=_born(desk, 59), name="孙青")
    worked(desk, young, "resident", months=120, account_fen=0)
    form = claim(desk, pays_arrears=True)
    against = ["resident_pension_too_young", "resident_pension_years_short"]
    made = desk.apply("HRSS-032", young, form)
    expect(codes(made), [*against, "resident_years_to_be_paid"])
    elsewhere = claim(desk, hukou_region_code=CHENGDU)
    made = desk.apply("HRSS-032", young, elsewhere)
    expect((made["status"], codes(made)), ("not_accepted", ["resident_hukou_elsewhere"]))
    pensioner, _, _ = retired(desk)
    worked(desk, pensioner, "resident", months=192)
    refused = desk.apply("HRSS-032", pensioner, claim(desk))
    expect(codes(refused), ["benefit_stands_before"])
    who, account, pension = drawing(desk)
    ahead = claim(desk, from_month=month_of(desk, 3))
    again = desk.apply("HRSS-032", who, ahead)
    expect(codes(again), ["resident_pension_drawn_already", "resident_month_ahead"])
    pay(desk, "HRSS-033")
    desk.advance(by="PT10M")
    [line] = lines(desk, pension)
    expect((line["status"], line["amount_fen"]), ("paid", pension["monthly_amount_fen"]))
    expect(desk.balance(account), line["amount_fen"] + line["arrears_fen"], "what is on the card")
    expect(line["from_account_fen"], pension["account_part_fen"], "out of the account")
    mover = desk.cardholder(CHONGQING, born=_born(desk, 60), name="周行")
    there = claim(desk, hukou_region_code=CHONGQING)
    made = desk.apply("HRSS-032", mover, there, at=desk.agency(CHENGDU))
    desk.advance(by="PT7H")
    refused = desk.application(made)
    expect(codes(refused), ["resident_pension_years_short"], "from another region")


# ---- HRSS-033 城乡居民养老金领取


def resident_payout(desk: Desk) -> None:
    """A month ordered, the next by itself; who has died in between is not paid any more."""
    agency = desk.agency(DEMO_CITY)
    body = {"item_code": "HRSS-033", "inputs": {"pay_month": month_of(desk)}}
    body |= {"region_code": DEMO_CITY}
    expect(codes(desk.post("/v1/service-applications", body, agency)), ["no_pensions_to_pay"])
    who, account, pension = drawing(desk)
    other, second, stays = drawing(desk, "钱地")
    spent = desk.spent(DEMO_CITY, FUND)
    made = pay(desk, "HRSS-033")
    desk.advance(by="PT10M")
    run = desk.get(f"/v1/pension-runs/{made['result']['pension_run_id']}")
    expect((run["lines_count"], run["paid_count"]), (2, 2))
    expect(desk.spent(DEMO_CITY, FUND) - spent, run["total_fen"], "the region's book")
    expect(desk.balance(account) + desk.balance(second), run["total_fen"])
    expect(codes(pay(desk, "HRSS-033")), ["pension_month_paid"])
    died = {"died_on": today(desk).isoformat()}
    desk.post(f"/v1/persons/{who.id}/report-death", died)
    to_next_pay_day(desk)
    expect((len(lines(desk, pension)), len(lines(desk, stays))), (1, 2))
    ended = desk.get(f"/v1/pensions/{pension['id']}")
    expect((ended["status"], ended["ended_for"]), ("stopped", "died"))
    person = desk.apply("HRSS-033", other, {"pay_month": month_of(desk)}, at=agency)
    expect((person["status"], codes(person)), ("not_accepted", ["pension_payout_agencies_only"]))


# ---- HRSS-034 居民养老保险注销登记


def resident_cancellation(desk: Desk) -> None:
    """After a death: what is left in the account, and the funeral grant, to a child."""
    child = desk.cardholder(name="赵小")
    account = desk.account(child)
    who, _, pension = drawing(desk)
    pay(desk, "HRSS-033")
    desk.advance(by="PT10M")
    left = 1_390_000
    day = today(desk).isoformat()
    form: Json = {
        "reason": "death",
        "deceased_number": who.person["social_security_number"],
        "died_on_date": day,
        "relation": "child",
        "claims_funeral_grant": True,
        "kinship_proof": PROOF,
    }
    expect(codes(desk.apply("HRSS-034", child, form)), ["death_not_registered"])
    desk.post(f"/v1/persons/{who.id}/report-death", {"died_on": day})
    wrong = {**form, "died_on_date": "2025-01-01"}
    expect(codes(desk.apply("HRSS-034", child, wrong)), ["death_on_another_day"])
    bare = {name: value for name, value in form.items() if name != "kinship_proof"}
    wanted = desk.apply("HRSS-034", child, bare)
    expect(wanted["wanted_inputs"], ["kinship_proof"])
    made = desk.act(wanted, "supplement", {"inputs": {"kinship_proof": PROOF}})
    expect(made["status"], "paying")
    [line] = lines(desk, pension)
    # the account with its interest, less what was drawn of it; 10 * 200.00 for the funeral
    expect(made["amount_fen"] > left - line["from_account_fen"] + 200_000 - 1, True)
    desk.advance(by="PT10M")
    expect(desk.balance(account), made["amount_fen"], "what is on the child's card")
    expect(desk.application(made)["status"], "completed")
    ended = desk.get(f"/v1/pensions/{pension['id']}")
    expect((ended["status"], ended["ended_for"]), ("stopped", "died"))
    expect(codes(desk.apply("HRSS-034", child, form)), ["resident_not_enrolled"])
    own = {"reason": "other_scheme", "claims_funeral_grant": False}
    expect(codes(desk.apply("HRSS-034", child, own)), ["no_other_pension_drawn"])
    body: Json = {"item_code": "HRSS-034", "card_id": child.card_id}
    body |= {"inputs": {**form, "died_on_date": "yesterday"}}
    desk.refused("invalid_request", desk.post, "/v1/service-applications", body)


JOURNEYS = {
    "HRSS-032": resident_claim,
    "HRSS-033": resident_payout,
    "HRSS-034": resident_cancellation,
}
