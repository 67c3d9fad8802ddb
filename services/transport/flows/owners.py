"""Whose the things of this service are: asked for apps that act for one cardholder.

Each function gives the person ids of a thing, none when there is no such thing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.transport.store import cards, grants, passes, top_ups
from sscsim.db import Tx


def _person(find: Callable[[Tx, str], Any]) -> Callable[[Tx, str], Iterable[str]]:
    """Of a record with a person, who may be nobody."""

    def of(tx: Tx, record_id: str) -> Iterable[str]:
        found = find(tx, record_id)
        return () if found is None or found.person_id is None else (found.person_id,)

    return of


OF: Mapping[str, Callable[[Tx, str], Iterable[str]]] = {
    "tca": _person(cards.find),
    "ptu": _person(top_ups.find),
    "cgr": _person(grants.find),
    "tps": _person(passes.find),
}
