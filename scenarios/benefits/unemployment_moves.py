"""Journeys of unemployment insurance that moves: the months alone, with money, on benefit."""

from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.jobless import (
    BENEFITS,
    claim_form,
    insured,
    laid_off,
    months_paid,
    on_benefit,
    to_day,
)
from scenarios.benefits.learning import codes
from scenarios.benefits.subsidised import month_of
from scenarios.benefits.work import employed

Json = dict[str, Any]
MONTHLY = 198_000
"""Demo City: 90 % of the minimum wage of 2026, a month."""


def moving(old: str, new: str, on_benefit: bool = False) -> Json:
    return {
        "from_region_code": old,
        "to_region_code": new,
        "on_benefit": on_benefit,
        "contact_phone": "19900000001",
    }


def moved(desk: Desk, who: Cardholder, old: str, new: str, drawing: bool = False) -> Json:
    """A transfer that is asked for; its application."""
    return desk.apply("HRSS-064", who, moving(old, new, drawing), region_code=new)


def path_of(application: Json) -> str:
    return f"/v1/insurance-transfers/{application['result']['insurance_transfer_id']}"


def _account(desk: Desk, region: str, account: str) -> int:
    """What an account in a region's book has turned over, in fen."""
    shown = desk.get(f"/v1/books/R:{region}/trial-balance")["accounts"]
    found = [each for each in shown if each["account"] == account]
    return sum(int(each.get("debit_fen", 0)) + int(each.get("credit_fen", 0)) for each in found)


# ---- HRSS-064 失业保险关系转移接续


def unemployment_transfer(desk: Desk) -> None:
    """Months add up in the new province; money goes from a year on; a benefit goes on there."""
    _contributions(desk)
    _less_than_a_year(desk)
    _on_benefit(desk)
    _by_hand(desk)
    _refusals(desk)


def _contributions(desk: Desk) -> None:
    """Chongqing's year is claimed for in Demo City once it is there."""
    who = desk.cardholder(name="周迁")
    desk.account(who)
    insured(desk, who, 12, CHONGQING)
    laid_off(desk, who)
    refused = desk.apply("HRSS-013", who, claim_form(desk))
    expect("benefit_relation_elsewhere" in codes(refused), True, "the months are elsewhere")
    made = moved(desk, who, CHONGQING, DEMO_CITY)
    expect((made["status"], codes(made)), ("effective", []), "the letter")
    waits = desk.apply("HRSS-013", who, claim_form(desk))
    expect("benefit_relation_moving" in codes(waits), True, "while it is on the move")
    came = _account(desk, DEMO_CITY, "unemployment.transfer_in")
    desk.advance(by="PT10M")
    done = desk.get(path_of(made))
    expect((done["status"], done["months_count"]), ("completed", 12))
    expect(done["from_insurance"], "unemployment")
    explained = desk.get(f"{path_of(made)}/explanation")
    expect(explained["totals"]["total_fen"], done["pooled_fen"], "what is explained")
    expect(done["pooled_fen"] > 0, True, "three months of Chongqing's benefit, and half again")
    now = _account(desk, DEMO_CITY, "unemployment.transfer_in")
    expect(now - came, done["pooled_fen"], "the money in the new area's book")
    claimed = desk.apply("HRSS-013", who, claim_form(desk))
    expect((claimed["status"], codes(claimed)), ("effective", []), "the claim in the new area")
    benefit = desk.get(f"{BENEFITS}/{claimed['result']['unemployment_benefit_id']}")
    expect((benefit["months_contributed"], benefit["months_granted"]), (12, 2))
    again = moved(desk, who, CHONGQING, DEMO_CITY, drawing=True)
    expect("unemployment_nothing_to_move" in codes(again), True, "it is here already")


def _less_than_a_year(desk: Desk) -> None:
    who = desk.cardholder(name="周短")
    insured(desk, who, 11, CHONGQING)
    made = moved(desk, who, CHONGQING, DEMO_CITY)
    desk.advance(by="PT10M")
    done = desk.get(path_of(made))
    expect((done["status"], done["months_count"], done["pooled_fen"]), ("completed", 11, 0))
    steps = desk.get(f"{path_of(made)}/explanation")["steps"]
    expect([each["rule"] for each in steps], ["unemployment.moving.months"])


def _on_benefit(desk: Desk) -> None:
    """Fourteen months; one is drawn in Demo City, and Chongqing pays the others."""
    who, account, benefit = on_benefit(desk, name="周续")
    to_day(desk, 16, 1)
    expect(months_paid(desk, benefit["id"]), [(month_of(desk), MONTHLY, "paid")])
    wrong = moved(desk, who, DEMO_CITY, CHONGQING)
    expect(codes(wrong), ["unemployment_move_draws"], "the form says none is drawn")
    made = moved(desk, who, DEMO_CITY, CHONGQING, drawing=True)
    expect((made["status"], codes(made)), ("effective", []), "the letter")
    desk.advance(by="PT10M")
    done = desk.get(path_of(made))
    expect(done["status"], "completed")
    expect(done["pooled_fen"], 13 * MONTHLY * 3 // 2, "thirteen months, and half again")
    old = desk.get(f"{BENEFITS}/{benefit['id']}")
    expect((old["status"], old["ended_for"], old["months_left"]), ("stopped", "moved", 13))
    [new] = [each for each in _benefits(desk, who) if each["region_code"] == CHONGQING]
    expect((new["months_granted"], new["months_carried"], new["status"]), (13, 13, "granted"))
    expect(new["from_month"], month_of(desk, 1), "the month after the merging")
    before = desk.balance(account)
    to_day(desk, 16, 1)
    [(month, amount, status)] = months_paid(desk, new["id"])
    expect((month, status), (month_of(desk), "paid"), "the new area pays on")
    expect(desk.balance(account) - before, amount, "at its own amount")
    employed(desk, who)
    ended = desk.get(f"{BENEFITS}/{new['id']}")
    expect((ended["status"], ended["ended_for"]), ("stopped", "employed"), "new work ends it there")


def _benefits(desk: Desk, who: Cardholder) -> list[Json]:
    return desk.listed(BENEFITS, person_id=who.id)


def _by_hand(desk: Desk) -> None:
    """People in the old area: five working days, then late; returned, written again, closed."""
    who = desk.cardholder(CHONGQING, name="周等")
    insured(desk, who, 24)
    desk.reviewed_by_hand(DEMO_CITY)
    made = moved(desk, who, DEMO_CITY, CHONGQING)
    path = path_of(made)
    desk.advance(by="PT2M")
    twice = moved(desk, who, DEMO_CITY, CHONGQING)
    expect(codes(twice), ["transfer_under_way"])
    desk.refused("region_not_allowed", _step, desk, path, "close", CHENGDU)
    desk.advance(by="P14D")
    expect(desk.get(path)["is_overdue"], True, "the old area after its working days")
    back = _step(desk, path, "return", DEMO_CITY, {"reason": "姓名与参保记录不符"})
    expect(back["waiting_for"], "new_area_agency")
    _step(desk, path, "send-letter", CHONGQING)
    desk.advance(by="PT2M")
    closed = _step(desk, path, "close", DEMO_CITY)
    expect((closed["months_count"], closed["money_leg"]), (24, "case_by_case"))
    desk.reviewed_by_hand(DEMO_CITY, None)
    desk.advance(by="PT10M")
    done = desk.get(path)
    expect((done["status"], done["pooled_fen"]), ("completed", 4 * MONTHLY * 3 // 2))


def _step(desk: Desk, path: str, verb: str, region: str, body: Any = None) -> Json:
    done: Json = desk.post(f"{path}/{verb}", body, desk.agency(region))
    return done


def _refusals(desk: Desk) -> None:
    """Not here, not from there, not while it is interrupted: nothing is written."""
    who, _, benefit = on_benefit(desk, name="周阻")
    form = moving(DEMO_CITY, CHONGQING, True)
    elsewhere = desk.apply("HRSS-064", who, form, region_code=CHENGDU)
    expect((elsewhere["status"], codes(elsewhere)), ("not_accepted", ["transfer_new_area_decides"]))
    expect("benefit_drawn_elsewhere" in codes(moved(desk, who, CHENGDU, CHONGQING, True)), True)
    within = desk.apply("HRSS-064", who, moving(DEMO_CITY, DEMO_CITY, True))
    expect(codes(within), ["unemployment_within_province"])
    desk.post(f"{BENEFITS}/{benefit['id']}/suspend", {"reason": "imprisoned"})
    expect(codes(moved(desk, who, DEMO_CITY, CHONGQING, True)), ["unemployment_move_interrupted"])
    idle = desk.cardholder(name="周空")
    none = moved(desk, idle, CHONGQING, DEMO_CITY, drawing=True)
    said = ["unemployment_nothing_to_move", "unemployment_move_draws_nothing"]
    expect(codes(none), said)
    bad = {**form, "on_benefit": "maybe"}
    desk.refused("invalid_request", desk.apply, "HRSS-064", who, bad, region_code=CHONGQING)
    listed = desk.listed("/v1/insurance-transfers", person_id=who.id)
    expect(listed, [], "nothing is written")


JOURNEYS = {"HRSS-064": unemployment_transfer}
