"""Journeys of unemployment insurance: claimed, paid, checked, ended, asked about."""

from datetime import timedelta

from scenarios.benefits.desk import CHENGDU, CHONGQING, DEMO_CITY, Cardholder, Desk, expect
from scenarios.benefits.jobless import (
    BENEFITS,
    FUND,
    Json,
    by_agency,
    checked,
    claim_form,
    claimed,
    earlier,
    insured,
    laid_off,
    months_paid,
    on_benefit,
    registered,
    to_day,
)
from scenarios.benefits.learning import codes, today
from scenarios.benefits.subsidised import PROOF, at_work, month_of, recovery_of

MONTHLY = 198_000
"""Demo City from 2026 on: 90 % of the minimum wage."""
PREMIUM = 37_800


# ---- HRSS-013 失业保险金申领


def benefit_claim(desk: Desk) -> None:
    """Granted by the months of contributions; taken up by work, and claimed with what was left."""
    worker = desk.cardholder()
    account = desk.account(worker)
    form = claim_form(desk)
    expect(codes(desk.apply("HRSS-013", worker, form)), UNKNOWN)
    insured(desk, worker, 60)
    _what_is_no_history(desk, worker)
    laid_off(desk, worker)
    _what_is_no_claim(desk, worker)
    made = desk.apply("HRSS-013", worker, form)
    expect((made["status"], made["amount_fen"]), ("effective", MONTHLY))
    expect(made["explanation"]["totals"]["benefit_fen"], MONTHLY, "what explains the sum")
    benefit = desk.get(f"{BENEFITS}/{made['result']['unemployment_benefit_id']}")
    expect((benefit["months_granted"], benefit["months_at_most"]), (14, 18))
    expect((benefit["status"], benefit["from_month"]), ("granted", month_of(desk, 1)))
    twice = ["unemployment_contributed_too_little", "benefit_drawn_elsewhere"]
    expect(codes(desk.apply("HRSS-013", worker, form)), twice)
    to_day(desk, 16, 1)
    expect(desk.balance(account), MONTHLY, "what is on the card")
    _beside_it(desk, worker, benefit, account)
    _taken_up_and_lost_again(desk, worker, benefit)
    _without_a_record(desk)
    _across_regions(desk)


UNKNOWN = ["unemployment_contributed_too_little", "unemployment_not_registered"]


def _what_is_no_history(desk: Desk, worker: Cardholder) -> None:
    """Months that can't be taken over: there already, not over, before the person was of age."""
    path, last = "/v1/earlier-contributions", month_of(desk, -1)
    refused = "earlier_contributions_impossible"
    months = {
        (last, last): "month_on_record",
        (last, month_of(desk)): "month_not_over",
        ("1999-01", "1999-01"): "month_before_working_age",
    }
    for (first, until), code in months.items():
        problem = desk.refused(refused, desk.post, path, earlier(worker, first, until))
        expect(code in [each["code"] for each in problem["errors"]], True, code)
    of_pensions = {**earlier(worker, "2015-01", "2015-01"), "account_balance_fen": 1}
    of_pensions["stretches"][0]["kind"] = "deemed"
    problem = desk.refused(refused, desk.post, path, of_pensions)
    wrong = ["deemed_without_pension", "no_personal_account"]
    expect(sorted(each["code"] for each in problem["errors"]), wrong)
    body = earlier(worker, last, last)
    desk.refused("region_not_allowed", desk.post, path, body, desk.agency(CHENGDU))


def _what_is_no_claim(desk: Desk, worker: Cardholder) -> None:
    """Of somebody who is registered: what the form says otherwise than the records."""
    wrong = {"leaving_reason": "dismissed", "claim_region_code": CHENGDU, "seeks_work": False}
    against = ["benefit_claimed_elsewhere", "benefit_left_for_differs", "benefit_not_seeking_work"]
    expect(codes(desk.apply("HRSS-013", worker, {**claim_form(desk), **wrong})), against)
    early = {"left_on_date": (today(desk) - timedelta(days=9)).isoformat()}
    late = desk.apply("HRSS-013", worker, {**claim_form(desk), **early})
    expect(codes(late), ["benefit_left_on_differs"])
    quitter = desk.cardholder(name="何离")
    insured(desk, quitter, 12)
    laid_off(desk, quitter, "resigned")
    said = desk.apply("HRSS-013", quitter, claim_form(desk, "resigned"))
    expect(codes(said), ["left_by_own_will"])


def _beside_it(desk: Desk, worker: Cardholder, benefit: Json, account: str) -> None:
    """For a birth, and for seeking work in a month that was paid: once each."""
    path, agency = f"{BENEFITS}/{benefit['id']}/grants", desk.agency(DEMO_CITY)
    before = desk.balance(account)
    birth = {"kind": "childbirth", "born_on": today(desk).isoformat()}
    made = [desk.post(path, birth, agency) for _ in range(2)]
    expect([each["amount_fen"] for each in made], [2 * MONTHLY] * 2)
    expect(made[0]["id"], made[1]["id"], "one birth, one grant")
    early = {**birth, "born_on": "2020-01-01"}
    refused = desk.refused("unemployment_grant_refused", desk.post, path, early, agency)
    expect(refused["errors"][0]["code"], "born_outside_benefit")
    seeking = {"kind": "job_seeking", "month": month_of(desk)}
    expect(desk.post(path, seeking, agency)["amount_fen"], 60_000)
    ahead = {**seeking, "month": month_of(desk, 1)}
    refused = desk.refused("unemployment_grant_refused", desk.post, path, ahead, agency)
    expect(refused["errors"][0]["code"], "job_seeking_month_not_paid")
    idle = {"kind": "own_business"}
    refused = desk.refused("unemployment_grant_refused", desk.post, path, idle, agency)
    expect(refused["errors"][0]["code"], "no_early_work")
    desk.refused("region_not_allowed", desk.post, path, birth, desk.agency(CHENGDU))
    desk.advance(by="PT2M")
    expect(desk.balance(account) - before, 2 * MONTHLY + 60_000, "what came onto the card")
    shown = desk.get(f"/v1/unemployment-grants/{made[0]['id']}")
    expect(
        (shown["status"], shown["explanation"]["totals"]["childbirth_fen"]), ("paid", 2 * MONTHLY)
    )
    missing = "/v1/unemployment-grants/ugt_" + "0" * 26
    desk.refused("unemployment_grant_not_found", desk.get, missing)
    _a_business_of_ones_own(desk)


def _a_business_of_ones_own(desk: Desk) -> None:
    """All that is left, at once: nothing of it is left for another claim."""
    founder, account, benefit = on_benefit(desk, months=12, name="郑创")
    desk.advance(by="P1D")
    at_work(desk, founder, employment_kind="self_employed", post="店主")
    path, agency = f"{BENEFITS}/{benefit['id']}/grants", desk.agency(DEMO_CITY)
    job = {"kind": "early_work"}
    refused = desk.refused("unemployment_grant_refused", desk.post, path, job, agency)
    expect(refused["errors"][0]["code"], "no_early_work")
    made = desk.post(path, {"kind": "own_business"}, agency)
    expect((made["months"], made["amount_fen"]), (2, 2 * MONTHLY))
    again = desk.post(path, {"kind": "own_business"}, agency)
    expect(again["id"], made["id"], "one business, one grant")
    desk.advance(by="PT2M")
    expect(desk.balance(account), 2 * MONTHLY, "what is on the card")
    shown = desk.get(f"{BENEFITS}/{benefit['id']}")
    expect((shown["months_settled"], shown["months_left"]), (2, 0))


def _taken_up_and_lost_again(desk: Desk, worker: Cardholder, benefit: Json) -> None:
    """New work ends it at once; when that is lost, the months left count without a new year."""
    record = at_work(desk, worker, employment_kind="flexible", post="骑手")
    shown = desk.get(f"{BENEFITS}/{benefit['id']}")
    expect((shown["status"], shown["ended_for"]), ("stopped", "employed"))
    expect((shown["months_paid"], shown["months_left"]), (1, 13))
    over = {"ended_on": today(desk).isoformat(), "leaving_reason": "contract_ended"}
    desk.post(f"/v1/employment-records/{record}/end", over, desk.agency(DEMO_CITY))
    registered(desk, worker, "contract_ended")
    again = claimed(desk, worker, why="contract_ended")
    expect((again["months_carried"], again["months_granted"]), (13, 13))
    expect(again["from_month"], month_of(desk, 1), "the month after the one that was paid")


def _without_a_record(desk: Desk) -> None:
    """Whose work is on no record brings a proof that it ended."""
    stranger = desk.cardholder(name="孙无")
    insured(desk, stranger, 24)
    paper = {"title": "解除劳动关系证明", "sha256": "cd" * 32}
    form = {
        "leaving_reason": "bankruptcy",
        "left_on_date": today(desk).isoformat(),
        "seeks_work": True,
        "last_employer_name": "示范单位",
        "termination_proof": paper,
    }
    expect(desk.apply("HRSS-003", stranger, form)["status"], "effective", "the registration")
    made = desk.apply("HRSS-013", stranger, claim_form(desk, "bankruptcy"))
    expect((made["status"], made["wanted_inputs"]), ("supplement_wanted", ["termination_proof"]))
    done = desk.act(made, "supplement", {"inputs": {"termination_proof": PROOF}})
    expect((done["status"], codes(done)), ("effective", []))


def _across_regions(desk: Desk) -> None:
    """Handed in at Chengdu for somebody of Chongqing, whose region decides."""
    mover = desk.cardholder(CHONGQING, name="周行")
    form = claim_form(desk, claim_region_code=CHONGQING)
    made = desk.apply("HRSS-013", mover, form, at=desk.agency(CHENGDU))
    expect((made["waiting_for"], made["scheme"]), ("competent_region", "chuan-yu"))
    desk.advance(by="PT7H")
    done = desk.application(made)
    refused = UNKNOWN
    expect((done["status"], codes(done)), ("rejected", refused))


# ---- HRSS-014 失业保险金领取


def benefit_payout(desk: Desk) -> None:
    """Ordered by the agency, paid once; one that came back, and months that were not due."""
    worker, account, benefit = on_benefit(desk)
    poor = desk.cardholder(name="吴户")
    insured(desk, poor, 12)
    laid_off(desk, poor)
    other = claimed(desk, poor)
    month = month_of(desk, 1)
    expect(codes(by_agency(desk, "HRSS-014", {"pay_month": month})), ["benefit_month_ahead"])
    spent = desk.spent(DEMO_CITY, FUND)
    to_day(desk, 2, 1)
    form = {"pay_month": month}
    made = by_agency(desk, "HRSS-014", form)
    expect((made["status"], codes(made)), ("effective", []))
    again = by_agency(desk, "HRSS-014", form)
    expect(codes(again), ["benefit_month_paid"])
    before = {"pay_month": month_of(desk, -1)}
    expect(codes(by_agency(desk, "HRSS-014", before)), ["benefit_month_over"])
    desk.advance(by="PT10M")
    run = desk.get(f"/v1/unemployment-runs/{made['result']['unemployment_run_id']}")
    expect((run["status"], run["lines_count"], run["total_fen"]), ("completed", 2, 2 * MONTHLY))
    expect(desk.spent(DEMO_CITY, FUND) - spent, 2 * MONTHLY, "the region's book")
    expect(desk.balance(account), MONTHLY, "what is on the card")
    expect(months_paid(desk, benefit["id"]), [(month, MONTHLY, "paid")])
    _came_back(desk, poor, other)
    to_day(desk, 16)
    expect(len(months_paid(desk, benefit["id"])), 1, "months after the pay day")
    _work_before_it_was_known(desk, worker, benefit, account)
    nobody = by_agency(desk, "HRSS-014", {"pay_month": month_of(desk)}, CHENGDU)
    expect(codes(nobody), ["nobody_draws_benefit"])
    in_person = desk.apply("HRSS-014", poor, {"pay_month": month_of(desk)})
    refused = ("not_accepted", ["unemployment_payout_agencies_only"])
    expect((in_person["status"], codes(in_person)), refused)
    desk.refused("unemployment_run_not_found", desk.get, "/v1/unemployment-runs/unr_" + "0" * 26)


def _came_back(desk: Desk, poor: Cardholder, benefit: Json) -> None:
    """No account takes the money; with one, the same sum is paid once."""
    [(month, fen, status)] = months_paid(desk, benefit["id"])
    expect((fen, status), (MONTHLY, "returned"))
    [payment] = desk.listed("/v1/benefit-payments", person_id=poor.id)
    account = desk.account(poor)
    desk.post(f"/v1/benefit-payments/{payment['id']}/reissue", None, desk.agency(DEMO_CITY))
    desk.advance(by="PT2M")
    expect(desk.balance(account), MONTHLY, "what is on the card")
    expect(months_paid(desk, benefit["id"]), [(month, MONTHLY, "paid")])


def _work_before_it_was_known(desk: Desk, worker: Cardholder, benefit: Json, account: str) -> None:
    """Another month; then work is registered that began before it: that month is owed back."""
    began = today(desk).isoformat()
    to_day(desk, 16, 1)
    expect(desk.balance(account), 2 * MONTHLY, "what is on the card")
    at_work(desk, worker, employment_kind="flexible", post="骑手", start_date=began)
    shown = desk.get(f"{BENEFITS}/{benefit['id']}")
    expect((shown["ended_for"], shown["months_paid"]), ("employed", 1))
    expect([each[2] for each in months_paid(desk, benefit["id"])], ["paid", "recovered"])
    owed = recovery_of(desk, benefit["id"])
    expect((owed["reason"], owed["owed_fen"]), ("facts_ended", MONTHLY))
    desk.post(f"/v1/benefit-recoveries/{owed['id']}/refund", {"amount_fen": MONTHLY})
    desk.advance(by="PT5M")
    expect(desk.balance(account), MONTHLY, "the card after the refund")
    to_day(desk, 16, 1)
    expect(desk.balance(account), MONTHLY, "nothing more comes")


# ---- HRSS-015 领取失业保险金资格核对(按月)


def monthly_check(desk: Desk) -> None:
    """Confirmed, missed, excused, missed twice: then the benefit ends, and is claimed again."""
    worker, account, benefit = on_benefit(desk)
    expect(codes(checked(desk, worker)), ["no_check_due"])
    to_day(desk, 3, 1)
    _what_is_no_check(desk, worker)
    went = {
        "employer_name": "示范餐饮有限公司",
        "post": "厨师",
        "applied_on_date": today(desk).isoformat(),
    }
    made = checked(desk, worker, applications=[went])
    expect((made["status"], codes(made)), ("effective", []))
    check = desk.get(f"/v1/unemployment-checks/{made['result']['unemployment_check_id']}")
    expect((check["status"], check["applications"]), ("confirmed", [went]))
    expect(codes(checked(desk, worker)), ["check_done_already"])
    to_day(desk, 3, 2)
    expect(_checks(desk, worker), ["confirmed", "missed_once", "due"])
    [missed] = desk.listed("/v1/unemployment-checks", person_id=worker.id, status="missed_once")
    excuse = f"/v1/unemployment-checks/{missed['id']}/excuse"
    said = {"reason": "hospital"}
    desk.refused("region_not_allowed", desk.post, excuse, said, desk.agency(CHENGDU))
    desk.post(excuse, said, desk.agency(DEMO_CITY))
    desk.refused("unemployment_check_state", desk.post, excuse, said)
    to_day(desk, 3, 1)
    expect(_checks(desk, worker), ["confirmed", "excused", "missed_once", "due"])
    to_day(desk, 3, 1)
    expect(_checks(desk, worker)[2:], ["missed_once", "missed_twice"])
    ended = desk.get(f"{BENEFITS}/{benefit['id']}")
    expect((ended["status"], ended["ended_for"]), ("stopped", "checks_missed"))
    expect(desk.balance(account), 4 * MONTHLY, "what came until then")
    desk.refused(
        "unemployment_check_not_found", desk.get, "/v1/unemployment-checks/uck_" + "0" * 26
    )
    _refuses_work(desk)
    _interrupted(desk)


def _checks(desk: Desk, who: Cardholder) -> list[str]:
    """Its checks, the first month first."""
    listed = desk.listed("/v1/unemployment-checks", person_id=who.id)
    return [status for _, status in sorted((each["month"], each["status"]) for each in listed)]


def _what_is_no_check(desk: Desk, worker: Cardholder) -> None:
    other = checked(desk, worker, check_month=month_of(desk, 1))
    expect(codes(other), ["check_month_not_now"])
    expect(codes(checked(desk, worker, seeks_work=False)), ["benefit_not_seeking_work"])
    ahead = {"employer_name": "示范", "post": "厨师", "applied_on_date": f"{month_of(desk, 1)}-01"}
    expect(codes(checked(desk, worker, applications=[ahead])), ["applied_in_future"])


def _refuses_work(desk: Desk) -> None:
    """Two offers of work refused end the benefit, and its months with it."""
    worker, _, benefit = on_benefit(desk, name="钱拒")
    to_day(desk, 3, 1)
    done = checked(desk, worker, offers_refused=2)
    expect(done["result"]["ended_for"], "refused_work")
    ended = desk.get(f"{BENEFITS}/{benefit['id']}")
    expect((ended["status"], ended["ended_for"]), ("stopped", "refused_work"))


def _interrupted(desk: Desk) -> None:
    """Months that pass while it is interrupted are neither paid nor used up."""
    _, account, benefit = on_benefit(desk, name="赵断")
    path, agency = f"{BENEFITS}/{benefit['id']}", desk.agency(DEMO_CITY)
    desk.refused("unemployment_benefit_state", desk.post, f"{path}/resume", None, agency)
    why = {"reason": "imprisoned"}
    desk.refused("region_not_allowed", desk.post, f"{path}/suspend", why, desk.agency(CHENGDU))
    expect(desk.post(f"{path}/suspend", why, agency)["status"], "suspended")
    to_day(desk, 16, 1)
    expect(desk.balance(account), 0, "while it is interrupted")
    expect(desk.post(f"{path}/resume", None, agency)["status"], "running")
    to_day(desk, 16, 1)
    expect(desk.balance(account), MONTHLY, "after it goes on")
    stop = {"reason": "military_service", "from_month": month_of(desk)}
    stopped = desk.post(f"{path}/stop", stop, agency)
    expect((stopped["status"], stopped["months_paid"]), ("stopped", 0))
    expect(recovery_of(desk, benefit["id"])["owed_fen"], MONTHLY, "what was paid behind it")
    desk.refused("unemployment_benefit_state", desk.post, f"{path}/stop", stop, agency)


# ---- HRSS-016 代缴基本医疗保险费


def medical_premium(desk: Desk) -> None:
    """Scheduled with the month of benefit, paid in one sum, stopped where the month fell away."""
    worker, _, benefit = on_benefit(desk)
    second, _, other = on_benefit(desk, name="林二")
    month = month_of(desk, 1)
    form = {"premium_month": month}
    expect(codes(by_agency(desk, "HRSS-016", form)), ["no_premiums_scheduled"])
    to_day(desk, 16, 1)
    waiting = _premiums(desk, worker)
    expect(waiting, [(month, PREMIUM, "scheduled")])
    stop = {"reason": "emigrated", "from_month": month}
    desk.post(f"{BENEFITS}/{other['id']}/stop", stop, desk.agency(DEMO_CITY))
    expect(_premiums(desk, second), [(month, PREMIUM, "stopped")])
    spent = desk.spent(DEMO_CITY, FUND)
    made = by_agency(desk, "HRSS-016", form)
    expect((made["status"], made["amount_fen"]), ("effective", PREMIUM))
    desk.advance(by="PT5M")
    expect(_premiums(desk, worker), [(month, PREMIUM, "paid")])
    expect(desk.spent(DEMO_CITY, FUND) - spent, PREMIUM, "the region's book")
    told = desk.apply("HRSS-019", worker, {"print_certificate": False})["result"]["benefits"][0]
    expect(told["premiums"], [{"month": month, "amount_fen": PREMIUM, "status": "paid"}])
    expect(codes(by_agency(desk, "HRSS-016", form)), ["no_premiums_scheduled"])
    to_day(desk, 21, 1)
    expect([each[2] for each in _premiums(desk, worker)], ["paid", "paid"], "on its own day")
    [first, *_] = desk.listed("/v1/unemployment-premiums", person_id=worker.id)
    expect(desk.get(f"/v1/unemployment-premiums/{first['id']}")["benefit_id"], benefit["id"])
    missing = "/v1/unemployment-premiums/ump_" + "0" * 26
    desk.refused("unemployment_premium_not_found", desk.get, missing)


def _premiums(desk: Desk, who: Cardholder) -> list[tuple[str, int, str]]:
    listed = desk.listed("/v1/unemployment-premiums", person_id=who.id)
    return sorted((each["month"], each["amount_fen"], each["status"]) for each in listed)


# ---- HRSS-019 失业保险待遇查询


def benefit_query(desk: Desk) -> None:
    """Nothing is an answer too; then the sum, what was drawn and what is left, and a print."""
    asked = {"print_certificate": False}
    stranger = desk.cardholder(name="孙宜")
    expect(desk.apply("HRSS-019", stranger, asked)["result"]["outcome"], "none_found")
    worker, _, benefit = on_benefit(desk, months=12)
    to_day(desk, 16, 2)
    printed = desk.apply("HRSS-019", worker, {"print_certificate": True})
    [told] = printed["result"]["benefits"]
    expect((told["id"], told["monthly_amount_fen"]), (benefit["id"], MONTHLY))
    left = told["months_granted"], told["months_paid"], told["months_left"]
    expect((told["status"], left), ("exhausted", (2, 2, 0)))
    certificate = desk.get(f"/v1/service-certificates/{printed['certificate_id']}")
    said = {"number": certificate["number"], "verification_code": certificate["verification_code"]}
    expect(desk.post("/v1/service-certificates/verify", said)["finding"], "valid")
    last = {**asked, "from_month": month_of(desk), "to_month": month_of(desk)}
    [later] = desk.apply("HRSS-019", worker, last)["result"]["benefits"]
    expect([each["month"] for each in later["months"]], [month_of(desk)])
    turned = {**last, "from_month": month_of(desk, 1)}
    desk.refused("months_reversed", desk.apply, "HRSS-019", worker, turned)
    missing = f"{BENEFITS}/unb_" + "0" * 26
    desk.refused("unemployment_benefit_not_found", desk.get, missing)
    elsewhere = desk.apply(
        "HRSS-019", worker, asked, at=desk.agency(CHENGDU), region_code=DEMO_CITY
    )
    expect(elsewhere["waiting_for"], "competent_region")
    desk.advance(by="PT2M")
    expect(desk.application(elsewhere)["status"], "completed", "the query from another region")


JOURNEYS = {
    "HRSS-013": benefit_claim,
    "HRSS-014": benefit_payout,
    "HRSS-015": monthly_check,
    "HRSS-016": medical_premium,
    "HRSS-019": benefit_query,
}
