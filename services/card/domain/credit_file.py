"""Batch credit files (代发文件): payouts to card accounts, with control totals and return codes.

The layout is a model of ours (treasuries and banks agree on their own). UTF-8 text, lines
end with a line feed, fields are separated by `|`, amounts are yuan with two decimals:

    H|CD-2026-0001|民政局|subsidy.minimum_living|2|1600.00|<checksum>
    D|1|林晓|6299900000000000425|800.00|2026-03
    D|2|周明|6299900000000000433|800.00|2026-03
    T|2|1600.00

`H` is batch number, department, subsidy code, number of lines, their sum and the first 16
hexadecimal characters of SHA-256 over all `D` lines with their line feeds. `T` repeats
count and sum, so that a truncated file shows. The bank's return has the same frame:

    H|CD-2026-0001|R|2|1600.00|<checksum>
    R|1|00|
    R|2|02|name mismatch
    T|2|1600.00

A bad file is refused whole. What is wrong is a `FileFault`: the line, from 1, and the reason.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.card.domain.bank_account import RETURN_CODES
from sscsim.kernel.ids import pan
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

MACHINE = Machine(
    "credit file",
    initial="sent",
    edges=[
        ("sent", "pay", "returned"),
        ("sent", "wait", "overdue"),
        ("overdue", "pay", "returned"),
    ],
)
"""`sent` to the bank; `overdue` once the bank took longer than agreed; `returned` with a
code for every line."""

MAX_LINES = 20_000
_MONEY = re.compile(r"(?:0|[1-9]\d{0,9})\.\d{2}\Z")


class FileFault(ValueError):
    """What is wrong with a file, and in which line (1 is the first; 0: the file as a whole)."""

    def __init__(self, line: int, code: str, zh: str, en: str) -> None:
        super().__init__(f"line {line}: {en}")
        self.line, self.code, self.text = line, code, Text(zh=zh, en=en)


@dataclass(frozen=True)
class CreditLine:
    """One payout of a batch; `number` counts from 1."""

    number: int
    name: str
    account_number: str
    amount: Money
    memo: str


@dataclass(frozen=True)
class CreditBatch:
    """A checked file."""

    batch_no: str
    department: str
    subsidy_code: str
    lines: tuple[CreditLine, ...]

    @property
    def total(self) -> Money:
        return sum_money(line.amount for line in self.lines)


@dataclass(frozen=True)
class CreditFile:
    """A batch on its way; the counts are known when the bank has returned it."""

    id: str
    batch_no: str
    department: str
    subsidy_code: str
    bank_code: str
    status: str
    lines_count: int
    total: Money
    paid_count: int
    paid_total: Money
    asked_by: str
    answer_by: datetime | None
    returned_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class ReturnedLine:
    number: int
    return_code: str
    text: str


def read(content: bytes) -> CreditBatch:
    """The batch in a file; FileFault says what is wrong where."""
    lines = _framed(content, fields=7, kind="H")
    header, body = lines[0], lines[1:-1]
    _, batch_no, department, subsidy, count, total, checksum = header
    if not re.fullmatch(r"[A-Z0-9-]{1,40}", batch_no):
        raise FileFault(1, "batch_no", "批次号格式错误", "the batch number has the wrong form")
    found = tuple(_line(number, fields) for number, fields in enumerate(body, start=1))
    if not found:
        raise FileFault(2, "empty", "没有明细", "the file has no lines")
    _check_totals(lines, count, total, len(found), sum_money(line.amount for line in found))
    _check_sum(body, checksum)
    return CreditBatch(batch_no, department, subsidy, found)


def read_return(content: bytes, batch_no: str, amounts: Sequence[Money]) -> list[ReturnedLine]:
    """What a bank says of a batch with these amounts; FileFault if it is not about them."""
    lines = _framed(content, fields=6, kind="H")
    _, number, mark, count, total, checksum = lines[0]
    if number != batch_no or mark != "R":
        raise FileFault(1, "batch_no", "批次号不符", f"is not the return of batch {batch_no}")
    body = lines[1:-1]
    found = [_returned(number, fields) for number, fields in enumerate(body, start=1)]
    _check_totals(lines, count, total, len(amounts), sum_money(amounts))
    if len(found) != len(amounts):
        raise FileFault(
            len(lines), "count", "明细笔数不符", f"has {len(found)} lines for {len(amounts)}"
        )
    _check_sum(body, checksum)
    return found


def write(batch: CreditBatch) -> str:
    """The file of a batch."""
    body = "".join(
        f"D|{line.number}|{line.name}|{line.account_number}|{line.amount.plain()}|{line.memo}\n"
        for line in batch.lines
    )
    count, total = len(batch.lines), batch.total.plain()
    head = f"H|{batch.batch_no}|{batch.department}|{batch.subsidy_code}|{count}|{total}"
    return f"{head}|{_checksum(body)}\n{body}T|{count}|{total}\n"


def write_return(batch_no: str, total: Money, lines: Iterable[ReturnedLine]) -> str:
    """The bank's return of a batch whose lines come to `total`."""
    rows = [f"R|{line.number}|{line.return_code}|{line.text}\n" for line in lines]
    body = "".join(rows)
    head = f"H|{batch_no}|R|{len(rows)}|{total.plain()}|{_checksum(body)}"
    return f"{head}\n{body}T|{len(rows)}|{total.plain()}\n"


def _framed(content: bytes, fields: int, kind: str) -> list[list[str]]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise FileFault(line, "encoding", "不是 UTF-8 编码", "is not UTF-8") from None
    if text.startswith("\ufeff"):
        raise FileFault(1, "encoding", "带有 BOM", "begins with a byte order mark")
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        raise FileFault(line, "line_end", "行尾应为 LF", "lines end with a line feed only")
    lines = text.split("\n")
    if lines[-1] != "" or len(lines) < 3 or not lines[-2].startswith("T|"):
        last = len(lines) - (lines[-1] == "")
        raise FileFault(last, "truncated", "文件不完整，缺少尾行", "the file is cut off")
    rows = [line.split("|") for line in lines[:-1]]
    if rows[0][0] != kind or len(rows[0]) != fields:
        raise FileFault(
            1, "header", "首行格式错误", f"the header has {fields} fields, {kind} first"
        )
    if len(rows) - 2 > MAX_LINES:
        raise FileFault(0, "too_long", "明细过多", f"has more than {MAX_LINES} lines")
    return rows


def _line(number: int, fields: list[str]) -> CreditLine:
    where = number + 1
    if len(fields) != 6 or fields[0] != "D":
        raise FileFault(where, "fields", "字段数错误", "has 6 fields, D first")
    _, said, name, account, amount, memo = fields
    if said != str(number):
        raise FileFault(where, "sequence", "序号不连续", f"has the number {said}, not {number}")
    if not 1 <= len(name) <= 60:
        raise FileFault(where, "name", "户名缺失或过长", "needs a name of 1 to 60 characters")
    if not pan.is_valid(account):
        raise FileFault(where, "account_number", "账号无效", "the account number is not valid")
    if len(memo) > 60:
        raise FileFault(where, "memo", "附言过长", "the memo is longer than 60 characters")
    money = _money(where, amount)
    if money <= Money.zero():
        raise FileFault(where, "amount", "金额须大于零", "the amount must be more than zero")
    return CreditLine(number, name, pan.compact(account), money, memo)


def _returned(number: int, fields: list[str]) -> ReturnedLine:
    where = number + 1
    if len(fields) != 4 or fields[0] != "R" or fields[1] != str(number):
        raise FileFault(where, "fields", "字段错误", f"must be R|{number}|code|text")
    if fields[2] not in RETURN_CODES:
        raise FileFault(where, "return_code", "返回码未知", f"{fields[2][:8]!r} is no return code")
    return ReturnedLine(number, fields[2], fields[3][:60])


def _money(line: int, text: str) -> Money:
    if not _MONEY.match(text):
        raise FileFault(line, "amount", "金额格式错误", "amounts are yuan with two decimals")
    return Money.yuan(text)


def _check_totals(
    lines: list[list[str]], count: str, total: str, counted: int, summed: Money
) -> None:
    last = len(lines)
    if count != str(counted):
        raise FileFault(1, "count", "笔数不符", f"says {count} lines, the lines are {counted}")
    if _money(1, total) != summed:
        raise FileFault(
            1, "sum", "金额合计不符", f"says {total}, the lines come to {summed.plain()}"
        )
    if lines[-1] != ["T", count, total]:
        raise FileFault(last, "trailer", "尾行与首行不符", "the trailer differs from the header")


def _check_sum(body: list[list[str]], checksum: str) -> None:
    text = "".join("|".join(fields) + "\n" for fields in body)
    if checksum != _checksum(text):
        raise FileFault(1, "checksum", "校验和不符", "the checksum is not that of the lines")


def _checksum(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:16]
