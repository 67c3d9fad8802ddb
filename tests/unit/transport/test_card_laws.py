"""The laws of purses: each finds what is planted against it, and only that."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from services.transport.invariants_cards import CARD_CHECKS
from services.transport.store import store
from services.transport.store.tables_cards import (
    deposit_entries,
    purse_entries,
    purse_top_ups,
    transit_cards,
    transit_passes,
)
from sscsim import peers
from sscsim.demo_people import CHEN_YU, LIN_XIAO, WANG_GUILAN, ZHOU_MING
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.transit_cards import PIN, SEED, CardDesk

pytestmark = pytest.mark.db
FEN = Money(1)


def id_of(someone: Any, ordinal: int = 1) -> str:
    return resource_id("tca", SEED, "transport", someone.card_id(SEED), ordinal)


CHEN, ZHOU, LIN, WANG = (id_of(each) for each in (CHEN_YU, ZHOU_MING, LIN_XIAO, WANG_GUILAN))
LIN_2 = id_of(LIN_XIAO, 2)
NAMELESS = resource_id("tca", SEED, "transport", "anonymous", "990100", 1)


@pytest.fixture
def lived(demo_bench: Bench) -> Iterator[CardDesk]:
    """Rides, top-ups paid and failed, a pass, a card replaced, one given back."""
    desk = CardDesk(demo_bench)
    account = {"way": "bank_account", "amount_fen": 3_000, "password": PIN}
    desk.done(desk.path(ZHOU_MING) + "/top-ups", account)
    desk.post(desk.path(ZHOU_MING) + "/top-ups", {**account, "password": "000000"})
    desk.done(
        "/v1/transit-passes",
        {"transit_card_id": CHEN, "fare_system_id": "DEMO-METRO", "kind": "day"},
    )
    desk.spend(desk.path(CHEN_YU), 3_900, "to -4.00")
    desk.done(desk.path(LIN_XIAO) + "/report-loss")
    desk.done(desk.path(LIN_XIAO) + "/replace", {})
    desk.done(desk.path(WANG_GUILAN) + "/refund", {"place": "counter"})
    desk.time.advance("2026-04-10T00:00:00")
    desk.holds()
    yield desk
    peers.use_local({})


def card(card_id: str, **changes: Any) -> Any:
    return transit_cards.update().where(transit_cards.c.id == card_id).values(**changes)


def entry(card_id: str, ordinal: int, **changes: Any) -> Any:
    where = (purse_entries.c.transit_card_id == card_id, purse_entries.c.ordinal == ordinal)
    return purse_entries.update().where(*where).values(**changes)


def top_up(that_is: str, **changes: Any) -> Any:
    return purse_top_ups.update().where(purse_top_ups.c.status == that_is).values(**changes)


def moved_in(table: Any, **changes: Any) -> Any:
    return table.update().where(table.c.kind == "moved_in").values(**changes)


_P = purse_entries.c
CORRUPTIONS: dict[str, tuple[set[str], Any]] = {
    "a balance a fen higher": (
        {"transit.purses"},
        card(ZHOU, balance=transit_cards.c.balance + FEN),
    ),
    "an entry that isn't counted": ({"transit.purses"}, card(ZHOU, entries=1)),
    "an entry that is gone": (
        {"transit.purses", "transit.passes"},
        purse_entries.delete().where(_P.transit_card_id == CHEN, _P.ordinal == 2),
    ),
    "a balance after an entry": ({"transit.purses"}, entry(ZHOU, 2, balance=_P.balance + FEN)),
    "two amounts that cancel": (
        {"transit.purses", "transit.passes"},
        entry(CHEN, 2, amount=_P.amount + FEN),
    ),
    "an overdraft that isn't allowed": ({"transit.floor"}, card(CHEN, overdraft=Money(399))),
    "a deposit a fen higher": (
        {"transit.deposits"},
        card(NAMELESS, deposit=transit_cards.c.deposit + FEN),
    ),
    "a deposit that was never taken": ({"transit.deposits"}, deposit_entries.delete()),
    "a paid top-up of another amount": (
        {"transit.top_ups"},
        top_up("loaded", amount=purse_top_ups.c.amount + FEN),
    ),
    "a paid top-up without its entry": ({"transit.top_ups"}, top_up("failed", status="loaded")),
    "an unpaid top-up on the purse": ({"transit.top_ups"}, top_up("loaded", status="failed")),
    "money that arrived nowhere": (
        {"transit.moved", "transit.purses"},
        purse_entries.delete().where(_P.kind == "moved_in"),
    ),
    "more arrived than left": (
        {"transit.moved", "transit.purses"},
        moved_in(purse_entries, amount=_P.amount + FEN),
    ),
    "money that came from nowhere": ({"transit.moved"}, entry(CHEN, 1, kind="moved_in")),
    "a card that is over and holds money": ({"transit.refunded"}, card(ZHOU, status="refunded")),
    "a pass that cost something else": (
        {"transit.passes"},
        transit_passes.update().values(price=transit_passes.c.price + FEN),
    ),
    "two purses on one card": ({"transit.one_purse"}, card(LIN, status="active")),
}


class _TakenBack(Exception):
    pass


def broken_by(desk: CardDesk, statement: Any) -> set[str]:
    found: set[str] = set()
    taken_back = contextlib.suppress(_TakenBack)
    with desk.bench.entered(role="system"), taken_back, store.write() as tx:
        assert tx.execute(statement).rowcount, "it changes something"
        found = {law.id for law in CARD_CHECKS if law.look(tx) is not None}
        raise _TakenBack
    return found


def test_what_is_planted_is_found(lived: CardDesk) -> None:
    found = {name: broken_by(lived, planted) for name, (_, planted) in CORRUPTIONS.items()}
    assert found == {name: laws for name, (laws, _) in CORRUPTIONS.items()}
    lived.holds()


def test_every_law_is_broken_by_something() -> None:
    assert {law.id for law in CARD_CHECKS} == set().union(
        *(laws for laws, _ in CORRUPTIONS.values())
    )
