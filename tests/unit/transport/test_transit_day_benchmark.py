"""The benchmark of a day of taps still takes, closes and writes one; how fast is told elsewhere."""

from pathlib import Path

import pytest

from benchmarks.transit_day import BARE, CLOSED, CSV, FILE, GROUPED, TAKEN, run, told, worlds
from tests.conftest import pg_url

pytestmark = pytest.mark.db


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_its_day_is_taken_closed_and_written(tmp_path: Path, database: str) -> None:
    with worlds(tmp_path, pg_url() if database == "postgresql" else "") as (main, other):
        day = run(main, other, journeys=40, at_once=20, rounds=1)
    assert (day.taps, day.journeys) == (80, 40)
    assert set(day.seconds) == {TAKEN, BARE, CLOSED, GROUPED, FILE, CSV}
    costs, ratios = told(day)
    assert len(costs[TAKEN]) == 4
    assert [len(ratio.rounds) for ratio in ratios] == [4, 1, 1]
