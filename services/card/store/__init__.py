"""Tables of the card service, and what reads and writes them."""

from services.card.store import (
    seed,
    tables_bank,
    tables_desk,
    tables_electronic,
    tables_entitlements,
    tables_lifecycle,
    tables_production,
    tables_stock,
)
from services.card.store.tables import metadata
from sscsim import db

__all__ = [
    "store",
    "tables_bank",
    "tables_desk",
    "tables_electronic",
    "tables_entitlements",
    "tables_lifecycle",
    "tables_production",
    "tables_stock",
]

store = db.Store("card", metadata, seed=seed.plant)
