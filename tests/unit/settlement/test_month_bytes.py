"""Months between three regions leave the same bytes on both databases.

A month each way of netting, each with lines of a closed year, lines below zero and claims from
which an audit took something: all that sums, sorts and carries from month to month in SQL.
"""

import contextlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from services.settlement.domain.netting import MODES
from services.settlement.store import store
from sscsim.db import canonical
from sscsim.kernel.periods import CHINA
from tests.conftest import pg_url, using
from tests.support.bench import Bench
from tests.support.clearing import Desk
from tests.support.settlement import CHENGDU, CHONGQING, Road

DEMO_CITY = "990100"
PAIRS = (
    (CHONGQING, CHENGDU),
    (CHENGDU, CHONGQING),
    (CHENGDU, DEMO_CITY),
    (DEMO_CITY, CHENGDU),
)
YUAN = (120, 50, 30, 10)
"""What the pairs owe each month, besides what is taken back."""
OLD = datetime(2026, 12, 28, 9, tzinfo=CHINA)
MONTHS = dict(zip(("2027-04", "2027-05", "2027-06"), MODES, strict=True))

pytestmark = pytest.mark.db


def _months(dialect: str, url: str, folder: Path) -> bytes:
    with contextlib.contextmanager(using)(dialect, url, folder):
        bench = Bench().make()
        try:
            _walk(bench)
            with bench.entered(role="system"):
                return canonical(store.export()).encode()
        finally:
            bench.drop()


def _walk(bench: Bench) -> None:
    road = Road(bench.at(OLD), times=1)
    desk = Desk(road)
    for number, (home, care) in enumerate(PAIRS * len(MONTHS)):
        road.settle(number, home, care, hifp=700 + number, account=0)
    for turn, (month, mode) in enumerate(MONTHS.items(), start=1):
        road.advance(f"{month}-25T09:00:00")
        _month(road, desk, turn)
        road.advance(f"2027-{turn + 4:02}-02T09:00:00")
        desk.settings(netting_mode=mode)  # as it is when the month is frozen
    road.advance("2027-09-01T00:00:00")
    for month, mode in MONTHS.items():
        cycle = desk.cycle(month)
        positions = desk.get(f"clearing-cycles/{cycle['id']}/positions")
        assert (cycle["status"], positions["paid_mode"]) == ("closed", mode)
    assert road.broken() == {}


def _month(road: Road, desk: Desk, turn: int) -> None:
    for number, ((home, care), yuan) in enumerate(zip(PAIRS, YUAN, strict=True)):
        old, new = (turn - 1) * len(PAIRS) + number, turn * 100 + number
        fresh = road.settle(new, home, care, hifp=yuan * 100 + 50, account=0)
        if number % 2:
            road.reverse(turn * 100 + 50 + number, original=old, home=home, care=care)
        desk.post(f"claims/{fresh}/deduct", {"amount_fen": 50, "reason": "超限定用药"}, care)


def test_a_month_of_each_netting_leaves_the_same_bytes(tmp_path: Path) -> None:
    one = _months("sqlite", "", tmp_path)
    other = _months("postgresql", pg_url(), tmp_path)
    ours, theirs = json.loads(one), json.loads(other)
    assert [table for table in ours if ours[table] != theirs[table]] == []
    assert one == other
    _have_what_they_are_about(ours)


def _have_what_they_are_about(found: dict[str, list[dict[str, Any]]]) -> None:
    """Two lines below zero of a closed year a month, and an audit's deduction for each pair."""
    backward = [claim for claim in found["claims"] if claim["reverses"]]
    assert [claim["is_prior_year"] for claim in backward] == [True] * 2 * len(MONTHS)
    assert all(claim["hifp"] < 0 for claim in backward)
    assert len(found["deductions"]) == len(PAIRS) * len(MONTHS)
    assert {line["is_prior_year"] for line in found["statement_lines"]} == {True, False}
    assert any(line["deducted"] for line in found["statement_lines"])
