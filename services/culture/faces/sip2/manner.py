"""How one terminal wants to be spoken to; what was agreed with it, not what it may do."""

from dataclasses import dataclass
from typing import Final

LINE_ENDS: Final[dict[str, bytes]] = {"cr": b"\r", "crlf": b"\r\n", "lf": b"\n"}


@dataclass(frozen=True, slots=True)
class Manner:
    """By the words of `domain/terminal`. encoding: of what is read and written. omit: ids of fields
    that the terminal can't bear.

    checksum: `as_asked` answers with AY and AZ where the request had them; `always` with AZ in any
    case; `never` neither checks nor sends one. language: of screen and print messages.
    """

    encoding: str = "utf-8"
    line_end: str = "cr"
    checksum: str = "as_asked"
    omit: frozenset[str] = frozenset()
    language: str = "zh-CN"
