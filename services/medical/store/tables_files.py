"""The table of files that institutions and the platform hand to each other by messages."""

from services.medical.store.tables import metadata
from sscsim import db

interface_files = db.table(
    "interface_files",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    # Of the institution that may fetch it; `plc` of a file that every institution may fetch.
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("filename", db.Str(200), nullable=False),
    db.Column("size", db.Int(), nullable=False),
    db.Column("sha256", db.Str(64), nullable=False),
    db.Column("content_base64", db.Long(), nullable=False),
    db.Column("kept_until", db.Instant(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("institution_code", "ordinal"),
    db.Index("ix_interface_files_filename", "institution_code", "filename"),
)
"""Written once and never changed. `ordinal` counts the files of one owner."""
