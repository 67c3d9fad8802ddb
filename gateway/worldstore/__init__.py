"""What the gateway keeps of a world: who is told of its events, and what became of it.

A store like a service's, one per world: it is reset, copied and restored with the world.
"""

from gateway.worldstore.tables import metadata
from sscsim import db

__all__ = ["metadata", "store"]

store = db.Store("gateway", metadata)
