"""What goes to the bank (代发文件) and what comes back (回盘文件).

    H|BZ-2026-0001|农业农村局|farmland_fertility|2026|2|650.00|<checksum>
    D|1|林晓|<number>|<account>|325.00|地力补贴
    T|2|650.00

    H|BZ-2026-0001|R|2|650.00|<checksum>
    R|1|00||2026-04-20T09:30:00+08:00
    R|2|05|账户睡眠|
    T|2|650.00

`R` lines say number, code, text and, for `00`, when it was paid. Count and sum of a result are
those of the lines that were sent: it answers every one of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.benefits.domain.fiscal import framed
from services.benefits.domain.fiscal.framed import FileFault
from sscsim import clock

PAID: Final = "00"
CODES: Final = {
    "00": "入账成功",
    "01": "账户不存在",
    "02": "户名不符",
    "03": "账户已销户",
    "04": "社会保障卡已注销",
    "05": "账户睡眠",
    "06": "金额超限",
    "99": "其他原因",
}


@dataclass(frozen=True, slots=True)
class BankLine:
    """One credit the bank is asked for."""

    number: int
    name: str
    credential: str
    account_number: str
    fen: int
    memo: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    number: int
    code: str
    text: str
    paid_at: datetime | None


def write(header: Sequence[str], lines: Iterable[BankLine]) -> str:
    """The file for the bank; `header`: batch number, department, subsidy code, year."""
    body, total = [], 0
    for line in lines:
        total += line.fen
        amount = f"{line.fen // 100}.{line.fen % 100:02d}"
        who = f"{line.name}|{line.credential}|{line.account_number}"
        body.append(f"D|{line.number}|{who}|{amount}|{line.memo}")
    return framed.written(header, body, total)


def write_result(batch_no: str, lines: Iterable[ResultLine], fen: int) -> str:
    body = [
        f"R|{line.number}|{line.code}|{line.text}|"
        + (clock.shown(line.paid_at) if line.paid_at else "")
        for line in lines
    ]
    return framed.written([batch_no, "R"], body, fen)


def read_result(content: bytes, batch_no: str, sent: Mapping[int, int]) -> list[ResultLine]:
    """What the bank says of the lines that were `sent` (number -> fen), in their order."""
    file = framed.taken_apart(content, header_fields=6)
    if file.header[1] != batch_no or file.header[2] != "R":
        raise FileFault(1, "batch_no", "批次号不符", f"is not the result of batch {batch_no}")
    found = [_result(line, text) for line, text in enumerate(file.body, start=2)]
    for line, (said, number) in enumerate(zip(found, sent, strict=False), start=2):
        if said.number != number:
            raise FileFault(
                line, "sequence", "序号不符", f"is about {said.number}, {number} is awaited"
            )
    if len(found) != len(sent):
        en = f"has {len(found)} lines, {len(sent)} were sent"
        raise FileFault(1, "count", "笔数不符", en)
    file.check(sum(sent.values()))
    return found


def _result(where: int, text: str) -> ResultLine:
    fields = text.split("|")
    if len(fields) != 5 or fields[0] != "R" or not fields[1].isascii() or not fields[1].isdigit():
        raise FileFault(where, "fields", "字段错误", "must be R|number|code|text|paid at")
    if fields[2] not in CODES:
        raise FileFault(where, "return_code", "返回码未知", f"{fields[2][:8]!r} is no return code")
    if (fields[2] == PAID) != bool(fields[4]):
        raise FileFault(where, "paid_at", "入账时间有误", "what is paid, and only that, says when")
    paid_at = framed.instant(where, fields[4]) if fields[4] else None
    return ResultLine(int(fields[1]), fields[2], fields[3][:60], paid_at)
