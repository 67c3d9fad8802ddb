"""The benchmark of the closing still closes a month; how fast is told where it is run."""

from pathlib import Path

import pytest

from benchmarks.clearing import closed
from benchmarks.clearing_world import a_world, checked, loaded, opened_again
from tests.conftest import pg_url

pytestmark = pytest.mark.db


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_its_month_closes_and_is_opened_again(tmp_path: Path, database: str) -> None:
    with a_world(tmp_path, pg_url() if database == "postgresql" else "") as bench:
        began, cycle_id = bench.now, loaded(bench, 100)
        took = closed(bench)
        checked(bench, cycle_id, 100)
        assert {"cycle_freeze", "cycle_generate", "cycle_sign", "cycle_close"} <= set(took)
        opened_again(bench.at(began), cycle_id)
