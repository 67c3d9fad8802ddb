"""Tables of venues: their slots, reservations, and what happened at their gates."""

from services.culture.domain import admission, reservation, venue
from services.culture.store.tables import metadata, stamps
from sscsim import db

venues = db.table(
    "venues",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("code", db.Str(20), nullable=False, unique=True),
    db.Column("name_zh", db.Str(80), nullable=False),
    db.Column("name_en", db.Str(80), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("list_price", db.Fen(), nullable=False),
    db.Column("needs_booking", db.Bool(), nullable=False),
    db.Column("sessions", db.Json(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.one_of("kind", venue.KINDS),
    db.one_of("status", venue.STATUSES),
    db.not_negative("list_price"),
)
"""Parks, museums and sights."""

venue_slots = db.table(
    "venue_slots",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("venue_id", db.Str(40), nullable=False),
    db.Column("day", db.Date(), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("opens", db.Int(), nullable=False),
    db.Column("closes", db.Int(), nullable=False),
    db.Column("quota", db.Int(), nullable=False),
    db.Column("taken", db.Int(), nullable=False),
    *stamps(),
    db.UniqueConstraint("venue_id", "day", "ordinal"),
    db.CheckConstraint("taken >= 0 AND taken <= quota", name="taken_within_quota"),
)
"""Parts of days, made when the first place of the day is wanted."""

venue_reservations = db.table(
    "venue_reservations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("venue_id", db.Str(40), nullable=False),
    db.Column("slot_id", db.Str(40), nullable=False),
    db.Column("day", db.Date(), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("travel_pass_id", db.Str(40)),
    db.Column("companions", db.Int(), nullable=False),
    db.Column("price", db.Fen(), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    *stamps(),
    db.UniqueConstraint("venue_id", "person_id", "ordinal"),
    db.Index("ix_venue_reservations_slot_id_status", "slot_id", "status"),
    db.Index("ix_venue_reservations_person_id_day", "person_id", "day"),
    db.one_of("status", reservation.MACHINE.states),
)
"""Places by real name."""

venue_blocks = db.table(
    "venue_blocks",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("venue_id", db.Str(40), nullable=False),
    db.Column("person_id", db.Str(40), nullable=False),
    db.Column("from_day", db.Date(), nullable=False),
    db.Column("until_day", db.Date(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Index("ix_venue_blocks_venue_id_person_id", "venue_id", "person_id"),
)
"""Who may book nothing for a while; only added to."""

venue_admissions = db.table(
    "venue_admissions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("venue_id", db.Str(40), nullable=False),
    db.Column("venue_code", db.Str(20), nullable=False),
    db.Column("gate_no", db.Str(10), nullable=False),
    db.Column("sequence", db.Int(), nullable=False),
    db.Column("way", db.Str(10), nullable=False),
    db.Column("entry", db.Str(10), nullable=False),
    db.Column("person_id", db.Str(40), index=True),
    db.Column("verification_id", db.Str(40)),
    db.Column("travel_pass_id", db.Str(40)),
    db.Column("product", db.Str(20)),
    db.Column("issuer_region", db.Str(6)),
    db.Column("reservation_id", db.Str(40)),
    db.Column("slot_id", db.Str(40), index=True),
    db.Column("companions", db.Int(), nullable=False),
    db.Column("price", db.Fen(), nullable=False),
    db.Column("grade", db.Str(10)),
    db.Column("result", db.Str(10), nullable=False),
    db.Column("reasons", db.Json(), nullable=False),
    db.Column("card_reasons", db.Json(), nullable=False),
    db.Column("month", db.Str(7)),
    db.Column("arrived_at", db.Instant(), nullable=False),
    *stamps(),
    db.UniqueConstraint("venue_id", "gate_no", "sequence"),
    db.Index("ix_venue_admissions_travel_pass_id_result", "travel_pass_id", "result"),
    db.Index(
        "ix_venue_admissions_share",
        *("product", "issuer_region", "month", "result", "venue_code"),
    ),
    db.one_of("way", (admission.ONLINE, admission.OFFLINE)),
    db.one_of("entry", admission.ENTRIES),
    db.one_of("result", admission.RESULTS),
)
"""What happened at gates; only added to."""
