"""Terminals of the libraries, as records."""

from services.culture.domain.terminal import Terminal
from services.culture.store.kept import Kept
from services.culture.store.tables_terminals import terminals
from sscsim.db import Tx

TERMINALS = Kept(Terminal, terminals)


def with_login(tx: Tx, login: str) -> Terminal | None:
    """Held, where the transaction writes."""
    return TERMINALS.first(tx, TERMINALS.c.login == login)
