"""Tables of the card service, and what reads and writes them."""

from services.card.store import seed
from services.card.store.tables import metadata
from sscsim import db

store = db.Store("card", metadata, seed=seed.plant)
