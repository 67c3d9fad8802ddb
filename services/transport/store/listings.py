"""Which cities' cards are taken elsewhere: this world's own word, else what is built in."""

from datetime import date

import sqlalchemy as sa

from services.transport.domain.acceptance import Listed
from services.transport.store import issuers
from services.transport.store.tables_offline import issuer_listings
from sscsim.db import Tx

_c = issuer_listings.c


def all_of(tx: Tx) -> dict[str, Listed]:
    """By issuer, the newest word on each."""
    found = {
        issuer.id: Listed(issuer.accepted_from, issuer.accepted_until)
        for issuer in issuers.issuers().values()
    }
    asked = sa.select(_c.issuer_id, _c.since, _c.until).order_by(_c.issuer_id, _c.ordinal)
    return found | {row[0]: Listed(row[1], row[2]) for row in tx.all(asked)}


def add(tx: Tx, issuer_id: str, since: date, until: date | None) -> None:
    """A new word on an issuer; its earlier ones stay on record."""
    tx.lock("issuer_listings", issuer_id)
    before = tx.scalar(sa.select(sa.func.max(_c.ordinal)).where(_c.issuer_id == issuer_id)) or 0
    row = {
        "id": tx.new_id("isl", issuer_id, before + 1),
        "issuer_id": issuer_id,
        "ordinal": before + 1,
        "since": since,
        "until": until,
        "created_at": tx.world.now,
    }
    tx.execute(issuer_listings.insert(), row)
