"""The batch file (批次文件) of an operator's day, and the result file that answers it.

    TRANSIT,1,OP-CD-METRO,17,20260401,2,400
    reference,card_number,terminal_number,card_sequence,type,tapped_at,amount_fen,tac
    …,9751010000000000001,510100000001,12,09,2026-04-01T09:15:00+08:00,200,1a2b3c4d
    END,2,400,<sha256>

The head names the acquirer, the number of its batch, the service day, how many lines there are
and their sum; `type` is the purse record's (06 a simple purchase, 09 a compound one); the trailer
says count and sum again, and the SHA-256 of all bytes before it
(`sscsim.kernel.control_file`). A file that is wrong in any way is refused whole: FileFault.
"""

import re
from collections.abc import Container, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.transport.domain.uploaded import Line
from sscsim.kernel.control_file import (
    Control,
    FileFault,
    Form,
    Row,
    head_of,
    read,
    stream,
    whole_fen,
)
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA

MARK, RESULTS_MARK, REJECTS_MARK = "TRANSIT", "TRANSIT-RESULT", "TRANSIT-REJECT"
VERSION: Final = "1"
MOST_LINES: Final = 5_000
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}")
_SEQUENCE: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_DAY: Final = re.compile(r"[0-9]{8}")
_FORMS: Final = {
    "reference": re.compile(r"[0-9A-Za-z_-]{1,40}"),
    "card_number": re.compile(r"[0-9]{19}"),
    "terminal_number": re.compile(r"[0-9]{12}"),
    "card_sequence": _SEQUENCE,
    "type": re.compile(r"06|09"),
    "tac": re.compile(r"[0-9a-f]{8}"),
}
FORM: Final = Form(
    columns=(
        "reference",
        "card_number",
        "terminal_number",
        "card_sequence",
        "type",
        "tapped_at",
        "amount_fen",
        "tac",
    ),
    summed="amount_fen",
    unique="reference",
    max_lines=MOST_LINES,
)
DETAIL: Final = Form(
    columns=(
        "charge_id",
        "journey_id",
        "issuer_id",
        "payer",
        "card_number",
        "terminal_number",
        "card_sequence",
        "tapped_at",
        "amount_fen",
        "subsidy_fen",
        "subsidy_region_code",
        "tac",
    ),
    summed="amount_fen",
    unique="charge_id",
)
"""What we write of a day that we closed."""
RESULTS: Final = Form(
    columns=("reference", "status", "code", "amount_fen"), summed="amount_fen", unique="reference"
)


@dataclass(frozen=True, slots=True)
class Head:
    """Whose day it is, and what it comes to."""

    operator_id: str
    number: int
    day: date
    count: int
    amount: Money

    def record(self, mark: str = MARK) -> tuple[str, ...]:
        day = f"{self.day:%Y%m%d}"
        return (
            *(mark, VERSION, self.operator_id, str(self.number), day),
            *(str(self.count), str(self.amount.fen)),
        )

    def name(self, mark: str = MARK) -> str:
        return f"{mark}_{self.operator_id}_{self.number}_{self.day:%Y%m%d}.csv"


def streamed(
    form: Form, head: Head, rows: Iterable[Sequence[str]], mark: str = MARK
) -> Generator[bytes, None, Control]:
    """A file line by line; the same rows in the same order give the same bytes."""
    return stream(form, head.record(mark), rows)


def lines_of(
    operator_id: str, content: bytes, terminals: Container[str], now: datetime
) -> tuple[Head, list[Line]]:
    """What an operator's file says; FileFault refuses it whole.

    terminals: the numbers of the operator's terminals
    now: nothing may have happened later
    """
    head = _head(operator_id, head_of(content, 7))
    rows = read(FORM, head.record(), content)
    if head.count != len(rows):
        raise _head_fault("count", f"首记录笔数不符，实为 {len(rows)}", f"there are {len(rows)}")
    total = sum(int(row["amount_fen"]) for _, row in rows)
    if head.amount.fen != total:
        raise _head_fault("sum", f"首记录金额不符，实为 {total}", f"the sum is {total}")
    lines = [_line(number, row) for number, row in rows]
    for line in lines:
        _check(line, terminals, now)
    _check_rides(lines)
    return head, lines


def _head_fault(code: str, zh: str, en: str) -> FileFault:
    return FileFault(1, code, zh, f"the head says another {code}; {en}")


def _head(operator_id: str, record: Sequence[str]) -> Head:
    mark, version, operator, number, day, count, amount = record
    if (mark, version) != (MARK, VERSION):
        raise FileFault(1, "header", "文件标识或版本错误", f"does not begin {MARK},{VERSION}")
    if operator != operator_id:
        raise FileFault(1, "other_operator", "不是该运营方的批次", f"is not of {operator_id}")
    if not _NUMBER.fullmatch(number) or not _SEQUENCE.fullmatch(count):
        raise FileFault(1, "header", "批次号或笔数格式错误", "number or count has the wrong form")
    try:
        on = date.fromisoformat(day) if _DAY.fullmatch(day) else None
    except ValueError:
        on = None
    if on is None:
        raise FileFault(1, "header", "日期格式错误", "the day is none: YYYYMMDD")
    return Head(operator, int(number), on, int(count), Money(whole_fen(amount, 1)))


def _line(number: int, row: Row) -> Line:
    for name, form in _FORMS.items():
        if not form.fullmatch(row[name]):
            raise FileFault(number, name, f"{name} 格式错误", f"{name} has the wrong form")
    amount = int(row["amount_fen"])
    if amount <= 0:
        raise FileFault(number, "amount", "金额须大于零", "the amount is not above zero")
    return Line(
        number,
        row["reference"],
        row["card_number"],
        row["terminal_number"],
        int(row["card_sequence"]),
        row["type"],
        _instant(number, row["tapped_at"]),
        Money(amount),
        row["tac"],
    )


def _instant(number: int, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            return found.astimezone(CHINA)
    except (ValueError, OverflowError):
        pass
    raise FileFault(number, "tapped_at", "时间须带时区", "tapped_at is no instant with an offset")


def _check(line: Line, terminals: Container[str], now: datetime) -> None:
    if line.terminal_number not in terminals:
        raise FileFault(
            line.number,
            "unknown_terminal",
            f"未知终端 {line.terminal_number}",
            f"{line.terminal_number} is no terminal of this operator",
        )
    if line.tapped_at > now:
        raise FileFault(line.number, "in_future", "时间晚于现在", "tapped_at is later than now")


def _check_rides(lines: Sequence[Line]) -> None:
    """No purchase of a card stands twice under two references."""
    seen: dict[tuple[str, int, str], int] = {}
    for line in lines:
        ride = (line.card_number, line.card_sequence, line.terminal_number)
        earlier = seen.setdefault(ride, line.number)
        if earlier != line.number:
            raise FileFault(
                line.number,
                "duplicate",
                f"与第 {earlier} 行是同一笔交易",
                f"is the same purchase as line {earlier}",
            )
