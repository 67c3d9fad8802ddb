"""Tables of what messages said: the messages, and what of a visit only they know.

Visits, fee lines and settlements stand in their own tables, whichever face began them. Here
stands what only the message interface has: numbers of the institution's own, batches of charges,
kinds more finely divided than ours, and fields that a query gives back as they were sent.
"""

from services.medical.store.tables import metadata, stamps
from sscsim import db

interface_messages = db.table(
    "interface_messages",
    metadata,
    db.Column("institution_code", db.Str(12), nullable=False),
    db.Column("msgid", db.Str(30), nullable=False),
    db.Column("infno", db.Str(6), nullable=False),
    db.Column("party_id", db.Str(40), nullable=False),
    db.Column("visit_id", db.Str(40)),
    db.Column("settlement_id", db.Str(40)),
    db.Column("sent", db.Long(), nullable=False),
    db.Column("answer", db.Long()),
    db.Column("is_good", db.Bool()),
    db.Column("began_at", db.Instant(), nullable=False),
    db.Column("answered_at", db.Instant()),
    # How often it came again and got the answer that was kept.
    db.Column("repeats", db.Int(), nullable=False, server_default="0"),
    db.UniqueConstraint("institution_code", "msgid"),
    db.Index("ix_interface_messages_visit_id", "visit_id", "seq"),
    db.Index("ix_interface_messages_party_id", "party_id", "seq"),
    export_key=("institution_code", "msgid"),
)
"""`sent` is the message without what signs it. Without `answer`: no answer was ever given."""

interface_visits = db.table(
    "interface_visits",
    metadata,
    db.Column("visit_id", db.Str(40), nullable=False, unique=True),
    db.Column("mdtrt_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("charge_batch", db.Str(30)),
    db.Column("med_type", db.Str(6), nullable=False),
    db.Column("visit_number", db.Str(60), nullable=False),
    db.Column("certificate_type", db.Str(3), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    *stamps(),
    db.UniqueConstraint("mdtrt_id", "ordinal"),
    export_key=("visit_id",),
)
"""One number of a visit (就诊ID) may stand for several of our visits, one a batch of charges."""

interface_lines = db.table(
    "interface_lines",
    metadata,
    db.Column("fee_line_id", db.Str(40), nullable=False, unique=True),
    db.Column("visit_id", db.Str(40), nullable=False),
    db.Column("mdtrt_id", db.Str(40), nullable=False),
    db.Column("line_number", db.Str(30), nullable=False),
    db.Column("charge_batch", db.Str(30), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Index("ix_interface_lines_mdtrt_id", "mdtrt_id", "seq"),
    export_key=("fee_line_id",),
)

interface_settlements = db.table(
    "interface_settlements",
    metadata,
    db.Column("settlement_id", db.Str(40), nullable=False, unique=True),
    db.Column("infno", db.Str(6), nullable=False),
    db.Column("msgid", db.Str(30), nullable=False),
    db.Column("charge_batch", db.Str(30), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    export_key=("settlement_id",),
)
