"""Orders to the card service, and what counters were given for forms."""

from services.benefits.domain.cards import order
from services.benefits.store.tables import metadata, stamps
from sscsim import db

card_orders = db.table(
    "card_orders",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("application_id", db.Str(40), nullable=False),
    db.Column("decision_no", db.Int(), nullable=False),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("action", db.Str(30), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("accepting_region", db.Str(6), nullable=False),
    db.Column("detail", db.Json(), nullable=False),
    db.Column("status", db.Str(20), nullable=False),
    db.Column("result", db.Json(), nullable=False),
    db.Column("password_entry_id", db.Str(40)),
    db.Column("card_application_id", db.Str(40)),
    db.Column("delivery", db.Str(10)),
    db.Column("handed_over_at_once", db.Bool(), nullable=False),
    db.Column("due_date", db.Date()),
    db.Column("overdue_at", db.Instant()),
    db.Column("reason", db.Json()),
    *stamps(),
    db.UniqueConstraint("application_id", "decision_no"),
    db.Index("ix_card_orders_person_id", "person_id", "seq"),
    db.one_of("status", order.STATUSES),
)
"""办卡业务单: one for each approval of a card item."""

form_fillings = db.table(
    "form_fillings",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("item_code", db.Str(8), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("card_id", db.Str(40)),
    db.Column("verification_id", db.Str(40), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("party_id", db.Str(64), nullable=False),
    db.Column("given", db.Json(), nullable=False),
    db.Column("left_open", db.Json(), nullable=False),
    *stamps(),
    db.Index("ix_form_fillings_person_id", "person_id", "seq"),
)
"""窗口刷卡填表: what was given of a person to whom, by name; the values are kept nowhere."""
