"""Tables of catalogue mappings (目录对照): which item an institution's own number means."""

from services.medical.store.tables import metadata
from sscsim import db

catalogue_mappings = db.table(
    "catalogue_mappings",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("medins_list_codg", db.Str(30), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("name", db.Str(200), nullable=False),
    db.Column("list_type", db.Str(3), nullable=False),
    db.Column("med_list_codg", db.Str(30), nullable=False),
    db.Column("from_date", db.Date(), nullable=False),
    db.Column("to_date", db.Date(), nullable=False),
    # What else was said, by the names of the interface.
    db.Column("given", db.Json(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("institution_code", "medins_list_codg", "ordinal"),
)
"""Written once: one that is withdrawn stays, and has a row in the table of withdrawals."""

catalogue_mapping_withdrawals = db.table(
    "catalogue_mapping_withdrawals",
    metadata,
    db.Column("mapping_id", db.Str(40), nullable=False, unique=True),
    db.Column("withdrawn_at", db.Instant(), nullable=False),
    export_key=("mapping_id",),
)
