"""A world with social insurance comes into being in one call, and thirteen months pass in another.

What has to come out is worked out here by hand from the figures of Demo City, never by our code:
a base is the wage, 4,200.00 at least (60 % of 7,000.00); pension 16 % + 8 %, unemployment 0.5 % +
0.5 %, work injury by class, medical 7 % + 2 %, maternity 1 %; 2.60 % on accounts in 2026; benefit
90 % of 2,200.00 = 1,980.00, with a medical premium of 9 % of 4,200.00 = 378.00.
"""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module
from typing import Any

import pytest

for _name in ("card", "benefits", "settlement"):
    import_module(f"services.{_name}.tasks")

pytestmark = pytest.mark.db
REGION = "990100"
PERMILLE = {
    "employee_pension": (160, 80),
    "unemployment": (5, 5),
    "medical": (70, 20),
    "maternity": (10, 0),
}
INJURY = (2, 4, 7, 9, 11, 13, 16, 19)
MONTHS = [f"2026-{n:02d}" for n in range(4, 13)] + [f"2027-{n:02d}" for n in range(1, 5)]


def cents(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def everything(one: Any, path: str) -> list[Any]:
    """All pages of a list, the oldest first."""
    found: list[Any] = []
    following = ""
    while True:
        answer = one.get(f"{path}{'&' if '?' in path else '?'}limit=200{following}")
        assert answer.status_code == 200, answer.text
        found += answer.json["data"]
        if not answer.json["has_more"]:
            return found[::-1]
        following = f"&cursor={answer.json['next_cursor']}"


def filled(make: Any, people: int) -> Any:
    one = make("empty", "town")
    body = {"people": people, "regions": [REGION], "insured": True}
    started = one.post("/sandbox/v1/population", body)
    assert started.status_code == 202, started.text
    assert one.get(started.headers["Location"]).json["status"] == "succeeded"
    return one


def advanced(one: Any, by: str) -> Any:
    begun = one.post("/sandbox/v1/clock/advance", {"by": by})
    done = one.get(begun.headers["Location"]).json
    assert done["status"] == "succeeded"
    return done["result"]


@pytest.mark.parametrize("people", [120, pytest.param(1_000, marks=pytest.mark.long)])
def test_thirteen_months_of_a_population_in_one_call(make: Any, people: int) -> None:
    one = filled(make, people)
    employers = everything(one, "/v1/insured-employers")
    insured = everything(one, "/v1/insurance-relations")
    relations = [each for each in insured if each["category"] == "employee"]
    pensions = everything(one, "/v1/pensions")
    drawing = everything(one, "/v1/unemployment-benefits")
    began = {each["person_id"]: each for each in everything(one, "/v1/pension-accounts")}
    assert employers and relations and pensions and drawing
    assert all(each["by_direct_debit"] for each in employers)

    result = advanced(one, "P13M")
    check_order(result, employers)
    check_contributions(one, employers, relations)
    check_accounts(one, relations, began)
    check_pensions(one, pensions)
    check_unemployment(one, drawing)
    laws = one.get("/sandbox/v1/invariants").json["checks"]
    assert [each["id"] for each in laws if not each["holds"]] == []
    assert one.get("/sandbox/v1/dead-jobs").json["data"] == []


def check_order(result: Any, employers: list[Any]) -> None:
    """Jobs stand in the order of their time; each month has its own, once."""
    ran = result["jobs_run"]
    assert len(ran) == result["jobs_count"]
    assert [each["due_at"] for each in ran] == sorted(each["due_at"] for each in ran)
    assert {each["status"] for each in ran} <= {"done", "cancelled"}
    names = Counter(each["name"] for each in ran)
    assert names["benefits.post_contributions"] == 13 * len(employers)
    assert names["benefits.account_interest"] == 1
    posted = [each["key"] for each in ran if each["name"] == "benefits.post_contributions"]
    assert len(set(posted)) == len(posted)
    assert [key[-7:] for key in posted] == sorted(MONTHS * len(employers))
    started = [each for each in ran if each["name"] == "benefits.start_pension_run"]
    of_employees = [each["key"] for each in started if ":employee:" in each["key"]]
    assert of_employees == [f"{REGION}:employee:{month}" for month in MONTHS]
    turns = [each["key"] for each in ran if each["name"] == "benefits.turn_unemployment_month"]
    assert turns == [f"{REGION}:2026-{n:02d}" for n in (5, 6, 7)]
    changed = {each["table"]: each["rows"] for each in result["rows_changed"]}
    assert changed["contribution_months"] >= 13
    # a deadline: each month's charge was paid before the last day in time, and nothing was late
    order = [each["name"] for each in ran]
    assert order.index("benefits.debit_contribution") < order.index("benefits.contribution_missed")


def check_contributions(one: Any, employers: list[Any], relations: list[Any]) -> None:
    classes = {each["credit_code"]: each["industry_class"] for each in employers}
    owed: Counter[tuple[str, str]] = Counter()
    for each in relations:
        base = max(420_000, each["wage_fen"])
        code = each["employer_credit_code"]
        rates = PERMILLE.get(each["kind"]) or (INJURY[classes[code] - 1], 0)
        owed[code, each["kind"]] += sum(cents(Decimal(base * rate) / 1000) for rate in rates)
    charges = everything(one, "/v1/contribution-charges")
    months = Counter((each["credit_code"], each["month"]) for each in charges)
    assert months == Counter({(code, month): 1 for code in classes for month in MONTHS})
    for charge in charges:
        code = charge["credit_code"]
        due = sum(fen for (of, _), fen in owed.items() if of == code)
        assert (charge["amount_fen"], charge["late_fee_fen"]) == (due, 0)
        assert charge["status"] == ("due" if charge["month"] == "2027-04" else "paid")


def check_accounts(one: Any, relations: list[Any], began: dict[str, Any]) -> None:
    """Twelve months paid; interest of 2026 on those of April to November: December's came after.

    A month bears it from itself on: 9 + 8 + ... + 2 = 44 months.
    """
    accounts = {each["person_id"]: each for each in everything(one, "/v1/pension-accounts")}
    staff = [each for each in relations if each["kind"] == "employee_pension"]
    for each in staff:
        assert each["person_id"] not in began
        month = cents(Decimal(max(420_000, each["wage_fen"]) * 80) / 1000)
        interest = cents(month * 44 * Decimal("0.026") / 12)
        assert accounts[each["person_id"]]["balance_fen"] == 12 * month + interest


def check_pensions(one: Any, pensions: list[Any]) -> None:
    """Each of thirteen rolls pays everybody, who all have accounts; certifications fall due."""
    monthly: Counter[str] = Counter()
    for each in pensions:
        monthly[each["scheme"]] += each["monthly_amount_fen"]
    runs = everything(one, "/v1/pension-runs")
    assert sorted(each["pay_month"] for each in runs) == sorted(MONTHS * len(monthly))
    for run in runs:
        assert (run["status"], run["total_fen"]) == ("completed", monthly[run["scheme"]])
        assert run["paid_total_fen"] + run["returned_total_fen"] == run["total_fen"]
    certified = everything(one, "/v1/pension-certifications")
    assert len(certified) == len(pensions)
    assert {(each["valid_until"], each["status"]) for each in certified} == {("2027-04-01", "due")}


def check_unemployment(one: Any, drawing: list[Any]) -> None:
    """May and June are paid; who misses the checks of both draws nothing from July on."""
    runs = everything(one, "/v1/unemployment-runs")
    assert [each["pay_month"] for each in runs] == ["2026-05", "2026-06"]
    assert {each["total_fen"] for each in runs} == {198_000 * len(drawing)}
    after = everything(one, "/v1/unemployment-benefits")
    assert {(each["status"], each["ended_for"], each["months_paid"]) for each in after} == {
        ("stopped", "checks_missed", 2)
    }
    premiums = everything(one, "/v1/unemployment-premiums")
    assert Counter(each["amount_fen"] for each in premiums) == {37_800: 2 * len(drawing)}


def test_in_the_fourteenth_month_who_was_not_certified_is_paused(make: Any) -> None:
    one = filled(make, 40)
    pensions = everything(one, "/v1/pensions")
    advanced(one, "P14M")
    assert {each["paused_for"] for each in everything(one, "/v1/pensions")} == {
        "certification_overdue"
    }
    for pension in pensions:
        paid = everything(one, f"/v1/pensions/{pension['id']}/months")
        assert [each["month"] for each in paid] == MONTHS


def test_a_region_without_the_figures_is_refused_before_anybody_is_made(make: Any) -> None:
    one = make("empty", "town")
    body = {"people": 10, "regions": [REGION, "530100"], "insured": True}
    refused = one.post("/sandbox/v1/population", body)
    assert (refused.status_code, refused.json["code"]) == (422, "population_refused")
    assert "530100" in refused.json["detail"]
    assert one.get("/v1/persons").json["data"] == []


def test_the_same_seed_insures_the_same_people(make: Any) -> None:
    found = [everything(filled(make, 60), "/v1/insurance-relations") for _ in range(2)]
    assert found[0] == found[1] != []
