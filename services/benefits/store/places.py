"""A place in a file of the catalogue, for what is said of a fault there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sscsim.kernel.problems import Text
from sscsim.policy import PolicyError


@dataclass(frozen=True)
class Place:
    """Where we read. Each reader gives the value in its type, or PolicyError with file and key."""

    file: str
    key: str = ""

    def fault(self, reason: str) -> PolicyError:
        return PolicyError(self.file, self.key, reason)

    def inside(self, key: object) -> "Place":
        return Place(self.file, f"{self.key}.{key}" if self.key else str(key))

    def mapping(self, value: Any, must: Iterable[str], may: Iterable[str] = ()) -> dict[str, Any]:
        """A mapping with these keys and no others."""
        if not isinstance(value, dict):
            raise self.fault("needs a mapping")
        needed = tuple(must)
        known = {*needed, *may}
        if unknown := [key for key in value if key not in known]:
            raise self.fault(f"unknown key {unknown[0]!r}")
        if missing := [key for key in needed if key not in value]:
            raise self.fault(f"{missing[0]} is missing")
        return value

    def entries(self, value: Any) -> Iterator[tuple[str, Any, "Place"]]:
        """The entries of a mapping whose keys are names."""
        if not isinstance(value, dict):
            raise self.fault("needs a mapping")
        for key, entry in value.items():
            if not isinstance(key, str):
                raise self.fault(f"{key!r} is no name")
            yield key, entry, self.inside(key)

    def rows(self, value: Any) -> list[tuple[Any, "Place"]]:
        if not isinstance(value, list):
            raise self.fault("needs a list")
        return [(row, self.inside(number)) for number, row in enumerate(value, start=1)]

    def word(self, value: Any, known: Iterable[str] = ()) -> str:
        """A text, one of these if any are given."""
        if not isinstance(value, str) or not value:
            raise self.fault("needs a text")
        words = tuple(known)
        if words and value not in words:
            raise self.fault(f"{value!r} is not known; known are {', '.join(words)}")
        return value

    def words(self, value: Any, known: Iterable[str]) -> tuple[str, ...]:
        """A list of these words, none twice."""
        words = tuple(known)
        found = tuple(place.word(row, words) for row, place in self.rows(value))
        if len(set(found)) != len(found):
            raise self.fault("names something twice")
        return found

    def number(self, value: Any) -> int:
        """A whole number, quoted as all figures are."""
        if not isinstance(value, str) or not value.removeprefix("-").isascii():
            raise self.fault("needs a whole number in quotes")
        if not value.removeprefix("-").isdigit():
            raise self.fault(f"{value!r} is not a whole number")
        return int(value)

    def day(self, value: Any) -> date:
        if not isinstance(value, date):
            raise self.fault("needs a date")
        return value

    def flag(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise self.fault("needs true or false")
        return value

    def text(self, value: Any) -> Text:
        """A pair [中文, English]."""
        pair = [place.word(row) for row, place in self.rows(value)]
        if len(pair) != 2:
            raise self.fault("needs [中文, English]")
        return Text(*pair)
