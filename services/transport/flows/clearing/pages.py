"""Batches, uploads, disputes and claim forms, as they are asked for."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.transport.flows.clearing import allowed, files, uploads
from services.transport.store import batches, store
from sscsim.db import Page, PageQuery


def batches_of(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    """Batches of operators that the caller may look at."""
    with store.read() as tx:
        return batches.page(tx, page, filters, allowed.operators())


def batch(batch_id: str) -> dict[str, Any]:
    """A batch with its parts and concessions. BatchNotFound, RegionNotAllowed."""
    with store.read() as tx:
        found = files.known(tx, batch_id)
        parts = batches.parts_of(tx, batch_id)
        return asdict(found) | {
            "amount": found.amount,
            "subsidy": found.subsidy,
            "parts": parts,
            "concessions": batches.conceded_of(tx, batch_id),
        }


def uploads_of(page: PageQuery) -> Page:
    return uploads.page(page, allowed.operators())
