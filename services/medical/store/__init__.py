"""Tables of the medical service, and what reads and writes them."""

from services.medical.store import seed, tables_reconciliation  # noqa: F401  # its tables
from services.medical.store.tables import metadata
from sscsim import db

store = db.Store("medical", metadata, seed=seed.plant)
