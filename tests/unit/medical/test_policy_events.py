"""Figures that come into a world are told of."""

import pytest
import sqlalchemy as sa

from services.medical.flows import policies
from services.medical.store import store
from sscsim import policy
from tests.support.bench import Bench

pytestmark = pytest.mark.db


def test_a_pack_that_is_loaded_is_told_of(demo_bench: Bench) -> None:
    pack = policy.builtin_text("medical", "990100")
    assert pack is not None
    with demo_bench.entered():
        policies.put("990100", pack)
        events = store.common.events
        with store.read() as tx:
            mine = events.c.subject == "medical/990100"
            told = tx.all(sa.select(events.c.type).where(mine).order_by(events.c.seq))
    assert [row.type for row in told] == ["medical_policy.loaded"]
