"""Journeys of unemployment insurance, each to its end, and each without its effect."""

import pytest

from scenarios.benefits import unemployment, unemployment_grants, unemployment_moves
from tests.journeys.conftest import EMBEDDED, IN_PROCESS, IN_PROCESS_PG
from tests.support.items import without_effect
from tests.support.journeys import walked
from tests.support.topologies import Topology

CODES = (
    *unemployment.JOURNEYS,
    *unemployment_grants.JOURNEYS,
    *unemployment_moves.JOURNEYS,
)


@pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG, EMBEDDED))
@pytest.mark.parametrize("code", CODES)
def test_from_the_card_to_the_effect(simulator: Topology, code: str) -> None:
    with simulator.world() as owner:
        walked(owner, code)


@pytest.mark.topologies(IN_PROCESS)
@pytest.mark.parametrize("code", CODES)
def test_a_journey_fails_without_the_effect(
    simulator: Topology, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_effect(monkeypatch, code)
    with simulator.world() as owner, pytest.raises(Exception):  # noqa: B017
        walked(owner, code)
