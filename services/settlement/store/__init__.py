"""Tables of the settlement service, and what reads and writes them."""

from services.settlement.store import seed
from services.settlement.store.tables import metadata
from sscsim import db

store = db.Store("settlement", metadata, seed=seed.plant)
