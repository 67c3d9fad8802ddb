"""The laws of what happens without network: each finds what is planted against it."""

from typing import Any

import pytest

from services.transport.domain.hot_list import FRAUD, LOST
from services.transport.domain.taps import PURSE
from services.transport.flows import hot_list, uploads
from services.transport.flows.uploads.said import plain
from services.transport.invariants_offline import OFFLINE_CHECKS
from services.transport.store import store
from services.transport.store.tables_cards import transit_cards
from services.transport.store.tables_offline import (
    chip_transactions,
    hot_list_entries,
    tap_upload_lines,
    tap_uploads,
)
from services.transport.store.tables_riding import taps
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.unit.transport.offline_bench import give_keys, paid, queued
from tests.unit.transport.riding_bench import WEDNESDAY, Town, minutes

pytestmark = pytest.mark.db
BUS = "990100000091"
_CHIP, _HOT, _LINE, _UPLOAD = (
    chip_transactions,
    hot_list_entries,
    tap_upload_lines,
    tap_uploads,
)
PLANTED: dict[str, tuple[str, Any]] = {
    "a number of the list is gone": (
        "transit.hot_list",
        _HOT.delete().where(_HOT.c.number == 1),
    ),
    "an entry is said twice": (
        "transit.hot_list",
        _HOT.update().where(_HOT.c.number == 3).values(action="added"),
    ),
    "a settled one has no tap": (
        "transit.chips",
        _CHIP.update().where(_CHIP.c.sequence == 1).values(tap_id=None),
    ),
    "a settled one waits again": (
        "transit.chips",
        _CHIP.update().where(_CHIP.c.sequence == 1).values(status="waiting"),
    ),
    "the tap took something else": (
        "transit.chips",
        taps.update().where(taps.c.card_sequence == 1).values(taken=Money(1)),
    ),
    "two taps stand for one purchase": (
        "transit.chips",
        taps.update().where(taps.c.card_sequence == 2).values(card_sequence=1),
    ),
    "the card's counter is behind": (
        "transit.chips",
        transit_cards.update().values(sequence=1),
    ),
    "a total without network is off": (
        "transit.chips",
        _CHIP.update().where(_CHIP.c.sequence == 3).values(offline_total=Money(1)),
    ),
    "an upload counts one too many": (
        "transit.uploads",
        _UPLOAD.update().values(accepted=_UPLOAD.c.accepted + 1),
    ),
    "an upload is done too early": (
        "transit.uploads",
        _UPLOAD.update().values(count=_UPLOAD.c.count + 1),
    ),
    "a line is decided by no tap": (
        "transit.uploads",
        _LINE.update().where(_LINE.c.ordinal == 1).values(tap_id="tap_none"),
    ),
}


@pytest.fixture
def town(bench: Bench) -> Town:
    """Two uploaded rides and a third that waits; a card that was on the list and is off it."""
    town = Town(bench)
    give_keys(bench)
    with bench.entered(), store.write() as tx:
        hot_list.add(tx, PURSE, "1", FRAUD)
        hot_list.add(tx, PURSE, "2", LOST)
        hot_list.remove(tx, PURSE, "2", LOST)
        rides = [
            paid(tx, town.card, "ride", BUS, WEDNESDAY + minutes(20 * each), each, 160)
            for each in (1, 2, 3)
        ]
    bench.at(WEDNESDAY + minutes(90))
    with bench.entered():
        done = uploads.upload_taps(reference="two", taps=[queued(each) for each in rides[:2]])
        assert (done.accepted + done.adjusted, plain(queued(rides[0]))["taken_fen"]) == (2, 160)
    return town


def broken(town: Town) -> dict[str, Any]:
    with town.bench.entered(), store.read() as tx:
        looked = {law.id: law.look(tx) for law in OFFLINE_CHECKS}
    return {name: found for name, found in looked.items() if found is not None}


@pytest.mark.parametrize("planted", PLANTED)
def test_each_law_finds_what_is_planted_against_it(town: Town, planted: str) -> None:
    assert broken(town) == {}
    law, statement = PLANTED[planted]
    with town.bench.entered(), store.write() as tx:
        assert tx.execute(statement).rowcount >= 1
    assert list(broken(town)) == [law]
