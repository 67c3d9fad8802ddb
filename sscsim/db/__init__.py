"""Stores: one per world and service, on SQLite or PostgreSQL, with the transaction a flow owns."""

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint

from sscsim.db.engines import WorldGone, close_all, drop_place, forget, make_place
from sscsim.db.keys import (
    Answer,
    KeyClosed,
    KeyInUse,
    KeyMalformed,
    KeyMissing,
    KeyReused,
    RequestKey,
)
from sscsim.db.store import (
    STORES,
    ClockMoved,
    CursorMismatch,
    Page,
    PageQuery,
    Store,
    StoreBusy,
    Tx,
    listeners,
)
from sscsim.db.tables import metadata, not_negative, one_of, table
from sscsim.db.types import (
    Bool,
    Date,
    Fen,
    Instant,
    Int,
    Json,
    Long,
    Seq,
    Str,
    canonical,
    instant_text,
)

Bp = Int
"""A rate in basis points."""

__all__ = [
    "STORES",
    "Answer",
    "Bool",
    "Bp",
    "CheckConstraint",
    "ClockMoved",
    "Column",
    "CursorMismatch",
    "Date",
    "Fen",
    "Index",
    "Instant",
    "Int",
    "Json",
    "KeyClosed",
    "KeyInUse",
    "KeyMalformed",
    "KeyMissing",
    "KeyReused",
    "Long",
    "Page",
    "PageQuery",
    "RequestKey",
    "Seq",
    "Store",
    "StoreBusy",
    "Str",
    "Tx",
    "UniqueConstraint",
    "WorldGone",
    "canonical",
    "close_all",
    "drop_place",
    "forget",
    "instant_text",
    "listeners",
    "make_place",
    "metadata",
    "not_negative",
    "one_of",
    "table",
]
