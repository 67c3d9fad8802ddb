"""Whose the things of this service are: asked for apps that act for one cardholder.

Each function gives the person ids of a thing, none when there is no such thing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.culture.store import admissions, travel_passes, venues
from sscsim.db import Tx


def _person(found: Any) -> Iterable[str]:
    return () if found is None or found.person_id is None else (found.person_id,)


def _travel_pass(tx: Tx, travel_pass_id: str) -> Iterable[str]:
    return _person(travel_passes.passes.find(tx, travel_pass_id))


def _reservation(tx: Tx, reservation_id: str) -> Iterable[str]:
    return _person(venues.reservations.find(tx, reservation_id))


def _admission(tx: Tx, admission_id: str) -> Iterable[str]:
    return _person(admissions.admissions.find(tx, admission_id))


OF: Mapping[str, Callable[[Tx, str], Iterable[str]]] = {
    "tps": _travel_pass,
    "vad": _admission,
    "vrv": _reservation,
}
OPEN: frozenset[str] = frozenset(
    {
        "get_pass_product",
        "get_venue",
        "list_pass_products",
        "list_venue_slots",
        "list_venues",
    }
)
"""Operations with nothing of any person."""
