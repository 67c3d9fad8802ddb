"""Handles: short names of worlds, for machines that log in with a name typed by hand.

Made from the id when the world is, and never changed: `sbx_2B7Q…` goes by `2b7qk0mz`, the
default world by `demo`. Lower case, since many a terminal has no other.
"""

import re
from collections.abc import Iterator

import sqlalchemy as sa

from sscsim.control import schema

_SHORT = 8
_LONGEST = 34


def candidates(sandbox: str) -> Iterator[str]:
    """Names for a world of this id, the shortest first; it never ends.

    >>> names = candidates("sbx_2B7QK0MZ4D")
    >>> next(names), next(names)
    ('2b7qk0mz', '2b7qk0mz4')
    """
    stem = re.sub(r"[^a-z0-9]+", "-", sandbox.lower().removeprefix("sbx_")).strip("-") or "world"
    stem = stem[:_LONGEST]
    yield from (stem[:length] for length in range(min(_SHORT, len(stem)), len(stem) + 1))
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def unused(tx: sa.Connection, sandbox: str) -> str:
    """The shortest handle for this id that no world has."""
    column = schema.sandboxes.c.handle
    for name in candidates(sandbox):
        if tx.execute(sa.select(column).where(column == name)).one_or_none() is None:
            return name
    raise AssertionError("candidates never end")
