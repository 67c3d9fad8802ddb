"""Pauses, resumptions, certifications, raises and deaths in any order: the laws hold each month."""

from random import Random

import pytest

from scenarios.benefits.pensioners import PROOF
from tests.support.pensions import Fund
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
MONTHS = [f"{2026 + at // 12}-{at % 12 + 1:02d}" for at in range(3, 19)]
ENDS = {"missing": "found", "imprisoned": "released", "certification_overdue": "certified"}
MANNERS = ("refund", "instalments", "offset")


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_the_laws_hold_whatever_comes_between(counter: Counter, seed: int) -> None:
    fund, chance = Fund(counter), Random(seed)
    people = [fund.retired(name=f"李{each}") for each in "甲乙丙丁"]
    for at, month in enumerate(MONTHS):
        for who in people:
            _something(fund, who, chance, at)
        if month.endswith("-03"):
            body = {"region_code": "990100", "scheme": "employee", "year": int(month[:4])}
            fund.post("/v1/pension-adjustments", body)
        fund.run(until=f"{month}-25")
        fund.holds()
    statuses = {fund.pension(who)["status"] for who in people}
    assert len(statuses) > 1, "they fared differently"


def _something(fund: Fund, who: object, chance: Random, at: int) -> None:
    """What the state of somebody's pension lets happen, now and then."""
    pension = fund.pension(who)
    this = MONTHS[at]
    if pension["status"] == "suspended":
        if chance.random() < 0.5:
            seen = {"method": "counter", "living_place": "domestic", "region_code": "990100"}
            fund.apply("HRSS-022", who, seen)
            form = {"action": "resume", "reason": ENDS[pension["paused_for"]]}
            fund.apply("HRSS-023", who, form | {"effective_month": this})
    elif pension["status"] == "running" and chance.random() < 0.35:
        form = {
            "action": "suspend",
            "reason": chance.choice(("missing", "imprisoned")),
            "effective_month": MONTHS[max(0, at - chance.randrange(3))],
            "repayment": chance.choice(MANNERS),
            "instalments": 3,
            "proof": PROOF,
        }
        fund.apply("HRSS-023", who, form)
    elif pension["status"] == "running" and chance.random() < 0.05:
        fund.died(who, f"{MONTHS[at - 1]}-15")
