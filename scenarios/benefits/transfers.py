"""Journeys of insurance that moves between regions, each step of both agencies, to its end."""

from typing import Any

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import today
from scenarios.benefits.pensioners import man_of_age, retires, worked
from scenarios.benefits.subsidised import month_of

Json = dict[str, Any]
ACCOUNT = 12_000_000
GUANGZHOU = "440100"


def moving(old: str, new: str, reason: str = "return") -> Json:
    return {
        "from_region_code": old,
        "to_region_code": new,
        "reason": reason,
        "contact_phone": "19900000001",
    }


def moved(desk: Desk, who: Cardholder, old: str, new: str, reason: str = "return") -> Json:
    """A transfer that is asked for; its application."""
    return desk.apply("HRSS-060", who, moving(old, new, reason), region_code=new)


def codes(application: Json) -> list[str]:
    return [reason["code"] for reason in application.get("reasons", [])]


def path_of(application: Json) -> str:
    return f"/v1/insurance-transfers/{application['result']['insurance_transfer_id']}"


def turned_over(desk: Desk, book: str, account: str) -> int:
    """What an account in a region's book has turned over, in fen."""
    shown = desk.get(f"/v1/books/R:{book}/trial-balance")["accounts"]
    found = [each for each in shown if each["account"] == account]
    return sum(int(each.get("debit_fen", 0)) + int(each.get("credit_fen", 0)) for each in found)


# ---- HRSS-060 职工养老保险关系转移接续


def employee_pension(desk: Desk) -> None:
    """Case by case from Chongqing to Demo City, and without a money leg to Chengdu; refusals."""
    _by_hand(desk)
    _netted(desk)
    _from_another_region(desk)
    _refusals(desk)


def _by_hand(desk: Desk) -> None:
    """Each step by people: late, returned, written again, closed, paid, merged, told."""
    who = desk.cardholder(DEMO_CITY, name="周返")
    worked(desk, who, region=CHONGQING, months=24, account_fen=ACCOUNT)
    desk.reviewed_by_hand(CHONGQING)
    before = turned_over(desk, DEMO_CITY, "pension.transfer_in")
    made = moved(desk, who, CHONGQING, DEMO_CITY)
    expect(made["status"], "effective", "the letter")
    path = path_of(made)
    desk.refused("service_record_state", _step, desk, path, "close", CHONGQING)
    desk.advance(by="PT2M")
    expect(desk.get(path)["waiting_for"], "old_area_agency")
    expect(codes(moved(desk, who, CHONGQING, DEMO_CITY)), ["transfer_under_way"])
    desk.refused("region_not_allowed", _step, desk, path, "close", CHENGDU)
    desk.advance(by="P30D")
    expect(desk.get(path)["is_overdue"], True, "the old area after its working days")
    late = desk.listed("/v1/insurance-transfers", is_overdue="true")
    expect(desk.get(path)["id"] in [each["id"] for each in late], True, "it is among the late")
    back = _step(desk, path, "return", CHONGQING, {"reason": "姓名与参保记录不符"})
    expect((back["status"], back["waiting_for"]), ("returned", "new_area_agency"))
    again = _step(desk, path, "send-letter", DEMO_CITY)
    expect((again["status"], again["letters"], again["is_overdue"]), ("letter_sent", 2, False))
    desk.advance(by="PT2M")
    closed = _step(desk, path, "close", CHONGQING)
    expect((closed["status"], closed["months_count"]), ("old_area_closed", 24))
    desk.refused("service_record_state", _step, desk, path, "merge", DEMO_CITY)
    desk.advance(by="PT1M")
    expect(desk.get(path)["status"], "funds_in_transit", "the money on its way")
    desk.advance(by="PT10M")
    done = desk.get(path)
    expect((done["status"], done["is_overdue"]), ("completed", False))
    expect(done["pooled_fen"], 24 * 600_000 * 12 // 100, "12 % of the bases")
    expect(done["account_fen"] >= ACCOUNT, True, "the account with its interest")
    came = turned_over(desk, DEMO_CITY, "pension.transfer_in") - before
    expect(came, done["account_fen"] + done["pooled_fen"], "the money in the new area's book")
    lines = desk.owner.every(f"{path}/months")
    expect((len(lines), {each["is_double"] for each in lines}), (24, {False}), "the sheet")
    expect(codes(moved(desk, who, CHONGQING, DEMO_CITY)), ["transfer_nothing_there"])
    desk.reviewed_by_hand(CHONGQING, None)
    _given_up(desk)


def _given_up(desk: Desk) -> None:
    """The letter comes back, and the transfer is given up: all stays where it was."""
    who = desk.cardholder(DEMO_CITY, name="周留")
    worked(desk, who, region=CHONGQING, months=12, account_fen=ACCOUNT)
    desk.reviewed_by_hand(CHONGQING)
    path = path_of(moved(desk, who, CHONGQING, DEMO_CITY))
    desk.advance(by="PT2M")
    _step(desk, path, "return", CHONGQING, {"reason": "材料不符"})
    expect(_step(desk, path, "refuse", DEMO_CITY)["status"], "refused")
    desk.reviewed_by_hand(CHONGQING, None)
    again = moved(desk, who, CHONGQING, DEMO_CITY)
    expect(again["status"], "effective", "a transfer after one that was given up")


def _netted(desk: Desk) -> None:
    """Chongqing to Chengdu: the relation moves first, a claim stands for the money."""
    who = desk.cardholder(CHENGDU, name="蜀生")
    worked(desk, who, region=CHONGQING, months=36, account_fen=ACCOUNT)
    before = turned_over(desk, CHENGDU, f"receivable.pension:{CHONGQING}")
    made = moved(desk, who, CHONGQING, CHENGDU)
    path = path_of(made)
    desk.refused("insurance_transfer_sums_unknown", desk.get, f"{path}/explanation")
    desk.advance(by="PT10M")
    done = desk.get(path)
    expect((done["status"], done["money_leg"]), ("completed", "netted"))
    owed = done["account_fen"] + done["pooled_fen"]
    came = turned_over(desk, CHENGDU, f"receivable.pension:{CHONGQING}") - before
    expect(came, owed, "what Chongqing owes in Chengdu's book")
    said = desk.get(f"{path}/explanation")
    expect(bool(said["steps"]), True, "the explanation")


def _from_another_region(desk: Desk) -> None:
    """Handed in at Chongqing for Chengdu, which decides; the old area then ends the relation."""
    who = desk.cardholder(CHENGDU, name="渝归")
    worked(desk, who, region=CHONGQING, months=12, account_fen=ACCOUNT)
    made = desk.apply(
        "HRSS-060",
        who,
        moving(CHONGQING, CHENGDU),
        at=desk.agency(CHONGQING),
        region_code=CHENGDU,
    )
    expect(made["waiting_for"], "competent_region")
    desk.advance(by="PT2M")
    done = desk.application(made)
    expect(done["status"], "effective", "the application from another region")
    with desk.region_stopped(CHONGQING):
        desk.advance(by="PT1H")
        waits = desk.get(path_of(done))
        held_up = waits["status"] in ("letter_sent", "old_area_closed", "completed")
        expect(held_up, True, "a stopped region holds up its own step only")
    desk.advance(by="P1D")
    expect(desk.get(path_of(done))["status"], "completed", "after the region is back")


def _refusals(desk: Desk) -> None:
    """Not here, not yet, not any more: nothing is written."""
    stranger = desk.cardholder(CHONGQING, name="路过")
    worked(desk, stranger, region=CHONGQING, months=12)
    elsewhere = moved(desk, stranger, CHONGQING, CHENGDU)
    expect((elsewhere["status"], codes(elsewhere)), ("not_accepted", ["transfer_not_competent"]))
    other = desk.apply("HRSS-060", stranger, moving(CHONGQING, CHENGDU), region_code=DEMO_CITY)
    expect(codes(other), ["transfer_new_area_decides"])
    born, month = man_of_age(desk)
    pensioner = desk.cardholder(DEMO_CITY, born=born, name="郑退")
    worked(desk, pensioner, region=DEMO_CITY)
    expect(desk.apply("HRSS-020", pensioner, retires(month))["status"], "effective")
    expect("transfer_pension_drawn" in codes(moved(desk, pensioner, CHONGQING, DEMO_CITY)), True)
    old = desk.cardholder(CHONGQING, born=_years_ago(desk, 55), name="临时")
    worked(desk, old, region=CHONGQING, months=24)
    here = {"kind": "taken_over", "from_month": month_of(desk, -1), "to_month": month_of(desk, -1)}
    said = {"person_id": old.id, "region_code": CHENGDU, "scheme": "employee"}
    body = said | {"stretches": [here | {"base_fen": 600_000, "personal_fen": 48_000}]}
    desk.post("/v1/earlier-contributions", body, desk.agency(CHENGDU))
    stays = moved(desk, old, CHONGQING, CHENGDU, "new_work")
    expect(codes(stays), ["transfer_relation_stays"], "a temporary account")


def _years_ago(desk: Desk, years: int) -> Any:
    day = today(desk)
    return day.replace(year=day.year - years, day=1)


def _step(desk: Desk, path: str, verb: str, region: str, body: Any = None) -> Json:
    done: Json = desk.post(f"{path}/{verb}", body, desk.agency(region))
    return done


# ---- HRSS-066 转移进度查询


def progress_query(desk: Desk) -> None:
    """None, then the step that it is at and who is next until when, then that it is over."""
    who = desk.cardholder(DEMO_CITY, name="问进")
    nothing = desk.apply("HRSS-066", who, {})
    expect(nothing["result"]["outcome"], "none_found")
    worked(desk, who, region=CHONGQING, months=12)
    desk.reviewed_by_hand(CHONGQING)
    made = moved(desk, who, CHONGQING, DEMO_CITY)
    desk.advance(by="PT2M")
    [line] = desk.apply("HRSS-066", who, {})["result"]["transfers"]
    expect((line["step"], line["waiting_for"]), ("letter_sent", "old_area_agency"))
    expect(line["due_by"], made["result"]["due_by"], "the last day of the step")
    other = desk.apply("HRSS-066", who, {"transfer_kind": "unemployment"})
    expect(other["result"]["outcome"], "none_found", "of another kind")
    _step(desk, path_of(made), "close", CHONGQING)
    desk.reviewed_by_hand(CHONGQING, None)
    desk.advance(by="PT10M")
    asked = {"application_id": made["id"], "transfer_kind": "pension"}
    [done] = desk.apply("HRSS-066", who, asked)["result"]["transfers"]
    expect((done["step"], "due_by" in done), ("completed", False))


# ---- HRSS-062 制度衔接


def scheme_change(desk: Desk) -> None:
    """To the employees' scheme with a refund, to the residents' without the years, a move."""
    _to_employee(desk)
    _to_resident(desk)
    _resident_moves(desk)


def _changing(direction: str, old: str, new: str) -> Json:
    return {"direction": direction, "from_region_code": old, "to_region_code": new}


def _change(desk: Desk, who: Cardholder, direction: str, old: str, new: str) -> Json:
    return desk.apply("HRSS-062", who, _changing(direction, old, new), region_code=new)


def _to_employee(desk: Desk) -> None:
    """Two residents' years fall into an employee's: they go back onto the card."""
    born, month = man_of_age(desk)
    who = desk.cardholder(born=born, name="转职")
    account = desk.account(who)
    worked(desk, who, months=240)
    worked(desk, who, "resident", months=24, account_fen=500_000)
    way = ("resident_to_employee", DEMO_CITY, DEMO_CITY)
    other = _change(desk, who, "employee_to_resident", DEMO_CITY, DEMO_CITY)
    expect(codes(other), ["conversion_months_enough"])
    before = desk.spent(DEMO_CITY, "resident_pension")
    made = _change(desk, who, *way)
    expect(made["status"], "effective")
    expect(codes(_change(desk, who, *way)), ["transfer_under_way"])
    desk.advance(by="PT20M")
    done = desk.get(path_of(made))
    expect((done["status"], done["refund_fen"]), ("completed", 96_000), "two years paid twice")
    expect(desk.balance(account), 96_000, "the refund on the card")
    expect(desk.spent(DEMO_CITY, "resident_pension") - before, 96_000, "the fund that paid it")
    expect((done["months_count"], done["doubles_count"]), (2, 2), "residents' years don't count")
    expect(done["pooled_fen"], 0, "nothing of the fund")
    claim = desk.apply("HRSS-020", who, retires(month))
    expect(claim["status"], "effective", "the pension of both accounts")
    late = _change(desk, who, "employee_to_resident", DEMO_CITY, DEMO_CITY)
    expect("conversion_pension_drawn" in codes(late), True)
    few = desk.cardholder(born=born, name="年少")
    worked(desk, few, months=60)
    worked(desk, few, "resident", months=24)
    expect(codes(_change(desk, few, *way)), ["conversion_months_short"])


def _to_resident(desk: Desk) -> None:
    """Five years as an employee in Chongqing: the account goes to the register, and the years."""
    born, _ = man_of_age(desk)
    who = desk.cardholder(CHENGDU, born=born, name="转居")
    worked(desk, who, months=60, region=CHONGQING, account_fen=ACCOUNT)
    other_way = ("resident_to_employee", CHENGDU, CHONGQING)
    desk.refused("policy_figure_missing", _change, desk, who, *other_way)
    elsewhere = _change(desk, who, "employee_to_resident", CHONGQING, DEMO_CITY)
    expect((elsewhere["status"], codes(elsewhere)), ("not_accepted", ["transfer_not_competent"]))
    form = _changing("employee_to_resident", CHONGQING, CHENGDU)
    agency = desk.agency(CHONGQING)
    made = desk.apply("HRSS-062", who, form, at=agency, region_code=CHENGDU)
    expect(made["waiting_for"], "competent_region", "handed in at the old area")
    desk.advance(by="PT20M")
    done = desk.get(path_of(desk.application(made)))
    expect((done["status"], done["money_leg"], done["pooled_fen"]), ("completed", "netted", 0))
    expect((done["months_count"], done["doubles_count"]), (60, 0))
    expect(done["account_fen"] >= ACCOUNT, True, "the whole account")
    again = _change(desk, who, "employee_to_resident", CHONGQING, CHENGDU)
    expect(codes(again), ["transfer_nothing_there"], "the employee's relation is over")
    young = desk.cardholder(CHENGDU, name="尚早")
    worked(desk, young, months=60, region=CHONGQING)
    early = _change(desk, young, "employee_to_resident", CHONGQING, CHENGDU)
    expect(codes(early), ["conversion_before_age"])


def _resident_moves(desk: Desk) -> None:
    """With the household register, and not without it."""
    who = desk.cardholder(DEMO_CITY, name="迁户")
    worked(desk, who, "resident", months=36, region=GUANGZHOU, account_fen=200_000)
    stays = _change(desk, who, "resident_to_resident", GUANGZHOU, CHENGDU)
    expect(codes(stays), ["resident_register_stays"])
    made = _change(desk, who, "resident_to_resident", GUANGZHOU, DEMO_CITY)
    desk.advance(by="PT20M")
    done = desk.get(path_of(made))
    expect((done["status"], done["months_count"], done["doubles_count"]), ("completed", 3, 0))
    back = _change(desk, who, "resident_to_resident", DEMO_CITY, DEMO_CITY)
    expect(codes(back), ["conversion_same_area"], "the years are here now")


# ---- HRSS-065 多重养老保险关系退费


def duplicate_refund(desk: Desk) -> None:
    """Two years were paid in two schemes: they go back, with their interest, and count once."""
    who = desk.cardholder(name="重复")
    account = desk.account(who)
    last = today(desk).year - 1
    worked(desk, who, months=48)
    worked(desk, who, "resident", months=24, account_fen=500_000)
    form = duplicates(last - 1, last)
    single = desk.apply("HRSS-065", who, form | {"from_month": f"{last - 2}-12"})
    expect(codes(single), ["duplicate_month_single"])
    part = desk.apply("HRSS-065", who, form | {"to_month": f"{last}-06"})
    expect(codes(part), ["duplicate_whole_years"])
    turned = desk.apply("HRSS-065", who, form | {"to_month": f"{last - 2}-06"})
    expect(codes(turned), ["duplicate_months_backwards"])
    elsewhere = desk.apply("HRSS-065", who, form, region_code=CHENGDU)
    expect((elsewhere["status"], codes(elsewhere)), _NOT_HERE)
    made = desk.apply("HRSS-065", who, form)
    expect(made["status"], "paying", "the refund")
    path = f"/v1/duplicate-refunds/{made['result']['duplicate_refund_id']}"
    expect(desk.get(path)["status"], "kept", "before the money is on the card")
    desk.advance(by="PT5M")
    done = desk.get(path)
    expect((done["status"], done["months_count"]), ("closed", 24), "no year is left")
    expect(done["amount_fen"] > 2 * 48_000, True, "what was paid, with interest")
    expect(desk.balance(account), done["amount_fen"], "the card")
    expect(desk.application(made)["status"], "completed")
    again = desk.apply("HRSS-065", who, form)
    expect(codes(again), ["duplicate_same_relation"], "only one is left")
    _kept_the_wrong_way(desk, last)


_NOT_HERE = ("not_accepted", ["duplicate_dropped_area_decides"])


def duplicates(first: int, last: int, kept: str = DEMO_CITY) -> Json:
    return {
        "kept_region_code": kept,
        "dropped_region_code": DEMO_CITY,
        "from_month": f"{first}-01",
        "to_month": f"{last}-12",
    }


def _kept_the_wrong_way(desk: Desk, last: int) -> None:
    """The employee's relation is always the one that is kept; and an account gives what it has."""
    who = desk.cardholder(name="颠倒")
    desk.account(who)
    worked(desk, who, months=24)
    worked(desk, who, "resident", months=12, region=GUANGZHOU, account_fen=1)
    wrong = desk.apply("HRSS-065", who, duplicates(last, last, GUANGZHOU))
    expect("duplicate_keeps_employee" in codes(wrong), True)
    form = duplicates(last, last) | {"dropped_region_code": GUANGZHOU}
    short = desk.apply("HRSS-065", who, form, region_code=GUANGZHOU)
    expect(codes(short), ["duplicate_account_short"])


JOURNEYS = {
    "HRSS-060": employee_pension,
    "HRSS-062": scheme_change,
    "HRSS-065": duplicate_refund,
    "HRSS-066": progress_query,
}
