"""The files of a batch: what goes to bank, factory and centre, and what comes back.

The format is ours (status invented). UTF-8 text, one record a line, fields apart by `|`,
lines ended by a line feed:

    HDR|SSC-BATCH|1.00|<batch id>|<bank, factory or centre>|<out or back>|<yyyymmdd>
    ROW|1|<application id>|…
    TRL|<count of rows>|<control sum>

The control sum is the CRC-32 (as zlib computes it) of every ROW line's UTF-8 bytes without
its line feed, summed up. Rows going out, after the application id:

    bank     social security number | name | phone
    factory  social security number | name | card number | identification code | account number
    centre   card number | name | handling area

Rows coming back:

    bank     code | account number | reason
    factory  code | reason
    centre   code | reason

Code `00` is done; any other takes the application out of the batch. A file is applied
whole or not at all, and a faulty one says on which line, and why.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.card import problems_production as problems
from sscsim.kernel.ids import pan
from sscsim.kernel.problems import FieldError, Text

STAGES = ("bank", "factory", "centre")
VERSION = "1.00"
MAX_FAULTS = 20

_BACK_FIELDS = {"bank": 3, "factory": 2, "centre": 2}


@dataclass(frozen=True)
class Returned:
    """One row that came back. `account_number` is of the bank only; None where it failed."""

    application_id: str
    code: str
    account_number: str | None
    reason: str


class Fault(Exception):
    """A line and why it is wrong."""

    def __init__(self, line: int, code: str, reason: Text) -> None:
        super().__init__(reason.en)
        self.line, self.code, self.reason = line, code, reason


def control_sum(rows: Iterable[str]) -> int:
    return sum(zlib.crc32(row.encode()) for row in rows)


def written(
    batch_id: str, stage: str, direction: str, day: date, rows: Iterable[Sequence[str]]
) -> str:
    """The text of a file; each row begins with its application id."""
    lines = ["|".join(("ROW", str(number), *row)) for number, row in enumerate(rows, start=1)]
    head = f"HDR|SSC-BATCH|{VERSION}|{batch_id}|{stage}|{direction}|{day:%Y%m%d}"
    foot = f"TRL|{len(lines)}|{control_sum(lines)}"
    return "\n".join([head, *lines, foot]) + "\n"


def read_return(
    content: bytes, batch_id: str, stage: str, expected: Iterable[str]
) -> list[Returned]:
    """The rows of a returned file; BatchFileBad names every line that is wrong.

    `expected` are the ids of the applications that were sent: each comes back exactly once.
    """
    try:
        lines = _lines(content)
        _check_frame(lines, batch_id, stage)
    except Fault as fault:
        raise refused([fault]) from None
    faults, found = [], []
    waiting = dict.fromkeys(expected)
    for number, line in enumerate(lines[1:-1], start=2):
        try:
            row = _row(number, line, stage, waiting)
        except Fault as fault:
            faults.append(fault)
            continue
        del waiting[row.application_id]
        found.append(row)
    if waiting and not faults:
        said = Text(zh="缺少申请 {id}", en="the application {id} is missing")
        faults.append(Fault(len(lines), "row_missing", _filled(said, {"id": next(iter(waiting))})))
    if faults:
        raise refused(faults)
    return found


def refused(faults: Sequence[Fault]) -> problems.BatchFileBad:
    first = faults[0]
    errors = [
        FieldError(
            fault.code,
            Text(
                zh=f"第 {fault.line} 行：{fault.reason.zh}",
                en=f"line {fault.line}: {fault.reason.en}",
            ),
            pointer="/content_base64",
        )
        for fault in faults[:MAX_FAULTS]
    ]
    return problems.BatchFileBad(
        errors=errors, line=first.line, reason_zh=first.reason.zh, reason=first.reason.en
    )


def _lines(content: bytes) -> list[str]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise Fault(line, "wrong_encoding", Text(zh="不是 UTF-8", en="is not UTF-8")) from None
    if not text.endswith("\n"):
        said = Text(zh="文件被截断，末行没有换行符", en="is cut off: no line feed at its end")
        raise Fault(text.count("\n") + 1, "truncated", said)
    lines = text.replace("\r\n", "\n").split("\n")[:-1]
    if not lines[-1].startswith("TRL|"):
        said = Text(zh="文件被截断，没有 TRL 行", en="the file is cut off: it has no TRL line")
        raise Fault(len(lines), "truncated", said)
    return lines


def _check_frame(lines: Sequence[str], batch_id: str, stage: str) -> None:
    head = lines[0].split("|")
    if len(head) != 7 or head[:3] != ["HDR", "SSC-BATCH", VERSION]:
        raise Fault(1, "wrong_header", Text(zh="HDR 行无效", en="is no HDR line of this format"))
    if head[3:6] != [batch_id, stage, "back"]:
        said = Text(zh="属于其他批次、阶段或方向", en="names another batch, stage or direction")
        raise Fault(1, "other_batch", said)
    foot, rows = lines[-1].split("|"), lines[1:-1]
    if len(foot) != 3 or not all(part.isascii() and part.isdigit() for part in foot[1:]):
        raise Fault(len(lines), "wrong_trailer", Text(zh="TRL 行无效", en="is no TRL line"))
    if int(foot[1]) != len(rows):
        said = Text(zh="笔数 {said}，实际 {found}", en="says {said} rows, there are {found}")
        told = _filled(said, {"said": foot[1], "found": len(rows)})
        raise Fault(len(lines), "wrong_count", told)
    total = control_sum(rows)
    if int(foot[2]) != total:
        said = Text(zh="控制总和 {said}，实际 {found}", en="says control sum {said}, it is {found}")
        told = _filled(said, {"said": foot[2], "found": total})
        raise Fault(len(lines), "wrong_sum", told)


def _row(number: int, line: str, stage: str, waiting: Mapping[str, None]) -> Returned:
    parts = line.split("|")
    if len(parts) != 3 + _BACK_FIELDS[stage] or parts[:2] != ["ROW", str(number - 1)]:
        said = Text(zh="不是第 {n} 笔记录", en="is not row {n} of this format")
        raise Fault(number, "wrong_row", _filled(said, {"n": number - 1}))
    application_id, code = parts[2], parts[3]
    if application_id not in waiting:
        said = Text(zh="申请不在本批次或重复", en="is not waiting in this batch, or came before")
        raise Fault(number, "unknown_application", said)
    if len(code) != 2 or not (code.isascii() and code.isdigit()):
        raise Fault(number, "wrong_code", Text(zh="返回码无效", en="has no two-digit return code"))
    account = None
    if stage == "bank" and code == "00":
        account = parts[4]
        if not pan.is_valid(account):
            said = Text(zh="银行账号无效", en="has no valid account number")
            raise Fault(number, "wrong_account_number", said)
    return Returned(application_id, code, account, parts[-1][:200])


def _filled(text: Text, params: Mapping[str, object]) -> Text:
    return Text(zh=text.into("zh-CN", params), en=text.into("en", params))
