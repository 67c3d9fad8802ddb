"""Whose the things of this service are: asked for apps that act for one cardholder.

Each function gives the person ids of a thing, none when there is no such thing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.transport.store import (
    cards,
    charges,
    grants,
    journeys,
    passes,
    riders,
    taps,
    top_ups,
    transit_disputes,
)
from sscsim.db import Tx


def _person(find: Callable[[Tx, str], Any]) -> Callable[[Tx, str], Iterable[str]]:
    """Of a record with a person, who may be nobody."""

    def of(tx: Tx, record_id: str) -> Iterable[str]:
        found = find(tx, record_id)
        return () if found is None or found.person_id is None else (found.person_id,)

    return of


def _of_rider(find: Callable[[Tx, str], Any]) -> Callable[[Tx, str], Iterable[str]]:
    """Of a record with a rider, who may have no name."""

    def of(tx: Tx, record_id: str) -> Iterable[str]:
        found = find(tx, record_id)
        known = None if found is None or found.rider_id is None else riders.find(tx, found.rider_id)
        return () if known is None or known.person_id is None else (known.person_id,)

    return of


OF: Mapping[str, Callable[[Tx, str], Iterable[str]]] = {
    "tca": _person(cards.find),
    "ptu": _person(top_ups.find),
    "cgr": _person(grants.find),
    "tps": _person(passes.find),
    "trd": _person(riders.find),
    "tap": _of_rider(taps.find),
    "tjr": _of_rider(journeys.find),
    "tau": _of_rider(charges.find_asked),
    "tds": _person(transit_disputes.find),
}

OPEN = frozenset(
    {
        "create_fare_quote",
        "get_fare_system",
        "get_transit_issuer",
        "get_transit_map",
        "get_transit_network",
        "list_fare_systems",
        "list_transit_issuers",
        "list_transit_lines",
        "list_transit_networks",
        "list_transit_stations",
    }
)
"""Operations with nothing of any person: what a journey costs, and where one can go."""
