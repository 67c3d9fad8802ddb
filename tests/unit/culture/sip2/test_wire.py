"""Lines of bytes: framing, checksums worked out by hand, character sets, dates."""

from datetime import UTC, datetime, timedelta

import pytest

from services.culture.faces.sip2 import wire
from services.culture.faces.sip2.manner import Manner
from services.culture.faces.sip2.wire import Framer
from sscsim.clock import SHANGHAI

UTF8, GB = Manner(), Manner(encoding="gb18030")

# ---- checksums: the sum of the bytes until AZ, then 0x10000 less it

SUMS = [
    (b"96AZ", 57 + 54 + 65 + 90, "FEF6"),
    (b"97AZ", 57 + 55 + 65 + 90, "FEF5"),
    (b"941AY1AZ", 57 + 52 + 49 + 65 + 89 + 49 + 65 + 90, "FDFC"),
    (
        b"9900401.00AY1AZ",
        57 + 57 + 48 + 48 + 52 + 48 + 49 + 46 + 48 + 48 + 65 + 89 + 49 + 65 + 90,
        "FCA5",
    ),
    ("35AA山|AY2AZ".encode("gb18030"), 104 + 130 + 0xC9 + 0xBD + 124 + 65 + 89 + 50 + 155, "FBAD"),
    (
        "35AA山|AY2AZ".encode(),
        104 + 130 + 0xE5 + 0xB1 + 0xB1 + 124 + 65 + 89 + 50 + 155,
        "FAEC",
    ),
    (b"\xff" * 300 + b"AZ", 300 * 255 + 65 + 90, "D491"),
    (b"\xff" * 257 + b"\x01", 0x10000, "0000"),
]


@pytest.mark.parametrize(("until_az", "total", "digits"), SUMS)
def test_checksums_worked_out_by_hand(until_az: bytes, total: int, digits: str) -> None:
    assert sum(until_az) == total
    assert f"{wire.checksum(until_az):04X}" == digits
    assert (total + int(digits, 16)) % 0x10000 == 0


# ---- lines that are read

READ = {
    "plain": (b"9900802.00", "9900802.00", None, None, True, ()),
    "checked": (b"9900401.00AY1AZFCA5", "9900401.00", "1", "FCA5", True, ()),
    "lower case": (
        b"9900401.00AY1AZfca5", "9900401.00", "1", "fca5", True, ("lower_case_checksum",),
    ),
    "wrong": (b"9900401.00AY1AZFCA6", "9900401.00", "1", "FCA6", False, ()),
    "one byte other": (b"9900501.00AY1AZFCA5", "9900501.00", "1", "FCA5", False, ()),
    "cut": (b"9900401.00AY1AZFCA", "9900401.00", "1", "FCA", False, ()),
    "no digits": (b"9900401.00AY1AZ", "9900401.00", "1", "", False, ()),
    "not hexadecimal": (b"9900401.00AY1AZGGGG", "9900401.00", "1", "GGGG", False, ()),
    "cry for the last": (b"97AZFEF5", "97", None, "FEF5", True, ("no_sequence",)),
    "cry without a sum": (b"97", "97", None, None, True, ()),
    "bar behind": (
        b"9900401.00AY1AZFCA5|", "9900401.00", "1", "FCA5", True, ("bar_behind_checksum",),
    ),
    "blanks behind": (b"9900401.00AY1AZFCA5  \0", "9900401.00", "1", "FCA5", True, ()),
    "blanks before": (
        b" \0 9900401.00AY1AZFCA5", "9900401.00", "1", "FCA5", True, ("stray_blanks",),
    ),
    "byte order mark": (b"\xef\xbb\xbf9900802.00", "9900802.00", None, None, True,
                        ("byte_order_mark",)),
    "sequence alone": (
        b"9900802.00AY7", "9900802.00", "7", None, True, ("sequence_without_checksum",),
    ),
    "sequence alone behind a field": (
        b"35AAx|AY7", "35AAx|", "7", None, True, ("sequence_without_checksum",),
    ),
    "a value that ends like a sequence": (b"35AO1|AARAY7", "35AO1|AARAY7", None, None, True, ()),
    "a value that begins like a checksum": (b"17AB1|AFAZ12", "17AB1|AFAZ12", None, None, True, ()),
    "a value that ends like a checksum": (b"17AB1|AFxAZFEF5", "17AB1|AFxAZFEF5",
                                          None, None, True, ()),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_a_line_is_parted_from_its_checksum(case: str) -> None:
    raw, text, sequence, check, is_sound, noted = READ[case]
    line = wire.read(raw, UTF8)
    assert (line.text, line.sequence, line.check, line.is_sound, line.deviations) == (
        text, sequence, check, is_sound, noted,
    )  # fmt: skip


def test_a_checksum_without_sequence_behind_a_field() -> None:
    body = b"35AAx|AZ"
    line = wire.read(body + f"{wire.checksum(body):04X}".encode(), UTF8)
    assert (line.text, line.sequence, line.is_sound) == ("35AAx|", None, True)
    assert line.deviations == ("no_sequence",)


def test_the_field_before_the_sequence_may_lack_its_bar() -> None:
    body = b"35AAxAY3AZ"
    line = wire.read(body + f"{wire.checksum(body):04X}".encode(), UTF8)
    assert (line.text, line.sequence, line.is_sound) == ("35AAx", "3", True)


def test_a_bar_between_sequence_and_checksum_is_counted_with_the_rest() -> None:
    body = b"35AAx|AY3|AZ"
    line = wire.read(body + f"{wire.checksum(body):04X}|".encode(), UTF8)
    assert (line.text, line.sequence, line.is_sound) == ("35AAx|", "3", True)
    assert line.deviations == ("bar_behind_checksum",)


def test_where_none_was_agreed_a_checksum_is_not_looked_at() -> None:
    line = wire.read(b"9900401.00AY1AZ0000", Manner(checksum="never"))
    assert (line.text, line.is_sound, line.deviations) == (
        "9900401.00",
        True,
        ("checksum_not_agreed",),
    )


# ---- lines that are written


@pytest.mark.parametrize(
    ("end", "bytes_"), [("cr", b"941\r"), ("crlf", b"941\r\n"), ("lf", b"941\n")]
)
def test_a_line_ends_as_agreed(end, bytes_: bytes) -> None:
    assert wire.write("941", Manner(line_end=end)) == bytes_


def test_the_checksum_covers_the_sequence_and_not_the_end() -> None:
    assert wire.write("941", UTF8, "1", with_check=True) == b"941AY1AZFDFC\r"
    assert wire.write("96", UTF8, with_check=True) == b"96AZFEF6\r"
    assert wire.write("941", UTF8, "1") == b"941AY1\r"


def test_the_checksum_is_that_of_the_bytes_of_the_character_set() -> None:
    assert wire.write("35AA山|", GB, "2", with_check=True) == b"35AA\xc9\xbd|AY2AZFBAD\r"
    said = wire.write("35AA山|", UTF8, "2", with_check=True)
    assert said == b"35AA\xe5\xb1\xb1|AY2AZFAEC\r"


def test_a_bar_inside_a_character_of_gb18030_is_no_bar() -> None:
    """The second byte of a character may be 0x7C: the set is read before the fields are."""
    character = b"\x81\x7c".decode("gb18030")
    line = wire.read(b"17AB" + b"\x81\x7c" + b"|AO1|", GB)
    assert line.text == f"17AB{character}|AO1|" and line.deviations == ()


@pytest.mark.parametrize(
    ("raw", "manner", "text"),
    [
        (b"35AA\xff\xfe|", UTF8, "35AA\ufffd\ufffd|"),
        (b"35AA\xe5\xb1|", UTF8, "35AA\ufffd|"),
        (b"35AA\xff|", GB, "35AA\ufffd|"),
        (b"35AA\x81\x20|", GB, "35AA\ufffd |"),
    ],
)
def test_broken_characters_are_replaced_and_noted(raw: bytes, manner: Manner, text: str) -> None:
    line = wire.read(raw, manner)
    assert (line.text, line.deviations) == (text, ("broken_characters",))


def test_broken_characters_do_not_break_the_checksum() -> None:
    body = b"35AA\xe5\xb1|AY4AZ"
    line = wire.read(body + f"{wire.checksum(body):04X}".encode(), UTF8)
    assert line.is_sound and line.sequence == "4"


def test_all_characters_of_unicode_can_be_said_in_both_sets() -> None:
    odd = "𠮷龘é\ufffd€"
    for manner in (UTF8, GB):
        assert wire.read(wire.write(f"35AA{odd}|", manner)[:-1], manner).text == f"35AA{odd}|"
    assert wire.write("35AA\ud800|", UTF8) == b"35AA?|\r"


# ---- framing

STREAM = b"97\r\r\n99x\n\n93a\r\nb c\r \0\r35"


def test_a_stream_is_cut_at_any_line_end() -> None:
    framer = Framer()
    assert framer.feed(STREAM) == [b"97", b"99x", b"93a", b"b c"]
    assert framer.waiting == 2
    assert framer.feed(b"\r") == [b"35"]


@pytest.mark.parametrize("step", [1, 2, 3, 5, 7])
def test_in_whatever_pieces_it_comes(step: int) -> None:
    framer, lines = Framer(), []
    for at in range(0, len(STREAM), step):
        lines += framer.feed(STREAM[at : at + step])
    assert lines == [b"97", b"99x", b"93a", b"b c"]


def test_a_line_that_is_too_long_is_dropped_whole_and_the_next_is_read() -> None:
    framer = Framer(limit=10)
    assert framer.feed(b"0123456789\r01234567890\r97\r") == [b"0123456789", b"97"]
    assert framer.dropped == 1
    lines = []
    for _ in range(1000):
        lines += framer.feed(b"x" * 7)
        assert framer.waiting <= 10
    assert (lines, framer.dropped) == ([], 2)
    assert framer.feed(b"\r99\r") == [b"99"]


# ---- dates


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20260401    093000", datetime(2026, 4, 1, 9, 30, tzinfo=SHANGHAI)),
        ("20260401   Z013000", datetime(2026, 4, 1, 1, 30, tzinfo=UTC)),
        ("20260401   z013000", datetime(2026, 4, 1, 1, 30, tzinfo=UTC)),
        ("20260401Z   013000", datetime(2026, 4, 1, 1, 30, tzinfo=UTC)),
        ("20260401 CST093000", datetime(2026, 4, 1, 9, 30, tzinfo=SHANGHAI)),
        ("20240229    000000", datetime(2024, 2, 29, tzinfo=SHANGHAI)),
        (" " * 18, None),
        ("20260230    093000", None),
        ("20260401    240000", None),
        ("00000000    000000", None),
        ("2026040     093000", None),
        ("2026-4-1    9:30:00", None),
        ("２0260401    093000", None),
        ("20260401    09300", None),
        ("", None),
    ],
)
def test_dates_of_eighteen_characters(text: str, moment: datetime | None) -> None:
    read = wire.moment(text)
    assert read == moment
    assert read is None or read.utcoffset() == timedelta(hours=8)


def test_dates_are_written_in_chinas_time_without_a_zone() -> None:
    assert wire.date18(datetime(2026, 3, 31, 16, 0, 5, tzinfo=UTC)) == "20260401    000005"
    assert wire.moment(wire.date18(datetime(2026, 4, 1, 9, 30, tzinfo=SHANGHAI))) == datetime(
        2026, 4, 1, 9, 30, tzinfo=SHANGHAI
    )
