"""Tables of the culture service, and what reads and writes them."""

from services.culture.store import (
    seed,
    tables_libraries,
    tables_passes,
    tables_terminals,
    tables_venues,
)
from services.culture.store.tables import metadata
from sscsim import db

__all__ = [
    "metadata",
    "store",
    "tables_libraries",
    "tables_passes",
    "tables_terminals",
    "tables_venues",
]

store = db.Store("culture", metadata, seed=seed.plant)
