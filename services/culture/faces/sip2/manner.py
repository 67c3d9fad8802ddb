"""How one terminal wants to be spoken to; what was agreed with it, not what it may do."""

from dataclasses import dataclass
from typing import Final, Literal

Encoding = Literal["utf-8", "gb18030"]
LineEnd = Literal["cr", "crlf", "lf"]
ChecksumManner = Literal["as_asked", "always", "never"]
Language = Literal["zh-CN", "en"]

LINE_ENDS: Final[dict[str, bytes]] = {"cr": b"\r", "crlf": b"\r\n", "lf": b"\n"}


@dataclass(frozen=True, slots=True)
class Manner:
    """encoding: of what is read and written. omit: ids of fields that the terminal can't bear.

    checksum: `as_asked` answers with AY and AZ where the request had them; `always` with AZ in any
    case; `never` neither checks nor sends one. language: of screen and print messages.
    """

    encoding: Encoding = "utf-8"
    line_end: LineEnd = "cr"
    checksum: ChecksumManner = "as_asked"
    omit: frozenset[str] = frozenset()
    language: Language = "zh-CN"
