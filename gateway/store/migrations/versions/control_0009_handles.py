"""Worlds have handles; things of a world may have a port of their own."""

import sqlalchemy as sa
from alembic import op

from sscsim.control.handles import candidates
from sscsim.db.types import Int, Str

revision = "control_0009"
down_revision = "control_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sandboxes", sa.Column("handle", Str(40), nullable=False, server_default=""))
    if not op.get_context().as_sql:  # as text it makes a new store, which has no worlds
        _name_what_is_there()
    op.create_index(op.f("ix_sandboxes_handle"), "sandboxes", ["handle"], unique=True)
    op.create_table(
        "own_ports",
        sa.Column("port", Int(), autoincrement=False, nullable=False),
        sa.Column("sandbox", Str(40), nullable=False),
        sa.Column("service", Str(20), nullable=False),
        sa.Column("reference", Str(60), nullable=False),
        sa.Column("created_ms", Int(), nullable=False),
        sa.PrimaryKeyConstraint("port", name=op.f("pk_own_ports")),
        sa.UniqueConstraint(
            "sandbox",
            "service",
            "reference",
            name=op.f("uq_own_ports_sandbox_service_reference"),
        ),
    )


def _name_what_is_there() -> None:
    here, taken = op.get_bind(), set[str]()
    table = sa.table("sandboxes", sa.column("id"), sa.column("seq"), sa.column("handle"))
    for sandbox in here.execute(sa.select(table.c.id).order_by(table.c.seq)).scalars().all():
        handle = next(name for name in candidates(sandbox) if name not in taken)
        taken.add(handle)
        here.execute(table.update().where(table.c.id == sandbox).values(handle=handle))
