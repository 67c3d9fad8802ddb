"""Tables of the settlement service, and what reads and writes them."""

from services.settlement.store import (  # noqa: F401  # their tables
    seed,
    tables,
    tables_advances,
    tables_books,
    tables_clearing,
    tables_confirmations,
    tables_cycles,
    tables_provider,
    tables_reconciliation,
)
from services.settlement.store.columns import metadata
from sscsim import db

store = db.Store("settlement", metadata, seed=seed.plant)
