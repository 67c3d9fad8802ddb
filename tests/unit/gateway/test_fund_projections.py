"""Funds under two policies over a whole world, against sums worked out here by hand."""

import csv
import io
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from tests.unit.gateway.test_insured_population import everything, filled

pytestmark = pytest.mark.db
PATH = "/v1/fund-projections"
REGION = "990100"
RATES = """
title: Other rates
region: "990100"
scheme: contribution_rates
version: "1"
last_checked: 2026-03-01
pension:
  employer:
    description: Of the base
    unit: percent
    values:
      2020-01-01: {value: "20", source: ours}
  person:
    description: Of the base
    unit: percent
    values:
      2020-01-01: {value: "8", source: ours}
unemployment:
  employer:
    description: Of the base
    unit: percent
    values:
      2020-01-01: {value: "0.5", source: ours}
  person:
    description: Of the base
    unit: percent
    values:
      2020-01-01: {value: "0.5", source: ours}
injury:
INJURY
sources:
  ours: {title: "Ours, for this test", status: invented}
""".replace(
    "INJURY",
    "\n".join(
        f"""  {n}:
    description: Of the base
    unit: percent
    values:
      2020-01-01: {{value: "1", source: ours}}"""
        for n in (*(f"class_{n}" for n in range(1, 9)), "construction")
    ),
)


def ages(men: int) -> str:
    """Men retire at that age, women at 55 or 50, and none of these rises."""
    classes = "\n".join(
        f"""{name}:
  age:
    description: Age
    unit: count
    values:
      2020-01-01: {{value: "{age}", source: ours}}
  step:
    description: Step
    unit: months
    values:
      2020-01-01: {{value: "1", source: ours}}
  most:
    description: Most
    unit: months
    values:
      2020-01-01: {{value: "0", source: ours}}"""
        for name, age in (("men", men), ("women_55", 55), ("women_50", 50))
    )
    return f"""
title: Other ages
region: "990100"
scheme: retirement
version: "1"
last_checked: 2026-03-01
{classes}
sources:
  ours: {{title: "Ours, for this test", status: invented}}
"""


def cents(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def projected(one: Any, **body: Any) -> Any:
    answer = one.post(PATH, {"region_codes": [REGION], **body})
    assert answer.status_code == 200, answer.text
    return answer.json


def rows_of(found: Any, insurance: str) -> list[Any]:
    return [each for each in found["rows"] if each["insurance"] == insurance]


def test_another_rate_over_everybody(make: Any) -> None:
    one = filled(make, 150)
    wages = [
        each["wage_fen"]
        for each in everything(one, "/v1/insurance-relations")
        if each["kind"] == "employee_pension"
    ]
    events = len(everything(one, "/sandbox/v1/events"))
    packs = [{"region_code": REGION, "pack": RATES}]
    found = projected(one, months=3, under={"packs": packs})
    assert projected(one, months=3, under={"packs": packs}) == found
    first, *_ = rows_of(found, "employee_pension")
    assert first["month"] == "2026-05"
    bases = [max(420_000, wage) for wage in wages]
    person = sum(cents(Decimal(base * 8) / 100) for base in bases)
    before = sum(cents(Decimal(base * 16) / 100) for base in bases) + person
    after = sum(cents(Decimal(base * 20) / 100) for base in bases) + person
    assert (first["income_before_fen"], first["income_after_fen"]) == (before, after)
    assert first["payers_before"] == first["payers_after"] == len(wages)
    drawn = [each for each in everything(one, "/v1/pensions") if each["scheme"] == "employee"]
    assert first["drawing_before"] == len(drawn)
    assert first["spending_before_fen"] == sum(each["monthly_amount_fen"] for each in drawn)
    assert first["balance_difference_fen"] == after - before
    out_of_work = len(everything(one, "/v1/unemployment-benefits"))
    unemployed, *_ = rows_of(found, "unemployment")
    assert unemployed["spending_before_fen"] == out_of_work * (198_000 + 37_800)
    assert unemployed["drawing_before"] == out_of_work
    assert len(everything(one, "/sandbox/v1/events")) == events, "nothing is written"


def test_rows_explanations_totals_and_table_agree(make: Any) -> None:
    one = filled(make, 80)
    body = {"months": 14, "under": {"on": "2025-01-01"}}
    explain = {"region_code": REGION, "month": "2026-06"}
    found = projected(one, **body, explain=explain)
    sums: Counter[tuple[str, str]] = Counter()
    for row in found["rows"]:
        for name in ("income_before_fen", "spending_after_fen", "balance_difference_fen"):
            sums[row["insurance"], name] += row[name]
    for total in found["totals"]:
        for name in ("income_before_fen", "spending_after_fen", "balance_difference_fen"):
            assert total[name] == sums[total["insurance"], name]
    june = {each["insurance"]: each for each in found["rows"] if each["month"] == "2026-06"}
    assert len(found["explanations"]) == 2 * len(june)
    for each in found["explanations"]:
        when = "before" if each["policy"] == "in_force" else "after"
        row = june[each["insurance"]]
        for name in ("income", "spending"):
            made = each[name]
            assert made["totals"]["total_fen"] == row[f"{name}_{when}_fen"]
            assert sum(step["result_fen"] for step in made["steps"]) == row[f"{name}_{when}_fen"]
    table = one.post(f"{PATH}/table", {"region_codes": [REGION], **body})
    assert table.headers["Content-Type"].startswith("text/csv")
    lines = list(csv.DictReader(io.StringIO(table.text)))
    assert [{name: str(value) for name, value in row.items()} for row in found["rows"]] == [
        {name: line[name] for name in row} for row, line in zip(found["rows"], lines, strict=True)
    ]


def test_a_january_raises_what_is_drawn(make: Any) -> None:
    """25.00, 1.00 a full year of contributions and 0.8 % of the pension, 30.00 from 70 on, 60.00
    from 80 on: of who had retired by the end of 2026, which all had."""
    one = filled(make, 80)
    drawn = [each for each in everything(one, "/v1/pensions") if each["scheme"] == "employee"]
    born = {each["id"]: int(each["birth_date"][:4]) for each in everything(one, "/v1/persons")}
    rise = 0
    for each in drawn:
        monthly, years = each["monthly_amount_fen"], 2026 - born[each["person_id"]]
        aged = 6_000 if years >= 80 else 3_000 if years >= 70 else 0
        by_years = 100 * (each["contribution_months"] // 12)
        rise += 2_500 + by_years + cents(Decimal(monthly) * 8 / 1000) + aged
    found = rows_of(projected(one, months=12, under={"on": "2026-01-01"}), "employee_pension")
    by_month = {each["month"]: each["spending_before_fen"] for each in found}
    assert by_month["2027-01"] - by_month["2026-12"] == rise > 0


def test_who_may_retire_later_contributes_longer(make: Any) -> None:
    """Staff of the population are below 60 (men) and 55 (women), and have no months before it:
    who retires is entitled to nothing, and pays no more."""
    one = filled(make, 300)
    staff = [
        each
        for each in everything(one, "/v1/insurance-relations")
        if each["kind"] == "employee_pension"
    ]
    people = {each["id"]: each for each in everything(one, "/v1/persons")}
    packs = [{"region_code": REGION, "pack": ages(70)}]
    now = [{"region_code": REGION, "pack": ages(60)}]
    found = projected(one, months=60, under={"packs": packs})
    strict = projected(one, months=60, under={"packs": now})
    last = rows_of(found, "employee_pension")[-1]
    sooner = rows_of(strict, "employee_pension")[-1]
    assert last["month"] == sooner["month"] == "2031-04"

    def left(men: int) -> int:
        """Whose last month, that of the birthday, is before April 2031."""
        count = 0
        for each in staff:
            who = people[each["person_id"]]
            year, month = int(who["birth_date"][:4]), int(who["birth_date"][5:7])
            year += men if who["sex"] == "male" else 55
            count += (year, month) < (2031, 4)
        return count

    assert left(60) > left(70)
    assert last["payers_after"] == len(staff) - left(70)
    assert sooner["payers_after"] == len(staff) - left(60)
    assert last["payers_before"] == sooner["payers_before"] < last["payers_after"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"under": {}}, 400, "invalid_request"),
        ({"under": {"on": "2026-01-01"}, "months": 0}, 400, "invalid_request"),
        ({"under": {"packs": [{"region_code": REGION, "pack": "title: wrong"}]}}, 422,
         "projection_pack_refused"),
        ({"under": {"on": "2026-01-01"}, "months": 240, "region_codes": [
            "990100", "510100", "500000", "320100", "330100", "340100"]}, 422,
         "projection_cells_too_many"),
        ({"under": {"on": "1990-01-01"}}, 422, "policy_figure_missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(make: Any, body: Any, status: int, code: str) -> None:
    one = filled(make, 30)
    answer = one.post(PATH, {"region_codes": [REGION], **body})
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.text
