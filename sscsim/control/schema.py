"""The tables of the control store: worlds, clocks, keys, drivers, operations.

One store for the whole simulator, whatever the number of worlds. Every instant is a
whole number: `*_us` are microseconds of sandbox time, `*_ms` milliseconds of real time,
both since 1970 UTC, so that a clock can be moved by one UPDATE on either database.
"""

import sqlalchemy as sa

from sscsim.db.types import Bool, Int, Long, Seq, Str

HEAD = "control_0010"
"""Newest revision in gateway/store/migrations; a process that finds it skips Alembic."""

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


sandboxes = sa.Table(
    "sandboxes",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    sa.Column("id", Str(40), unique=True, nullable=False),
    sa.Column("name", Str(100), nullable=False),
    sa.Column("seed", Str(64), nullable=False),
    sa.Column("preset", Str(40), nullable=False),
    sa.Column("seeded", Bool(), nullable=False),
    sa.Column("generation", Int(), nullable=False),
    sa.Column("epoch", Int(), nullable=False),
    # The epoch that every store of the world is known to carry.
    sa.Column("fenced_epoch", Int(), nullable=False),
    sa.Column("clock_mode", Str(10), nullable=False),
    sa.Column("clock_us", Int(), nullable=False),
    sa.Column("clock_rate", Int(), nullable=False),
    sa.Column("born_us", Int(), nullable=False),
    sa.Column("clock_anchor_ms", Int(), nullable=False),
    # While an advance holds the clock it stands still, also in mode running.
    sa.Column("clock_held", Bool(), nullable=False),
    sa.Column("created_ms", Int(), nullable=False),
    sa.Column("used_ms", Int(), nullable=False, index=True),
    sa.Column("swept_ms", Int(), nullable=False, index=True),
    # How many snapshots were ever taken: no number is given twice.
    sa.Column("snapshots_taken", Int(), nullable=False, server_default="0"),
    # Whether there are fault rules: without any, a call reads nothing of them.
    sa.Column("faulty", Bool(), nullable=False, server_default=sa.false()),
    # The world's quotas as JSON; empty when none are set.
    sa.Column("quotas", Long(), nullable=False, server_default=""),
    # What its machines call it where a whole id is too long to type (sscsim.control.handles).
    sa.Column("handle", Str(40), nullable=False, server_default="", unique=True, index=True),
    sa.CheckConstraint("clock_mode IN ('frozen', 'running')", name="clock_mode"),
)

parties = sa.Table(
    "parties",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    sa.Column("id", Str(40), nullable=False),
    sa.Column("sandbox", Str(40), nullable=False),
    sa.Column("name", Str(100), nullable=False),
    sa.Column("role", Str(20), nullable=False),
    sa.Column("region", Str(6)),
    sa.Column("created_us", Int(), nullable=False),
    sa.Column("updated_us", Int(), nullable=False),
    sa.Column("version", Int(), nullable=False),
    # Two worlds of one seed have parties of the same id.
    sa.UniqueConstraint("sandbox", "id"),
    sa.UniqueConstraint("sandbox", "name"),
)

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("hash", Str(64), primary_key=True),
    sa.Column("id", Str(40), nullable=False),
    sa.Column("sandbox", Str(40), nullable=False, index=True),
    # None: the owner's.
    sa.Column("party_id", Str(40)),
    sa.Column("name", Str(100), nullable=False),
    sa.Column("kind", Str(12), nullable=False),
    # What is left of the key for people to tell it by.
    sa.Column("last_four", Str(4), nullable=False),
    # Words with blanks between, narrower than the role's; None: all that the role has.
    sa.Column("scopes", Long()),
    sa.Column("created_ms", Int(), nullable=False),
    sa.Column("expires_ms", Int()),
    sa.Column("revoked_ms", Int()),
    sa.Column("replaced_by", Str(40)),
    sa.Column("version", Int(), nullable=False),
    sa.CheckConstraint("kind IN ('secret', 'publishable')", name="kind"),
    sa.UniqueConstraint("sandbox", "id"),
)

clients = sa.Table(
    "clients",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    # Of the whole simulator: who sends it says no world.
    sa.Column("id", Str(40), unique=True, nullable=False),
    sa.Column("sandbox", Str(40), nullable=False, index=True),
    sa.Column("party_id", Str(40)),
    sa.Column("name", Str(100), nullable=False),
    sa.Column("secret_hash", Str(64), nullable=False),
    # JSON: addresses that a code may be sent to.
    sa.Column("redirect_uris", Long(), nullable=False),
    sa.Column("scopes", Long()),
    sa.Column("created_ms", Int(), nullable=False),
    sa.Column("version", Int(), nullable=False),
)

tokens = sa.Table(
    "tokens",
    metadata,
    # Of an access token its `jti`, of a code or a refresh token its hash.
    sa.Column("id", Str(64), primary_key=True),
    sa.Column("kind", Str(10), nullable=False),
    sa.Column("sandbox", Str(40), nullable=False, index=True),
    sa.Column("client_id", Str(40), nullable=False, index=True),
    sa.Column("party_id", Str(40)),
    # One for all that came of one consent or one exchange of a client's secret.
    sa.Column("grant_id", Str(40), nullable=False, index=True),
    sa.Column("subject", Str(40)),
    sa.Column("scopes", Long(), nullable=False),
    # The generation it dies with; None: it outlives a reset.
    sa.Column("generation", Int()),
    sa.Column("redirect_uri", Long()),
    sa.Column("challenge", Str(128)),
    sa.Column("issued_ms", Int(), nullable=False),
    sa.Column("expires_ms", Int(), nullable=False, index=True),
    sa.Column("used_ms", Int()),
    sa.Column("revoked_ms", Int()),
    sa.CheckConstraint("kind IN ('access', 'refresh', 'code')", name="kind"),
)

# What parties are known by where their calls carry no bearer key.
message_access = sa.Table(
    "message_access",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    sa.Column("id", Str(40), nullable=False),
    sa.Column("sandbox", Str(40), nullable=False),
    sa.Column("party_id", Str(40), nullable=False),
    sa.Column("scheme", Str(10), nullable=False),
    sa.Column("access_key", Str(100), nullable=False, index=True),
    # As signatures are made with it, or the public key they are verified by.
    sa.Column("secret", Long(), nullable=False),
    sa.Column("created_us", Int(), nullable=False),
    sa.UniqueConstraint("sandbox", "id"),
    sa.UniqueConstraint("sandbox", "scheme", "access_key"),
)

hints = sa.Table(
    "hints",
    metadata,
    sa.Column("sandbox", Str(40), primary_key=True),
    sa.Column("service", Str(20), primary_key=True),
    sa.Column("next_due_us", Int(), index=True),
)

drivers = sa.Table(
    "drivers",
    metadata,
    sa.Column("sandbox", Str(40), primary_key=True),
    sa.Column("owner", Str(80)),
    sa.Column("lease_until_ms", Int(), nullable=False),
    sa.Column("fence", Int(), nullable=False),
    # Calls that came while the lease was held; the holder looks again before it lets go.
    sa.Column("wanted", Int(), nullable=False),
    sa.Column("kicked_ms", Int(), nullable=False, index=True),
    # The jobs that were dispatched last and when, as JSON; empty when none is awaited.
    sa.Column("batch", Long(), nullable=False),
)

operations = sa.Table(
    "operations",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    sa.Column("id", Str(60), nullable=False),
    sa.Column("sandbox", Str(40), nullable=False),
    sa.Column("generation", Int(), nullable=False),
    sa.Column("kind", Str(20), nullable=False),
    sa.Column("status", Str(12), nullable=False, index=True),
    sa.Column("from_us", Int(), nullable=False),
    sa.Column("to_us", Int(), nullable=False),
    # Event sequence numbers per service already in the log, as JSON.
    sa.Column("marks", Long(), nullable=False),
    sa.Column("finished_us", Int()),
    sa.CheckConstraint("status IN ('running', 'succeeded', 'failed')", name="status"),
    sa.UniqueConstraint("sandbox", "id"),
)

operation_log = sa.Table(
    "operation_log",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    sa.Column("sandbox", Str(40), nullable=False),
    sa.Column("operation_id", Str(60), nullable=False),
    sa.Column("kind", Str(10), nullable=False),
    # Unique per operation, so that a step repeated after a crash logs nothing twice.
    sa.Column("mark", Str(200), nullable=False),
    sa.Column("entry", Long(), nullable=False),
    sa.UniqueConstraint("sandbox", "operation_id", "mark"),
)

dead_jobs = sa.Table(
    "dead_jobs",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    sa.Column("id", Str(60), nullable=False),
    sa.Column("sandbox", Str(40), nullable=False),
    sa.Column("generation", Int(), nullable=False),
    sa.Column("service", Str(20), nullable=False),
    sa.Column("job_id", Str(60), nullable=False),
    sa.Column("name", Str(100), nullable=False),
    sa.Column("key", Str(255), nullable=False),
    sa.Column("due_us", Int(), nullable=False),
    sa.Column("attempts", Int(), nullable=False),
    sa.Column("reason", Long(), nullable=False),
    sa.Column("died_us", Int(), nullable=False),
    sa.Column("requeue", Bool(), nullable=False),
    # "job", or "message": one that a service refused for good; `key` is then the message's.
    sa.Column("kind", Str(10), nullable=False, server_default="job"),
    sa.UniqueConstraint("sandbox", "id"),
)

faults = sa.Table(
    "faults",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    sa.Column("id", Str(40), nullable=False),
    sa.Column("sandbox", Str(40), nullable=False),
    # The order in which rules are looked at, and what their ids are made from.
    sa.Column("ordinal", Int(), nullable=False),
    # The switched-on profile it belongs to; empty for a rule of its own.
    sa.Column("profile", Str(60), nullable=False),
    # Match, fault and limits as JSON (sscsim.faults.rules).
    sa.Column("rule", Long(), nullable=False),
    sa.Column("matched", Int(), nullable=False),
    sa.Column("applied", Int(), nullable=False),
    sa.Column("created_us", Int(), nullable=False),
    sa.UniqueConstraint("sandbox", "id"),
    sa.UniqueConstraint("sandbox", "ordinal"),
)

fault_profiles = sa.Table(
    "fault_profiles",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    sa.Column("sandbox", Str(40), nullable=False),
    sa.Column("name", Str(60), nullable=False),
    # What it was switched on with, as JSON.
    sa.Column("parameters", Long(), nullable=False),
    sa.Column("created_us", Int(), nullable=False),
    sa.UniqueConstraint("sandbox", "name"),
)

hearing = sa.Table(
    "hearing",
    metadata,
    sa.Column("sandbox", Str(40), primary_key=True),
    # Whether the world has webhook endpoints: a commit with events wakes its driver.
    sa.Column("listening", Bool(), nullable=False),
    # Until when somebody waits for events: a commit with events counts up `news`.
    sa.Column("waiting_until_ms", Int(), nullable=False),
    sa.Column("news", Int(), nullable=False),
    # When the driver shall look again by real time; 0: not at all.
    sa.Column("look_ms", Int(), nullable=False, index=True),
)

# A world's own say on its request log; without a row it is as the settings have it.
request_logs = sa.Table(
    "request_logs",
    metadata,
    sa.Column("sandbox", Str(40), primary_key=True),
    sa.Column("enabled", Bool(), nullable=False),
    sa.Column("keep", Int(), nullable=False),
)

# Scenarios that a world's owner had played, each in a world of its own.
scenario_runs = sa.Table(
    "scenario_runs",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    sa.Column("id", Str(40), nullable=False),
    sa.Column("sandbox", Str(40), nullable=False),
    sa.Column("scenario", Str(40), nullable=False),
    # The world it is played in; empty until there is one.
    sa.Column("world", Str(40), nullable=False),
    # Of the body, where the caller sent an idempotency key.
    sa.Column("fingerprint", Str(64), nullable=False),
    sa.Column("status", Str(10), nullable=False),
    # Who plays it and until when; past that, whoever asks for it takes it over.
    sa.Column("player", Str(40), nullable=False),
    sa.Column("lease_until_ms", Int(), nullable=False),
    sa.Column("attempts", Int(), nullable=False),
    # The key it is played with, for as long as it is.
    sa.Column("key_id", Str(40), nullable=False),
    # What came of it, as JSON in both languages; or why nothing did.
    sa.Column("report", Long(), nullable=False),
    sa.Column("reason", Long(), nullable=False),
    sa.Column("created_ms", Int(), nullable=False),
    sa.Column("updated_ms", Int(), nullable=False),
    sa.UniqueConstraint("sandbox", "id"),
    sa.CheckConstraint("status IN ('running', 'succeeded', 'failed')", name="status"),
)

snapshots = sa.Table(
    "snapshots",
    metadata,
    sa.Column("seq", Seq(), primary_key=True, autoincrement=True),
    sa.Column("id", Str(40), nullable=False),
    sa.Column("sandbox", Str(40), nullable=False, index=True),
    # Its stores lie where a generation of this number, made negative, would.
    sa.Column("number", Int(), nullable=False),
    sa.Column("name", Str(100), nullable=False),
    sa.Column("is_ready", Bool(), nullable=False),
    sa.Column("generation", Int(), nullable=False),
    sa.Column("taken_us", Int(), nullable=False),
    # What of the sandbox's row belongs to the world, as JSON (sscsim.control.state).
    sa.Column("row", Long(), nullable=False),
    sa.Column("size_bytes", Int(), nullable=False),
    sa.Column("created_ms", Int(), nullable=False),
    sa.UniqueConstraint("sandbox", "id"),
    sa.UniqueConstraint("sandbox", "number"),
)

removals = sa.Table(
    "removals",
    metadata,
    sa.Column("sandbox", Str(40), primary_key=True),
    sa.Column("generation", Int(), primary_key=True),
    sa.Column("since_ms", Int(), nullable=False),
)

# Ports that belong to one thing of one world: who calls there need not say which.
own_ports = sa.Table(
    "own_ports",
    metadata,
    sa.Column("port", Int(), primary_key=True, autoincrement=False),
    sa.Column("sandbox", Str(40), nullable=False),
    sa.Column("service", Str(20), nullable=False),
    # The thing's id in the service.
    sa.Column("reference", Str(60), nullable=False),
    sa.Column("created_ms", Int(), nullable=False),
    sa.UniqueConstraint("sandbox", "service", "reference"),
)

OF_A_WORLD = (
    snapshots,
    scenario_runs,
    request_logs,
    own_ports,
    parties,
    keys,
    clients,
    tokens,
    message_access,
    hints,
    hearing,
    drivers,
    operations,
    operation_log,
    dead_jobs,
    faults,
    fault_profiles,
)
"""Tables whose rows go when their sandbox goes.

They are part of a snapshot too, unless `sscsim.control.state` names them as not being so.
"""
