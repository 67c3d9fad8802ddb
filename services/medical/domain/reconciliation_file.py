"""The file of details (对账明细文件): what an institution sends, and what the centre gives.

CSV in UTF-8, lines end with a line feed, amounts in fen:

    RECON,1,H51010000003,2026-04-01,2026-04-30,employee_basic_medical,inpatient
    settlement_id,visit_id,is_refund,total_fen,fund_pay_fen,account_pay_fen
    stl_…,vis_…,0,1234567,935000,30000
    END,1,1234567,<sha256>

The first record says what it is about (`all` for every medical insurance), the second names
the columns. The trailer has the number of bills, the sum of `total_fen` and the SHA-256 of all
bytes before it. Either id may be empty. No value needs quotes. A bad file is refused whole:
FileFault says where and why.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from services.medical.domain.reconciliation import ALL, Entry, Line, Scope
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text

MAX_LINES: Final = 20_000
MARK, END, VERSION = "RECON", "END", "1"
COLUMNS: Final = (
    "settlement_id",
    "visit_id",
    "is_refund",
    "total_fen",
    "fund_pay_fen",
    "account_pay_fen",
)
_FEN = re.compile(r"(?:0|-?[1-9][0-9]{0,14})")
_CROCKFORD = "[0-9A-HJKMNP-TV-Z]{26}"
_STL, _VIS = re.compile(f"stl_{_CROCKFORD}"), re.compile(f"vis_{_CROCKFORD}")


class FileFault(ValueError):
    """What is wrong, and in which line (1 is the first; 0: the file as a whole)."""

    def __init__(self, line: int, code: str, zh: str, en: str) -> None:
        super().__init__(f"line {line}: {en}")
        self.line, self.code, self.text = line, code, Text(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Head:
    """What a file is about."""

    institution_code: str
    scope: Scope

    def record(self) -> str:
        scope = self.scope
        days = (scope.from_date.isoformat(), scope.to_date.isoformat())
        kinds = (scope.insurance_kind or ALL, scope.visit_kind)
        return ",".join((MARK, VERSION, self.institution_code, *days, *kinds))


def write(head: Head, entries: Iterable[Entry | Line]) -> str:
    """The file; the same entries give the same bytes."""
    found = list(entries)
    rows = [head.record(), ",".join(COLUMNS), *(_row(one) for one in found)]
    body = "".join(row + "\n" for row in rows)
    digest = hashlib.sha256(body.encode()).hexdigest()
    total = sum_money(one.total for one in found)
    return f"{body}{END},{len(found)},{total.fen},{digest}\n"


def _row(one: Entry | Line) -> str:
    amounts = (one.total, one.fund_pay, one.account_pay)
    refund = "1" if one.is_refund else "0"
    ids = (one.settlement_id or "", one.visit_id or "", refund)
    return ",".join((*ids, *(str(amount.fen) for amount in amounts)))


def read(content: bytes, head: Head) -> list[Line]:
    """The lines of a file about `head`; FileFault for anything that is not in order."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileFault(line, "encoding", "不是 UTF-8", "is not UTF-8") from None
    if not text.endswith("\n"):
        raise FileFault(0, "truncated", "末行不完整", "the last line is cut off")
    rows = text.removesuffix("\n").split("\n")
    if len(rows) < 3 or not rows[-1].startswith(END + ","):
        raise FileFault(len(rows), "trailer", "缺少尾记录", "the trailer is missing")
    if rows[0] != head.record():
        raise FileFault(1, "header", "首记录不符", f"is not: {head.record()}")
    if rows[1] != ",".join(COLUMNS):
        raise FileFault(2, "columns", "列名不符", f"is not: {','.join(COLUMNS)}")
    body = rows[2:-1]
    if len(body) > MAX_LINES:
        raise FileFault(0, "too_long", "明细过多", f"has more than {MAX_LINES} bills")
    found = [_line(number, row) for number, row in enumerate(body, start=3)]
    _check_trailer(len(rows), rows[-1], found, text[: -len(rows[-1]) - 1])
    check_unique(found, first=3)
    return found


def _line(number: int, row: str) -> Line:
    values = row.split(",")
    if len(values) != len(COLUMNS):
        wanted = len(COLUMNS)
        raise FileFault(number, "columns", f"须有 {wanted} 列", f"must have {wanted} values")
    settlement_id, visit_id, refund, *amounts = values
    for value, form in ((settlement_id, _STL), (visit_id, _VIS)):
        if value and not form.fullmatch(value):
            raise FileFault(number, "id", "编号格式错误", "an id has the wrong form")
    if refund not in ("0", "1"):
        raise FileFault(number, "is_refund", "须为 0 或 1", "is_refund must be 0 or 1")
    if not all(_FEN.fullmatch(amount) for amount in amounts):
        raise FileFault(number, "amount", "金额须为整数分", "an amount is no whole number of fen")
    total, fund_pay, account_pay = (Money(int(amount)) for amount in amounts)
    found = Line(
        total, fund_pay, account_pay, refund == "1", settlement_id or None, visit_id or None
    )
    check(found, number)
    return found


def check(line: Line, number: int) -> None:
    """FileFault for a line that names nothing, a bill below zero or a refund above."""
    if line.settlement_id is None and line.visit_id is None:
        raise FileFault(number, "unnamed", "须有结算或就诊编号", "names no settlement or visit")
    sign = -1 if line.is_refund else 1
    if any(sign * part.fen < 0 for part in (line.total, line.fund_pay, line.account_pay)):
        raise FileFault(
            number, "sign", "退费须为负数，其余不得为负", "a refund is negative, a bill is not"
        )


def _check_trailer(number: int, trailer: str, lines: list[Line], body: str) -> None:
    values = trailer.split(",")
    total = sum_money(line.total for line in lines)
    if len(values) != 4:
        raise FileFault(number, "trailer", "尾记录格式错误", "the trailer has four values")
    if values[1] != str(len(lines)):
        raise FileFault(number, "count", "笔数不符", f"says {values[1]}; there are {len(lines)}")
    if values[2] != str(total.fen):
        raise FileFault(number, "sum", "金额合计不符", f"says {values[2]}; the sum is {total.fen}")
    if values[3] != hashlib.sha256(body.encode()).hexdigest():
        raise FileFault(number, "sha256", "校验值不符", "the SHA-256 is another")


def check_unique(lines: Iterable[Line], first: int) -> None:
    """FileFault for a settlement that stands twice; `first` is the number of the first line."""
    seen: dict[str, int] = {}
    for number, line in enumerate(lines, start=first):
        if line.settlement_id is None:
            continue
        earlier = seen.setdefault(line.settlement_id, number)
        if earlier != number:
            raise FileFault(
                number, "duplicate", f"与第 {earlier} 行重复", f"is also in line {earlier}"
            )
