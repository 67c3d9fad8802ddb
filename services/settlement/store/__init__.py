"""Tables of the settlement service, and what reads and writes them."""

from services.settlement.store import seed, tables_provider  # noqa: F401  # its tables
from services.settlement.store.tables import metadata
from sscsim import db

store = db.Store("settlement", metadata, seed=seed.plant)
