"""Tables of the culture service, and what reads and writes them."""

from services.culture.store.tables import metadata
from sscsim import db

__all__ = ["metadata", "store"]

store = db.Store("culture", metadata)
