"""The payout of pensions dies at each of its points and at every chunk: each is paid once."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from services.benefits.flows import pension_crediting, pension_runs
from sscsim import clock, failpoints
from tests.support.bench import Bench
from tests.support.pensions import Fund
from tests.unit.benefits.conftest import Counter

pytestmark = pytest.mark.db
POINTS = (
    "benefits.pension_roll.after_card",
    "benefits.pension_roll.before_commit",
    "benefits.pension_credit.after_card",
    "benefits.pension_credit.before_commit",
    "card.credit_roll.before_commit",
)
PEOPLE, CHUNK = 7, 3
DEATHS = [(point, nth) for point in POINTS for nth in (1, 3)]
"""At the first chunk and at the last; a month each."""


class Died(BaseException):
    """The process is gone; no handler of errors sees it."""


@pytest.fixture
def demo_bench(sqlite: str) -> Iterator[Bench]:
    made = Bench(preset="demo").make()
    yield made
    made.drop()


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have the process die where a point is passed for the n-th time, once."""
    left: dict[str, int] = {}

    def hears(name: str) -> None:
        if name in left:
            left[name] -= 1
            if not left[name]:
                del left[name]
                raise Died(name)

    monkeypatch.setattr(failpoints, "ear", hears)
    for module in (pension_runs, pension_crediting):
        monkeypatch.setattr(module, "CHUNK", CHUNK)
    return left


def test_each_person_is_paid_once_wherever_it_dies(counter: Counter, dies: dict[str, int]) -> None:
    fund = Fund(counter)
    people = [fund.retired(name=f"李{each}") for each in "甲乙丙丁戊己庚"[:PEOPLE]]
    for number, (point, nth) in enumerate(DEATHS):
        day = datetime(2026 + (3 + number) // 12, (3 + number) % 12 + 1, 28, tzinfo=clock.SHANGHAI)
        dies[point] = nth
        with pytest.raises(Died):
            fund.run(until=day.date().isoformat())
        fund.run(until=day.date().isoformat())
        assert not dies, "it died where it had to"
    fund.holds()
    months = len(DEATHS)
    for who in people:
        monthly = fund.pension(who)["monthly_amount_fen"]
        assert fund.balance(who) == months * monthly, "once each month"
    runs = fund.get("/v1/pension-runs?limit=100")["data"]
    assert [(each["status"], each["paid_count"]) for each in runs] == [
        ("completed", PEOPLE)
    ] * months
