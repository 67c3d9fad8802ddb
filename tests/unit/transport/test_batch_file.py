"""Batch files: the same lines the same bytes, and whatever is wrong refuses the file whole."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.transport.domain import batch_file as form
from services.transport.domain.uploaded import Line
from sscsim.kernel.control_file import FileFault, write
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import CHINA

OPERATOR, DAY = "OP-GZ-METRO", date(2026, 4, 1)
NOW = datetime(2026, 4, 2, 5, tzinfo=CHINA)
TERMINALS = {"440100000001", "440100000002"}


def line(number: int = 1, **more: object) -> Line:
    told: dict[str, object] = {
        "number": number + 2,
        "reference": f"r{number}",
        "card_number": "9751010000000000017",
        "terminal_number": "440100000001",
        "card_sequence": number,
        "type": "09",
        "tapped_at": datetime(2026, 4, 1, 9, 15, tzinfo=CHINA),
        "amount": Money(200),
        "tac": "1a2b3c4d",
    }
    return Line(**(told | more))  # type: ignore[arg-type]


def file_of(*lines: Line, **head: object) -> bytes:
    said: dict[str, object] = {
        "operator_id": OPERATOR,
        "number": 17,
        "day": DAY,
        "count": len(lines),
        "amount": sum_money(each.amount for each in lines),
    }
    first = form.Head(**(said | head)).record()  # type: ignore[arg-type]
    return write(form.FORM, first, map(values, lines))[0]


def values(each: Line) -> tuple[str, ...]:
    return (
        each.reference,
        each.card_number,
        each.terminal_number,
        str(each.card_sequence),
        each.type,
        each.tapped_at.isoformat(),
        str(each.amount.fen),
        each.tac,
    )


def read(content: bytes) -> list[Line]:
    return form.lines_of(OPERATOR, content, TERMINALS, NOW)[1]


GOOD = file_of(line(1), line(2, terminal_number="440100000002"))


def test_a_good_file_says_what_was_written() -> None:
    head, lines = form.lines_of(OPERATOR, GOOD, TERMINALS, NOW)
    assert (head.number, head.day, head.count, head.amount) == (17, DAY, 2, Money(400))
    assert [each.reference for each in lines] == ["r1", "r2"]
    assert GOOD.splitlines()[0] == b"TRANSIT,1,OP-GZ-METRO,17,20260401,2,400"
    assert head.name() == "TRANSIT_OP-GZ-METRO_17_20260401.csv"


def changed(old: bytes, new: bytes) -> Callable[[], bytes]:
    return lambda: GOOD.replace(old, new, 1)


FAULTS: list[tuple[str, Callable[[], bytes], int, str]] = [
    ("one byte of a line", changed(b"r2,", b"r3,"), 5, "sha256"),
    ("the hash", lambda: GOOD[:-3] + b"00\n", 5, "sha256"),
    ("the count of the trailer", changed(b"END,2,", b"END,3,"), 5, "count"),
    ("the sum of the trailer", changed(b"END,2,400", b"END,2,401"), 5, "sum"),
    ("the count of the head", lambda: file_of(line(1), count=2), 1, "count"),
    ("the sum of the head", lambda: file_of(line(1), amount=Money(1)), 1, "sum"),
    ("not UTF-8", changed(b"r2", b"\xff2"), 4, "encoding"),
    ("GB18030", lambda: GOOD.decode().replace("r1", "乘").encode("gb18030"), 3, "encoding"),
    ("a byte order mark", lambda: b"\xef\xbb\xbf" + GOOD, 1, "encoding"),
    ("lines of Windows", lambda: GOOD.replace(b"\n", b"\r\n"), 1, "encoding"),
    ("cut off", lambda: GOOD[:-1], 0, "truncated"),
    ("without a trailer", lambda: GOOD[: GOOD.rindex(b"END")], 4, "trailer"),
    ("another operator", lambda: file_of(line(1), operator_id="OP-CD-METRO"), 1, "other_operator"),
    ("another format", changed(b"TRANSIT,1", b"TRANSIT,2"), 1, "header"),
    ("no day", changed(b"20260401", b"20260431"), 1, "header"),
    ("a number of zero", lambda: file_of(line(1), number=0), 1, "header"),
    ("an unknown column", changed(b",tac\n", b",mac\n"), 2, "unknown_column"),
    ("an unknown terminal", lambda: file_of(line(1, terminal_number="1" * 12)), 3,
     "unknown_terminal"),
    ("a future time", lambda: file_of(line(1, tapped_at=NOW + timedelta(seconds=1))), 3,
     "in_future"),
    ("no time", lambda: file_of(line(1), line(2, tapped_at=datetime(2026, 4, 1))), 4,  # noqa: DTZ001
     "tapped_at"),
    ("one reference twice", lambda: file_of(line(1), line(2, reference="r1")), 4, "duplicate"),
    ("one purchase twice", lambda: file_of(line(1), line(2, card_sequence=1)), 4, "duplicate"),
    ("nothing paid", lambda: file_of(line(1, amount=Money(0))), 3, "amount"),
    ("a card number that is none", lambda: file_of(line(1, card_number="975")), 3, "card_number"),
    ("a record of no purchase", lambda: file_of(line(1, type="02")), 3, "type"),
    ("a code that is none", lambda: file_of(line(1, tac="XYZ")), 3, "tac"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "number", "code"), [each[1:] for each in FAULTS], ids=[each[0] for each in FAULTS]
)
def test_a_bad_file_is_refused_whole(made: Callable[[], bytes], number: int, code: str) -> None:
    with pytest.raises(FileFault) as refused:
        read(made())
    assert (refused.value.line, refused.value.code) == (number, code)
    assert refused.value.text.zh
    assert refused.value.text.en


def test_what_happens_now_is_not_in_the_future() -> None:
    assert read(file_of(line(1, tapped_at=NOW)))[0].tapped_at == NOW


_LINES = st.lists(
    st.builds(
        line,
        number=st.integers(1, 10**6),
        amount=st.integers(1, 10**9).map(Money),
        tapped_at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 4, 1)).map(  # noqa: DTZ001
            lambda at: at.replace(tzinfo=CHINA)
        ),
        tac=st.binary(min_size=4, max_size=4).map(bytes.hex),
    ),
    unique_by=lambda each: each.reference,
    max_size=20,
)


@given(_LINES)
def test_whatever_is_written_is_read_again(lines: list[Line]) -> None:
    found = read(file_of(*lines))
    assert [values(each) for each in found] == [values(each) for each in lines]


@given(st.binary(max_size=200), st.integers(0, len(GOOD)))
def test_whatever_is_put_into_a_file_is_refused_or_changes_nothing(put: bytes, at: int) -> None:
    content = GOOD[:at] + put + GOOD[at:]
    if put:
        with pytest.raises(FileFault):
            read(content)
    else:
        assert len(read(content)) == 2
