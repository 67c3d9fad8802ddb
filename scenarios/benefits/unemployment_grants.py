"""Journeys of what comes beside unemployment benefit: on a death, and when prices rise."""

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.jobless import BENEFITS, FUND, Json, by_agency, on_benefit, to_day
from scenarios.benefits.learning import codes, today
from scenarios.benefits.subsidised import PROOF, month_of

FUNERAL, SURVIVORS = 2 * 700_000, 4 * 700_000
"""Demo City: two and four months of the average wage of 2026."""
SUBSIDY = 3_150
"""3.5 % of the subsistence line, 900.00."""


# ---- HRSS-017 失业人员丧葬补助金和抚恤金


def death_benefit(desk: Desk) -> None:
    """Claimed by the spouse once the death is on record; one funeral grant, one claim."""
    worker, _, benefit = on_benefit(desk)
    spouse = desk.cardholder(name="周眷", sex="female")
    desk.post(f"/v1/persons/{worker.id}/family", {"relative_id": spouse.id, "relation": "spouse"})
    form = _form(desk, worker)
    expect(codes(desk.apply("HRSS-017", spouse, form)), ["death_not_reported"])
    to_day(desk, 16, 1)
    died = today(desk).isoformat()
    desk.post(f"/v1/persons/{worker.id}/report-death", {"died_on": died})
    expect(codes(desk.apply("HRSS-017", spouse, form)), ["died_on_differs"])
    form = _form(desk, worker)
    _what_is_no_claim(desk, spouse, form)
    made = desk.apply("HRSS-017", spouse, form)
    expect((made["status"], made["amount_fen"]), ("paying", FUNERAL + SURVIVORS))
    expect(made["explanation"]["totals"]["funeral_fen"], FUNERAL)
    desk.advance(by="PT2M")
    _paid_at_the_second_try(desk, spouse, made)
    ended = desk.get(f"{BENEFITS}/{benefit['id']}")
    expect((ended["status"], ended["ended_for"]), ("stopped", "died"))
    expect(codes(desk.apply("HRSS-017", spouse, form)), ["death_benefit_claimed"])
    _one_funeral_grant(desk, spouse, form)
    _another_scheme(desk)
    missing = "/v1/unemployment-death-benefits/udb_" + "0" * 26
    desk.refused("unemployment_death_benefit_not_found", desk.get, missing)


def _form(desk: Desk, of: Cardholder, **more: str) -> Json:
    return {
        "deceased_number": of.person["social_security_number"],
        "died_on_date": today(desk).isoformat(),
        "relation": "spouse",
        "scheme_choice": "unemployment",
        **more,
    }


def _what_is_no_claim(desk: Desk, spouse: Cardholder, form: Json) -> None:
    """Of somebody who drew nothing; in a region that paid nothing."""
    other = desk.cardholder(name="孙闲")
    desk.post(f"/v1/persons/{other.id}/report-death", {"died_on": today(desk).isoformat()})
    idle = desk.apply("HRSS-017", spouse, _form(desk, other))
    expect(codes(idle), ["deceased_not_on_benefit"])
    away = desk.cardholder(CHONGQING, name="周远")
    elsewhere = desk.apply("HRSS-017", away, form)
    expect(codes(elsewhere), ["death_benefit_of_another_region"])


def _paid_at_the_second_try(desk: Desk, spouse: Cardholder, made: Json) -> None:
    """No account takes the money first."""
    shown = f"/v1/unemployment-death-benefits/{made['result']['unemployment_death_benefit_id']}"
    expect(desk.get(shown)["status"], "returned")
    account = desk.account(spouse)
    [payment] = desk.listed("/v1/benefit-payments", application_id=made["id"])
    desk.post(f"/v1/benefit-payments/{payment['id']}/reissue", None, desk.agency(DEMO_CITY))
    desk.advance(by="PT2M")
    expect(desk.balance(account), FUNERAL + SURVIVORS, "what is on the card")
    expect(desk.get(shown)["status"], "paid")
    expect(desk.application(made)["status"], "completed")


def _one_funeral_grant(desk: Desk, spouse: Cardholder, form: Json) -> None:
    """The pension of the same person pays none beside it."""
    also = {**form, "scheme_choice": "pension", "other_survivors": 0}
    expect(codes(desk.apply("HRSS-025", spouse, also)), ["funeral_grant_elsewhere"])


def _another_scheme(desk: Desk) -> None:
    """A brother proves the kinship; the funeral grant is the pension's, and the payment to
    survivors comes all the same."""
    worker, _, _ = on_benefit(desk, name="林终")
    brother = desk.cardholder(name="林弟")
    account = desk.account(brother)
    desk.post(f"/v1/persons/{worker.id}/report-death", {"died_on": today(desk).isoformat()})
    form = _form(desk, worker, relation="sibling", scheme_choice="pension")
    made = desk.apply("HRSS-017", brother, form)
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["kinship_proof"]))
    done = desk.act(made, "supplement", {"inputs": {"kinship_proof": PROOF}})
    expect((done["status"], done["amount_fen"]), ("paying", SURVIVORS))
    desk.advance(by="PT2M")
    expect(desk.balance(account), SURVIVORS, "what is on the card")


# ---- HRSS-018 价格临时补贴


def price_subsidy(desk: Desk) -> None:
    """Ordered by the agency for whoever drew the month's benefit, once, from the trigger on."""
    worker, account, _ = on_benefit(desk)
    month = month_of(desk, 1)
    form = {"trigger_month": month, "index_rise_bp": 350}
    expect(codes(by_agency(desk, "HRSS-018", form)), ["nobody_drew_benefit"])
    to_day(desk, 16, 1)
    before, spent = desk.balance(account), desk.spent(DEMO_CITY, FUND)
    low = by_agency(desk, "HRSS-018", {**form, "index_rise_bp": 349})
    expect(codes(low), ["prices_below_trigger"])
    made = by_agency(desk, "HRSS-018", form)
    expect((made["status"], made["amount_fen"]), ("effective", SUBSIDY))
    expect(made["result"]["persons_count"], 1)
    desk.advance(by="PT2M")
    expect(desk.balance(account) - before, SUBSIDY, "what came onto the card")
    expect(desk.spent(DEMO_CITY, FUND) - spent, SUBSIDY, "the region's book")
    [payment] = desk.listed("/v1/benefit-payments", person_id=worker.id, item_code="HRSS-018")
    expect((payment["status"], payment["amount_fen"]), ("paid", SUBSIDY))
    expect(codes(by_agency(desk, "HRSS-018", form)), ["price_subsidy_paid"])
    elsewhere = by_agency(desk, "HRSS-018", form, CHENGDU)
    expect(codes(elsewhere), ["nobody_drew_benefit"])
    in_person = desk.post(
        "/v1/service-applications",
        {"item_code": "HRSS-018", "card_id": worker.card_id, "inputs": form},
    )
    refused = ("not_accepted", ["unemployment_payout_agencies_only"])
    expect((in_person["status"], codes(in_person)), refused)
    bad = {**form, "trigger_month": "2026-13"}
    desk.refused("invalid_request", by_agency, desk, "HRSS-018", bad)


JOURNEYS = {
    "HRSS-017": death_benefit,
    "HRSS-018": price_subsidy,
}
