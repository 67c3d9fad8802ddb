"""The roll of a batch (补贴发放花名册), by town and village, as a department hands it in.

    H|BZ-2026-0001|农业农村局|farmland_fertility|2026|2|650.00|<checksum>
    D|1|示范镇|东村|林晓|<number or card id>|3.25|325.00|地力补贴
    D|2|示范镇|西村|周明|<number or card id>|3.25|325.00|地力补贴
    T|2|650.00

`H`: batch number, department, subsidy code, year, count, sum, checksum. `D`: number from 1 without
gaps, town, village, name, the person by social security number or card, quantity in the
programme's unit (empty where it has none), amount, memo. Lines of a village stand together.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from services.benefits.domain.fiscal import framed
from services.benefits.domain.fiscal.framed import FileFault

_BATCH_NO = re.compile(r"[A-Z0-9-]{1,40}\Z", re.ASCII)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}\Z", re.ASCII)
_YEAR = re.compile(r"20\d\d\Z", re.ASCII)
CREDENTIAL: Final = re.compile(r"(?:\d{17}[\dX]|card_[0-9A-HJKMNP-TV-Z]{26})\Z", re.ASCII)
_QUANTITY = re.compile(r"(?:0|[1-9]\d{0,6})\.\d{2}\Z", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
MEMO: Final = 30
"""Characters of a memo (附言) that a statement of account has room for."""


@dataclass(frozen=True, slots=True)
class RollLine:
    """One person of the roll. hundredths: quantity in hundredths of the unit."""

    number: int
    town: str
    village: str
    name: str
    credential: str
    hundredths: int | None
    fen: int
    memo: str


@dataclass(frozen=True, slots=True)
class Roll:
    """A checked file."""

    batch_no: str
    department: str
    subsidy_code: str
    year: int
    lines: list[RollLine]

    @property
    def fen(self) -> int:
        return sum(line.fen for line in self.lines)


def read(content: bytes) -> Roll:
    """The roll in a file; FileFault says what is wrong where."""
    file = framed.taken_apart(content, header_fields=8)
    _, batch_no, department, code, year, *_ = file.header
    if not _BATCH_NO.match(batch_no):
        raise FileFault(1, "batch_no", "批次号格式错误", "the batch number has the wrong form")
    if not 1 <= len(department) <= 60 or _CONTROL.search(department):
        raise FileFault(1, "department", "主管部门缺失或过长", "needs the department")
    if not _CODE.match(code):
        raise FileFault(1, "subsidy_code", "补贴项目代码格式错误", "the code has the wrong form")
    if not _YEAR.match(year):
        raise FileFault(1, "year", "年度格式错误", "the year has four digits")
    lines = [_line(number, text) for number, text in enumerate(file.body, start=1)]
    roll = Roll(batch_no, department, code, int(year), lines)
    file.check(roll.fen)
    return roll


def _line(number: int, text: str) -> RollLine:
    where, fields = number + 1, text.split("|")
    if len(fields) != 9 or fields[0] != "D":
        raise FileFault(where, "fields", "字段数错误", "has 9 fields, D first")
    _, said, town, village, name, credential, quantity, amount, memo = fields
    if said != str(number):
        en = f"has the number {said[:12]}, not {number}"
        raise FileFault(where, "sequence", "序号不连续", en)
    if _CONTROL.search(text):
        raise FileFault(where, "characters", "含有控制字符", "holds a control character")
    if not (1 <= len(town) <= 30 and 1 <= len(village) <= 30):
        raise FileFault(where, "place", "乡镇或村缺失", "needs town and village")
    if not 1 <= len(name) <= 60:
        raise FileFault(where, "name", "姓名缺失或过长", "needs a name of 1 to 60 characters")
    if not CREDENTIAL.match(credential):
        en = "needs a social security number or the id of a card"
        raise FileFault(where, "person", "证件号码或卡号无效", en)
    if quantity and not _QUANTITY.match(quantity):
        raise FileFault(where, "quantity", "数量格式错误", "quantities have two decimals")
    if len(memo) > MEMO:
        en = f"the memo is longer than {MEMO} characters"
        raise FileFault(where, "memo", "附言过长", en)
    fen = framed.fen_of(where, amount)
    if fen == 0:
        raise FileFault(where, "amount", "金额须大于零", "the amount must be more than zero")
    hundredths = int(quantity.replace(".", "")) if quantity else None
    return RollLine(number, town, village, name, credential, hundredths, fen, memo)


def write(
    batch_no: str, department: str, subsidy_code: str, year: int, lines: Sequence[RollLine]
) -> str:
    """The file of a roll."""
    body = []
    for line in lines:
        quantity = ""
        if line.hundredths is not None:
            quantity = f"{line.hundredths // 100}.{line.hundredths % 100:02d}"
        amount = f"{line.fen // 100}.{line.fen % 100:02d}"
        where = f"{line.town}|{line.village}|{line.name}|{line.credential}"
        body.append(f"D|{line.number}|{where}|{quantity}|{amount}|{line.memo}")
    header = [batch_no, department, subsidy_code, str(year)]
    return framed.written(header, body, sum(line.fen for line in lines))
