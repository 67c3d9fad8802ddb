"""Keys of terminals (终端密钥): the next version is issued, and shown this once."""

from dataclasses import dataclass
from datetime import datetime

from services.transport import problems_riding as riding
from services.transport.domain import signing
from services.transport.domain.signing import TerminalKey
from services.transport.domain.terminals import Terminal
from services.transport.store import catalogue, store, terminal_keys, terminals
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """`key`: 64 hexadecimal digits; nobody is shown them again."""

    id: str
    terminal_id: str
    terminal_number: str
    version: int
    key: str
    issued_at: datetime

    @property
    def created_at(self) -> datetime:
        return self.issued_at

    @property
    def updated_at(self) -> datetime:
        return self.issued_at


def issue(terminal_id: str) -> IssuedKey:
    """Issue the next version of a terminal's key: it signs with this one from now on.

    What it signed before with the last one stays good. TerminalNotFound.
    """
    with store.write() as tx:
        terminal = held(tx, terminal_id)
        before = terminal_keys.of(tx, [terminal.id]).get(terminal.id, [])
        version = before[-1].version + 1 if before else 1
        key_id = tx.new_id("tky", terminal.id, version)
        made = TerminalKey(key_id, terminal.id, version, tx.world.now)
        terminal_keys.add(tx, made)
        if terminal.key_version != version:
            terminals.change(tx, terminal, key_version=version)
        told = {"id": made.id, "terminal_id": terminal.id, "version": version}
        tx.emit("terminal_key.issued", terminal.id, told)
        secret = signing.terminal_key(tx.world.seed, terminal.number, version)
        failpoint("transport.terminal_key.issuing")
        return tx.answer(
            IssuedKey(made.id, terminal.id, terminal.number, version, secret.hex(), tx.world.now)
        )


def held(tx: Tx, terminal_id: str) -> Terminal:
    """Locked, and in the caller's region; TerminalNotFound."""
    found = terminals.find(tx, terminal_id, locked=True)
    if found is None:
        raise riding.TerminalNotFound(terminal_id=terminal_id)
    world.require_region(catalogue.systems()[found.fare_system_id].region)
    return found
