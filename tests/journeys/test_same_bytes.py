"""Same seed, same calls, same bytes: in every topology, on both databases, with any threads."""

import hashlib
import json

import pytest

from scenarios import road
from tests.journeys.conftest import EMBEDDED, FULL, IN_PROCESS_PG, ONE_THREAD
from tests.support.topologies import Topology, in_process


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The road's canonical export: one process, one thread, SQLite."""
    with in_process(tmp_path_factory.mktemp("reference")) as topology, topology.world() as owner:
        road.the_road(owner)
        return road.export(owner)


def test_the_export_holds_the_whole_road(reference: bytes) -> None:
    export = json.loads(reference)
    # Six stays, and two that are taken back with their reversals.
    assert len(export["medical"]["settlements"]) == 10
    assert [cycle["status"] for cycle in export["settlement"]["cycles"]] == ["closed"]
    columns = {
        column
        for tables in export.values()
        for rows in tables.values()
        for row in rows
        for column in row
    }
    assert columns.isdisjoint({"seq", "request_id", "trace_id", "attempts"})


@pytest.mark.topologies(IN_PROCESS_PG, EMBEDDED, ONE_THREAD, FULL)
def test_the_road_leaves_the_same_bytes(reference: bytes, simulator: Topology) -> None:
    with simulator.world() as owner:
        road.the_road(owner)
        export = road.export(owner)
    assert _digests(export) == _digests(reference)  # says which table differs
    assert export == reference


def _digests(export: bytes) -> dict[str, str]:
    return {
        f"{service}.{table}": hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
        for service, tables in json.loads(export).items()
        for table, rows in tables.items()
    }
