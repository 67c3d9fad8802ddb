"""The door a desk stands at: where a connection came in, and its place at a terminal.

The server makes one `Door` for each connection and gives it to the desk. A desk takes a place
at its terminal when somebody logs in, and gives it back when the terminal is closed: a
connection without a place is one that has not logged in, and has little time to do so.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


class Places:
    """How many connections of this process each terminal has. Safe between threads."""

    def __init__(self) -> None:
        self._taken: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def take(self, terminal: tuple[str, str], limit: int) -> bool:
        """Whether there was room for one more."""
        with self._lock:
            if self._taken[terminal] >= limit:
                return False
            self._taken[terminal] += 1
            return True

    def give_back(self, terminal: tuple[str, str]) -> None:
        with self._lock:
            self._taken[terminal] -= 1
            if self._taken[terminal] <= 0:
                del self._taken[terminal]

    def taken(self, terminal: tuple[str, str]) -> int:
        with self._lock:
            return self._taken[terminal]


@dataclass(slots=True)
class Door:
    """One connection: the caller's address, and the port of its own it came through, if any.

    `own` is a row of `sscsim.control.own_ports` (sandbox, reference: the terminal's id); None
    on the common port, where a login says who calls.
    """

    address: str
    own: Any | None = None
    places: Places = field(default_factory=Places)
    name: str = ""
    """Who sits here, for the log: `demo/front-desk`."""
    _terminal: tuple[str, str] | None = None
    _is_closed: bool = False

    @property
    def is_taken(self) -> bool:
        return self._terminal is not None

    def take(self, sandbox: str, terminal_id: str, name: str, limit: int) -> bool:
        """Take a place at the terminal; False when all of its `limit` places are taken.

        Whoever has one already keeps it; a place at another terminal is given back first.
        """
        wanted = (sandbox, terminal_id)
        if wanted == self._terminal:
            self.name = name
            return True
        self.leave()
        if self._is_closed or not self.places.take(wanted, limit):
            return False
        self._terminal, self.name = wanted, name
        if self._is_closed:  # the connection ended meanwhile
            self.leave()
        return self._terminal is not None

    def leave(self) -> None:
        """Give the place back, if there is one."""
        if self._terminal is not None:
            self.places.give_back(self._terminal)
            self._terminal, self.name = None, ""

    def close(self) -> None:
        """The connection is over: nobody takes a place through it any more."""
        self._is_closed = True
        self.leave()
