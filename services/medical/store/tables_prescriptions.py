"""Tables of electronic prescriptions: they, who may have them, what came of them."""

from services.medical.domain import prescription
from services.medical.store.tables import metadata, stamps
from sscsim import db

prescriptions = db.table(
    "prescriptions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("trace_code", db.Str(20), nullable=False, unique=True),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("institution_name", db.Str(200), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("hospital_number", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("patient_name", db.Str(50), nullable=False),
    db.Column("identity", db.Str(64), nullable=False),
    db.Column("insurance_kind", db.Str(40), nullable=False),
    db.Column("visit_id", db.Str(40), nullable=False),
    db.Column("doctor_id", db.Str(40), nullable=False),
    db.Column("doctor_code", db.Str(20), nullable=False),
    db.Column("doctor_name", db.Str(50), nullable=False),
    db.Column("prescribed_at", db.Instant(), nullable=False),
    db.Column("valid_until", db.Instant(), nullable=False),
    db.Column("state", db.Str(12), nullable=False),
    db.Column("is_used", db.Bool(), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    db.Column("drugs", db.Json(), nullable=False),
    db.Column("signed", db.Str(100)),
    db.Column("file", db.Str(64)),
    db.Column("pharmacist", db.Json()),
    db.Column("uploaded_at", db.Instant()),
    db.Column("cancelled_at", db.Instant()),
    db.Column("cancel_reason", db.Str(200)),
    *stamps(),
    db.Index("ix_prescriptions_hospital", "institution_code", "hospital_number"),
    db.Index("ix_prescriptions_person", "person_id", "seq"),
    db.one_of("state", prescription.STATES),
)

prescription_authorisations = db.table(
    "prescription_authorisations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("token", db.Str(64), nullable=False, unique=True),
    db.Column("prescription_id", db.Str(40), nullable=False),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("good_until", db.Instant(), nullable=False),
    db.Column("downloaded_at", db.Instant()),
    db.Column("verified_at", db.Instant()),
    *stamps(),
    db.Index("ix_prescription_authorisations_of", "prescription_id", "institution_code"),
    db.one_of("kind", prescription.AUTHORISATIONS),
)

prescription_reviews = db.table(
    "prescription_reviews",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("prescription_id", db.Str(40), nullable=False, index=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("result", db.Str(10), nullable=False),
    db.Column("opinion", db.Str(2000), nullable=False),
    db.Column("pharmacist_code", db.Str(50), nullable=False),
    db.Column("pharmacist_name", db.Str(50), nullable=False),
    db.Column("reviewed_at", db.Instant(), nullable=False),
    *stamps(),
    db.one_of("result", prescription.REVIEWS),
)

prescription_dispensings = db.table(
    "prescription_dispensings",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("prescription_id", db.Str(40), nullable=False, index=True),
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("settlement_id", db.Str(40)),
    db.Column("settled_at", db.Instant(), nullable=False),
    db.Column("sold_at", db.Instant(), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    db.Column("lines", db.Json(), nullable=False),
    db.Column("undone_at", db.Instant()),
    db.Column("undo_reason", db.Str(200)),
    *stamps(),
)

prescription_deliveries = db.table(
    "prescription_deliveries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("dispensing_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("state", db.Str(12), nullable=False),
    db.Column("at", db.Instant(), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("dispensing_id", "ordinal"),
    db.one_of("state", (*prescription.DELIVERIES, prescription.RECEIVED)),
)
"""Added to, never changed."""
