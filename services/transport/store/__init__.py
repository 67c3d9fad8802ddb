"""Tables of the transport service, and what reads and writes them."""

from services.transport.store.tables import metadata
from sscsim import db

__all__ = ["store"]

store = db.Store("transport", metadata)
