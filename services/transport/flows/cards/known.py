"""Transit cards that there are: found, held, and whether one may be used."""

from services.transport import problems_cards as problems
from services.transport.domain.card import TransitCard
from services.transport.domain.issuer import Issuer
from services.transport.store import cards, issuers, store
from sscsim.db import Tx


def get(transit_card_id: str) -> TransitCard:
    """TransitCardNotFound."""
    with store.read() as tx:
        return found(tx, transit_card_id)


def found(tx: Tx, transit_card_id: str) -> TransitCard:
    """TransitCardNotFound."""
    card = cards.find(tx, transit_card_id)
    if card is None:
        raise problems.TransitCardNotFound(transit_card_id=transit_card_id)
    return card


def held(tx: Tx, transit_card_id: str) -> TransitCard:
    """Locked until the transaction ends; TransitCardNotFound."""
    card = cards.find(tx, transit_card_id, locked=True)
    if card is None:
        raise problems.TransitCardNotFound(transit_card_id=transit_card_id)
    return card


def check(card: TransitCard, *statuses: str) -> None:
    """TransitCardState unless the card is in one of them."""
    if card.status not in statuses:
        raise problems.TransitCardState(transit_card_id=card.id, status=card.status)


def issuer_of(card: TransitCard) -> Issuer:
    return issuers.issuers()[card.issuer_id]


def issuer(issuer_id: str) -> Issuer:
    """TransitIssuerNotFound."""
    one = issuers.issuers().get(issuer_id)
    if one is None:
        raise problems.TransitIssuerNotFound(transit_issuer_id=issuer_id)
    return one
