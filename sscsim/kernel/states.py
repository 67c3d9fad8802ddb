"""A state machine is a table: from which state, by which event, to which state.

The table is the whole truth. An event without a row is refused before anything
else happens, so a forbidden edge has no side effect.
"""

from collections.abc import Iterable
from typing import NamedTuple


class ForbiddenEdge(ValueError):
    """This event is not allowed in this state."""

    def __init__(self, machine: str, state: str, event: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"{machine} in state {state!r} refuses {event!r}; allowed: {allowed}")
        self.machine = machine
        self.state = state
        self.event = event
        self.allowed = allowed


class Edge(NamedTuple):
    state: str
    event: str
    to: str


class Machine:
    """The allowed moves of one kind of thing.

    >>> door = Machine("door", initial="open", edges=[Edge("open", "close", "closed")])
    >>> door.after("open", "close"), door.states, door.finals
    ('closed', ('open', 'closed'), ('closed',))
    """

    def __init__(self, name: str, *, initial: str, edges: Iterable[Edge | tuple[str, str, str]]):
        self.name = name
        self.initial = initial
        self.edges = tuple(Edge(*edge) for edge in edges)
        self._to = {(edge.state, edge.event): edge.to for edge in self.edges}
        if len(self._to) != len(self.edges):
            raise ValueError(f"{name}: two edges leave one state by the same event")
        named = [initial, *(state for edge in self.edges for state in (edge.state, edge.to))]
        self.states: tuple[str, ...] = tuple(dict.fromkeys(named))
        """Every state, in the order of the table: the values a store may hold."""
        leaving = {edge.state for edge in self.edges}
        self.finals: tuple[str, ...] = tuple(s for s in self.states if s not in leaving)

    def events(self, state: str) -> tuple[str, ...]:
        """What may happen in `state`, in the order of the table."""
        return tuple(edge.event for edge in self.edges if edge.state == state)

    def allows(self, state: str, event: str) -> bool:
        return (state, event) in self._to

    def after(self, state: str, event: str) -> str:
        """The state that follows; ForbiddenEdge where the table has no such row."""
        if (state, event) not in self._to:
            raise ForbiddenEdge(self.name, state, event, self.events(state))
        return self._to[state, event]

    def sources(self, event: str) -> tuple[str, ...]:
        """The states in which `event` is allowed."""
        return tuple(edge.state for edge in self.edges if edge.event == event)
