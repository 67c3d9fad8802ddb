"""The file a whole world travels in: gzip of lines of JSON, read and written as a stream.

    {"format": "ssc-world", "version": 1, "world": {…}, "stores": {"card": "card_0007", …}}
    {"table": "card.persons", "columns": ["birth_date", …]}
    ["1990-01-01", …]                                one line a row, in order of writing
    {"end": "card.persons", "rows": 10000, "sha256": "…"}
    …
    {"end": "ssc-world", "rows": 31337, "sha256": "…"}

Columns stand in alphabetical order and the gzip header carries no time, so that a world
gives the same bytes wherever it lies. Each table's checksum is that of its rows with their
line ends, the last one that of everything above it. Nothing in it is a path.
"""

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from sscsim import settings
from sscsim.db.types import canonical
from sscsim.kernel.problems import Refused, Text

FORMAT, VERSION = "ssc-world", 1
_LINE_BYTES = 16 * 1024 * 1024
_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_LEVEL = 3
"""A third of the bytes at a third of the time of the default."""


class WorldFileBroken(Refused):
    code = "world_file_broken"
    title = Text(zh="沙箱文件损坏", en="World file broken")
    detail = Text(
        zh="第 {line} 行：不是沙箱导出文件，或被截断、被改动，未导入任何内容。",
        en="Line {line}: not a world file, or cut off, or changed. Nothing was imported.",
    )


class WorldFileTooLarge(Refused):
    code = "world_file_too_large"
    title = Text(zh="沙箱文件过大", en="World file too large")
    detail = Text(
        zh="解压后超过 {limit} 字节，未导入任何内容。",
        en="More than {limit} bytes when unpacked. Nothing was imported.",
    )


class WorldFileNotKnown(Refused):
    code = "world_file_not_known"
    title = Text(zh="沙箱文件版本不支持", en="World file of another version")
    detail = Text(
        zh="本版本不认识 {what}，未导入任何内容。请用导出该文件的版本或更新的版本导入。",
        en="This version doesn't know {what}. Nothing was imported. Use the version that wrote"
        " the file, or a newer one.",
    )


class WorldFileRowRefused(Refused):
    code = "world_file_row_refused"
    title = Text(zh="沙箱文件含有不合法的数据", en="World file with a row that can't be")
    detail = Text(
        zh="{table} 第 {row} 行不合法（{column}），未导入任何内容。",
        en="{table}, row {row}: {column} can't be so. Nothing was imported.",
    )


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one table."""

    service: str
    table: str
    columns: tuple[str, ...]
    rows: Iterator[list[Any]]

    @property
    def name(self) -> str:
        return f"{self.service}.{self.table}"


class Writer:
    """Writes a world file; `close` writes its last line."""

    def __init__(self, out: BinaryIO, header: dict[str, Any]) -> None:
        self._out = gzip.GzipFile(fileobj=out, mode="wb", compresslevel=_LEVEL, mtime=0)
        self._all = hashlib.sha256()
        self._rows = 0
        self._line({"format": FORMAT, "version": VERSION, **header})

    def _line(self, value: Any) -> None:
        self._bytes(canonical(value).encode() + b"\n")

    def _bytes(self, line: bytes) -> None:
        self._all.update(line)
        self._out.write(line)

    def table(self, name: str, columns: list[str], rows: Iterable[Any]) -> None:
        self._line({"table": name, "columns": columns})
        digest, count = hashlib.sha256(), 0
        for row in rows:
            line = canonical(list(row)).encode() + b"\n"
            digest.update(line)
            self._bytes(line)
            count += 1
        self._rows += count
        self._line({"end": name, "rows": count, "sha256": digest.hexdigest()})

    def close(self) -> None:
        self._line({"end": FORMAT, "rows": self._rows, "sha256": self._all.hexdigest()})
        self._out.close()


class Reader:
    """Reads a world file, believing nothing of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = gzip.GzipFile(fileobj=file, mode="rb")
        self._left = settings.current().max_import_unpacked_bytes
        self._all = hashlib.sha256()
        self._number = 0
        self._rows = 0
        self._is_open = False
        self.header = self._header()

    def broken(self) -> WorldFileBroken:
        return WorldFileBroken(line=self._number)

    def _next(self) -> bytes:
        self._number += 1
        try:
            line = self._file.readline(_LINE_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise self.broken() from None
        self._left -= len(line)
        if self._left < 0:
            raise WorldFileTooLarge(limit=settings.current().max_import_unpacked_bytes)
        if not line.endswith(b"\n"):
            raise self.broken()
        return line

    def _parsed(self, line: bytes) -> Any:
        try:
            return json.loads(line, parse_float=_no_number, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise self.broken() from None

    def _marker(self) -> tuple[bytes, dict[str, Any]]:
        line = self._next()
        found = self._parsed(line)
        if not isinstance(found, dict):
            raise self.broken()
        return line, found

    def _header(self) -> dict[str, Any]:
        line, found = self._marker()
        self._all.update(line)
        if found.get("format") != FORMAT:
            raise self.broken()
        if found.get("version") != VERSION:
            raise WorldFileNotKnown(what=f"version {str(found.get('version'))[:20]}")
        if not isinstance(found.get("world"), dict) or not isinstance(found.get("stores"), dict):
            raise self.broken()
        return found

    def sections(self) -> Iterator[Section]:
        """Each table in turn; its rows must be read before the next one is asked for."""
        while True:
            if self._is_open:
                raise RuntimeError("the rows of the section before were not read")
            line, found = self._marker()
            if "table" not in found:
                self._finish(found)
                return
            self._all.update(line)
            service, _, table = str(found["table"]).partition(".")
            columns = found.get("columns")
            if not isinstance(columns, list) or len(columns) > 200:
                raise self.broken()
            if not all(_is_name(word) for word in (service, table, *columns)):
                raise WorldFileNotKnown(what=str(found["table"])[:80])
            self._is_open = True
            yield Section(service, table, tuple(columns), self._section(found["table"], columns))

    def _section(self, name: str, columns: list[str]) -> Iterator[list[Any]]:
        digest, count = hashlib.sha256(), 0
        while (line := self._next()).startswith(b"["):
            digest.update(line)
            self._all.update(line)
            row = self._parsed(line)
            if not isinstance(row, list) or len(row) != len(columns):
                raise self.broken()
            count += 1
            yield row
        end = self._parsed(line)
        if end != {"end": name, "rows": count, "sha256": digest.hexdigest()}:
            raise self.broken()
        self._all.update(line)
        self._rows += count
        self._is_open = False

    def _finish(self, found: dict[str, Any]) -> None:
        told = {"end": FORMAT, "rows": self._rows, "sha256": self._all.hexdigest()}
        try:
            more = self._file.read(1)
        except (OSError, EOFError, zlib.error):
            raise self.broken() from None
        if found != told or more:
            raise self.broken()


def _is_name(word: Any) -> bool:
    return isinstance(word, str) and bool(_NAME.fullmatch(word))


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is not a whole number")
