"""A world out into one file and in from one, between any two machines and databases."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import sqlalchemy as sa

from sscsim.control import clocks, places, schema, snapshots, state, store, worlds
from sscsim.control.worlds import NewSandbox
from sscsim.db import tables_moved
from sscsim.db.engines import Place
from sscsim.db.worldfile import (
    Reader,
    Section,
    WorldFileNotKnown,
    WorldFileRowRefused,
    Writer,
)
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Problem

_CONTROL = "control"
_FIXED = ("sandbox", "generation", "seq")
"""Columns that the importing simulator decides."""
_OWN = frozenset({"name", "generation"})
READERS: dict[str, Callable[[str], Any]] = {}
"""What reads a text of a column: one that it can't read would fail every call of the world."""


# ---- out


def export(sandbox: str, push: snapshots.Push, snapshot_id: str | None = None) -> BinaryIO:
    """The world as it is now, or as a snapshot has it, as an open file that has no name.

    A snapshot is taken for it, and goes with it. Raises what `snapshots.take` raises.
    """
    if snapshot_id is not None:
        return _written(sandbox, snapshots.get(sandbox, snapshot_id))
    with snapshots.passing(sandbox, push) as kept:
        return _written(sandbox, kept)


def _written(sandbox: str, kept: Any) -> BinaryIO:
    place = Place(sandbox, -kept.number, "")
    services = tables_moved.services_of(place)
    found = worlds.row(sandbox)
    if found is None:
        raise worlds.SandboxNotFound(sandbox_id=sandbox)
    header = {
        "world": {
            **state.read(kept.row),
            "name": found.name,
            "generation": kept.generation,
        },
        "stores": {name: tables_moved.revision(_at(place, name)) for name in services},
    }
    file = tempfile.TemporaryFile(prefix="ssc-world-")  # noqa: SIM115  # the caller closes it
    try:
        writer = Writer(file, header)
        _write_rows(writer, places.shadow(sandbox, kept.number))
        for name in services:
            for table, columns, rows in tables_moved.tables(_at(place, name)):
                writer.table(f"{name}.{table}", columns, rows)
        writer.close()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _at(place: Place, service: str) -> Place:
    return Place(place.sandbox, place.generation, service)


def _write_rows(writer: Writer, owner: str) -> None:
    """The control rows of a world, which don't say whose they are."""
    with store.read() as tx:
        for table in sorted(state.tables(), key=lambda table: table.name):
            columns = _columns(table)
            query = (
                sa.select(*(table.c[name] for name in columns))
                .where(table.c.sandbox == owner)
                .order_by(*table.primary_key.columns)
            )
            writer.table(f"{_CONTROL}.{table.name}", columns, tx.execute(query))


def _columns(table: sa.Table) -> list[str]:
    return sorted(column.name for column in table.columns if column.name not in _FIXED)


# ---- in


def load(file: BinaryIO, name: str) -> NewSandbox:
    """A new world that is as the file has it, with its own keys; all of it or nothing.

    Raises WorldFileBroken, WorldFileTooLarge, WorldFileNotKnown, WorldFileRowRefused,
    TooManySandboxes.
    """
    reader = Reader(file)
    world = reader.header["world"]
    generation, own_name = _own(world)
    values = _row_values(world)
    sandbox = snapshots.new_id(generation)
    with places.building(sandbox, generation):
        _fill(reader, Place(sandbox, generation, ""), values)
        failpoint("worldfiles.before_born")
        return snapshots.born(sandbox, generation, name or own_name, values)


def _own(world: dict[str, Any]) -> tuple[int, str]:
    generation, name = world.get("generation"), world.get("name")
    if type(generation) is not int or not 0 < generation < 1_000_000_000:
        raise _refused("generation")
    if not isinstance(name, str) or not tables_moved.fits(schema.sandboxes.c.name, name):
        raise _refused("name")
    return generation, name


def _row_values(world: dict[str, Any]) -> dict[str, Any]:
    """What the file says of the sandbox's row: today's columns, each with a value that can be."""
    values = {key: value for key, value in world.items() if key not in _OWN}
    for column, value in values.items():
        if column not in schema.sandboxes.c or column in state.OWN_COLUMNS:
            raise WorldFileNotKnown(what=f"world.{column[:60]}")
        if not tables_moved.fits(schema.sandboxes.c[column], value):
            raise _refused(column)
    for needed in schema.sandboxes.columns:
        has_default = needed.server_default is not None or needed.name in state.OWN_COLUMNS
        if needed.name not in values and not has_default:
            raise _refused(needed.name)
    latest = clocks.micros(clocks.LATEST)
    for column in ("clock_us", "born_us"):
        if not 0 <= values[column] <= latest:
            raise _refused(column)
    if values["preset"] not in worlds.PRESETS:
        raise WorldFileNotKnown(what=f"preset {values['preset']}")
    checks = {
        "clock_rate": 0 < values["clock_rate"] <= clocks.MAX_RATE,
        "clock_mode": values["clock_mode"] in ("frozen", "running"),
        "epoch": 0 <= values["epoch"] < 2**53,
        "seed": values["seed"] != "",
        "quotas": True,
    }
    for column, is_so in checks.items():
        if not is_so or not _reads(f"sandboxes.{column}", values.get(column)):
            raise _refused(column)
    return values


def _reads(name: str, value: Any) -> bool:
    reader = READERS.get(name)
    if reader is not None and isinstance(value, str):
        try:
            reader(value)
        except (ValueError, TypeError, LookupError, AttributeError, Problem):
            return False
    return True


def _refused(column: str) -> WorldFileRowRefused:
    return WorldFileRowRefused(table="world", row=1, column=column)


def _fill(reader: Reader, place: Place, values: dict[str, Any]) -> None:
    """All sections of the file, store after store, each store in one transaction."""
    stores: dict[str, Any] = dict(reader.header["stores"])
    sections = reader.sections()
    section = next(sections, None)
    seen: set[str] = set()
    while section is not None and section.service == _CONTROL:
        _fill_rows(section, place, seen)
        section = next(sections, None)
    while section is not None:
        service = section.service
        if service not in stores:  # not told of, or for the second time
            raise reader.broken()
        with tables_moved.new_store(_at(place, service), str(stores.pop(service))) as filling:
            while section is not None and section.service == service:
                if section.name in seen:
                    raise reader.broken()
                seen.add(section.name)
                filling.fill(section)
                section = next(sections, None)
            filling.check(values["epoch"])
    if stores:
        raise reader.broken()


def _fill_rows(section: Section, place: Place, seen: set[str]) -> None:
    known = {table.name: table for table in state.tables()}
    table = known.get(section.table)
    if table is None or section.name in seen:
        raise WorldFileNotKnown(what=section.name)
    seen.add(section.name)
    needed = {
        column.name
        for column in table.columns
        if not column.nullable and column.server_default is None and column.name not in _FIXED
    }
    if not needed <= set(section.columns) <= set(_columns(table)):
        raise WorldFileNotKnown(what=section.name)
    fixed: dict[str, Any] = {"sandbox": place.sandbox}
    if "generation" in table.c:
        fixed["generation"] = place.generation
    checked = replace(section, rows=_read(section))
    with store.write() as tx:
        tables_moved.insert_rows(tx, table, checked, fixed)


def _read(section: Section) -> Iterator[list[Any]]:
    """The rows, each with texts that can be read."""
    for number, row in enumerate(section.rows, 1):
        for column, value in zip(section.columns, row, strict=True):
            if not _reads(f"{section.table}.{column}", value):
                raise WorldFileRowRefused(table=section.name, row=number, column=column)
        yield row


def size(file: BinaryIO) -> int:
    return os.fstat(file.fileno()).st_size
