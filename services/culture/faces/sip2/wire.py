"""Bytes and lines: framing, character sets, checksums, dates. Pure; nothing is sent from here.

A line ends with CR; LF and both are taken too. `AY` and a digit, then `AZ` and four hexadecimal
digits end a line with error detection.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from services.culture.faces.sip2.layouts import KNOWN
from services.culture.faces.sip2.manner import LINE_ENDS, Manner
from sscsim.clock import SHANGHAI

LONGEST_LINE: Final = 16_384
"""Bytes of a line that is read, unless the server is told otherwise; assumed."""
_ENDS = re.compile(rb"[\r\n]")
_STRAY = b" \t\0\x02\x03\x04\r\n"
"""What some terminals put around a line."""
_BOM = b"\xef\xbb\xbf"
_TAIL = re.compile(
    rb"(?P<bar>\|)?(?P<seq>AY(?P<digit>[^|]?)(?P<inner>\|)?)?AZ(?P<sum>[^|]{0,8})\|?$"
)
_GARBLED = re.compile(rb"AY[0-9][^|]{2}[0-9A-Fa-f]{4}$")
"""An AZ that was hurt on its way."""
_HURT = re.compile(rb"..[0-9]")
"""What may have been an AY."""
_SEQUENCE = re.compile(rb"(?P<bar>\|)?AY(?P<digit>[0-9])\|?$")
_HEX = re.compile(rb"[0-9A-Fa-f]{4}")


class Framer:
    """Cuts what arrives into lines, whatever the pieces; lines over the limit are dropped whole.

    limit: bytes of a line. `dropped`: how many were too long. `waiting`: bytes of a begun line.
    """

    def __init__(self, limit: int = LONGEST_LINE) -> None:
        self.limit, self.dropped = limit, 0
        self._begun = bytearray()
        self._is_skipping = False

    @property
    def waiting(self) -> int:
        return len(self._begun)

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that are now whole, without their ends; empty ones are none."""
        *whole, rest = _ENDS.split(data)
        lines = []
        for piece in whole:
            self._take(piece)
            if not self._is_skipping and self._begun.strip(_STRAY):
                lines.append(bytes(self._begun))
            self._begun.clear()
            self._is_skipping = False
        self._take(rest)
        return lines

    def _take(self, piece: bytes) -> None:
        if self._is_skipping:
            return
        if len(self._begun) + len(piece) > self.limit:
            self._begun.clear()
            self._is_skipping = True
            self.dropped += 1
            return
        self._begun += piece


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read. text: the message, without AY and AZ.

    sequence: the digit of AY; check: the digits of AZ as sent; None where there is none.
    is_sound: whether AZ is right; True without one, for then nothing is verified.
    """

    text: str
    sequence: str | None = None
    check: str | None = None
    is_sound: bool = True
    deviations: tuple[str, ...] = ()


def read(line: bytes, manner: Manner) -> Line:
    """A line of bytes; what its character set doesn't have becomes U+FFFD. Never fails."""
    noted: list[str] = []
    if line.startswith(_BOM):
        line = line[len(_BOM) :]
        noted.append("byte_order_mark")
    stripped = line.lstrip(_STRAY)
    if len(stripped) < len(line):
        noted.append("stray_blanks")
    found = _tail(stripped.rstrip(_STRAY))
    if found is None:
        return _unchecked(stripped, manner, noted)
    body = stripped[: found.start("seq") if found["seq"] else _az(found)]
    sequence = _digit(found["digit"], noted)
    sound = True
    if manner.checksum == "never":
        noted.append("checksum_not_agreed")
    else:
        said = found["sum"].strip()
        sound = bool(_HEX.fullmatch(said)) and int(said, 16) == checksum(stripped[: _az(found) + 2])
        if said != said.upper():
            noted.append("lower_case_checksum")
    if found["inner"] or found[0].endswith(b"|"):
        noted.append("bar_behind_checksum")
    text = _text(body, manner, noted)
    return Line(text, sequence, found["sum"].decode("latin-1").strip(), sound, tuple(noted))


def write(
    text: str, manner: Manner, sequence: str | None = None, with_check: bool = False
) -> bytes:
    """A line to send, with its end.

    >>> write("941", Manner(), "1", with_check=True)
    b'941AY1AZFDFC\\r'
    """
    line = _encoded(text, manner)
    if sequence is not None:
        line += b"AY" + sequence.encode("ascii")
    if with_check:
        line += b"AZ"
        line += f"{checksum(line):04X}".encode("ascii")
    return line + LINE_ENDS[manner.line_end]


def checksum(until_az: bytes) -> int:
    """Two's complement of the low 16 bits of the sum of all bytes, `AZ` the last of them.

    >>> f"{checksum(b'941AY1AZ'):04X}"
    'FDFC'
    """
    return -sum(until_az) & 0xFFFF


def moment(text: str) -> datetime | None:
    """The moment of an 18-character date, in China's time; None where it is blank or none.

    It is written `YYYYMMDDZZZZHHMMSS`. The zone `Z` is UTC; blank and anything else is local time,
    which is China's.

    >>> moment("20260331   Z200000") == moment("20260401    040000")
    True
    >>> moment("20260331   Z200000").day
    1
    """
    if len(text) != 18 or not (text[:8] + text[12:]).isascii():
        return None
    zone = UTC if text[8:12].strip().upper() == "Z" else SHANGHAI
    digits = text[:8] + text[12:]
    try:
        at = datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=zone)
        return at.astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return None


def date18(at: datetime) -> str:
    """A moment in China, in 18 characters.

    >>> date18(datetime(2026, 4, 1, 1, tzinfo=UTC))
    '20260401    090000'
    """
    return at.astimezone(SHANGHAI).strftime("%Y%m%d    %H%M%S")


def _tail(line: bytes) -> re.Match[bytes] | None:
    """AY and AZ at the end; AZ alone only where it isn't the end of an unclosed field's value."""
    found = _TAIL.search(line)
    if found is None or found["seq"] or found["bar"]:
        return found
    _, bar, piece = line[: found.start()].rpartition(b"|")
    is_value = piece[:2].decode("ascii", "replace") in KNOWN and not _HURT.fullmatch(piece)
    return None if bar and is_value else found


def _az(found: re.Match[bytes]) -> int:
    return found.start("sum") - 2


def _digit(said: bytes | None, noted: list[str]) -> str | None:
    if said is None or not (said.isdigit() and said.isascii()):
        noted.append("no_sequence")
        return None
    return said.decode("ascii")


def _unchecked(line: bytes, manner: Manner, noted: list[str]) -> Line:
    if manner.checksum != "never" and _GARBLED.search(line.rstrip(_STRAY)):
        return Line(_text(line, manner, noted), is_sound=False, deviations=tuple(noted))
    found = _SEQUENCE.search(line.rstrip(_STRAY))
    if found is None or not (found["bar"] or b"|" not in line):
        return Line(_text(line, manner, noted), deviations=tuple(noted))
    noted.append("sequence_without_checksum")
    at = found.start("digit") - 2
    return Line(
        _text(line[:at], manner, noted), found["digit"].decode("ascii"), deviations=tuple(noted)
    )


def _text(body: bytes, manner: Manner, noted: list[str]) -> str:
    try:
        return body.decode(manner.encoding)
    except UnicodeDecodeError:
        noted.append("broken_characters")
        return body.decode(manner.encoding, errors="replace")


def _encoded(text: str, manner: Manner) -> bytes:
    return text.encode(manner.encoding, errors="replace")
