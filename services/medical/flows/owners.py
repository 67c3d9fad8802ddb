"""Whose the things of this service are: asked for apps that act for one cardholder.

Each function gives the person ids of a thing, none when there is no such thing.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from services.medical.store import (
    corrections,
    filings,
    manual_claims,
    recognitions,
    registrations,
    settlements,
    sharers,
    visits,
)
from sscsim.db import Tx


def _person(found: Any) -> Iterable[str]:
    return () if found is None else (found.person_id,)


def _filing(tx: Tx, filing_id: str) -> Iterable[str]:
    return _person(filings.find(tx, filing_id))


def _registration(tx: Tx, registration_id: str) -> Iterable[str]:
    return _person(registrations.find(tx, registration_id))


def _recognition(tx: Tx, recognition_id: str) -> Iterable[str]:
    return _person(recognitions.find(tx, recognition_id))


def _settlement(tx: Tx, settlement_id: str) -> Iterable[str]:
    return _person(settlements.find(tx, settlement_id))


def _visit(tx: Tx, visit_id: str) -> Iterable[str]:
    return _person(visits.find(tx, visit_id))


def _correction(tx: Tx, correction_id: str) -> Iterable[str]:
    """Of one that never happened nobody knows whose it would have been."""
    found = corrections.find(tx, correction_id)
    return () if found is None or found.visit_id is None else _visit(tx, found.visit_id)


def _claim(tx: Tx, claim_id: str) -> Iterable[str]:
    return _person(manual_claims.find(tx, claim_id))


def _sharer(tx: Tx, sharer_id: str) -> Iterable[str]:
    return _person(sharers.find(tx, sharer_id))


OF: Mapping[str, Callable[[Tx, str], Iterable[str]]] = {
    "cor": _correction,
    "dreg": _registration,
    "fil": _filing,
    "mcl": _claim,
    "shr": _sharer,
    "stl": _settlement,
    "vis": _visit,
    "wir": _recognition,
}
OPEN = frozenset(
    {
        "get_catalogue_item",
        "get_catalogue_table",
        "get_disease",
        "get_institution",
        "list_catalogue_items",
        "list_departments",
        "list_diseases",
        "list_doctors",
        "list_institutions",
    }
)
"""Operations with nothing of any person."""
