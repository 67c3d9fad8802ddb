"""Cards that libraries make themselves: reading and writing."""

from services.culture.domain import reader_cards as words
from services.culture.domain.reader_cards import ReaderCard
from services.culture.store import tables_reader_cards as tables
from services.culture.store.kept import Kept
from sscsim.db import Tx

CARDS = Kept(ReaderCard, tables.reader_cards)


def with_number(tx: Tx, number: str) -> ReaderCard | None:
    return CARDS.first(tx, CARDS.c.number == number)


def in_hand(tx: Tx, reader_id: str, network_id: str) -> list[ReaderCard]:
    """The reader's cards in a network that aren't over; held."""
    c = CARDS.c
    mine = (c.reader_id == reader_id, c.network_id == network_id)
    return CARDS.held(tx, *mine, c.status.in_(words.IN_HAND))


def families_of(tx: Tx, library_id: str) -> list[ReaderCard]:
    """A library's family cards that aren't over; held, so that two made at once see each other."""
    tx.lock("family cards", library_id)
    c = CARDS.c
    live = c.status.in_(words.IN_HAND)
    return CARDS.held(tx, c.library_id == library_id, c.kind == words.FAMILY, live)
