"""keys of parties, scopes, tokens."""

import sqlalchemy as sa
from alembic import op

from sscsim import db

revision = "control_0002"
down_revision = "control_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keys get names, scopes, an end and a successor; parties can change; clients and tokens."""
    _parties()
    _keys()
    _clients()
    _tokens()


def _parties() -> None:
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.add_column(sa.Column("updated_us", db.Int(), nullable=True))
        batch_op.add_column(sa.Column("version", db.Int(), nullable=True))
    op.execute("UPDATE parties SET updated_us = created_us, version = 1")
    with op.batch_alter_table("parties", schema=None) as batch_op:
        batch_op.alter_column("updated_us", existing_type=db.Int(), nullable=False)
        batch_op.alter_column("version", existing_type=db.Int(), nullable=False)


def _keys() -> None:
    new = (("id", db.Str(40)), ("name", db.Str(100)), ("last_four", db.Str(4)))
    with op.batch_alter_table("keys", schema=None) as batch_op:
        for name, kind in new:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.add_column(sa.Column("scopes", db.Long(), nullable=True))
        batch_op.add_column(sa.Column("expires_ms", db.Int(), nullable=True))
        batch_op.add_column(sa.Column("revoked_ms", db.Int(), nullable=True))
        batch_op.add_column(sa.Column("replaced_by", db.Str(40), nullable=True))
        batch_op.add_column(sa.Column("version", db.Int(), nullable=True))
    # The clear key is gone: of those there are, the last four can't be told any more.
    op.execute(
        "UPDATE keys SET id = 'key_' || upper(substr(hash, 1, 26)), name = kind,"
        " last_four = '', version = 1"
    )
    with op.batch_alter_table("keys", schema=None) as batch_op:
        for name, kind in new:
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.alter_column("version", existing_type=db.Int(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_keys_sandbox_id"), ["sandbox", "id"])


def _clients() -> None:
    op.create_table(
        "clients",
        sa.Column("seq", db.Seq(), autoincrement=True, nullable=False),
        sa.Column("id", db.Str(40), nullable=False),
        sa.Column("sandbox", db.Str(40), nullable=False),
        sa.Column("party_id", db.Str(40), nullable=True),
        sa.Column("name", db.Str(100), nullable=False),
        sa.Column("secret_hash", db.Str(64), nullable=False),
        sa.Column("redirect_uris", db.Long(), nullable=False),
        sa.Column("scopes", db.Long(), nullable=True),
        sa.Column("created_ms", db.Int(), nullable=False),
        sa.Column("version", db.Int(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_clients")),
        sa.UniqueConstraint("id", name=op.f("uq_clients_id")),
    )
    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clients_sandbox"), ["sandbox"], unique=False)


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("id", db.Str(64), nullable=False),
        sa.Column("kind", db.Str(10), nullable=False),
        sa.Column("sandbox", db.Str(40), nullable=False),
        sa.Column("client_id", db.Str(40), nullable=False),
        sa.Column("party_id", db.Str(40), nullable=True),
        sa.Column("grant_id", db.Str(40), nullable=False),
        sa.Column("subject", db.Str(40), nullable=True),
        sa.Column("scopes", db.Long(), nullable=False),
        sa.Column("generation", db.Int(), nullable=True),
        sa.Column("redirect_uri", db.Long(), nullable=True),
        sa.Column("challenge", db.Str(128), nullable=True),
        sa.Column("issued_ms", db.Int(), nullable=False),
        sa.Column("expires_ms", db.Int(), nullable=False),
        sa.Column("used_ms", db.Int(), nullable=True),
        sa.Column("revoked_ms", db.Int(), nullable=True),
        sa.CheckConstraint("kind IN ('access', 'refresh', 'code')", name=op.f("ck_tokens_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tokens")),
    )
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        for column in ("sandbox", "client_id", "grant_id", "expires_ms"):
            batch_op.create_index(batch_op.f(f"ix_tokens_{column}"), [column], unique=False)
