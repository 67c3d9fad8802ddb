"""Many callers at once: nothing is doubled, nothing is lost, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from services.settlement.store import store, tables, tables_books, tables_cycles
from sscsim.db import StoreBusy
from tests.support.settlement import CHENGDU, CHONGQING, Road

pytestmark = pytest.mark.db


def patiently(step, *args, **more):
    """As a caller does: a busy store has written nothing, so the same call is made again."""
    while True:
        try:
            return step(*args, **more)
        except StoreBusy:
            continue


def walk(road: Road, number: int) -> str:
    pair = (CHENGDU, CHONGQING) if number % 2 else (CHONGQING, CHENGDU)
    claim_id = patiently(road.ask, number, *pair)["claim_id"]
    patiently(road.book, claim_id)
    if number % 3 == 0:
        back = patiently(road.take_back, 1000 + number, number, *pair)["claim_id"]
        patiently(road.book, back)
    return claim_id


def test_different_settlements_at_once(road: Road):
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda n: walk(road, n), range(1, 41)))
    assert len(set(claims)) == 40
    assert road.broken() == {}
    with road.bench.entered(role="system"), store.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(tables_cycles.cycles)) == 1
    road.advance("2026-07-01T00:00:00")
    assert road.broken() == {}


def test_the_same_settlement_at_once_is_one(road: Road):
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: patiently(road.ask, 1), range(8)))
    assert all(answer == answers[0] for answer in answers)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: patiently(road.book, answers[0]["claim_id"]), range(8)))
    with road.bench.entered(role="system"), store.read() as tx:
        assert tx.scalar(sa.select(sa.func.count()).select_from(tables.claims)) == 1
        assert tx.scalar(sa.select(sa.func.count()).select_from(tables_books.journals)) == 2
    assert road.broken() == {}
