"""Whose the things of this service are: asked for apps that act for one cardholder.

Each function gives the person ids of a thing, none when there is no such thing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.culture.store import admissions, reader_cards, travel_passes, venues
from services.culture.store import libraries as rows
from services.culture.store.kept import Kept
from sscsim.db import Tx


def _kept(records: Kept[Any]) -> Callable[[Tx, str], Iterable[str]]:
    def persons(tx: Tx, record_id: str) -> Iterable[str]:
        found = records.find(tx, record_id)
        return () if found is None or found.person_id is None else (found.person_id,)

    return persons


OF: Mapping[str, Callable[[Tx, str], Iterable[str]]] = {
    "hld": _kept(rows.HOLDS),
    "lfe": _kept(rows.FEES),
    "loan": _kept(rows.LOANS),
    "lpy": _kept(rows.PAYMENTS),
    "lrc": _kept(reader_cards.CARDS),
    "lrf": _kept(rows.REFUNDS),
    "rdr": _kept(rows.READERS),
    "tps": _kept(travel_passes.passes),
    "vad": _kept(admissions.admissions),
    "vrv": _kept(venues.reservations),
}
OPEN: frozenset[str] = frozenset(
    {
        "get_copy",
        "get_copy_transit",
        "get_library",
        "get_library_network",
        "get_pass_product",
        "get_title",
        "get_venue",
        "list_copies",
        "list_copy_transits",
        "list_libraries",
        "list_library_networks",
        "list_pass_products",
        "list_titles",
        "list_venue_slots",
        "list_venues",
    }
)
"""Operations with nothing of any person."""
