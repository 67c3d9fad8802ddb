"""The hot list: numbers without gaps, listings by reason, what held at which moment."""

import datetime as dt

import pytest

from services.transport.domain.hot_list import DEBT, LOST, in_force, listings
from services.transport.domain.taps import BANK, PURSE
from services.transport.flows import hot_list
from services.transport.store import hot_list as kept
from services.transport.store import store
from tests.support.bench import BIRTH, Bench

pytestmark = pytest.mark.db
ONE, OTHER = (PURSE, "3100000000000000001"), (BANK, "tok_1")


def later(minutes: int) -> dt.datetime:
    return BIRTH + dt.timedelta(minutes=minutes)


def test_numbers_have_no_gaps_and_a_reason_is_listed_once(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        assert hot_list.add(tx, *ONE, LOST) is not None
        assert hot_list.add(tx, *ONE, LOST) is None
        assert hot_list.remove(tx, *OTHER, LOST) is None
        made = hot_list.add_all(tx, [(*OTHER, DEBT), (*ONE, DEBT), (*OTHER, DEBT)])
        assert [entry.number for entry in made] == [2, 3]
        assert [entry.number for entry in kept.after(tx, 1, 10)] == [2, 3]


def test_a_medium_is_free_when_every_reason_has_ended(bench: Bench) -> None:
    with bench.entered(), store.write() as tx:
        hot_list.add(tx, *ONE, LOST)
    with bench.at(later(10)).entered(), store.write() as tx:
        hot_list.add(tx, *ONE, DEBT)
    with bench.at(later(20)).entered(), store.write() as tx:
        hot_list.remove(tx, *ONE, LOST)
        assert hot_list.listed(tx, {ONE, OTHER})[ONE].reason == DEBT
    with bench.at(later(30)).entered(), store.write() as tx:
        hot_list.remove(tx, *ONE, DEBT)
        assert hot_list.listed(tx, {ONE}) == {}
        those = hot_list.history(tx, {ONE})[ONE]
        assert [(each.reason, each.since, each.until) for each in those] == [
            (LOST, BIRTH, later(20)),
            (DEBT, later(10), later(30)),
        ]
        assert in_force(those, later(-1)) is None
        assert in_force(those, later(25)) == those[1]
        assert listings([]) == ()


def test_what_terminals_loaded_and_the_last_time_before(bench: Bench) -> None:
    for minutes in (0, 10, 20):
        with bench.at(later(minutes)).entered(), store.write() as tx:
            for _ in range(2):
                kept.note_load(tx, f"hll_{minutes}", "trm_1", 0)
    with bench.entered(), store.read() as tx:
        assert kept.loads(tx, {"trm_1", "trm_2"}, later(15)) == {"trm_1": [later(10), later(20)]}
        assert kept.loads(tx, {"trm_1"}, later(0)) == {"trm_1": [later(0), later(10), later(20)]}
