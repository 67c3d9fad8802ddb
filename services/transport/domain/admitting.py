"""Whether a terminal with network lets somebody through: the purse must hold what it will cost.

What was tapped without network has happened, and is never refused here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from services.transport.domain import purse, riding
from services.transport.domain.card import TransitCard
from services.transport.domain.record import City, Outcome, Record
from services.transport.domain.ridden import outcome
from services.transport.domain.riding import Fact
from services.transport.domain.taps import ENTRY, EXIT, ONLINE
from sscsim.kernel.money import Money, sum_money

RIDE_FREE: Final = ("elderly", "soldier")
"""Kinds of cards that are let in with an empty purse (assumed)."""
_PLAIN: Final = (riding.RODE, riding.BUS_RIDE)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A tap that is new, and whose medium may be used.

    `taken`: what a terminal without network took from the chip; `card_sequence`: the chip's number
    of that purchase.
    """

    fact: Fact
    way: str
    terminal_number: str
    taken: Money | None = None
    card_sequence: int | None = None


@dataclass(frozen=True, slots=True)
class Admitted:
    """What comes of a rider's new taps, and the codes against those that were refused."""

    outcome: Outcome
    refused: dict[str, str]


def admit(
    record: Record, card: TransitCard | None, arrived: Sequence[Arrived], city: City
) -> Admitted:
    """Take what has happened; let through what with network asks to be, one after the other."""
    happened = [each.fact for each in arrived if each.way != ONLINE]
    asking = sorted(
        (each.fact for each in arrived if each.way == ONLINE), key=lambda fact: (fact.at, fact.id)
    )
    if asking:
        whole = outcome(record, [*happened, *asking], city)
        if _is_beyond_doubt(asking, card, whole, city):
            return Admitted(whole, {})
    stands = outcome(record, happened, city)
    refused: dict[str, str] = {}
    for fact in asking:
        then = outcome(record, [*happened, fact], city)
        code = _refusal(fact, card, stands, then, city)
        if code is not None:
            refused[fact.id] = code
            continue
        happened.append(fact)
        stands = then
    return Admitted(stands, refused)


def _is_beyond_doubt(
    asking: Sequence[Fact], card: TransitCard | None, whole: Outcome, city: City
) -> bool:
    """Whether all would be let through one by one, so that it needs no look at each: none is an
    exit without its entry or of a journey that waited too long, and the purse holds all that it
    comes to and still lets in."""
    for fact in asking:
        ridden = whole.of_tap[fact.id]
        if ridden is not None and ridden.how not in _PLAIN:
            return False
    if card is None:
        return True
    spare = card.balance - sum_money(max(each.owed, Money.zero()) for each in whole.changes)
    least = [city.rules(fact).least_balance.value for fact in asking if fact.kind == ENTRY]
    return spare >= max((*least, Money.zero()))


def _refusal(
    fact: Fact, card: TransitCard | None, stands: Outcome, then: Outcome, city: City
) -> str | None:
    ridden = then.of_tap[fact.id]
    no_entry = fact.kind == EXIT and ridden is not None and ridden.how == riding.NO_ENTRY
    if no_entry and city.rules(fact).no_entry.value == riding.REFUSE:
        return "EXIT_REFUSED"
    if card is None:
        return None
    due = _due(stands)
    now = replace(card, balance=card.balance - due)
    costs = _due(then) - due
    if fact.kind == ENTRY and card.kind not in RIDE_FREE:
        least = city.rules(fact).least_balance.value
        if now.balance - costs < least:
            return "ENTRY_REFUSED" if costs <= Money.zero() else "BALANCE_TOO_LOW"
    return None if purse.can_pay(now, costs) else "BALANCE_TOO_LOW"


def _due(found: Outcome) -> Money:
    """What the purse has still to pay, or gets back."""
    return sum_money(each.owed for each in found.changes)
