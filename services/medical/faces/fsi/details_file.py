"""The file of 3202 and the file that answers it: a bill a line, tabs between the columns.

UTF-8 without a header, `null` for nothing, plain or in a ZIP with one member; columns by the
field table of the number. A bad file is refused whole, and says which line is wrong.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import marshmallow as ma

from services.medical.domain import reconciliation_file as rules
from services.medical.domain.reconciliation import (
    AMOUNT_DIFFERS,
    MATCHED,
    ONLY_CENTRE,
    ONLY_INSTITUTION,
    ROUNDING,
    Compared,
    Entry,
    Line,
)
from services.medical.domain.reconciliation_file import FileFault
from services.medical.faces.fsi import catalogue, codes, words
from services.medical.faces.fsi.clearing import YES, money
from services.medical.faces.fsi.values import Value, value_of
from services.medical.problems_reconciliation import DetailsRefused
from services.medical.store.institution_bills import KnownAs
from sscsim.kernel.money import Money

NUMBER = "3202"
NOTHING = "null"
LARGEST = 16_000_000
"""Bytes of the longest text that is read: 20,000 lines are far shorter."""
_ID = re.compile("[0-9A-HJKMNP-TV-Z]{26}")
_IDS = {"setl_id": "stl_", "mdtrt_id": "vis_", "psn_no": "psn_"}
_ZIP = b"PK"
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The same results make the same bytes, whenever they are packed."""


@cache
def _columns(node: str) -> tuple[Value, ...]:
    layout = catalogue.layout(NUMBER)
    assert layout is not None
    [found] = [one for one in layout.files if one.name == node]
    return tuple(value_of(field, required=True, strict=False) for field in found.fields)


# ---- reading


def read(content: bytes) -> list[Line]:
    """The bills of a file; DetailsRefused names the line and what is wrong with it."""
    try:
        rows = _text(content).splitlines()
        if len(rows) > rules.MAX_LINES:
            said = f"has more than {rules.MAX_LINES} bills"
            raise FileFault(0, "too_long", f"明细超过{rules.MAX_LINES}行", said)
        lines = [_line(number, row) for number, row in enumerate(rows, start=1)]
        rules.check_unique(lines, first=1)
    except FileFault as fault:
        raise DetailsRefused(fault.line, fault.code, fault.text, "data.file_qury_no") from None
    return lines


def _text(content: bytes) -> str:
    raw = _unpacked(content) if content.startswith(_ZIP) else content
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FileFault(line, "encoding", "不是 UTF-8", "is not UTF-8") from None


def _unpacked(content: bytes) -> bytes:
    """Its one member, which may not grow without end."""
    bad = FileFault(0, "archive", "压缩包须只含一个文件且可读", "is no ZIP of one file")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) != 1:
                raise bad
            with archive.open(names[0]) as member:
                raw = member.read(LARGEST + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        raise bad from None
    if len(raw) > LARGEST:
        raise FileFault(0, "too_long", "文件过大", "is too large")
    return raw


def _line(number: int, row: str) -> Line:
    columns = _columns("upload")
    values = row.split("\t")
    if len(values) != len(columns):
        wanted = len(columns)
        raise FileFault(
            number, "columns", f"须有{wanted}列，以制表符分隔", f"must have {wanted} columns"
        )
    read_ = {
        column.field.name: _value(number, column, value)
        for column, value in zip(columns, values, strict=True)
    }
    for name, prefix in _IDS.items():
        said = read_[name]
        if not said.startswith(prefix) or not _ID.fullmatch(said[len(prefix) :]):
            raise FileFault(number, name, f"{name}不是本平台的编号", f"{name} is no id of ours")
    made = Line(
        money(read_["medfee_sumamt"]),
        money(read_["fund_pay_sumamt"]),
        money(read_["acct_pay"]),
        codes.same(read_["refd_setl_flag"], YES),
        settlement_id=read_["setl_id"],
        visit_id=read_["mdtrt_id"],
        person_id=read_["psn_no"],
    )
    rules.check(made, number)
    return made


def _value(number: int, column: Value, text: str) -> Any:
    name, title = column.field.name, column.field.zh
    if text in ("", NOTHING):
        raise FileFault(number, name, f"{name}（{title}）不能为空", f"{name} is missing")
    try:
        return column.deserialize(text)
    except ma.ValidationError as error:
        said = f"{name}（{title}）{error.messages[0]}"
        raise FileFault(number, name, said, f"{name} is not in order") from None


# ---- writing


def write(
    compared: Sequence[Compared], numbers: Mapping[str, KnownAs], msgid: str, name: str
) -> bytes:
    """The results, packed. `numbers`: how messages name a settlement; `msgid`: of the
    reconciliation, where the message that made one isn't known."""
    text = "".join("\t".join(row) + "\n" for row in _results(compared, numbers, msgid))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name, _STAMP), text.encode())
    return packed.getvalue()


def _results(
    compared: Sequence[Compared], numbers: Mapping[str, KnownAs], msgid: str
) -> Iterator[list[str]]:
    columns = _columns("result")
    for one in compared:
        known = one.entry or one.line
        assert known is not None
        named = numbers.get(known.settlement_id or "")
        told = {
            "psn_no": known.person_id,
            "mdtrt_id": named.visit_number if named else known.visit_id,
            "setl_id": known.settlement_id,
            "msgid": (named and named.msgid) or msgid,
            "stmt_rslt": words.code("stmt_rslt", "equal" if one.result == MATCHED else "unequal"),
            "refd_setl_flag": YES if known.is_refund else "0",
            "memo": _memo(one),
            "medfee_sumamt": known.total,
            "fund_pay_sumamt": known.fund_pay,
            "acct_pay": known.account_pay,
        }
        yield [_shown(column, told[column.field.name]) for column in columns]


def _shown(column: Value, value: Any) -> str:
    text = NOTHING if value is None else str(column.shown(value))
    return re.sub(r"[\t\r\n]", " ", text)


_MEMOS = {
    ONLY_INSTITUTION: "中心在本次对账范围内无此记录",
    ONLY_CENTRE: "机构文件中无此记录",
    ROUNDING: "差一分，以中心为准",
    AMOUNT_DIFFERS: "金额不符，以中心为准",
}


def _memo(one: Compared) -> str | None:
    if one.result == MATCHED:
        return None
    said = _MEMOS[one.result]
    if one.line is not None and one.entry is not None:
        return f"{said}；机构减中心：{_off(one.line, one.entry)}"
    known = one.entry or one.line
    assert known is not None
    return f"{said}；退费须正负两条记录" if known.is_refund else said


def _off(line: Line, entry: Entry) -> str:
    parts: tuple[tuple[str, Money], ...] = (
        ("医疗费", line.total - entry.total),
        ("基金", line.fund_pay - entry.fund_pay),
        ("个人账户", line.account_pay - entry.account_pay),
    )
    return "，".join(f"{title}{off.plain()}" for title, off in parts if off)
