"""The tables of personnel files."""

from services.benefits.domain.files import consultation, graduate, personnel_file, transfer
from services.benefits.store.tables import metadata, stamps
from sscsim import db

personnel_files = db.table(
    "personnel_files",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("agency", db.Str(100), nullable=False),
    db.Column("items", db.Json(), nullable=False),
    db.Column("is_sealed", db.Bool(), nullable=False),
    db.Column("status", db.Str(12), nullable=False),
    *stamps(),
    db.one_of("status", personnel_file.FILE_STATUSES),
)
"""Personnel files (人事档案): one a person."""

file_transfers = db.table(
    "file_transfers",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("file_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("letter_number", db.Str(40), nullable=False, unique=True),
    db.Column("from_region_code", db.Str(6), nullable=False),
    db.Column("from_agency", db.Str(100), nullable=False),
    db.Column("to_region_code", db.Str(6), nullable=False),
    db.Column("to_agency", db.Str(100), nullable=False),
    db.Column("reason", db.Str(20), nullable=False),
    db.Column("send_by", db.Date(), nullable=False),
    db.Column("is_overdue", db.Bool(), nullable=False),
    db.Column("sent_on", db.Date()),
    db.Column("documents_sent", db.Int()),
    db.Column("courier_number", db.Str(40)),
    db.Column("received_on", db.Date()),
    db.Column("shelved_on", db.Date()),
    db.Column("return_reason", db.Str(200)),
    db.Column("graduate_id", db.Str(40)),
    db.Column("status", db.Str(14), nullable=False),
    *stamps(),
    db.one_of("status", transfer.TRANSFER_STATUSES),
)
"""Transfers of files (档案转递), each asked for by a letter."""

file_consultations = db.table(
    "file_consultations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("file_id", db.Str(40), nullable=False, index=True),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("unit_credit_code", db.Str(18), nullable=False),
    db.Column("purpose", db.Str(20), nullable=False),
    db.Column("way", db.Str(10), nullable=False),
    db.Column("readers", db.Json(), nullable=False),
    db.Column("allowed_on", db.Date(), nullable=False),
    db.Column("due_date", db.Date()),
    db.Column("returned_on", db.Date()),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("status", consultation.CONSULTATION_STATUSES),
)
"""Who read, copied or borrowed a file (档案查借阅)."""

graduates = db.table(
    "graduates",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("person_id", db.Str(40), nullable=False, index=True),
    db.Column("application_id", db.Str(40), nullable=False, unique=True),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("school_name", db.Str(100), nullable=False),
    db.Column("diploma_number", db.Str(30), nullable=False, unique=True),
    db.Column("graduated_on_date", db.Date(), nullable=False),
    db.Column("education", db.Str(20), nullable=False),
    db.Column("destination", db.Str(20), nullable=False),
    db.Column("transfer_id", db.Str(40)),
    db.Column("completed_on", db.Date()),
    db.Column("status", db.Str(16), nullable=False),
    *stamps(),
    db.one_of("status", graduate.GRADUATE_STATUSES),
)
"""Graduates who were received (毕业生接收)."""
