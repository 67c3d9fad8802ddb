"""The tables that every store begins with, as the first migration of each service makes them.

Frozen: what changes about them later is a migration of its own in every service.
"""

import sqlalchemy as sa
from alembic import op

from sscsim import db


def common_tables() -> None:
    """Events, idempotency keys, inbox, jobs, outbox and the world's epoch."""
    op.create_table(
        "events",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("type", db.Str(80), nullable=False),
        sa.Column("subject", db.Str(64), nullable=False),
        sa.Column("time", db.Instant(), nullable=False),
        sa.Column("data", db.Json(), nullable=False),
        sa.Column("trace_id", db.Str(32), nullable=False),
        sa.Column("request_id", db.Str(40), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_events")),
        sa.UniqueConstraint("id", name=op.f("uq_events_id")),
    )
    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.create_index("ix_events_subject", ["subject"], unique=False)
    op.create_table(
        "idempotency",
        sa.Column("scope", db.Str(64), nullable=False),
        sa.Column("fingerprint", db.Str(64), nullable=False),
        sa.Column("state", db.Str(10), nullable=False),
        sa.Column("ref", db.Str(64), nullable=True),
        sa.Column("owner", db.Str(120), nullable=True),
        sa.Column("started_ms", db.Int(), nullable=True),
        sa.Column("status", db.Int(), nullable=True),
        sa.Column("headers", db.Json(), nullable=True),
        sa.Column("body", db.Long(), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'unknown', 'answered')", name=op.f("ck_idempotency_state_known")
        ),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_idempotency")),
    )
    op.create_table(
        "inbox",
        sa.Column("key", db.Str(200), nullable=False),
        sa.Column("received_at", db.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_inbox")),
    )
    op.create_table(
        "jobs",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("name", db.Str(80), nullable=False),
        sa.Column("key", db.Str(200), nullable=False),
        sa.Column("due_at", db.Instant(), nullable=False),
        sa.Column("rank", db.Int(), nullable=False),
        sa.Column("queue", db.Str(60), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("attempts", db.Int(), server_default="0", nullable=False),
        sa.Column("last_error", db.Long(), nullable=True),
        sa.Column("report", db.Json(), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.Column("done_at", db.Instant(), nullable=True),
        sa.CheckConstraint(
            "status IN ('due', 'done', 'dead', 'cancelled')", name=op.f("ck_jobs_status_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_jobs")),
        sa.UniqueConstraint("id", name=op.f("uq_jobs_id")),
        sa.UniqueConstraint("name", "key", name=op.f("uq_jobs_name_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_jobs_due", ["status", "due_at", "rank", "name", "key"], unique=False
        )
    op.create_table(
        "outbox",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("key", db.Str(200), nullable=False),
        sa.Column("target", db.Str(40), nullable=False),
        sa.Column("path", db.Str(200), nullable=False),
        sa.Column("body", db.Json(), nullable=False),
        sa.Column("trace_id", db.Str(32), nullable=False),
        sa.Column("request_id", db.Str(40), nullable=False),
        sa.Column("status", db.Str(10), nullable=False),
        sa.Column("attempts", db.Int(), server_default="0", nullable=False),
        sa.Column("last_error", db.Long(), nullable=True),
        sa.Column("created_at", db.Instant(), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'delivered', 'dead')", name=op.f("ck_outbox_status_known")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_status_seq", ["status", "seq"], unique=False)
    op.create_table(
        "world_meta",
        sa.Column("id", db.Int(), autoincrement=False, nullable=False),
        sa.Column("epoch", db.Int(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_world_meta")),
    )
