"""A clinic on each database, for roads of messages that a test walks."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from services.medical.store import store
from sscsim import control
from tests.contract.fsi.clinic import Clinic
from tests.support.bench import Bench


@pytest.fixture
def clinic(demo_bench: Bench) -> Iterator[Clinic]:
    yield Clinic(demo_bench)
    control.close()


def rows(clinic: Clinic) -> dict[str, int]:
    """How much there is in every table of the medical store."""
    with clinic.bench.entered(role="system"), store.read() as tx:
        return {
            name: tx.scalar(sa.select(sa.func.count()).select_from(table))
            for name, table in store.metadata.tables.items()
        }


def broken_laws(clinic: Clinic) -> dict[str, object]:
    found = clinic.medical.get("/internal/v1/invariants", role="service").json
    return {law["id"]: law["counterexample"] for law in found["checks"] if not law["holds"]}
