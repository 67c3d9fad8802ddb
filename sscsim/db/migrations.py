"""Schemas by Alembic: a new store is copied from a migrated template, an old one is upgraded.

`python -m sscsim.db.migrations new medical "first tables"` writes a migration for what
`services/medical/store` declares and the last migration does not have yet.
"""

import fcntl
import importlib
import io
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from sscsim import settings
from sscsim.db import engines

if TYPE_CHECKING:  # Alembic costs a tenth of a second: it is imported where it is needed
    from alembic.config import Config

_SCRIPTS = Path(__file__).resolve().parent / "alembic"
_OF_THE_GATEWAY = {"control": "gateway.store", "gateway": "gateway.worldstore"}
"""The control store, and what the gateway keeps of each world."""
_alembic = threading.RLock()
"""Alembic keeps the migration at work in module globals: one thread at a time."""


def package_of(service: str) -> str:
    return _OF_THE_GATEWAY.get(service) or f"services.{service}.store"


@cache
def versions_folder(service: str) -> Path:
    spec = find_spec(package_of(service))
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"{package_of(service)} is not a package")
    return Path(spec.submodule_search_locations[0]) / "migrations" / "versions"


def _config(service: str, **attributes: Any) -> "Config":
    from alembic.config import Config

    config = Config(output_buffer=attributes.pop("output", None), stdout=io.StringIO())
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("version_locations", str(versions_folder(service)))
    config.set_main_option("path_separator", "os")
    config.attributes.update(attributes)
    return config


@cache
def head(service: str) -> str:
    """The newest revision; every service has a single line of migrations."""
    from alembic.script import ScriptDirectory

    found = ScriptDirectory.from_config(_config(service)).get_current_head()
    if found is None:
        raise LookupError(f"{service} has no migrations")
    return found


@cache
def ddl(service: str) -> str:
    """The whole schema as PostgreSQL statements, for a new, empty schema."""
    from alembic import command

    output = io.StringIO()
    with _alembic:
        command.upgrade(_config(service, output=output, dialect="postgresql"), "head", sql=True)
    return output.getvalue()


def make_schema(conn: sa.Connection, service: str, schema: str) -> None:
    """A new schema with the tables of this service, in which the transaction goes on."""
    conn.exec_driver_sql(f'CREATE SCHEMA "{schema}"')
    conn.exec_driver_sql(f'SET LOCAL search_path TO "{schema}"')
    conn.exec_driver_sql(ddl(service))


def upgrade(conn: sa.Connection, service: str, to: str = "head") -> None:
    from alembic import command

    with _alembic:
        command.upgrade(_config(service, connection=conn), to)


@cache
def revisions(service: str) -> list[str]:
    """Every revision this version can make or bring up to date, the newest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config(service)).walk_revisions()
    return [script.revision for script in scripts]


def revision(conn: sa.Connection) -> str | None:
    """The revision a store is at; None when it has none."""
    try:
        found: str | None = conn.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    except sa.exc.OperationalError:
        return None
    return found


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    """One process at a time (SQLite stores lie on one host)."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def template(service: str) -> Path:
    """A migrated, empty SQLite file to copy new stores from."""
    folder = settings.current().data_dir / "templates"
    file = folder / f"{service}-{head(service)}.db"
    if file.exists():
        return file
    with _locked(folder / f"{service}.lock"):
        if not file.exists():
            _migrate_new(file, service)
    return file


def _migrate_new(file: Path, service: str) -> None:
    raw = file.with_suffix(".new")
    raw.unlink(missing_ok=True)
    engine = sa.create_engine(f"sqlite:///{raw}", poolclass=sa.NullPool)
    with engine.connect() as conn:
        upgrade(conn, service)
        conn.commit()
    engine.dispose()
    raw.rename(file)


def store_lock(place: engines.Place) -> Any:
    """Held while a SQLite store is made or upgraded."""
    return _locked(place.folder / f".{place.service}.lock")


def copy_template(service: str, target: Path) -> None:
    shutil.copyfile(template(service), target)


def new(service: str, message: str) -> str:
    """Write a migration from what the store declares; its file name, or '' when nothing changed."""
    from alembic import command

    store = importlib.import_module(package_of(service))
    versions_folder(service).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        engine = sa.create_engine(f"sqlite:///{folder}/now.db", poolclass=sa.NullPool)
        with engine.connect() as conn:
            if any(versions_folder(service).glob("*.py")):
                upgrade(conn, service)
                conn.commit()
            config = _config(service, connection=conn, metadata=store.metadata)
            count = len(list(versions_folder(service).glob("*.py"))) + 1
            script = command.revision(
                config,
                message,
                autogenerate=True,
                rev_id=f"{service}_{count:04d}",
                version_path=str(versions_folder(service)),
            )
    return Path(script.path).name if script else ""  # type: ignore[union-attr]


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] != "new":
        sys.exit("usage: python -m sscsim.db.migrations new SERVICE MESSAGE")
    sys.stdout.write(new(sys.argv[2], sys.argv[3]) + "\n")
