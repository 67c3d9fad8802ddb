"""What a message of SIP2 is made of: fixed fields of a width, and fields by two letters."""

from dataclasses import dataclass
from typing import Final, Literal

DATE_WIDTH: Final = 18


@dataclass(frozen=True, slots=True)
class Fixed:
    """width: characters. refusal: what stands there when a message says no and nothing is known."""

    name: str
    width: int
    kind: Literal["text", "date", "count"] = "text"
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One message. order: its fields as they are written; required: those that are always there."""

    command: str
    name: str
    fixed: tuple[Fixed, ...]
    order: tuple[str, ...] = ()
    required: frozenset[str] = frozenset()

    @property
    def width(self) -> int:
        """Characters of the fixed part, without the command."""
        return sum(field.width for field in self.fixed)
