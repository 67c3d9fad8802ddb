"""A year of months between 31 provinces: all close, every law holds, books can be made again."""

from datetime import date, timedelta

import pytest

from services.settlement.domain import chart
from services.settlement.flows import read
from services.settlement.store import cycles, ledger, store
from sscsim.db import PageQuery
from sscsim.kernel.money import Money, sum_money
from tests.support import year
from tests.support.bench import Bench
from tests.support.settlement import Road

MONTHS = 12


@pytest.mark.parametrize(
    ("claims", "every"),
    [
        (1_800, 31),
        pytest.param(1_000_000, 1, marks=(pytest.mark.long, pytest.mark.timeout(10_800))),
    ],
)
def test_a_year_of_31_provinces(bench: Bench, claims: int, every: int):
    """`every`: with fewer claims fewer pairs have any, and each month others."""
    road, day = Road(bench, times=1), date(2026, 4, 15)
    each = claims // MONTHS
    for number in range(MONTHS):
        road.advance(f"{day.isoformat()}T10:00:00")
        year.record(bench, number * each, each, every)
        day = (day.replace(day=1) + timedelta(days=31)).replace(day=15)
    road.advance("2027-09-01T00:00:00")
    with bench.entered(role="system"):
        months = read.list_cycles(PageQuery(limit=50), {}).items
    assert [month["status"] for month in months] == ["closed"] * MONTHS
    _nets_are_zero(bench, MONTHS * each)
    assert road.broken() == {}
    _nobody_owes_anybody(bench)


def _nets_are_zero(bench: Bench, claims: int) -> None:
    with bench.entered(role="system"), store.read() as tx:
        found = cycles.every(tx)
        seen = 0
        for cycle in found:
            nets = cycles.nets(tx, cycle)
            assert sum_money(each.net for each in nets) == Money.zero()
            seen += sum(each.claims for _, each in cycles.published(tx, cycle))
    assert seen == claims


def _nobody_owes_anybody(bench: Bench) -> None:
    with bench.entered(role="system"), store.read() as tx:
        held = ledger.balances_by_book(tx, "", "\x7f")
    left = {key: amount for key, amount in held.items() if amount}
    assert not [key for key in left if key[0] == chart.NATIONAL_BOOK]
    assert not [key for key in left if key[1].startswith(("payable.region", "receivable.region"))]
