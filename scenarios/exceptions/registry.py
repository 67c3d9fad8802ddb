"""The list of exceptions: names, titles, what each has to come to, and who plays it."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scenarios.exceptions.player import Player
from scenarios.road import Json
from sscsim.kernel.problems import Text

Play = Callable[[Player], Json]


@dataclass(frozen=True, slots=True)
class Scenario:
    """`play` tells how it ended; `ends` is what it has to tell.

    shows: what an integrator learns from it, in a sentence
    topic: the file of this room it stands in
    """

    name: str
    topic: str
    title: Text
    shows: Text
    ends: Json
    play: Play

    @property
    def number(self) -> int:
        return int(self.name.removeprefix("X"))


_KNOWN: dict[str, Scenario] = {}


def scenario(name: str, *, title: Text, shows: Text, **ends: Any) -> Callable[[Play], Play]:
    """Put a function on the list; `ends`: its end state, a check for each word."""

    def register(play: Play) -> Play:
        assert name not in _KNOWN, f"{name} stands twice"
        topic = play.__module__.rpartition(".")[2]
        _KNOWN[name] = Scenario(name, topic, title, shows, ends, play)
        return play

    return register


def listed() -> dict[str, Scenario]:
    """All of them by name, in the order of their numbers."""
    return dict(sorted(_KNOWN.items(), key=lambda item: item[1].number))


class UnknownScenario(KeyError):
    """There is none of this name; `nearest` are those that look like it."""

    def __init__(self, name: str) -> None:
        self.name, self.nearest = name, nearest(name)
        super().__init__(name)


def find(name: str) -> Scenario:
    """By name, in either case. Raises UnknownScenario."""
    try:
        return _KNOWN[name.upper()]
    except KeyError:
        raise UnknownScenario(name) from None


def nearest(name: str, most: int = 3) -> list[str]:
    """Names like this one, the likest first.

    >>> from scenarios import exceptions
    >>> nearest("X155")
    ['X15', 'X5', 'X1']
    """
    return difflib.get_close_matches(name.upper(), list(listed()), most, cutoff=0.0)
