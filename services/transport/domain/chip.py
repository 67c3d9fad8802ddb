"""Records on the chip of a transit card (交通联合 T-Union, JT/T 978), byte by byte.

Layouts as public readers of such cards describe them; the standard's text is not at hand, so what
they don't name is kept as it was read. Amounts are 4 bytes, big-endian, whole fen. Numbers and
times are BCD: two digits a byte. Whatever doesn't fit its layout is ChipRecordWrong. That the
dropped first digit of the card number is a zero is assumed.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

PURSE_SFI, PURSE_RECORDS, PURSE_LENGTH = 0x18, 10, 23
JOURNEY_SFI, JOURNEY_RECORDS, JOURNEY_LENGTH = 0x1E, 30, 48
APPLICATION_LENGTH = 0x1C
AID = bytes.fromhex("A000000632010105")
READ_BALANCE = bytes.fromhex("805C000204")
PURSE_TYPES = {0x02: "load", 0x06: "simple_purchase", 0x09: "compound_purchase"}
JOURNEY_TYPES = {0x02: "single", 0x03: "entry", 0x04: "exit", 0x06: "single_purchase"}
JOURNEY_KINDS = {0x00: "other", 0x01: "metro", 0x02: "bus"}


class ChipRecordWrong(ValueError):
    """Bytes, or values, that the layout can't hold; it says which field."""


@dataclass(frozen=True, slots=True)
class PurseRecord:
    """One of the ten cyclic records of the purse (SFI 0x18)."""

    sequence: int
    amount: Money
    type: str
    terminal: str  # 12 digits
    at: datetime
    reserved: bytes = b"\0\0\0"

    def encode(self) -> bytes:
        return b"".join(
            (
                _number("sequence", self.sequence, 2),
                _bytes("reserved", self.reserved, 3),
                _amount("amount", self.amount),
                _word("type", self.type, PURSE_TYPES),
                _digits("terminal", self.terminal, 6),
                _moment(self.at),
            )
        )

    @classmethod
    def decode(cls, record: bytes) -> "PurseRecord":
        read = _Reader(record, PURSE_LENGTH)
        sequence, reserved = read.number(2), read.take(3)
        amount, kind = read.amount(), read.word("type", PURSE_TYPES)
        return cls(sequence, amount, kind, read.digits("terminal", 6), read.moment(), reserved)


@dataclass(frozen=True, slots=True)
class JourneyRecord:
    """One of the thirty journey records (SFI 0x1E)."""

    type: str
    terminal: str  # 16 digits
    kind: str
    station: str  # 14 digits: city, line and station
    amount: Money
    balance_after: Money
    at: datetime
    city: str  # 4 digits, GB/T 13497: not an administrative division code
    acquirer: str  # 16 digits
    reserved: bytes = field(default=bytes(6))

    def encode(self) -> bytes:
        return b"".join(
            (
                _word("type", self.type, JOURNEY_TYPES),
                _digits("terminal", self.terminal, 8),
                _word("kind", self.kind, JOURNEY_KINDS),
                _digits("station", self.station, 7),
                _amount("amount", self.amount),
                _amount("balance_after", self.balance_after),
                _moment(self.at),
                _digits("city", self.city, 2),
                _digits("acquirer", self.acquirer, 8),
                _bytes("reserved", self.reserved, 6),
            )
        )

    @classmethod
    def decode(cls, record: bytes) -> "JourneyRecord":
        read = _Reader(record, JOURNEY_LENGTH)
        return cls(
            type=read.word("type", JOURNEY_TYPES),
            terminal=read.digits("terminal", 8),
            kind=read.word("kind", JOURNEY_KINDS),
            station=read.digits("station", 7),
            amount=read.amount(),
            balance_after=read.amount(),
            at=read.moment(),
            city=read.digits("city", 2),
            acquirer=read.digits("acquirer", 8),
            reserved=read.take(6),
        )


@dataclass(frozen=True, slots=True)
class ApplicationBlock:
    """What a reader needs of the application block: whose card, of which city, valid when.

    `rest` are the bytes whose meaning isn't known here, in their order: a block is written back
    as it was read.
    """

    card_type: int
    city: str  # 4 digits
    number: str  # 19 digits; in the block a zero stands before them
    issued_on: date
    expires_on: date
    rest: tuple[bytes, bytes] = (b"\0", bytes(6))

    def encode(self) -> bytes:
        return b"".join(
            (
                _number("card_type", self.card_type, 1),
                _bytes("rest", self.rest[0], 1),
                _digits("city", self.city, 2),
                _bytes("rest", self.rest[1], 6),
                _digits("number", "0" + self.number, 10),
                _digits("issued_on", f"{self.issued_on:%Y%m%d}", 4),
                _digits("expires_on", f"{self.expires_on:%Y%m%d}", 4),
            )
        )

    @classmethod
    def decode(cls, block: bytes) -> "ApplicationBlock":
        read = _Reader(block, APPLICATION_LENGTH)
        card_type, before, city, between = (
            read.number(1),
            read.take(1),
            read.digits("city", 2),
            read.take(6),
        )
        number = read.digits("number", 10, dropped=1)
        return cls(card_type, city, number, read.day(), read.day(), (before, between))


def balance(answer: bytes) -> Money:
    """The purse's balance from the answer to `READ_BALANCE`, without its status word."""
    return _Reader(answer, 4).amount()


# ---------------------------------------------------------------- fields


class _Reader:
    """Takes a record apart from left to right."""

    def __init__(self, record: bytes, length: int) -> None:
        if len(record) != length:
            raise ChipRecordWrong(f"a record of {length} bytes, not {len(record)}")
        self._left = record

    def take(self, length: int) -> bytes:
        taken, self._left = self._left[:length], self._left[length:]
        return taken

    def number(self, length: int) -> int:
        return int.from_bytes(self.take(length), "big")

    def amount(self) -> Money:
        return Money(self.number(4))

    def digits(self, name: str, length: int, dropped: int = 0) -> str:
        found = self.take(length).hex()
        if not found.isdecimal() or found[:dropped].strip("0"):
            raise ChipRecordWrong(f"{name}: {found} is not BCD")
        return found[dropped:]

    def word(self, name: str, words: dict[int, str]) -> str:
        found = self.number(1)
        if found not in words:
            raise ChipRecordWrong(f"{name}: unknown {found:#04x}")
        return words[found]

    def moment(self) -> datetime:
        found = self.digits("time", 7)
        try:
            return datetime.strptime(found, "%Y%m%d%H%M%S").replace(tzinfo=CHINA)
        except ValueError:
            raise ChipRecordWrong(f"time: {found} is no moment") from None

    def day(self) -> date:
        found = self.digits("date", 4)
        try:
            return date.fromisoformat(found)
        except ValueError:
            raise ChipRecordWrong(f"date: {found} is no day") from None


def _number(name: str, value: int, length: int) -> bytes:
    if not 0 <= value < 256**length:
        raise ChipRecordWrong(f"{name}: {value} doesn't fit into {length} bytes")
    return value.to_bytes(length, "big")


def _amount(name: str, amount: Money) -> bytes:
    return _number(name, amount.fen, 4)


def _digits(name: str, value: str, length: int) -> bytes:
    if len(value) != 2 * length or not (value.isascii() and value.isdecimal()):
        raise ChipRecordWrong(f"{name}: needs {2 * length} digits, not {value!r}")
    return bytes.fromhex(value)


def _bytes(name: str, value: bytes, length: int) -> bytes:
    if len(value) != length:
        raise ChipRecordWrong(f"{name}: needs {length} bytes, not {len(value)}")
    return value


def _word(name: str, word: str, words: dict[int, str]) -> bytes:
    for byte, known in words.items():
        if known == word:
            return bytes((byte,))
    raise ChipRecordWrong(f"{name}: unknown {word!r}")


def _moment(at: datetime) -> bytes:
    """Whole seconds of China's clocks; ChipRecordWrong for a moment between two seconds."""
    if at.tzinfo is None or at.microsecond:
        raise ChipRecordWrong(f"time: {at.isoformat()} is no whole second with its offset")
    return bytes.fromhex(f"{at.astimezone(CHINA):%Y%m%d%H%M%S}")
