"""Pensions from the claim to the card: rolls, returns, pauses, adjustments, and nothing twice."""

import pytest

from tests.support.pensions import Fund
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db


@pytest.fixture
def fund(counter: Counter) -> Fund:
    return Fund(counter)


def test_a_retirement_is_paid_each_month_onto_the_card(fund: Fund) -> None:
    who = fund.retired()
    pension = fund.pension(who)
    assert (pension["status"], pension["from_month"], pension["roll_month"]) == (
        "granted",
        "2026-04",
        "2026-04",
    )
    fund.run(until="2026-06-30")
    months = fund.months(pension)
    assert [each["month"] for each in months] == ["2026-04", "2026-05", "2026-06"]
    assert {each["status"] for each in months} == {"paid"}
    assert fund.balance(who) == 3 * pension["monthly_amount_fen"]
    [run] = fund.get("/v1/pension-runs?pay_month=2026-05")["data"]
    assert (run["status"], run["lines_count"], run["paid_count"]) == ("completed", 1, 1)
    drawn = sum(each["from_account_fen"] for each in months)
    assert drawn == 3 * pension["account_part_fen"] > 0
    fund.holds()


def test_a_run_is_ordered_once_and_in_its_month(fund: Fund) -> None:
    fund.retired()
    assert fund.order("2026-05") == ("rejected", ["pension_month_ahead"])
    assert fund.order("2026-03") == ("rejected", ["pension_month_behind"])
    assert fund.order("2026-04") == ("effective", [])
    assert fund.order("2026-04") == ("rejected", ["pension_month_paid"])
    fund.run(until="2026-04-30")
    assert len(fund.get("/v1/pension-runs")["data"]) == 1
    fund.holds()


def test_what_the_bank_returns_is_owed_and_reissued_once(fund: Fund) -> None:
    who, other = fund.retired(), fund.retired(name="王宁")
    fund.card(f"{who['account']}/close")
    fund.run(until="2026-04-30")
    pension = fund.pension(who)
    [line] = fund.months(pension)
    assert line["status"] == "returned"
    [run] = fund.get("/v1/pension-runs")["data"]
    assert (run["paid_count"], run["returned_count"]) == (1, 1)
    assert fund.balance(other) == run["paid_total_fen"]
    fund.holds()
    account = fund.account(who)
    fund.post(f"/v1/benefit-payments/{line['payment_id']}/reissue")
    again = fund.counter.post(f"/v1/benefit-payments/{line['payment_id']}/reissue")
    assert again.json["code"] == "benefit_payment_not_returned"
    fund.run(until="2026-05-05")
    assert fund.balance({"account": account}) == line["amount_fen"]
    [run] = fund.get("/v1/pension-runs")["data"]
    assert (run["paid_count"], run["returned_count"], run["returned_total_fen"]) == (2, 0, 0)
    fund.holds()


def test_who_has_died_is_paid_no_more_and_gives_back(fund: Fund) -> None:
    who, other = fund.retired(), fund.retired(name="王宁")
    fund.run(until="2026-05-31")
    fund.died(who, "2026-04-20")
    fund.run(until="2026-06-30")
    pension = fund.pension(who)
    assert (pension["status"], pension["ended_for"]) == ("stopped", "died")
    assert pension["last_month"] == "2026-04"
    assert [each["status"] for each in fund.months(pension)] == ["paid", "recovered"]
    [owed] = fund.get(f"/v1/benefit-recoveries?about_id={pension['id']}")["data"]
    assert owed["owed_fen"] == pension["monthly_amount_fen"]
    assert len(fund.months(fund.pension(other))) == 3
    fund.holds()


def test_a_month_that_was_not_due_goes_back_into_the_account(fund: Fund) -> None:
    """Learnt of by the roll, or by the claim to what is left: April was due, May was not."""
    ended, claimed = fund.retired(), fund.retired(name="王宁")
    heir = fund.person(born="1990-05-20", name="王小")
    fund.run(until="2026-05-20")
    part = fund.pension(claimed)["account_part_fen"]
    for who in (ended, claimed):
        fund.died(who, "2026-04-20")
    form = {
        "reason": "death",
        "deceased_number": claimed["social_security_number"],
        "died_on_date": "2026-04-20",
        "relation": "child",
        "death_proof": {"title": "死亡证明", "sha256": "cd" * 32},
    }
    made = fund.apply("HRSS-024", heir, form)
    assert made["status"] == "paying"
    fund.run(until="2026-06-30")
    assert fund.balance(heir) == made["amount_fen"]
    for who, kinds in (
        (ended, ["payout", "payout", "correction"]),
        (claimed, ["payout", "payout", "correction", "interest", "payout"]),
    ):
        [kept] = fund.get(f"/v1/pension-accounts?person_id={who['id']}")["data"]
        entries = fund.get(f"/v1/pension-accounts/{kept['id']}/entries?limit=50")["data"][::-1]
        entries = [each for each in entries if each["month"] >= "2026-04"]
        assert [each["kind"] for each in entries] == kinds
        assert [each["amount_fen"] for each in entries[:3]] == [-part, -part, part]
        assert sum(each["amount_fen"] for each in entries[:3]) == -part, "April's alone"
    assert entries[-1]["amount_fen"] == -made["amount_fen"], "what was left is what was paid"
    fund.holds()


def test_who_is_not_certified_is_paused_and_paid_behind(fund: Fund) -> None:
    who = fund.retired()
    fund.run(until="2027-06-15")
    pension = fund.pension(who)
    assert (pension["status"], pension["paused_for"]) == ("suspended", "certification_overdue")
    assert (pension["paused_from"], len(fund.months(pension))) == ("2027-05", 13)
    [state] = fund.get(f"/v1/pension-certifications?person_id={who['id']}")["data"]
    assert state["status"] == "overdue"
    resume = {"action": "resume", "reason": "certified", "effective_month": "2027-07"}
    assert fund.codes("HRSS-023", who, resume) == ["pension_still_uncertified"]
    form = {"method": "counter", "living_place": "domestic", "region_code": "990100"}
    abroad = {"method": "data_match", "living_place": "abroad"}
    assert fund.codes("HRSS-022", who, abroad) == ["certification_abroad_unproved"]
    assert fund.apply("HRSS-022", who, form)["result"]["valid_until"] == "2028-06-15"
    assert fund.apply("HRSS-023", who, resume)["status"] == "effective"
    fund.run(until="2027-07-31")
    last = fund.months(fund.pension(who))[-1]
    assert (last["month"], last["arrears_fen"]) == ("2027-07", 2 * pension["monthly_amount_fen"])
    fund.holds()


def test_a_late_pause_is_given_back_by_instalments(fund: Fund) -> None:
    who = fund.retired()
    fund.run(until="2026-06-30")
    pause = {"action": "suspend", "reason": "imprisoned", "effective_month": "2026-05"}
    assert fund.codes("HRSS-023", who, pause) == ["overpayment_manner_missing"]
    pause |= {"repayment": "instalments", "instalments": 3}
    assert fund.codes("HRSS-023", who, pause | {"instalments": 60}) == []
    pension = fund.pension(who)
    [owed] = fund.get(f"/v1/benefit-recoveries?about_id={pension['id']}")["data"]
    assert owed["owed_fen"] == 2 * pension["monthly_amount_fen"]
    fund.holds()
    fund.run(until="2026-08-31")
    parts = fund.get(f"/v1/benefit-recoveries/{owed['id']}/parts")["data"]
    assert [each["status"] for each in parts] == ["done", "done"]
    free = {"action": "resume", "reason": "released", "effective_month": "2026-09"}
    assert fund.apply("HRSS-023", who, free)["status"] == "effective"
    fund.run(until="2026-09-15")
    last = fund.months(fund.pension(who))[-1]
    assert (last["arrears_fen"], last["kept_back_fen"]) == (0, 0), "prison is not paid behind"
    fund.holds()


def test_an_offset_keeps_back_a_share_of_each_month(fund: Fund) -> None:
    who = fund.retired()
    fund.run(until="2026-05-31")
    pause = {"action": "suspend", "reason": "missing", "effective_month": "2026-05"}
    fund.apply("HRSS-023", who, {**pause, "repayment": "offset"})
    found = {"action": "resume", "reason": "found", "effective_month": "2026-06"}
    fund.apply("HRSS-023", who, found)
    fund.run(until="2026-06-30")
    last = fund.months(fund.pension(who))[-1]
    whole = last["amount_fen"] + last["arrears_fen"]
    assert last["arrears_fen"] == last["amount_fen"], "the month of the pause, paid behind"
    assert last["kept_back_fen"] == round(whole * 0.2)
    fund.holds()


def test_the_yearly_adjustment_raises_and_pays_behind(fund: Fund) -> None:
    who = fund.retired()
    fund.run(until="2026-05-31")
    body = {"region_code": "990100", "scheme": "employee", "year": 2026}
    this_year = fund.post("/v1/pension-adjustments", body)
    fund.run(until="2026-06-30")
    assert fund.get(f"/v1/pension-adjustments/{this_year['id']}")["adjusted_count"] == 0
    fund.run(until="2027-02-20")
    before = fund.pension(who)["monthly_amount_fen"]
    made = fund.post("/v1/pension-adjustments", {**body, "year": 2027})
    fund.run(until="2027-03-31")
    done = fund.get(f"/v1/pension-adjustments/{made['id']}")
    pension = fund.pension(who)
    rise = pension["monthly_amount_fen"] - before
    assert (done["status"], done["adjusted_count"], done["rise_total_fen"]) == (
        "completed",
        1,
        rise,
    )
    assert rise > 0 and done["arrears_total_fen"] == 2 * rise
    last = fund.months(pension)[-1]
    assert (last["month"], last["arrears_fen"]) == ("2027-03", 2 * rise)
    again = fund.counter.post("/v1/pension-adjustments", {**body, "year": 2027})
    assert again.json["code"] == "pensions_adjusted_already"
    fund.holds()


def test_months_of_a_pause_that_were_paid_behind_are_adjusted_too(fund: Fund) -> None:
    """Paused in May 2027, paid behind with July's roll; the year's rise is due for all of it."""
    who = fund.retired()
    fund.run(until="2027-06-15")
    before = fund.pension(who)["monthly_amount_fen"]
    form = {"method": "counter", "living_place": "domestic", "region_code": "990100"}
    fund.apply("HRSS-022", who, form)
    resume = {"action": "resume", "reason": "certified", "effective_month": "2027-07"}
    fund.apply("HRSS-023", who, resume)
    fund.run(until="2027-07-31")
    fund.post(
        "/v1/pension-adjustments", {"region_code": "990100", "scheme": "employee", "year": 2027}
    )
    fund.run(until="2027-08-31")
    rise = fund.pension(who)["monthly_amount_fen"] - before
    last = fund.months(fund.pension(who))[-1]
    assert rise > 0
    assert (last["month"], last["arrears_fen"]) == ("2027-08", 7 * rise), "January to July"
    fund.holds()


def test_a_chosen_account_gets_it(fund: Fund) -> None:
    who = fund.retired()
    newer = fund.second_account(who)
    older = who["account"].rsplit("/", 1)[1]
    form = {"benefit_scheme": "pension", "account_id": older, "effective_month": "2026-04"}
    assert fund.apply("HRSS-055", who, form)["status"] == "effective"
    fund.run(until="2026-04-30")
    [line] = fund.months(fund.pension(who))
    assert fund.balance(who) == line["amount_fen"]
    assert fund.balance({"account": newer}) == 0
    fund.holds()


def test_an_allowance_is_computed_anew_near_the_legal_age(fund: Fund) -> None:
    """Born in June 1970: the legal month is November 2031 (65 // 4 + 1 months later), and the
    allowance is near it from November 2026 on."""
    who = fund.person(born="1970-06-15", name="吴病")
    fund.insured(who)
    form = {
        "appraisal_number": "LD-2026-0001",
        "appraised_on_date": "2026-03-01",
        "stopped_work_date": "2026-03-01",
        "appraisal_report": {"title": "鉴定结论", "sha256": "ab" * 32},
    }
    made = fund.apply("HRSS-026", who, form)
    fund.post(f"/v1/service-applications/{made['id']}/decide", {"outcome": "approved"})
    done = fund.get(f"/v1/service-applications/{made['id']}")
    who |= {"pension_id": done["result"]["pension_id"]}
    first = fund.pension(who)
    assert (first["account_part_fen"], first["last_month"]) == (0, "2031-10")
    fund.run(until="2026-11-30")
    anew = fund.pension(who)
    assert anew["account_part_fen"] > 0
    assert anew["monthly_amount_fen"] > first["monthly_amount_fen"]
    lines = fund.months(anew)
    assert lines[-1]["amount_fen"] == anew["monthly_amount_fen"]
    assert lines[0]["amount_fen"] == first["monthly_amount_fen"]
    fund.holds()
