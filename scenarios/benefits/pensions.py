"""Journeys of employees' pensions: retirement, payout, certification, pauses."""

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.learning import codes, today
from scenarios.benefits.pensioners import (
    PROOF,
    Json,
    found_later,
    lines,
    man_of_age,
    pay,
    retired,
    retires,
    to_next_pay_day,
    worked,
)
from scenarios.benefits.subsidised import month_of

FUND = "employee_pension"

# ---- HRSS-020 职工退休


def retirement(desk: Desk) -> None:
    """At the legal month with twenty years; the pension comes onto the card with the next roll."""
    born, month = man_of_age(desk)
    who = desk.cardholder(born=born, name="郑勤")
    account = desk.account(who)
    form = retires(month)
    expect(codes(desk.apply("HRSS-020", who, form)), ["pension_never_insured"])
    worked(desk, who, months=120)
    expect(codes(desk.apply("HRSS-020", who, form)), ["contribution_months_too_few"])
    more: Json = {"from_month": month_of(desk, -260), "to_month": month_of(desk, -122)}
    worked(desk, who, account_fen=0, **more)
    _what_is_refused(desk, who, form, month)
    late = {**form, "retirement_choice": "deferred"}
    expect(codes(desk.apply("HRSS-020", who, late)), ["retirement_choice_differs"])
    made = desk.apply("HRSS-020", who, form)
    expect((made["status"], codes(made)), ("effective", []))
    pension = desk.get(f"/v1/pensions/{made['result']['pension_id']}")
    expect(pension["monthly_amount_fen"], made["amount_fen"], "the pension")
    expect(pension["contribution_months"], 120 + 139)
    explained = desk.get(f"/v1/pensions/{pension['id']}/explanation")
    expect(explained["sums_to_total"], True)
    again = desk.apply("HRSS-020", who, form)
    expect(codes(again), ["pension_drawn_already"])
    pay(desk)
    desk.advance(by="PT10M")
    [line] = lines(desk, pension)
    expect(line["status"], "paid")
    expect(desk.balance(account), line["amount_fen"] + line["arrears_fen"], "what is on the card")
    _found_later(desk)
    _early_and_special(desk)
    _across_regions(desk, form)


def _found_later(desk: Desk) -> None:
    """Two years are found behind the grant: computed again, and paid for the months since."""
    who, account, pension = retired(desk, "钱补")
    pay(desk)
    to_next_pay_day(desk)
    path = f"/v1/pensions/{pension['id']}/recalculate"
    order, agency = {"reason": "contributions_found"}, desk.agency(DEMO_CITY)
    desk.refused("pension_recalculation_no_rise", desk.post, path, order, agency)
    found_later(desk, who)
    held, paid = desk.balance(account), lines(desk, pension)
    made = desk.post(path, order, agency)
    rise = made["pension"]["monthly_amount_fen"] - pension["monthly_amount_fen"]
    behind = len(paid) + sum(each["arrears_fen"] for each in paid) // pension["monthly_amount_fen"]
    expect((rise > 0, made["arrears_fen"]), (True, behind * rise), "for the months since")
    to_next_pay_day(desk)
    last = lines(desk, pension)[-1]
    expect((last["status"], last["arrears_fen"]), ("paid", behind * rise))
    expect(desk.balance(account) - held, last["amount_fen"] + behind * rise, "on the card")


def _what_is_refused(desk: Desk, who: Cardholder, form: Json, month: str) -> None:
    woman = {**form, "worker_class": "woman_50"}
    expect("worker_class_of_other_sex" in codes(desk.apply("HRSS-020", who, woman)), True)
    ahead = {**form, "retirement_month": month_of(desk, 30), "retirement_choice": "deferred"}
    expect("retirement_too_far_ahead" in codes(desk.apply("HRSS-020", who, ahead)), True)
    path = "/v1/earlier-contributions"
    body = {
        "person_id": who.id,
        "region_code": DEMO_CITY,
        "scheme": "employee",
        "stretches": [
            {
                "kind": "taken_over",
                "from_month": month,
                "to_month": month_of(desk, 1),
                "base_fen": 100,
            }
        ],
    }
    problem = desk.refused("earlier_contributions_impossible", desk.post, path, body)
    expect(
        {each["code"] for each in problem["errors"]} <= {"month_not_over", "month_on_record"}, True
    )
    stranger = desk.agency(CHENGDU)
    desk.refused("region_not_allowed", desk.post, path, body, stranger)


def _early_and_special(desk: Desk) -> None:
    """Early by choice needs notice to the employer, which nobody without one gives."""
    day = today(desk)
    who = desk.cardholder(born=day.replace(year=day.year - 60, day=15), name="何早")
    worked(desk, who)
    now = month_of(desk)
    early = retires(now, retirement_choice="early", early_notice_date=f"{month_of(desk, -4)}-10")
    made = desk.apply("HRSS-020", who, early)
    expect((made["status"], codes(made)), ("effective", []), "before the legal age")
    hard = desk.cardholder(born=man_of_age(desk, 36)[0], name="吴高")
    worked(desk, hard)
    special = retires(now, worker_class="special_work")
    wanted = desk.apply("HRSS-020", hard, special)
    expect(wanted["wanted_inputs"], ["special_work_record"])
    known = desk.act(wanted, "supplement", {"inputs": {"special_work_record": PROOF}})
    expect((known["waiting_for"], codes(known)), ("reviewer", ["special_work_by_file"]))
    desk.act(known, "decide", {"outcome": "approved"}, desk.agency(DEMO_CITY))
    expect(desk.application(known)["status"], "effective")


def _across_regions(desk: Desk, form: Json) -> None:
    """Handed in at Chengdu for somebody of Chongqing, who never contributed there."""
    mover = desk.cardholder(CHONGQING, name="周行")
    made = desk.apply("HRSS-020", mover, form, at=desk.agency(CHENGDU))
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    done = desk.application(made)
    expect((done["status"], codes(done)), ("rejected", ["pension_never_insured"]))


# ---- HRSS-021 基本养老金领取


def payout(desk: Desk) -> None:
    """Ordered for a month by the agency, by itself in the next; a return is re-issued once."""
    who, account, pension = retired(desk)
    other, second, _ = retired(desk, "王宁")
    ahead: Json = {"item_code": "HRSS-021", "inputs": {"pay_month": month_of(desk, 1)}}
    ahead |= {"region_code": DEMO_CITY}
    agency = desk.agency(DEMO_CITY)
    made = desk.post("/v1/service-applications", ahead, agency)
    expect(codes(made), ["pension_month_ahead"])
    spent = desk.spent(DEMO_CITY, FUND)
    made = pay(desk)
    expect(made["status"], "effective", "the order")
    desk.post(f"{second}/close")
    desk.advance(by="PT10M")
    run = desk.get(f"/v1/pension-runs/{made['result']['pension_run_id']}")
    expect((run["lines_count"], run["status"]), (2, "completed"))
    expect((run["paid_count"], run["returned_count"]), (1, 1))
    expect(desk.balance(account), run["paid_total_fen"], "what is on the card")
    expect(desk.spent(DEMO_CITY, FUND) - spent, run["total_fen"], "the region's book")
    expect(codes(pay(desk)), ["pension_month_paid"])
    _reissued(desk, other, run)
    to_next_pay_day(desk)
    first, following = lines(desk, pension)
    expect((first["status"], following["status"]), ("paid", "paid"))
    expect(desk.balance(account), run["paid_total_fen"] + following["amount_fen"], "two months")
    desk.refused("pension_run_not_found", desk.get, "/v1/pension-runs/prn_" + "0" * 26)
    person = desk.apply("HRSS-021", who, ahead["inputs"], at=agency)
    expect((person["status"], codes(person)), ("not_accepted", ["pension_payout_agencies_only"]))


def _reissued(desk: Desk, who: Cardholder, run: Json) -> None:
    account = desk.account(who)
    [line] = desk.listed(f"/v1/pension-runs/{run['id']}/lines", status="returned")
    path = f"/v1/benefit-payments/{line['payment_id']}/reissue"
    desk.post(path, None, desk.agency(DEMO_CITY))
    desk.refused("benefit_payment_not_returned", desk.post, path)
    desk.advance(by="PT10M")
    expect(desk.balance(account), line["amount_fen"] + line["arrears_fen"], "after the re-issue")
    expect(desk.get(f"/v1/pension-runs/{run['id']}")["returned_count"], 0)


# ---- HRSS-022 养老保险待遇领取资格认证


def certification(desk: Desk) -> None:
    """Good for a year; whoever misses it is paused, and paid behind once it is made up."""
    nobody = desk.cardholder(name="沈无")
    form = {"method": "counter", "living_place": "domestic", "region_code": DEMO_CITY}
    expect(codes(desk.apply("HRSS-022", nobody, form)), ["certification_without_pension"])
    who, _, pension = retired(desk)
    abroad = {"method": "data_match", "living_place": "abroad"}
    expect(codes(desk.apply("HRSS-022", who, abroad)), ["certification_abroad_unproved"])
    face = {**form, "method": "face"}
    expect(codes(desk.apply("HRSS-022", who, face)), ["certification_without_face"])
    [first] = desk.listed("/v1/pension-certifications", person_id=who.id)
    desk.advance(by="P1M")
    made = desk.apply("HRSS-022", who, form)
    expect(made["status"], "effective")
    shown = desk.get(f"/v1/pension-certifications/{first['id']}")
    expect((shown["method"], shown["valid_until"]), ("counter", made["result"]["valid_until"]))
    expect(shown["valid_until"] > first["valid_until"], True, "good for longer")
    desk.advance(by="P14M")
    missed = desk.get(f"/v1/pensions/{pension['id']}")
    expect((missed["status"], missed["paused_for"]), ("suspended", "certification_overdue"))
    expect(desk.get(f"/v1/pension-certifications/{first['id']}")["status"], "overdue")
    resume = {"action": "resume", "reason": "certified", "effective_month": month_of(desk, 1)}
    expect(codes(desk.apply("HRSS-023", who, resume)), ["pension_still_uncertified"])
    proof = {**abroad, "embassy_certificate": PROOF}
    expect(desk.apply("HRSS-022", who, proof)["status"], "effective")
    expect(desk.apply("HRSS-023", who, resume)["status"], "effective")
    path = "/v1/pension-certifications/pce_" + "0" * 26
    desk.refused("pension_certification_not_found", desk.get, path)
    _certified_elsewhere(desk)


def _certified_elsewhere(desk: Desk) -> None:
    """At Chengdu's counter for somebody of Chongqing, who draws nothing."""
    mover = desk.cardholder(CHONGQING, name="周行")
    form = {"method": "counter", "living_place": "domestic", "region_code": CHENGDU}
    made = desk.apply("HRSS-022", mover, form, at=desk.agency(CHENGDU))
    desk.advance(by="PT7H")
    expect(codes(desk.application(made)), ["certification_without_pension"])


# ---- HRSS-023 暂停、恢复养老保险待遇


def suspension(desk: Desk) -> None:
    """Paused from a month that was paid already: that comes back; paid again with what was kept."""
    who, account, pension = retired(desk)
    pay(desk)
    desk.advance(by="PT10M")
    held = desk.balance(account)
    pause: Json = {"action": "suspend", "reason": "missing", "effective_month": month_of(desk)}
    wrong = {**pause, "reason": "found"}
    expect(codes(desk.apply("HRSS-023", who, wrong)), ["pension_pause_reason_wrong"])
    far = {**pause, "effective_month": month_of(desk, 3)}
    expect(codes(desk.apply("HRSS-023", who, far)), ["pension_pause_month_wrong"])
    expect(codes(desk.apply("HRSS-023", who, pause)), ["overpayment_manner_missing"])
    many = {**pause, "repayment": "instalments", "instalments": 60}
    wrong = {**many, "instalments": 61}
    path = "/v1/service-applications"
    body = {"item_code": "HRSS-023", "card_id": who.card_id, "inputs": wrong}
    desk.refused("invalid_request", desk.post, path, body)
    made = desk.apply("HRSS-023", who, {**pause, "repayment": "refund"})
    month = pension["monthly_amount_fen"]
    expect((made["status"], made["amount_fen"]), ("effective", month))
    desk.advance(by="PT10M")
    expect(desk.balance(account), held - month, "after the refund")
    [owed] = made["result"]["recovery_ids"]
    expect(desk.get(f"/v1/benefit-recoveries/{owed}")["status"], "settled")
    to_next_pay_day(desk)
    expect(len(lines(desk, pension)), 1, "nothing is paid meanwhile")
    again = {**pause, "effective_month": month_of(desk)}
    expect(codes(desk.apply("HRSS-023", who, again)), ["no_pension_to_pause"])
    free = {"action": "resume", "reason": "released", "effective_month": month_of(desk, 1)}
    expect(codes(desk.apply("HRSS-023", who, free)), ["pension_not_paused_for_that"])
    found = {**free, "reason": "found"}
    expect(desk.apply("HRSS-023", who, found)["status"], "effective")
    to_next_pay_day(desk)
    last = lines(desk, pension)[-1]
    expect((last["status"], last["arrears_fen"]), ("paid", 2 * month), "paid behind")
    kinds = [each["kind"] for each in desk.listed(f"/v1/pensions/{pension['id']}/changes")]
    expect(kinds, ["resumed", "paused", "granted"])
    desk.refused("pension_not_found", desk.get, "/v1/pensions/pns_" + "0" * 26)
    mover = desk.cardholder(CHONGQING, name="周行")
    made = desk.apply("HRSS-023", mover, again, at=desk.agency(CHENGDU))
    desk.advance(by="PT7H")
    expect(codes(desk.application(made)), ["no_pension_to_pause"], "from another region")


JOURNEYS = {
    "HRSS-020": retirement,
    "HRSS-021": payout,
    "HRSS-022": certification,
    "HRSS-023": suspension,
}
