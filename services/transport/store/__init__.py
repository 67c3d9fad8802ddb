"""Tables of the transport service, and what reads and writes them."""

from services.transport.store import (
    seed,
    tables_cards,
    tables_clearing,
    tables_offline,
    tables_riding,
)
from services.transport.store.tables import metadata
from sscsim import db

__all__ = [
    "metadata",
    "store",
    "tables_cards",
    "tables_clearing",
    "tables_offline",
    "tables_riding",
]

store = db.Store("transport", metadata, seed=seed.plant)
