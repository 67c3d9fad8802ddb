"""What institutions declare for a person: transfers, chosen institutions, accidental injuries."""

from services.medical.domain import chosen_institution, transfer
from services.medical.store.tables import metadata, stamps
from sscsim import db

transfers = db.table(
    "transfers",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    # Of a transfer away from home; the filing then says how long it holds.
    db.Column("filing_id", db.Str(40), unique=True),
    db.Column("reach", db.Str(20), nullable=False),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("care_region_code", db.Str(6), nullable=False),
    db.Column("from_institution_id", db.Str(40), nullable=False),
    db.Column("to_institution_id", db.Str(40), nullable=False),
    db.Column("transfer_date", db.Date(), nullable=False),
    db.Column("start_date", db.Date(), nullable=False),
    db.Column("end_date", db.Date()),
    db.Column("diagnosis_code", db.Str(20), nullable=False),
    db.Column("diagnosis_name", db.Str(100), nullable=False),
    db.Column("reason", db.Str(100), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    db.Column("withdrawn_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("reach", transfer.REACHES),
)

chosen_institutions = db.table(
    "chosen_institutions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("purpose", db.Str(20), nullable=False),
    db.Column("rank", db.Int(), nullable=False),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("start_date", db.Date(), nullable=False),
    db.Column("end_date", db.Date()),
    db.Column("declared_by", db.Str(40), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    db.Column("replaced_by", db.Str(40)),
    db.Column("withdrawn_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
    db.one_of("purpose", chosen_institution.PURPOSES),
)

accidents = db.table(
    "accidents",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("insurance_kind", db.Str(30), nullable=False),
    db.Column("home_region_code", db.Str(6), nullable=False),
    db.Column("institution_id", db.Str(40), nullable=False),
    db.Column("injured_on", db.Date()),
    db.Column("is_payable", db.Bool(), nullable=False),
    db.Column("start_date", db.Date(), nullable=False),
    db.Column("end_date", db.Date()),
    db.Column("given", db.Json(), nullable=False),
    *stamps(),
    db.UniqueConstraint("person_id", "ordinal"),
)
