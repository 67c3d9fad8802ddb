"""Journeys that nobody ended: closed by the rule of their city, as incomplete."""

from collections.abc import Sequence
from typing import Final

from services.transport.domain.riding import forgotten_at
from services.transport.domain.taps import PURSE
from services.transport.flows.riding.loading import entry_of
from services.transport.flows.riding.pricers import Pricers
from services.transport.flows.riding.settling import settle
from services.transport.store import cards, journeys, riders, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint

_AT_ONCE: Final = 500


def close_forgotten(_hour: str) -> None:
    """Close every journey whose time is over; a part of them in each transaction."""
    with store.read() as tx:
        due = _due(tx)
    for start in range(0, len(due), _AT_ONCE):
        with store.write() as tx:
            _close(tx, due[start : start + _AT_ONCE])
        failpoint("transport.forgotten.between")
    with store.write() as tx:
        tx.complete_job()


def _due(tx: Tx) -> list[str]:
    """The riders whose open journey counts as forgotten by now."""
    pricers, now = Pricers(tx), tx.world.now
    return sorted(
        journey.rider_id
        for journey in journeys.open_ones(tx)
        if forgotten_at(entry_of(journey), pricers.rules) <= now
    )


def _close(tx: Tx, rider_ids: Sequence[str]) -> None:
    seen = riders.by_id(tx, rider_ids)
    on = {each.id: each.reference for each in seen.values() if each.medium == PURSE}
    numbers = [card.number for card in cards.by_id(tx, on.values()).values()]
    locked = cards.by_number(tx, numbers, locked=True)  # in the order in which taps lock them
    held = {card.id: card for card in locked.values()}
    who = riders.by_id(tx, rider_ids, locked=True)
    of_rider = {rider: held[card] for rider, card in on.items() if card in held}
    settle(tx, list(who.values()), of_rider, {})
