"""Posting onto purses: many movements at once, each once by its event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from services.transport import problems_cards as problems
from services.transport.domain import purse
from services.transport.domain.card import REPLACED, NewEntry, PurseEntry, TransitCard
from services.transport.flows.cards import rules
from services.transport.store import cards
from sscsim.db import Tx
from sscsim.kernel.ids.resource import maker
from sscsim.kernel.money import Money

ENTRY = "pre"
MOVE: Final = "transport.move_lost_balance"
"""The job by which what is on a replaced card goes to the one that replaced it; its key is
`move_key`."""


def post(tx: Tx, new: Sequence[NewEntry]) -> list[PurseEntry]:
    """Write movements and the balances they make; the entries, in the order of `new`.

    The cards are locked. What has been posted before under its event is given as it stands.
    PurseTooLow when one would take its purse below the floor: then nothing is written (ask
    `affordable` first where that may be). KeyError for a card that isn't there.
    """
    held = cards.by_id(tx, (each.transit_card_id for each in new), locked=True)
    known = cards.entries_by_event(tx, (each.event for each in new))
    fresh = _once(new, known)
    posted = purse.fold(held, fresh)
    if posted.short:
        entry = posted.short[0]
        card = posted.cards[entry.transit_card_id]
        raise problems.PurseTooLow(
            transit_card_id=card.id, balance=card.balance, asked=-entry.amount
        )
    entry_id = maker(ENTRY, tx.world.seed, tx.service)
    made = [
        PurseEntry(
            entry_id(moved.asked.event),
            moved.asked.transit_card_id,
            moved.ordinal,
            moved.asked.kind,
            moved.asked.event,
            moved.asked.amount,
            moved.balance,
            moved.sequence,
            moved.asked.terminal_number,
            moved.asked.journey_id,
            moved.asked.happened_at,
            tx.world.now,
        )
        for moved in posted.moved
    ]
    changed = {entry.transit_card_id for entry in made}
    cards.save_balances(
        tx, [_next(posted.cards[card_id]) for card_id in held if card_id in changed]
    )
    cards.add_entries(tx, made)
    _pass_on(tx, [posted.cards[card_id] for card_id in sorted(changed)])
    known |= {entry.event: entry for entry in made}
    return [known[each.event] for each in new]


def affordable(
    tx: Tx, new: Sequence[NewEntry], held: Mapping[str, TransitCard] | None = None
) -> frozenset[str]:
    """The events of those that `post` would write, or has written: all but what falls too low.

    One that falls short is passed over, and what comes after it is weighed without it. `held`:
    the cards, if the caller has them already.
    """
    if held is None:
        held = cards.by_id(tx, (each.transit_card_id for each in new), locked=True)
    known = cards.entries_by_event(tx, (each.event for each in new))
    short = {each.event for each in purse.fold(held, _once(new, known)).short}
    return frozenset(each.event for each in new) - short


def _once(new: Iterable[NewEntry], known: Mapping[str, PurseEntry]) -> list[NewEntry]:
    return list({each.event: each for each in new if each.event not in known}.values())


def _next(card: TransitCard) -> TransitCard:
    return replace(card, version=card.version + 1)


def move_key(card: TransitCard) -> str:
    """Each state of a replaced card's purse is moved by a job of its own."""
    return f"{card.id}:{card.entries}"


def _pass_on(tx: Tx, changed: Iterable[TransitCard]) -> None:
    """What comes back onto a card after its balance went to another goes there as well."""
    for card in changed:
        if card.status == REPLACED and card.balance > Money.zero():
            tx.schedule(MOVE, move_key(card), rules.moves_at(tx, card))
