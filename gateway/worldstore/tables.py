"""Tables of webhooks: endpoints, what they are sent, drills and built-in receivers.

Canonical exports show the endpoints without their secrets. What depends on how someone
else's server behaved (deliveries, attempts, retries, verdicts) is technical.
"""

from sscsim import db
from sscsim.db.tables import Exported

ENDPOINT_STATES = ("enabled", "disabled", "dead")
MODES = ("sandbox", "real")
SIGNINGS = ("v1", "v1a", "vsm2", "vsm3")
DELIVERY_STATES = ("waiting", "held", "sending", "delivered", "failed", "dropped")
DRILLS = (
    *("duplicate", "reorder", "delay", "drop"),
    *("stale_signature", "wrong_signature", "rotated_secret"),
)
RUN_STATES = ("running", "succeeded")
VERDICTS = ("passed", "failed")

metadata = db.metadata()
common = metadata.info["common"]
for _technical in (common.jobs, common.events, common.outbox):
    metadata.info["exports"][_technical.name] = Exported((), frozenset())

endpoints = db.table(
    "webhook_endpoints",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    # Exactly one of the two says where events go.
    db.Column("url", db.Str(2000)),
    db.Column("receiver_id", db.Str(40)),
    db.Column("description", db.Str(200)),
    db.Column("event_types", db.Json(), nullable=False),
    db.Column("mode", db.Str(10), nullable=False),
    db.Column("signing", db.Json(), nullable=False),
    db.Column("state", db.Str(10), nullable=False),
    db.Column("state_reason", db.Str(200)),
    db.Column("drills", db.Json(), nullable=False),
    # [{"secret", "until_ms"}], the newest first; `until_ms` is real time, absent for the newest.
    db.Column("secrets", db.Json(), nullable=False),
    # Events with a larger sequence number are for it, by service.
    db.Column("from_marks", db.Json(), nullable=False),
    db.Column("party_id", db.Str(40), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.one_of("mode", MODES),
    db.one_of("state", ENDPOINT_STATES),
    export_skip=("secrets", "from_marks", "state", "state_reason", "version", "updated_at"),
)

told = db.table(
    "webhook_events",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("type", db.Str(80), nullable=False),
    # The CloudEvent as it is sent, so that every attempt has the same bytes.
    db.Column("body", db.Long(), nullable=False),
    db.Column("trace_id", db.Str(32), nullable=False),
    export_key=(),
)

marks = db.table(
    "webhook_marks",
    metadata,
    db.Column("service", db.Str(20), nullable=False, unique=True),
    db.Column("upto", db.Int(), nullable=False),
    export_key=(),
)

deliveries = db.table(
    "webhook_deliveries",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("endpoint_id", db.Str(40), nullable=False),
    db.Column("event_id", db.Str(40), nullable=False),
    # Empty for the delivery of an event; what made a further one: a resend, a drill.
    db.Column("cause", db.Str(80), nullable=False),
    db.Column("state", db.Str(10), nullable=False),
    db.Column("attempts", db.Int(), nullable=False),
    # Counts the jobs made for it, so that each has a key of its own.
    db.Column("handed", db.Int(), nullable=False),
    db.Column("next_at", db.Instant()),
    db.Column("next_ms", db.Int()),
    db.Column("twist", db.Str(20)),
    # While it is being sent: by which process, since when (real time).
    db.Column("owner", db.Str(120)),
    db.Column("sent_ms", db.Int()),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.UniqueConstraint("endpoint_id", "event_id", "cause"),
    db.Index("ix_webhook_deliveries_event_id", "event_id"),
    db.Index("ix_webhook_deliveries_endpoint_id", "endpoint_id", "state"),
    db.Index("ix_webhook_deliveries_state", "state", "next_ms"),
    db.one_of("state", DELIVERY_STATES),
    export_key=(),
)

attempts = db.table(
    "webhook_attempts",
    metadata,
    db.Column("delivery_id", db.Str(40), nullable=False),
    db.Column("number", db.Int(), nullable=False),
    db.Column("at", db.Instant(), nullable=False),
    db.Column("real_ms", db.Int(), nullable=False),
    db.Column("headers", db.Json(), nullable=False),
    db.Column("status", db.Int()),
    db.Column("error", db.Str(40)),
    db.Column("took_ms", db.Int(), nullable=False),
    db.Column("twist", db.Str(20)),
    db.Index("ix_webhook_attempts_delivery_id", "delivery_id", "number"),
    export_key=(),
)

drill_runs = db.table(
    "webhook_drill_runs",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("endpoint_id", db.Str(40), nullable=False),
    db.Column("party_id", db.Str(40), nullable=False),
    db.Column("drills", db.Json(), nullable=False),
    db.Column("patience_ms", db.Int(), nullable=False),
    db.Column("status", db.Str(10), nullable=False),
    db.Column("verdicts", db.Json(), nullable=False),
    # The events that the caller must find by himself, and those he was seen to read.
    db.Column("wanted", db.Json(), nullable=False),
    db.Column("seen", db.Json(), nullable=False),
    db.Column("owner", db.Str(120)),
    db.Column("renewed_ms", db.Int()),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    db.Index("ix_webhook_drill_runs_status", "status"),
    db.one_of("status", RUN_STATES),
    export_key=(),
)

receivers = db.table(
    "webhook_receivers",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("name", db.Str(100), nullable=False),
    # What it answers, in turn; the last one for ever.
    db.Column("answers", db.Json(), nullable=False),
    db.Column("version", db.Int(), nullable=False),
    db.Column("created_at", db.Instant(), nullable=False),
    db.Column("updated_at", db.Instant(), nullable=False),
    export_skip=("version",),
)

received = db.table(
    "webhook_received",
    metadata,
    db.Column("id", db.Str(40), nullable=False, unique=True),
    db.Column("receiver_id", db.Str(40), nullable=False),
    db.Column("endpoint_id", db.Str(40)),
    db.Column("webhook_id", db.Str(200)),
    db.Column("verified", db.Bool(), nullable=False),
    db.Column("why", db.Str(200)),
    db.Column("seen_before", db.Int(), nullable=False),
    db.Column("headers", db.Json(), nullable=False),
    db.Column("body", db.Long(), nullable=False),
    db.Column("answered", db.Int(), nullable=False),
    db.Column("received_at", db.Instant(), nullable=False),
    db.Index("ix_webhook_received_receiver_id", "receiver_id", "webhook_id"),
    export_key=(),
)
