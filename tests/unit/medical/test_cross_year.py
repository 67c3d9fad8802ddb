"""A stay across the year (跨年度): the day of discharge decides year, count and policy."""

from datetime import date

import pytest

from services.medical.domain.asked import Asked
from services.medical.domain.fee_lines import Split
from services.medical.flows import insured
from services.medical.store import store
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.money import Money
from tests.support.bench import Bench

pytestmark = pytest.mark.db
SHANGHAI, DEMO_CITY, CHENGDU = "310000", "990100", "510100"
PERSON = resource_id("psn", "demo", "card", "cross-year")


def settled(bench: Bench, number: int, region: str, admitted: str, discharged: str) -> dict:
    """10,000.00 in scope at a hospital of level 3 at home."""
    zero = Money.zero()
    stay = Asked(
        person_id=PERSON,
        visit_kind="inpatient",
        insurance_kind="employee_basic_medical",
        category="active",
        entitlements=(),
        institution_id=resource_id("ins", "demo", "medical", "any"),
        level="level_3",
        care_region_code=region,
        home_region_code=region,
        admission_date=date.fromisoformat(admitted),
        discharge_date=date.fromisoformat(discharged),
        is_emergency=False,
        use_account=False,
        disease=None,
        delivery=None,
        has_prescription=True,
        recognition_id=None,
        bill=Split(zero, zero, zero, Money(1_000_000)),
        hospital_part=zero,
    )
    with bench.entered(role="service"), store.write() as tx:
        return insured.settle(tx, resource_id("stl", "demo", "medical", "x", number), stay)


def years(bench: Bench) -> dict[int, int]:
    """Stays by insurance year."""
    from services.medical.flows import accumulators
    from sscsim.db import PageQuery

    with bench.entered(role="service"):
        found = accumulators.page(PageQuery(limit=50), {"person_id": PERSON}).items
    return {year["insurance_year"]: year["stays"] for year in found}


@pytest.mark.parametrize(
    ("region", "new_year"), [(SHANGHAI, "2026-07-01"), (CHENGDU, "2026-01-01")]
)
def test_the_year_of_discharge_counts_and_nothing_of_the_old_is_used(
    demo_bench: Bench, region: str, new_year: str
) -> None:
    """Shanghai's insurance year runs from 1 July, Chengdu's from 1 January."""
    first_day = date.fromisoformat(new_year)
    last_day = date.fromordinal(first_day.toordinal() - 1)
    old = settled(demo_bench, 1, region, "2025-12-20", last_day.isoformat())
    new = settled(demo_bench, 2, region, "2025-12-20", first_day.isoformat())
    assert (old["insurance_year"], new["insurance_year"]) == (2025, 2026)
    assert years(demo_bench) == {2025: 1, 2026: 1}


def test_the_count_of_admissions_begins_anew(demo_bench: Bench) -> None:
    """Demo City takes half of 800.00 for the second stay of a year, which begins on 1 July."""
    taken = [
        settled(demo_bench, number, DEMO_CITY, "2026-06-01", discharged)["deductible_fen"]
        for number, discharged in enumerate(("2026-06-20", "2026-06-30", "2026-07-01"))
    ]
    assert taken == [80_000, 40_000, 80_000]


def test_a_stay_that_spans_a_change_of_law(demo_bench: Bench) -> None:
    """Demo City until 30 June 2023: 900.00 and 75 %; from 1 July 800.00 and 80 %. Of the old
    law nothing is used, not even for the days before it changed."""
    before = settled(demo_bench, 1, DEMO_CITY, "2023-06-20", "2023-06-30")
    after = settled(demo_bench, 2, DEMO_CITY, "2023-06-20", "2023-07-01")
    assert (before["deductible_fen"], before["fund_pay_fen"]) == (90_000, 682_500)
    assert (after["deductible_fen"], after["fund_pay_fen"]) == (80_000, 736_000)
