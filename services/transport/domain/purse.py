"""What a purse (电子钱包) allows: pure, and the same for one movement and for a million."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from services.transport.domain.card import LOAD, PURCHASE, NewEntry, TransitCard
from sscsim.kernel.money import Money

ZERO = Money.zero()


def can_pay(card: TransitCard, amount: Money) -> bool:
    """Whether a purchase of `amount` may be taken: from what is there; or, once, by overdraft.

    A purse that is above zero but holds less than the fare may go below zero by the overdraft
    that its chip allows, for one ride; below or at zero nothing more is taken (TU-07).
    """
    if amount <= card.balance or amount <= ZERO:
        return True
    return card.balance > ZERO and card.balance - amount >= -card.overdraft


@dataclass(frozen=True, slots=True)
class Moved:
    """What was asked for, its place among the card's entries, and the balance after it."""

    asked: NewEntry
    ordinal: int
    balance: Money
    sequence: int | None


@dataclass(frozen=True, slots=True)
class Posted:
    """Cards with their new balances and counters, and the entries that made them."""

    cards: Mapping[str, TransitCard]
    moved: tuple[Moved, ...]
    short: tuple[NewEntry, ...]
    """Those that would take a purse below its floor; nothing of them is in `cards`."""


def fold(cards: Mapping[str, TransitCard], new: Iterable[NewEntry]) -> Posted:
    """Movements in the order in which they are given; KeyError for a card that isn't there.

    Money that comes in is never short; what goes out may not end below the floor.
    """
    now = dict(cards)
    made: list[Moved] = []
    short: list[NewEntry] = []
    for entry in new:
        card = now[entry.transit_card_id]
        after = card.balance + entry.amount
        if entry.amount < ZERO and not _may_fall(card, entry):
            short.append(entry)
            continue
        sequence = entry.card_sequence
        if sequence is None and entry.kind == PURCHASE:
            sequence = card.sequence + 1
        now[card.id] = replace(
            card,
            balance=after,
            entries=card.entries + 1,
            sequence=max(card.sequence, sequence or 0),
            loads=card.loads + (entry.kind == LOAD),
        )
        made.append(Moved(entry, card.entries + 1, after, sequence))
    return Posted(now, tuple(made), tuple(short))


def _may_fall(card: TransitCard, entry: NewEntry) -> bool:
    if entry.kind == PURCHASE:
        return can_pay(card, -entry.amount)
    return card.balance + entry.amount >= -card.overdraft


def floor(card: TransitCard) -> Money:
    """The lowest balance that the purse may ever have."""
    return -card.overdraft
