"""Versions of the keys by which terminals sign."""

from collections.abc import Collection

from services.transport.domain.signing import TerminalKey
from services.transport.store.chunks import chunks
from services.transport.store.tables_offline import terminal_keys
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_c = terminal_keys.c
_all, _read = reader(TerminalKey, terminal_keys)


def of(tx: Tx, terminal_ids: Collection[str]) -> dict[str, list[TerminalKey]]:
    """By terminal, in the order of their versions; a terminal without any is left out."""
    found: dict[str, list[TerminalKey]] = {}
    for some in chunks(terminal_ids):
        asked = _all.where(_c.terminal_id.in_(some)).order_by(_c.terminal_id, _c.version)
        for key in map(_read, tx.all(asked)):
            found.setdefault(key.terminal_id, []).append(key)
    return found


def add(tx: Tx, key: TerminalKey) -> None:
    tx.execute(terminal_keys.insert(), values(key))
