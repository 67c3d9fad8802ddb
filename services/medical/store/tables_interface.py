"""Tables of the hospital message interface: its settings, a world's own profiles, sign-ins."""

from services.medical.store.tables import metadata, stamps
from sscsim import db

interface_settings = db.table(
    "interface_settings",
    metadata,
    # One row a world; without it everything is as it is by default.
    db.Column("id", db.Str(10), nullable=False, unique=True),
    db.Column("signatures", db.Str(10), nullable=False),
    db.Column("profile", db.Str(40), nullable=False),
    # Profiles of single institutions by their code.
    db.Column("institutions", db.Json(), nullable=False),
    *stamps(),
    db.one_of("signatures", ("off", "lenient", "strict")),
)

interface_profiles = db.table(
    "interface_profiles",
    metadata,
    db.Column("name", db.Str(40), nullable=False, unique=True),
    db.Column("profile", db.Long(), nullable=False),
    db.Column("digest", db.Str(64), nullable=False),
    *stamps(),
    export_key=("name",),
)

sign_ins = db.table(
    "sign_ins",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("sign_no", db.Str(30), nullable=False, unique=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("operator_no", db.Str(20), nullable=False),
    db.Column("mac", db.Str(20), nullable=False),
    db.Column("ip", db.Str(20), nullable=False),
    db.Column("signed_in_at", db.Instant(), nullable=False),
    db.Column("signed_out_at", db.Instant()),
    *stamps(),
)
