"""The benchmark of taps still runs, and what it compares agrees."""

from pathlib import Path

import pytest

from benchmarks import taps

pytestmark = pytest.mark.processes


def test_a_tap_and_a_price_are_measured(tmp_path: Path) -> None:
    costs, ratios = taps.measured(tmp_path, 1, 2)
    assert set(costs) == {taps.INSERT, taps.TAP, taps.RULES, taps.STEPS, taps.LADDER}
    assert all(len(rounds) == 1 and rounds[0] > 0 for rounds in costs.values())
    assert ratios[0].name == "a tap at a gate"
