"""The frame that all files of subsidies have, of our making (treasuries agree on their own).

UTF-8, lines end with a line feed, fields are separated by `|`, amounts are yuan with two
decimals. `H` stands first and says count, sum and checksum: the first 16 hexadecimal
characters of SHA-256 over all lines between it and `T`, with their line feeds. `T` repeats
count and sum, so that a truncated file shows. A bad file is refused whole.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

MAX_LINES: Final = 200_000
_MONEY = re.compile(r"(?:0|[1-9]\d{0,9})\.\d{2}\Z", re.ASCII)


class FileFault(ValueError):
    """What is wrong with a file, and in which line (1 is the first; 0: the file as a whole)."""

    def __init__(self, line: int, code: str, zh: str, en: str) -> None:
        super().__init__(f"line {line}: {en}")
        self.line, self.code, self.text = line, code, Text(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Framed:
    """A file taken apart: the fields of its header, and the lines between the frame."""

    header: list[str]
    body: list[str]

    def check(self, summed: int) -> None:
        """FileFault unless count, sum (in fen) and checksum are those of the lines."""
        count, total, checksum = self.header[-3:]
        if count != str(len(self.body)):
            raise FileFault(
                1, "count", "笔数不符", f"says {count} lines, the lines are {len(self.body)}"
            )
        if fen_of(1, total) != summed:
            lines = Money(summed).plain()
            raise FileFault(1, "sum", "金额合计不符", f"says {total}, the lines come to {lines}")
        if checksum != checksum_of(self.body):
            raise FileFault(1, "checksum", "校验和不符", "the checksum is not that of the lines")


def taken_apart(content: bytes, header_fields: int) -> Framed:
    """FileFault for a file that is not UTF-8, cut off, or has another header."""
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
    header = lines[0].split("|")
    if header[0] != "H" or len(header) != header_fields:
        wants = f"the header has {header_fields} fields, H first"
        raise FileFault(1, "header", "首行格式错误", wants)
    body = lines[1:-2]
    if not body:
        raise FileFault(2, "empty", "没有明细", "the file has no lines")
    if len(body) > MAX_LINES:
        raise FileFault(0, "too_long", "明细过多", f"has more than {MAX_LINES} lines")
    if lines[-2].split("|") != ["T", header[-3], header[-2]]:
        raise FileFault(
            len(lines) - 1, "trailer", "尾行与首行不符", "the trailer differs from the header"
        )
    return Framed(header, body)


def written(header: Sequence[str], body: Sequence[str], fen: int) -> str:
    """The file with these lines, whose header begins so; count, sum and checksum are added."""
    count, total = str(len(body)), Money(fen).plain()
    head = "|".join(["H", *header, count, total, checksum_of(body)])
    return "\n".join([head, *body, f"T|{count}|{total}", ""])


def checksum_of(body: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for line in body:
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()[:16]


def fen_of(line: int, text: str) -> int:
    """An amount in fen; FileFault for what is not yuan with two decimals."""
    if not _MONEY.match(text):
        raise FileFault(line, "amount", "金额格式错误", "amounts are yuan with two decimals")
    return int(text.replace(".", ""))


def instant(line: int, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise FileFault(line, "paid_at", "入账时间格式错误", "needs an instant with its offset")
    return found
