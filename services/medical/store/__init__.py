"""Tables of the medical service, and what reads and writes them."""

from services.medical.store import (
    daily_lines,
    seed,
    tables_declarations,
    tables_files,
    tables_interface,
    tables_kinds,
    tables_mappings,
    tables_orders,
    tables_outgoing,
    tables_prescriptions,
    tables_purchases,
    tables_reconciliation,
    tables_register,
    tables_stock,
    tables_uploads,
)
from services.medical.store.tables import metadata
from sscsim import db

__all__ = [
    "daily_lines",
    "store",
    "tables_declarations",
    "tables_files",
    "tables_interface",
    "tables_kinds",
    "tables_mappings",
    "tables_orders",
    "tables_outgoing",
    "tables_prescriptions",
    "tables_purchases",
    "tables_reconciliation",
    "tables_register",
    "tables_stock",
    "tables_uploads",
]

store = db.Store("medical", metadata, seed=seed.plant)
