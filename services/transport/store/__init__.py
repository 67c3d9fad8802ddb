"""Tables of the transport service, and what reads and writes them."""

from services.transport.store import (
    seed,
    seed_terminals,
    tables_cards,
    tables_clearing,
    tables_offline,
    tables_riding,
)
from services.transport.store.tables import metadata
from sscsim import db

__all__ = [
    "metadata",
    "store",
    "tables_cards",
    "tables_clearing",
    "tables_offline",
    "tables_riding",
]


def _plant(tx: db.Tx, preset: str) -> None:
    """The rows that a new world begins with."""
    seed_terminals.plant(tx, preset)
    seed.plant(tx, preset)


store = db.Store("transport", metadata, seed=_plant)
