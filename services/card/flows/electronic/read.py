"""Showing electronic cards, and the keys their codes are checked with."""

from typing import Any

from services.card.domain import code
from services.card.flows.electronic import known
from services.card.flows.find import ListRequest
from services.card.store import electronic, store
from sscsim import world
from sscsim.db import Page


def get_card(electronic_card_id: str) -> dict[str, Any]:
    with store.read() as tx:
        return known.shown(tx, known.card(tx, electronic_card_id))


def list_cards(query: ListRequest) -> Page:
    with store.read() as tx:
        return electronic.page(tx, query.page, query.filters).map(
            lambda found: known.shown(tx, found)
        )


def key_set() -> dict[str, Any]:
    at = world.current()
    return code.key_set(at.seed, at.now)
