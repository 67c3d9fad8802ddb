"""Where a world stood before a state was set up, so that teardown can take it back there.

A mark is a snapshot whose name says which state it was taken for. Verifiers send one setup for
each state of an interaction and then one teardown for each, in the same order (Pact's own) or
in the opposite one. So a teardown goes back to the newest mark of its state, and what was set
up after it is undone with it: the marks of those are spent, and their teardowns change nothing.
"""

import contextlib
import hashlib
from collections.abc import Mapping
from typing import Any

from gateway import asking
from sscsim import jobs, world
from sscsim.control import generations, schema, snapshots, store
from sscsim.db import canonical

MOST = 8
"""Marks of a world that are kept: a verifier that never tears down leaves no more."""
_MARK, _SPENT = "pact ", "pact spent "


def take(state: str, params: Mapping[str, Any]) -> None:
    """Remember the world as it is, under the state that comes next. Raises TooManySnapshots."""
    sandbox = world.current().sandbox
    marks = _marks(sandbox)
    for mark in marks:
        if mark.name.startswith(_SPENT):
            _drop(sandbox, mark)
    for mark in [mark for mark in marks if not mark.name.startswith(_SPENT)][MOST - 1 :]:
        _drop(sandbox, mark)
    snapshots.take(sandbox, _MARK + _named(state, params), asking.push)


def restore(state: str, params: Mapping[str, Any]) -> bool:
    """Take the world back to where it stood before this state; False when that is done already
    or when it was never set up."""
    sandbox, named = world.current().sandbox, _named(state, params)
    marks = _marks(sandbox)
    for mark in marks:
        if mark.name == _SPENT + named:
            _drop(sandbox, mark)
            return False
    for number, mark in enumerate(marks):
        if mark.name == _MARK + named:
            at = generations.restore(sandbox, mark.id)
            jobs.kick_driver(at)
            _drop(sandbox, mark)
            _spend(sandbox, marks[:number])
            return True
    return False


def _drop(sandbox: str, mark: Any) -> None:
    """Another setup or teardown at the same time may have dropped it as well."""
    with contextlib.suppress(snapshots.SnapshotNotFound):
        snapshots.delete(sandbox, mark.id)


def _named(state: str, params: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(canonical([state, dict(params)]).encode()).hexdigest()[:12]
    return f"{digest} {state[:60]}"


def _marks(sandbox: str) -> list[Any]:
    """Newest first."""
    return [found for found in snapshots.of(sandbox) if found.name.startswith(_MARK)]


def _spend(sandbox: str, marks: list[Any]) -> None:
    """Note that what these marks were taken for is undone."""
    table = schema.snapshots
    with store.write() as tx:
        for mark in marks:
            name = mark.name if mark.name.startswith(_SPENT) else _SPENT + mark.name[len(_MARK) :]
            tx.execute(table.update().where(table.c.seq == mark.seq).values(name=name))
