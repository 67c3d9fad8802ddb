"""The tables of the control store: worlds, clocks, keys, drivers, operations.

One store for the whole simulator, whatever the number of worlds. Every instant is a
whole number: `*_us` are microseconds of sandbox time, `*_ms` milliseconds of real time,
both since 1970 UTC, so that a clock can be moved by one UPDATE on either database.
"""

import sqlalchemy as sa

HEAD = "0001"
"""Newest revision in gateway/store/migrations; a process that finds it skips Alembic."""

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


def _text(length: int) -> sa.types.TypeEngine[str]:
    """Text that both databases order by bytes."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


# SQLite numbers rows by itself only where the key's type is spelled INTEGER.
_Seq = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

sandboxes = sa.Table(
    "sandboxes",
    metadata,
    sa.Column("seq", _Seq, primary_key=True, autoincrement=True),
    sa.Column("id", _text(40), unique=True, nullable=False),
    sa.Column("name", _text(100), nullable=False),
    sa.Column("seed", _text(64), nullable=False),
    sa.Column("preset", _text(40), nullable=False),
    sa.Column("generation", sa.BigInteger, nullable=False),
    sa.Column("epoch", sa.BigInteger, nullable=False),
    # The epoch that every store of the world is known to carry.
    sa.Column("fenced_epoch", sa.BigInteger, nullable=False),
    sa.Column("clock_mode", _text(10), nullable=False),
    sa.Column("clock_us", sa.BigInteger, nullable=False),
    sa.Column("clock_rate", sa.BigInteger, nullable=False),
    sa.Column("clock_anchor_ms", sa.BigInteger, nullable=False),
    # While an advance holds the clock it stands still, also in mode running.
    sa.Column("clock_held", sa.Boolean, nullable=False),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
    sa.Column("used_ms", sa.BigInteger, nullable=False, index=True),
    sa.Column("swept_ms", sa.BigInteger, nullable=False, index=True),
    sa.CheckConstraint("clock_mode IN ('frozen', 'running')", name="clock_mode"),
)

parties = sa.Table(
    "parties",
    metadata,
    sa.Column("seq", _Seq, primary_key=True, autoincrement=True),
    sa.Column("id", _text(40), nullable=False),
    sa.Column("sandbox", _text(40), nullable=False),
    sa.Column("name", _text(100), nullable=False),
    sa.Column("role", _text(20), nullable=False),
    sa.Column("region", _text(6)),
    sa.Column("created_us", sa.BigInteger, nullable=False),
    # Two worlds of one seed have parties of the same id.
    sa.UniqueConstraint("sandbox", "id"),
    sa.UniqueConstraint("sandbox", "name"),
)

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("hash", _text(64), primary_key=True),
    sa.Column("sandbox", _text(40), nullable=False, index=True),
    sa.Column("party_id", _text(40)),
    sa.Column("kind", _text(12), nullable=False),
    sa.Column("created_ms", sa.BigInteger, nullable=False),
    sa.CheckConstraint("kind IN ('secret', 'publishable')", name="kind"),
)

hints = sa.Table(
    "hints",
    metadata,
    sa.Column("sandbox", _text(40), primary_key=True),
    sa.Column("service", _text(20), primary_key=True),
    sa.Column("next_due_us", sa.BigInteger, index=True),
    # Raised with every lowering, so that a driver can't overwrite one it hasn't seen.
    sa.Column("version", sa.BigInteger, nullable=False),
)

drivers = sa.Table(
    "drivers",
    metadata,
    sa.Column("sandbox", _text(40), primary_key=True),
    sa.Column("owner", _text(80)),
    sa.Column("lease_until_ms", sa.BigInteger, nullable=False),
    sa.Column("fence", sa.BigInteger, nullable=False),
    # Calls that came while the lease was held; the holder looks again before it lets go.
    sa.Column("wanted", sa.BigInteger, nullable=False),
    sa.Column("kicked_ms", sa.BigInteger, nullable=False, index=True),
)

operations = sa.Table(
    "operations",
    metadata,
    sa.Column("seq", _Seq, primary_key=True, autoincrement=True),
    sa.Column("id", _text(60), nullable=False),
    sa.Column("sandbox", _text(40), nullable=False),
    sa.Column("generation", sa.BigInteger, nullable=False),
    sa.Column("kind", _text(20), nullable=False),
    sa.Column("status", _text(12), nullable=False, index=True),
    sa.Column("from_us", sa.BigInteger, nullable=False),
    sa.Column("to_us", sa.BigInteger, nullable=False),
    # Event sequence numbers per service already in the log, as JSON.
    sa.Column("marks", sa.Text, nullable=False),
    sa.Column("finished_us", sa.BigInteger),
    sa.CheckConstraint("status IN ('running', 'succeeded', 'failed')", name="status"),
    sa.UniqueConstraint("sandbox", "id"),
)

operation_log = sa.Table(
    "operation_log",
    metadata,
    sa.Column("seq", _Seq, primary_key=True, autoincrement=True),
    sa.Column("sandbox", _text(40), nullable=False),
    sa.Column("operation_id", _text(60), nullable=False),
    sa.Column("kind", _text(10), nullable=False),
    # Unique per operation, so that a step repeated after a crash logs nothing twice.
    sa.Column("mark", _text(200), nullable=False),
    sa.Column("entry", sa.Text, nullable=False),
    sa.UniqueConstraint("sandbox", "operation_id", "mark"),
)

dead_jobs = sa.Table(
    "dead_jobs",
    metadata,
    sa.Column("seq", _Seq, primary_key=True, autoincrement=True),
    sa.Column("id", _text(60), nullable=False),
    sa.Column("sandbox", _text(40), nullable=False),
    sa.Column("generation", sa.BigInteger, nullable=False),
    sa.Column("service", _text(20), nullable=False),
    sa.Column("job_id", _text(60), nullable=False),
    sa.Column("name", _text(100), nullable=False),
    sa.Column("key", _text(255), nullable=False),
    sa.Column("due_us", sa.BigInteger, nullable=False),
    sa.Column("attempts", sa.BigInteger, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("died_us", sa.BigInteger, nullable=False),
    sa.Column("requeue", sa.Boolean, nullable=False),
    sa.UniqueConstraint("sandbox", "id"),
)

removals = sa.Table(
    "removals",
    metadata,
    sa.Column("sandbox", _text(40), primary_key=True),
    sa.Column("generation", sa.BigInteger, primary_key=True),
    sa.Column("since_ms", sa.BigInteger, nullable=False),
)

OF_A_WORLD = (parties, keys, hints, drivers, operations, operation_log, dead_jobs)
"""Tables whose rows go when their sandbox goes."""
