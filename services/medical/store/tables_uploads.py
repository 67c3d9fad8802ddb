"""Tables of what institutions upload: records, and their departments."""

from services.medical.store.tables import metadata, stamps
from sscsim import db

interface_uploads = db.table(
    "interface_uploads",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("infno", db.Str(6), nullable=False),
    db.Column("business_key", db.Str(200), nullable=False),
    db.Column("revision", db.Int(), nullable=False),
    # By which a query finds it; each where the record says it.
    db.Column("visit_number", db.Str(30)),
    db.Column("visit_id", db.Str(40)),
    db.Column("person_id", db.Str(40)),
    db.Column("settlement_id", db.Str(40)),
    db.Column("record_number", db.Str(50)),
    db.Column("application_number", db.Str(50)),
    # What is counted and added up: what it is about in fen, its state, how many faults it has.
    db.Column("amount", db.Fen()),
    db.Column("state", db.Str(10)),
    db.Column("fault_count", db.Int()),
    db.Column("is_withdrawn", db.Bool(), nullable=False),
    db.Column("msgid", db.Str(64), nullable=False),
    db.Column("content", db.Json(), nullable=False),
    *stamps(),
    db.UniqueConstraint("institution_code", "infno", "business_key", "revision"),
    db.Index("ix_interface_uploads_number", "institution_code", "infno", "visit_number"),
    db.Index("ix_interface_uploads_visit_id", "institution_code", "infno", "visit_id"),
    db.Index("ix_interface_uploads_person_id", "institution_code", "infno", "person_id"),
)
"""Added to, never changed: the newest revision of a key is the record."""

department_uploads = db.table(
    "department_uploads",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("code", db.Str(20), nullable=False),
    db.Column("revision", db.Int(), nullable=False),
    db.Column("is_withdrawn", db.Bool(), nullable=False),
    db.Column("name", db.Str(100), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    *stamps(),
    db.UniqueConstraint("institution_code", "code", "revision"),
)
"""Added to, never changed. A built-in department has a row as soon as it was changed."""
