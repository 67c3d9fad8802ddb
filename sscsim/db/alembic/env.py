"""What Alembic runs: with a connection it migrates, without one it prints PostgreSQL."""

from typing import Any

from alembic import context

from sscsim import db

config = context.config


def render(kind: str, item: Any, autogen: Any) -> str | bool:
    if kind == "type" and type(item).__module__ == "sscsim.db.types":
        autogen.imports.add("from sscsim import db")
        return f"db.{item!r}"
    return False


def keep(directives: Any, _revision: Any, found: list[Any]) -> None:
    if found and found[0].upgrade_ops.is_empty():
        found.clear()


common: dict[str, Any] = {"render_item": render, "compare_type": False}
connection = config.attributes.get("connection")
if connection is None:
    context.configure(
        dialect_name="postgresql",
        literal_binds=True,
        transactional_ddl=False,
        dialect_opts={"paramstyle": "named"},
        **common,
    )
    context.run_migrations()
else:
    context.configure(
        connection=connection,
        target_metadata=config.attributes.get("metadata") or db.metadata(),
        render_as_batch=connection.dialect.name == "sqlite",
        process_revision_directives=keep,
        **common,
    )
    with context.begin_transaction():
        context.run_migrations()
