"""A declaration as a file, of up to fifty thousand persons: UTF-8, a person a line.

    1|510101199001011234|unchanged|0.00|
    2|510101199202021235|joined|6000.00|2026-03

Number from 1 without gaps, social security number, change, month's wage in yuan, and from which
month (empty: as the change has it). Every line that can't be read is told, not the first alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.benefits.domain.insurance import declaration
from services.benefits.domain.insurance.staff_line import MOST_SAID
from sscsim.kernel.ids import identity
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

_WAGE = re.compile(r"(?:0|[1-9]\d{0,6})\.\d{2}\Z", re.ASCII)
_MONTH = re.compile(r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])\Z", re.ASCII)
_FIELDS: Final = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A line that can be read."""

    number: int
    social_security_number: str
    change: str
    wage: Money
    from_month: str | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line; 0: with the file as a whole."""

    line: int
    code: str
    text: Text


def read(content: bytes) -> tuple[list[Row], list[Fault]]:
    """The lines, or what is wrong with them."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return [], [Fault(0, "encoding", Text("不是 UTF-8 编码", "is not UTF-8"))]
    lines = text.removesuffix("\n").split("\n")
    if len(lines) > declaration.MOST_LINES:
        most = f"{declaration.MOST_LINES}"
        return [], [Fault(0, "lines", Text(f"超过 {most} 行", f"has more than {most} lines"))]
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, start=1):
        found = _row(number, line)
        if isinstance(found, Row):
            rows.append(found)
        elif len(faults) < MOST_SAID:
            faults.append(found)
    return rows, faults


def _row(number: int, line: str) -> Row | Fault:
    parts = line.split("|")
    if len(parts) != _FIELDS:
        return Fault(number, "fields", Text("字段数不符", f"has not {_FIELDS} fields"))
    said, person, change, wage, month = parts
    wrong = {
        "number": (said == str(number), Text("序号不连续", "is out of order")),
        "person": (identity.is_valid(person), Text("社会保障号码不合规", "has no such number")),
        "change": (change in declaration.CHANGES, Text("变动类型不符", "has no such change")),
        "wage": (_WAGE.match(wage), Text("月工资格式不符", "has a wage that is no amount")),
        "month": (not month or _MONTH.match(month), Text("月份格式不符", "has no such month")),
    }
    for code, (right, text) in wrong.items():
        if not right:
            return Fault(number, code, text)
    fen = Money(int(wage.replace(".", "")))
    return Row(number, person, change, fen, month or None)


def write(rows: Sequence[Row]) -> bytes:
    """The file of these lines."""
    lines = [
        f"{each.number}|{each.social_security_number}|{each.change}|{each.wage.plain()}|"
        f"{each.from_month or ''}\n"
        for each in rows
    ]
    return "".join(lines).encode()
