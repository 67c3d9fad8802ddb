"""The laws that hold in this service at any instant, and its figures that books say too."""

from services.transport.invariants_cards import CARD_CHECKS
from services.transport.store import laws_cards
from sscsim.db import Tx
from sscsim.web import Invariant


def float_of_cards(tx: Tx) -> dict[str, int]:
    """By issuing centre, what it holds for its cards: the control account `float.card`."""
    return {f"float.card:{issuer}": fen for issuer, fen in laws_cards.held(tx).items()}


CHECKS: list[Invariant] = [*CARD_CHECKS]
FIGURES = [float_of_cards]
