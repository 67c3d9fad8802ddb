"""Tables of terminals, riders, taps, journeys and charges."""

from services.transport.domain import journeys as words
from services.transport.domain import riding
from services.transport.domain import taps as tap_words
from services.transport.domain import terminals as terminal_words
from services.transport.store.tables import metadata, stamps
from sscsim import db

terminals = db.table(
    "terminals",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("number", db.Str(12), nullable=False, unique=True),
    db.Column("operator_id", db.Str(40), nullable=False),
    db.Column("fare_system_id", db.Str(20), nullable=False),
    db.Column("kind", db.Str(10), nullable=False),
    db.Column("station_id", db.Str(40)),
    db.Column("line_id", db.Str(40)),
    db.Column("vehicle_id", db.Str(40)),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("key_version", db.Int(), nullable=False),
    db.Column("last_sequence", db.Int(), nullable=False),
    db.Column("hot_list_number", db.Int(), nullable=False),
    db.Column("hot_list_at", db.Instant()),
    db.Column("last_seen_at", db.Instant()),
    *stamps(),
    db.one_of("kind", terminal_words.KINDS),
    db.one_of("status", terminal_words.STATUSES),
)
"""Gates, readers on buses, counters."""

riders = db.table(
    "riders",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("medium", db.Str(20), nullable=False),
    db.Column("reference", db.Str(64), nullable=False),
    db.Column("person_id", db.Str(40)),
    db.Column("birth_date", db.Date()),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("open_journey_id", db.Str(40)),
    db.Column("last_tap_at", db.Instant()),
    *stamps(),
    db.UniqueConstraint("medium", "reference"),
    db.one_of("medium", tap_words.MEDIA),
)
"""Media on their way: what a tap holds while it is decided."""

taps = db.table(
    "taps",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("rider_id", db.Str(40)),
    db.Column("medium", db.Str(20), nullable=False),
    db.Column("kind", db.Str(6), nullable=False),
    db.Column("way", db.Str(12), nullable=False),
    db.Column("terminal_id", db.Str(40)),
    db.Column("terminal_number", db.Str(16), nullable=False),
    db.Column("fare_system_id", db.Str(20)),
    db.Column("region_code", db.Str(6)),
    db.Column("station_id", db.Str(40)),
    db.Column("line_id", db.Str(40)),
    db.Column("vehicle_id", db.Str(40)),
    db.Column("terminal_sequence", db.Int()),
    db.Column("card_sequence", db.Int()),
    db.Column("taken", db.Fen()),
    db.Column("tac", db.Str(8)),
    db.Column("upload_id", db.Str(40), index=True),
    db.Column("tapped_at", db.Instant(), nullable=False),
    db.Column("received_at", db.Instant(), nullable=False),
    db.Column("result", db.Str(10), nullable=False),
    db.Column("code", db.Str(30), nullable=False),
    db.Column("journey_id", db.Str(40)),
    *stamps(),
    db.Index("ix_taps_rider_id_tapped_at", "rider_id", "tapped_at"),
    db.Index("ix_taps_terminal", "terminal_number", "terminal_sequence"),
    db.one_of("medium", tap_words.MEDIA),
    db.one_of("kind", tap_words.KINDS),
    db.one_of("way", tap_words.WAYS),
    db.one_of("result", tap_words.RESULTS),
    db.one_of("code", tap_words.CODES),
)
"""Taps as they came; only what was decided of one may change, by its own history."""

transit_journeys = db.table(
    "transit_journeys",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("rider_id", db.Str(40), nullable=False),
    db.Column("fare_system_id", db.Str(20), nullable=False),
    db.Column("region_code", db.Str(6), nullable=False),
    db.Column("medium", db.Str(20), nullable=False),
    db.Column("entry_tap_id", db.Str(40)),
    db.Column("exit_tap_id", db.Str(40)),
    db.Column("entry_station_id", db.Str(40)),
    db.Column("exit_station_id", db.Str(40)),
    db.Column("line_id", db.Str(40)),
    db.Column("vehicle_id", db.Str(40)),
    db.Column("entered_at", db.Instant(), nullable=False),
    db.Column("exited_at", db.Instant()),
    db.Column("status", db.Str(12), nullable=False),
    db.Column("rule", db.Str(40)),
    db.Column("list_fare", db.Fen(), nullable=False),
    db.Column("concession", db.Str(40)),
    db.Column("concession_discount", db.Fen(), nullable=False),
    db.Column("transfer_discount", db.Fen(), nullable=False),
    db.Column("pass_paid", db.Fen(), nullable=False),
    db.Column("surcharge", db.Fen(), nullable=False),
    db.Column("fare", db.Fen(), nullable=False),
    db.Column("payer", db.Str(12), nullable=False),
    db.Column("charge_status", db.Str(12), nullable=False),
    db.Column("service_day", db.Date(), nullable=False),
    db.Column("priced", db.Json()),
    *stamps(),
    db.Index("ix_transit_journeys_rider_id_entered_at", "rider_id", "entered_at"),
    db.one_of("status", words.STATUSES),
    db.one_of("payer", words.PAYERS),
    db.one_of("charge_status", words.CHARGE_STATUSES),
)
"""Journeys, each charged once by its rule."""

transit_charges = db.table(
    "transit_charges",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("journey_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("issuer_id", db.Str(40), nullable=False),
    db.Column("operator_id", db.Str(40), nullable=False),
    db.Column("payer", db.Str(12), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("subsidy", db.Fen(), nullable=False),
    db.Column("subsidy_region", db.Str(6)),
    db.Column("batch_day", db.Date(), nullable=False),
    db.Column("event", db.Str(60), nullable=False, unique=True),
    db.Column("status", db.Str(12), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.UniqueConstraint("journey_id", "ordinal"),
    db.Index(
        "ix_transit_charges_batch",
        *("batch_day", "operator_id", "issuer_id", "payer", "subsidy_region"),
        *("amount", "subsidy"),
    ),
    db.one_of("payer", words.PAYERS),
    db.one_of("status", words.CHARGE_STATUSES),
)
"""Money of journeys; only added to. Clearing reads the covering index and writes no charge."""

journey_decisions = db.table(
    "journey_decisions",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("journey_id", db.Str(40), nullable=False),
    db.Column("ordinal", db.Int(), nullable=False),
    db.Column("rider_id", db.Str(40), nullable=False, index=True),
    db.Column("tap_id", db.Str(40), nullable=False),
    db.Column("kind", db.Str(12), nullable=False),
    db.Column("station_id", db.Str(40)),
    db.Column("fare", db.Fen()),
    db.Column("why", db.Str(200), nullable=False),
    db.Column("decided_by", db.Str(60), nullable=False),
    db.Column("decided_at", db.Instant(), nullable=False),
    db.UniqueConstraint("journey_id", "ordinal"),
    db.one_of("kind", (*riding.REPAIRS, words.FARE_SET)),
)
"""Repairs at the counter and fares set by hand; facts, as taps are."""

transit_authorisations = db.table(
    "transit_authorisations",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("charge_id", db.Str(40), nullable=False, unique=True),
    db.Column("journey_id", db.Str(40), nullable=False),
    db.Column("rider_id", db.Str(40), nullable=False, index=True),
    db.Column("token", db.Str(64), nullable=False),
    db.Column("way", db.Str(10), nullable=False),
    db.Column("amount", db.Fen(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("reason", db.Str(60)),
    db.Column("decided_by", db.Str(60)),
    db.Column("decided_at", db.Instant()),
    *stamps(),
    db.one_of("way", words.AUTHORISED_BY),
    db.one_of("status", words.AUTHORISATION_STATUSES),
)
"""Rides with a bank card, each asked of its acquirer."""
