"""The laws that hold in this service at any instant, and its figures that books say too."""

from collections import Counter

from services.transport import invariants_clearing
from services.transport.invariants_cards import CARD_CHECKS
from services.transport.invariants_offline import OFFLINE_CHECKS
from services.transport.invariants_riding import RIDING_CHECKS
from services.transport.store import laws_cards
from sscsim.db import Tx
from sscsim.web import Invariant


def float_of_cards(tx: Tx) -> dict[str, int]:
    """By issuing centre, what it holds for its cards, and what they paid that its book does not
    say yet: the control account `float.card`."""
    held = Counter(laws_cards.held(tx))
    held.update(invariants_clearing.in_flight(tx))
    return {f"float.card:{issuer}": fen for issuer, fen in sorted(held.items())}


CHECKS: list[Invariant] = [
    *CARD_CHECKS,
    *RIDING_CHECKS,
    *OFFLINE_CHECKS,
    *invariants_clearing.CHECKS,
]
FIGURES = [float_of_cards, invariants_clearing.figures]
