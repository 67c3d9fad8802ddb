"""Batches, uploads, disputes and claim forms, as they are asked for."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.transport.flows.clearing import allowed, files, uploads
from services.transport.flows.clearing.uploads import Taken
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


def upload_shown(taken: Taken) -> dict[str, Any]:
    upload = taken.upload
    return {
        "id": upload.id,
        "created_at": upload.created_at,
        "updated_at": upload.updated_at,
        "operator_id": upload.operator_id,
        "region_code": upload.region_code,
        "number": upload.number,
        "date": upload.day,
        "count": upload.count,
        "amount_fen": upload.amount,
        "sha256": upload.sha256,
        "results": [
            {"status": status, "count": count, "amount_fen": amount}
            for status, (count, amount) in sorted(taken.counted.items())
        ],
    }
