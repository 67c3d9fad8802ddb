"""Journeys of people who left the army: what it paid becomes a civilian pension."""

from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.pensioners import man_of_age, retires, worked
from scenarios.benefits.subsidised import month_of
from scenarios.benefits.transfers import codes, moved, turned_over

Json = dict[str, Any]
ACCOUNT, POOLED = 3_000_000, 1_500_000
FIRST = "2010-09"
"""Before July 2012 service is deemed paid: 22 months of it."""


def sent(desk: Desk, who: Cardholder, region: str = DEMO_CITY, **more: Any) -> Json:
    """What the army's finance office has sent, as the area's agency notes it."""
    body = {
        "voucher_number": f"JT-{who.id[-12:]}",
        "person_id": who.id,
        "region_code": region,
        "service_from_month": FIRST,
        "service_to_month": month_of(desk, -1),
        "account_fen": ACCOUNT,
        "pooled_fen": POOLED,
        "received_fen": ACCOUNT + POOLED,
    }
    made: Json = desk.post("/v1/military-transfers", body | more, desk.agency(region))
    return made


def asking(desk: Desk, who: Cardholder, region: str = DEMO_CITY, **more: Any) -> Json:
    form = {
        "voucher_number": f"JT-{who.id[-12:]}",
        "left_army_on_date": f"{month_of(desk, -1)}-28",
        "funds_fen": ACCOUNT + POOLED,
        "to_region_code": region,
    }
    return form | more


def _asked(desk: Desk, who: Cardholder, **more: Any) -> Json:
    return desk.apply("HRSS-063", who, asking(desk, who, **more))


def _months(first: str, last: str) -> int:
    """Both counted."""
    begin, end = (int(each[:4]) * 12 + int(each[5:]) for each in (first, last))
    return end - begin + 1


# ---- HRSS-063 军地养老保险关系转移接续


def from_the_army(desk: Desk) -> None:
    """Money by a voucher, years that count, months paid twice back onto the card; refusals."""
    _matched(desk)
    _paid_twice(desk)
    _from_another_region(desk)
    _refusals(desk)


def _matched(desk: Desk) -> None:
    """Nothing has come, too little, then all of it: the service counts and the account goes on."""
    who = desk.cardholder(name="军转")
    expect(codes(_asked(desk, who)), ["army_funds_not_come"])
    before = turned_over(desk, DEMO_CITY, "pension.transfer_in")
    made = sent(desk, who, received_fen=ACCOUNT)
    path = f"/v1/military-transfers/{made['id']}"
    desk.refused("military_voucher_recorded", sent, desk, who)
    expect(codes(_asked(desk, who)), ["army_funds_differ"])
    desk.refused("region_not_allowed", _funds, desk, path, CHENGDU)
    _funds(desk, path, DEMO_CITY)
    [line] = desk.apply("HRSS-066", who, {"transfer_kind": "military"})["result"]["transfers"]
    expect((line["step"], line["insurance"]), ("funds_received", "military"))
    wrong = _asked(desk, who, funds_fen=1, left_army_on_date=f"{month_of(desk, -2)}-28")
    expect(codes(wrong), ["army_service_end_differs", "army_form_differs"])
    done = _asked(desk, who)
    expect((done["status"], codes(done)), ("effective", []))
    desk.advance(by="PT10M")
    shown = desk.get(path)
    service = _months(FIRST, month_of(desk, -1))
    expect((shown["status"], shown["months_count"], shown["doubles_count"]), _done(service))
    steps = [each["rule"] for each in shown["explanation"]["steps"]]
    expect(steps, ["transfer.army.account", "transfer.army.pooled"], "the explanation")
    came = turned_over(desk, DEMO_CITY, "pension.transfer_in") - before
    expect(came, ACCOUNT + POOLED, "the money in the area's book")
    months = desk.listed("/v1/contribution-months", person_id=who.id, limit="200")
    origins = [each["origin"] for each in months]
    expect((origins.count("deemed"), origins.count("military")), (22, service - 22))
    [account] = desk.listed("/v1/pension-accounts", person_id=who.id)
    expect((account["balance_fen"], account["region_code"]), (ACCOUNT, DEMO_CITY))
    [line] = desk.apply("HRSS-066", who, {"transfer_kind": "military"})["result"]["transfers"]
    expect((line["step"], line["application_id"]), ("completed", done["id"]))
    expect(codes(_asked(desk, who)), ["army_voucher_used"])
    desk.refused("service_record_state", _funds, desk, path, DEMO_CITY)


def _done(months: int, doubles: int = 0) -> tuple[str, int, int]:
    return "completed", months, doubles


def _funds(desk: Desk, path: str, region: str) -> Json:
    done: Json = desk.post(f"{path}/funds", {"amount_fen": POOLED}, desk.agency(region))
    return done


def _paid_twice(desk: Desk) -> None:
    """A year as a contract worker during the service: the service counts, the rest goes back."""
    who = desk.cardholder(name="军重")
    account = desk.account(who)
    worked(desk, who, months=12, account_fen=0)
    made = sent(desk, who)
    short = _asked(desk, who)
    expect(codes(short), ["duplicate_account_short"], "an account that holds nothing")
    worked(desk, who, months=12, account_fen=700_000, from_month="2009-01", to_month="2009-12")
    before = desk.spent(DEMO_CITY, "employee_pension")
    expect(_asked(desk, who)["status"], "effective")
    desk.advance(by="PT10M")
    shown = desk.get(f"/v1/military-transfers/{made['id']}")
    service = _months(FIRST, month_of(desk, -1))
    expect((shown["status"], shown["months_count"], shown["doubles_count"]), _done(service, 12))
    expect(shown["refund_fen"] >= 12 * 48_000, True, "what was paid, with its interest")
    expect(desk.balance(account), shown["refund_fen"], "the refund on the card")
    expect(desk.spent(DEMO_CITY, "employee_pension") - before, shown["refund_fen"], "the fund")
    [known] = desk.listed("/v1/pension-accounts", person_id=who.id)
    expect(known["balance_fen"], 700_000 - shown["refund_fen"] + ACCOUNT, "the account")


def _from_another_region(desk: Desk) -> None:
    """Handed in at Chongqing for Chengdu, where the money is."""
    who = desk.cardholder(CHENGDU, name="军川")
    made = sent(desk, who, CHENGDU)
    form = asking(desk, who, CHENGDU)
    agency = desk.agency(CHONGQING)
    asked = desk.apply("HRSS-063", who, form, at=agency, region_code=CHENGDU)
    expect(asked["waiting_for"], "competent_region")
    desk.advance(by="PT20M")
    expect(desk.get(f"/v1/military-transfers/{made['id']}")["status"], "completed")


def _refusals(desk: Desk) -> None:
    """Not here, not yet, not any more: nothing is written."""
    who = desk.cardholder(CHONGQING, name="军拒")
    here = desk.apply("HRSS-063", who, asking(desk, who), region_code=DEMO_CITY)
    expect((here["status"], codes(here)), ("not_accepted", ["transfer_not_competent"]))
    other = desk.apply("HRSS-063", who, asking(desk, who, CHENGDU), region_code=CHONGQING)
    expect(codes(other), ["transfer_new_area_decides"])
    sent(desk, who, CHENGDU)
    gone = desk.apply("HRSS-063", who, asking(desk, who, CHONGQING), region_code=CHONGQING)
    expect(codes(gone), ["army_funds_elsewhere"])
    backwards = {"service_from_month": "2020-02", "service_to_month": "2020-01"}
    desk.refused("military_service_impossible", sent, desk, who, **backwards)
    young = desk.cardholder(name="服役")
    sent(desk, young, service_to_month=month_of(desk))
    ahead = _asked(desk, young, left_army_on_date=f"{month_of(desk)}-28")
    expect("army_still_serving" in codes(ahead), True, "before the day")
    busy = desk.cardholder(name="军忙")
    worked(desk, busy, region=CHONGQING, months=3)
    sent(desk, busy, service_from_month="2012-01", service_to_month="2015-12")
    desk.reviewed_by_hand(CHONGQING)
    moved(desk, busy, CHONGQING, DEMO_CITY)
    two = _asked(desk, busy, left_army_on_date="2015-12-01")
    expect(codes(two), ["transfer_under_way"])
    desk.reviewed_by_hand(CHONGQING, None)
    born, month = man_of_age(desk)
    old = desk.cardholder(born=born, name="军退")
    worked(desk, old)
    expect(desk.apply("HRSS-020", old, retires(month))["status"], "effective")
    sent(desk, old, service_from_month="1985-01", service_to_month="1989-12")
    late = _asked(desk, old, left_army_on_date="1989-12-01")
    expect(codes(late), ["transfer_pension_drawn"])


JOURNEYS = {"HRSS-063": from_the_army}
