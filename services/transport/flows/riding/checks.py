"""What stands against a tap before it is priced, as far as no list has to be asked."""

from collections.abc import Mapping, Sequence

from services.transport.domain.card import ACTIVE, TransitCard
from services.transport.domain.taps import ONLINE, PURSE, Seen
from services.transport.domain.terminals import ACTIVE as WORKS
from services.transport.domain.terminals import Terminal
from sscsim.kernel.periods import china_day


def checked(
    seen: Sequence[Seen], cards: Mapping[str, TransitCard], terminals: Mapping[str, Terminal]
) -> list[str]:
    """The code against each tap, or OK."""
    return [_check(each, cards, terminals) for each in seen]


def _check(seen: Seen, cards: Mapping[str, TransitCard], terminals: Mapping[str, Terminal]) -> str:
    terminal = terminals.get(seen.terminal_number)
    if terminal is None or (terminal.status != WORKS and seen.way == ONLINE):
        return "TERMINAL_UNKNOWN"
    if seen.medium != PURSE:
        return "OK"
    card = cards.get(seen.reference)
    if card is None:
        return "CARD_UNKNOWN"
    if card.status != ACTIVE and (card.lost_at is None or card.lost_at <= seen.tapped_at):
        return "CARD_NOT_USABLE"
    return "CARD_EXPIRED" if china_day(seen.tapped_at) > card.usable_until else "OK"
