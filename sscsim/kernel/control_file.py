"""A file that carries its own control record (控制记录): count, sum and hash of its lines.

CSV in UTF-8, lines end with a line feed, amounts in whole fen:

    RECON,1,20260401,510100,insured
    settlement_id,clearing_fen
    stl_…,965000
    END,1,965000,<sha256>

The first record (the head) says what the file is about, the second names the columns. The
trailer has the number of lines, the sum of one column in fen and the SHA-256 of all bytes
before it. The same rows give the same bytes. A bad file is refused whole: FileFault says in
which line, and why.
"""

import csv
import hashlib
import io
import itertools
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sscsim.kernel.problems import Text

END: Final = "END"
_FEN: Final = re.compile(r"(?:0|-?[1-9][0-9]{0,14})")


class FileFault(ValueError):
    """What is wrong, and in which line (1 is the first; 0: the file as a whole)."""

    def __init__(self, line: int, code: str, zh: str, en: str) -> None:
        super().__init__(f"line {line}: {en}")
        self.line, self.code, self.text = line, code, Text(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind of file looks like.

    summed: the column whose sum in fen the trailer has
    unique: the column in which no value stands twice, where there is one
    """

    columns: tuple[str, ...]
    summed: str
    unique: str | None = None
    max_lines: int = 100_000


@dataclass(frozen=True, slots=True)
class Control:
    """What the trailer of a file says."""

    count: int
    sum_fen: int
    sha256: str


Row = Mapping[str, str]


def stream(
    form: Form, head: Sequence[str], rows: Iterable[Sequence[str]]
) -> Generator[bytes, None, Control]:
    """The file line by line, however long it is; what it returns is the control record."""
    count = sum_fen = 0
    summed = form.columns.index(form.summed)
    body = hashlib.sha256()
    for record in itertools.chain((head, form.columns), rows):
        line = _line(record)
        body.update(line)
        yield line
        if record is not head and record is not form.columns:
            count += 1
            sum_fen += int(record[summed])
    control = Control(count, sum_fen, body.hexdigest())
    yield _line((END, str(count), str(sum_fen), control.sha256))
    return control


def _line(record: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(record)
    return out.getvalue().encode()


def write(form: Form, head: Sequence[str], rows: Iterable[Sequence[str]]) -> tuple[bytes, Control]:
    """The file with its control record, and the record.

    >>> form = Form(("id", "amount_fen"), summed="amount_fen")
    >>> content, control = write(form, ("DEMO", "1"), [("a", "5"), ("b", "-2")])
    >>> control.count, control.sum_fen, content.decode().split("\\n")[:2]
    (2, 3, ['DEMO,1', 'id,amount_fen'])
    >>> [row["id"] for _, row in read(form, ("DEMO", "1"), content)]
    ['a', 'b']
    """
    lines, parts = stream(form, head, rows), []
    while True:
        try:
            parts.append(next(lines))
        except StopIteration as end:
            return b"".join(parts), end.value


def head_of(content: bytes, length: int) -> list[str]:
    """The first record of a file that says itself what it is about; FileFault without one."""
    records = _records(_decoded(content))
    if len(records[0]) != length:
        raise FileFault(1, "header", f"首记录须有 {length} 项", f"must have {length} values")
    return records[0]


def read(form: Form, head: Sequence[str], content: bytes) -> list[tuple[int, Row]]:
    """The lines of a file about `head`, each with its number; FileFault for any disorder.

    What the values of other columns than the summed one mean is the caller's to judge.
    """
    text = _decoded(content)
    records = _records(text)
    if len(records) < 3 or records[-1][:1] != [END]:
        raise FileFault(len(records), "trailer", "缺少尾记录", "the trailer is missing")
    if records[0] != list(head):
        raise FileFault(1, "header", "首记录不符", f"is not: {','.join(head)}")
    if records[1] != list(form.columns):
        raise _columns_fault(records[1], form)
    lines = records[2:-1]
    if len(lines) > form.max_lines:
        most = form.max_lines
        raise FileFault(0, "too_long", f"超过 {most} 行", f"has more than {most} lines")
    found = [(number, _row(form, number, line)) for number, line in enumerate(lines, start=3)]
    _check_trailer(form, len(records), records[-1], found, text)
    _check_unique(form, found)
    return found


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileFault(line, "encoding", "不是 UTF-8", "is not UTF-8") from None
    for bad in ("\ufeff", "\r", "\0"):
        if bad in text:
            line = text[: text.index(bad)].count("\n") + 1
            raise FileFault(
                line,
                "encoding",
                "不得含有 BOM、回车或空字符",
                "holds a byte order mark, a carriage return or a NUL",
            )
    if not text.endswith("\n"):
        raise FileFault(0, "truncated", "末行不完整", "the last line is cut off")
    return text


def _records(text: str) -> list[list[str]]:
    """One record a line: a quoted line feed would make the line numbers wrong."""
    found = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        try:
            [record] = csv.reader([line], strict=True)
        except (csv.Error, ValueError):
            raise FileFault(number, "form", "行格式错误", "is no record of CSV") from None
        found.append(record)
    return found


def _columns_fault(given: list[str], form: Form) -> FileFault:
    unknown = [name for name in given if name not in form.columns]
    if unknown:
        return FileFault(2, "unknown_column", f"未知列 {unknown[0]}", f"unknown: {unknown[0]}")
    return FileFault(2, "columns", "列名不符", f"is not: {','.join(form.columns)}")


def _row(form: Form, number: int, line: list[str]) -> Row:
    if len(line) != len(form.columns):
        wanted = len(form.columns)
        raise FileFault(number, "columns", f"须有 {wanted} 列", f"must have {wanted} values")
    row = dict(zip(form.columns, line, strict=True))
    whole_fen(row[form.summed], number)
    return row


def whole_fen(value: str, line: int) -> int:
    """A whole number of fen, of either sign; FileFault for anything else."""
    if not _FEN.fullmatch(value):
        raise FileFault(line, "amount", "金额须为整数分", "an amount is no whole number of fen")
    return int(value)


def _check_trailer(
    form: Form, number: int, trailer: list[str], found: list[tuple[int, Row]], text: str
) -> None:
    if len(trailer) != 4:
        raise FileFault(number, "trailer", "尾记录格式错误", "the trailer has four values")
    _, count, sum_said, sha256 = trailer
    if count != str(len(found)):
        raise FileFault(number, "count", "笔数不符", f"says {count}; there are {len(found)}")
    total = sum(int(row[form.summed]) for _, row in found)
    if sum_said != str(total):
        raise FileFault(number, "sum", "金额合计不符", f"says {sum_said}; the sum is {total}")
    body = text[: text.rindex("\n", 0, -1) + 1]
    if sha256 != hashlib.sha256(body.encode()).hexdigest():
        raise FileFault(number, "sha256", "校验值不符", "the SHA-256 is another")


def _check_unique(form: Form, found: list[tuple[int, Row]]) -> None:
    if form.unique is None:
        return
    seen: dict[str, int] = {}
    for number, row in found:
        earlier = seen.setdefault(row[form.unique], number)
        if earlier != number:
            raise FileFault(
                number, "duplicate", f"与第 {earlier} 行重复", f"is also in line {earlier}"
            )
