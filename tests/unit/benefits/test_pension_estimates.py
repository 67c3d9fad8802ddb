"""Estimates over HTTP: lives compared, other policies, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from services import benefits
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
POLICY = Path(benefits.__file__).parent / "policy" / "990100"
PATH = "/v1/pension-estimates"
BODY: dict[str, Any] = {
    "region_code": "990100",
    "birth_date": "1966-05-09",
    "worker_class": "men",
    "history": [{"from_month": "2006-04", "to_month": "2026-03", "base_fen": 800_000}],
    "account_balance_fen": 10_000_000,
    "choices": [{"retirement_month": "2026-10"}],
}


def asked(counter: Counter, **more: Any) -> Any:
    answer = counter.client.post(PATH, {**BODY, **more})
    assert answer.status_code == 200, answer.json
    return answer.json


def refused(counter: Counter, **more: Any) -> tuple[str, list[str]]:
    before = counter.written()
    answer = counter.client.post(PATH, {**BODY, **more})
    assert answer.status_code in (409, 422), answer.json
    assert counter.written() == before
    return answer.json["code"], [each["code"] for each in answer.json.get("errors", ())]


def test_an_estimate_is_explained_and_drawn(counter: Counter) -> None:
    before = counter.written()
    lives = [
        {"name": "on time", "retirement_month": "2026-10"},
        {"name": "later", "retirement_month": "2029-10"},
        {"name": "later and more", "retirement_month": "2029-10", "assumed_index_bp": 20_000},
    ]
    found = asked(counter, choices=lives, assumed_growth_bp=300)
    first, later, more = found["estimates"]
    assert first["pension_fen"] < later["pension_fen"] < more["pension_fen"]
    assert [each["choice"] for each in found["estimates"]] == ["legal", "late", "late"]
    assert first["age_months"] == 725 and first["contribution_months"] == 246
    assert all(each["explanation"]["sums_to_total"] for each in found["estimates"])
    assert found["table"]["columns"][-1] == "pension_fen"
    assert [row[-1] for row in found["table"]["rows"]] == [
        each["pension_fen"] for each in found["estimates"]
    ]
    series = {each["name"]: each["points"] for each in found["series"]}
    assert series["pension"][0] == {"x": "2026-10", "y": first["pension_fen"]}
    assert counter.written() == before, "nothing is stored"


def test_too_few_months_are_said_beside_the_sum(counter: Counter) -> None:
    short = [{"from_month": "2020-01", "to_month": "2026-03", "base_fen": 800_000}]
    [found] = asked(counter, history=short)["estimates"]
    assert [each["code"] for each in found["reasons"]] == ["contribution_months_too_few"]
    assert found["pension_fen"] > 0


def test_another_policy(counter: Counter) -> None:
    [now] = asked(counter)["estimates"]
    [then] = asked(counter, under={"on": "2025-06-30"})["estimates"]
    assert then["parts"]["basic_pension_fen"] < now["parts"]["basic_pension_fen"], "8,000 not 8,400"
    [elsewhere] = asked(counter, under={"region_code": "510100"})["estimates"]
    assert elsewhere["pension_fen"] != now["pension_fen"]
    assert refused(counter, under={"pack": "title: wrong"})[0] == "pension_estimate_pack_refused"


def test_figures_of_ones_own(counter: Counter) -> None:
    """A pack takes the place of the scheme for this estimate: 2 per cent a year instead of 1."""
    own = (POLICY / "employee_pension.yaml").read_text(encoding="utf-8")
    one = 'values:\n    2020-01-01: {value: "1", source: demo}\nrounding'
    assert own.count(one) == 1
    doubled = own.replace(one, one.replace('"1"', '"2"'))
    [now] = asked(counter)["estimates"]
    [then] = asked(counter, under={"pack": doubled})["estimates"]
    assert then["parts"]["basic_pension_fen"] == 2 * now["parts"]["basic_pension_fen"]
    assert asked(counter)["estimates"] == [now], "it is kept nowhere"


def test_nothing_to_go_by_is_no_estimate(counter: Counter) -> None:
    now = [{"retirement_month": "2026-10"}]
    empty = refused(counter, history=[], from_month="2026-10", choices=now)
    assert empty == ("pension_history_impossible", ["history_empty"])
    [found] = asked(counter, history=[])["estimates"]
    assert found["contribution_months"] == 6, "assumed ones alone"


def test_what_cannot_be_is_refused_by_name(counter: Counter) -> None:
    def stretch(first: str, last: str, **more: Any) -> list[dict[str, Any]]:
        return [{"from_month": first, "to_month": last, **(more or {"base_fen": 500_000})}]

    history = "pension_history_impossible"
    assert refused(counter, history=stretch("1966-04", "1966-04")) == (
        history,
        ["history_before_birth"],
    )
    twice = [*stretch("2020-01", "2020-01"), *stretch("2020-01", "2020-01")]
    assert refused(counter, history=twice) == (history, ["history_month_twice"])
    assert refused(counter, history=stretch("2026-04", "2026-04"))[1] == ["history_not_over"]
    assert refused(counter, history=stretch("2020-02", "2020-01"))[1] == ["history_out_of_order"]
    both = stretch("2020-01", "2020-01", base_fen=1, index_bp=1)
    assert refused(counter, history=both)[1] == ["history_base_or_index"]
    assert refused(counter, history=stretch("1900-01", "2020-01"))[1] == ["history_too_long"]
    early = [{"retirement_month": "2026-04"}]
    assert refused(counter, choices=early) == (
        "retirement_month_impossible",
        ["retirement_before_earliest_month"],
    )
    late = [{"retirement_month": "2029-11"}]
    assert refused(counter, choices=late)[1] == ["retirement_after_latest_month"]
    assert refused(counter, region_code="110100")[0] == "policy_missing"
    negative = counter.client.post(PATH, {**BODY, "account_balance_fen": -1})
    assert (negative.status_code, negative.json["code"]) == (400, "invalid_request")
