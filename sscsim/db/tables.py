"""How a service declares its tables, and the tables every store has.

Every table begins with `seq`, the order of writing, which lists are sorted by and which
no answer and no export shows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sscsim.db.types import Bool, Date, Fen, Instant, Int, Json, Long, Seq, Str

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """How a table appears in canonical exports: sorted by `key`, without `skip`."""

    key: tuple[str, ...]
    skip: frozenset[str]


def table(
    name: str,
    metadata: sa.MetaData,
    *columns: Any,
    export_key: Iterable[str] = ("id",),
    export_skip: Iterable[str] = (),
) -> sa.Table:
    """A table with a `seq` in front.

    `export_key`: the business key by which canonical exports sort rows; empty leaves the
    table out. `export_skip`: technical columns exports leave out.
    """
    seq: sa.Column[int] = sa.Column("seq", Seq(), primary_key=True, autoincrement=True)
    exports = metadata.info.setdefault("exports", {})
    exports[name] = Exported(tuple(export_key), frozenset({"seq", *export_skip}))
    return sa.Table(name, metadata, seq, *columns)


def one_of(column: str, words: Iterable[str]) -> sa.CheckConstraint:
    """A CHECK that the column holds one of a closed list of words (or NULL)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def not_negative(column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")


class Common:
    """The tables every store has: world_meta, idempotency, jobs, outbox, inbox, events."""

    def __init__(self, metadata: sa.MetaData) -> None:
        self.world_meta = sa.Table(
            "world_meta",
            metadata,
            sa.Column("id", Int(), primary_key=True, autoincrement=False),
            sa.Column("epoch", Int(), nullable=False),
        )
        self.idempotency = sa.Table(
            "idempotency",
            metadata,
            sa.Column("scope", Str(64), primary_key=True),
            sa.Column("fingerprint", Str(64), nullable=False),
            sa.Column("state", Str(10), nullable=False),
            sa.Column("ref", Str(64)),
            sa.Column("owner", Str(120)),
            sa.Column("started_ms", Int()),
            sa.Column("status", Int()),
            sa.Column("headers", Json()),
            sa.Column("body", Long()),
            one_of("state", ("running", "unknown", "answered")),
        )
        self.jobs = table(
            "jobs",
            metadata,
            sa.Column("id", Str(40), nullable=False, unique=True),
            sa.Column("name", Str(80), nullable=False),
            sa.Column("key", Str(200), nullable=False),
            sa.Column("due_at", Instant(), nullable=False),
            sa.Column("rank", Int(), nullable=False),
            sa.Column("queue", Str(60), nullable=False),
            sa.Column("status", Str(10), nullable=False),
            sa.Column("attempts", Int(), nullable=False, server_default="0"),
            sa.Column("last_error", Long()),
            sa.Column("report", Json()),
            sa.Column("created_at", Instant(), nullable=False),
            sa.Column("done_at", Instant()),
            sa.UniqueConstraint("name", "key"),
            sa.Index("ix_jobs_due", "status", "due_at", "rank", "name", "key"),
            one_of("status", ("due", "done", "dead", "cancelled")),
            export_key=("name", "key"),
            export_skip=("attempts", "last_error", "report", "done_at"),
        )
        self.outbox = table(
            "outbox",
            metadata,
            sa.Column("key", Str(200), nullable=False, unique=True),
            sa.Column("target", Str(40), nullable=False),
            sa.Column("path", Str(200), nullable=False),
            sa.Column("body", Json(), nullable=False),
            sa.Column("trace_id", Str(32), nullable=False),
            sa.Column("request_id", Str(40), nullable=False),
            sa.Column("status", Str(10), nullable=False),
            sa.Column("attempts", Int(), nullable=False, server_default="0"),
            sa.Column("last_error", Long()),
            sa.Column("created_at", Instant(), nullable=False),
            sa.Index("ix_outbox_status_seq", "status", "seq"),
            one_of("status", ("waiting", "delivered", "dead")),
            export_key=("key",),
            export_skip=("attempts", "last_error", "trace_id", "request_id"),
        )
        self.inbox = sa.Table(
            "inbox",
            metadata,
            sa.Column("key", Str(200), primary_key=True),
            sa.Column("received_at", Instant(), nullable=False),
        )
        self.events = table(
            "events",
            metadata,
            sa.Column("id", Str(40), nullable=False, unique=True),
            sa.Column("type", Str(80), nullable=False),
            sa.Column("subject", Str(64), nullable=False),
            sa.Column("time", Instant(), nullable=False),
            sa.Column("data", Json(), nullable=False),
            sa.Column("trace_id", Str(32), nullable=False),
            sa.Column("request_id", Str(40), nullable=False),
            sa.Index("ix_events_subject", "subject"),
            export_key=("id",),
            export_skip=("trace_id", "request_id"),
        )
        self.events_about = (
            sa.select(sa.func.count())
            .select_from(self.events)
            .where(self.events.c.subject == sa.bindparam("subject"))
        )
        self.job_named = sa.select(self.jobs.c.id).where(
            self.jobs.c.name == sa.bindparam("name"), self.jobs.c.key == sa.bindparam("key")
        )
        self.job_by_id = sa.select(self.jobs).where(self.jobs.c.id == sa.bindparam("id"))
        self.job_done = (
            self.jobs.update()
            .where(self.jobs.c.id == sa.bindparam("job_id"), self.jobs.c.status == "due")
            .values(status="done", done_at=sa.bindparam("done_at"), report=sa.bindparam("report"))
        )
        """Asked at every event and every job: made once."""


def metadata() -> sa.MetaData:
    """A metadata that already has the common tables."""
    made = sa.MetaData(naming_convention=_NAMES)
    made.info["common"] = Common(made)
    return made


__all__ = [
    "Bool",
    "Common",
    "Date",
    "Fen",
    "Instant",
    "Int",
    "Json",
    "Long",
    "Seq",
    "Str",
    "metadata",
    "not_negative",
    "one_of",
    "table",
]
