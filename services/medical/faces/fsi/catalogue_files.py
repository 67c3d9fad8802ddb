"""The files that catalogue downloads lead to (目录下载): rows of our catalogue by position.

A ZIP with one text: UTF-8, a line a row, columns between tabs, `null` for what isn't known.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from services.medical.domain.catalogue_version import version
from services.medical.domain.vocabulary import LEVELS
from services.medical.faces.fsi import catalogue
from services.medical.faces.fsi.catalogue_rows import ROWS, Row
from services.medical.store.catalogue import UNITS, Place
from sscsim.policy import read_yaml

FILE = "catalogue_files.yaml"
NOTHING = "null"
_FIRST_OF_ZIP = date(1980, 1, 1)
_RESTRICTIONS = ("male", "female", "inpatient_only", "levels", *LEVELS)


@dataclass(frozen=True, slots=True)
class FileForm:
    """`columns`: by position from 0, which cell of a row stands there; `rows`: of what, None of a
    catalogue that is empty here."""

    rows: str | None
    width: int
    columns: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Forms:
    files: Mapping[str, FileForm]
    units: Mapping[str, str]
    restrictions: Mapping[str, str]


@cache
def forms() -> Forms:
    return read((catalogue.FOLDER / FILE).read_text(encoding="utf-8"), FILE)


def read(text: str, file: str) -> Forms:
    """The forms of a file; PolicyError says what is wrong with it, and where."""
    top = Place(file)
    documents = read_yaml(text, file)
    if len(documents) != 1:
        raise top.fault("a file holds exactly one document")
    found = top.mapping(documents[0], ("source", "files", "empty", "units", "restrictions"))
    top.inside("source").word(found["source"], catalogue.sources())
    made = {number: FileForm(None, 0, {}) for number in top.inside("empty").rows(found["empty"])}
    for number, row in top.inside("files").mapping(found["files"], (), found["files"]).items():
        place = top.inside(f"files.{number}")
        if number in made:
            raise place.fault("is said to be empty")
        made[number] = _form(row, place)
    for number in made:
        top.inside(number).word(number, catalogue.transactions())
    units = top.inside("units").mapping(found["units"], UNITS)
    texts = top.inside("restrictions").mapping(found["restrictions"], _RESTRICTIONS)
    return Forms(made, units, texts)


def _form(row: Any, place: Place) -> FileForm:
    row = place.mapping(row, ("rows", "width", "columns"))
    rows = place.inside("rows").word(row["rows"], ROWS)
    width, columns = _whole(row["width"], place.inside("width")), {}
    for said, cell in place.inside("columns").mapping(row["columns"], (), row["columns"]).items():
        position = _whole(said, place.inside("columns")) - 1
        if not 0 <= position < width:
            raise place.inside(f"columns.{said}").fault(f"there are {width} columns")
        columns[position] = place.inside(f"columns.{said}").word(cell, ROWS[rows])
    return FileForm(rows, width, columns)


def _whole(said: Any, place: Place) -> int:
    if not (isinstance(said, str) and said.isascii() and said.isdigit()):
        raise place.fault(f"needs a whole number, not {said!r}")
    return int(said)


def text_of(form: FileForm, rows: Iterable[Row]) -> str:
    return "".join(_line(form, row) + "\n" for row in rows)


def _line(form: FileForm, row: Row) -> str:
    cells = [NOTHING] * form.width
    for position, name in form.columns.items():
        cells[position] = _cell(row.cells.get(name))
    return "\t".join(cells)


def _cell(value: Any) -> str:
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())


def filename(number: str, since: str, newest: date) -> str:
    return f"{number}_{since}_{version(newest)}.txt.zip"


def packed(name: str, text: str, newest: date) -> bytes:
    """The ZIP: the same bytes for the same rows."""
    made = io.BytesIO()
    day = max(newest, _FIRST_OF_ZIP)
    moment = (day.year, day.month, day.day, 0, 0, 0)
    told = zipfile.ZipInfo(name.removesuffix(".zip"), moment)
    told.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(told, text.encode("utf-8"))
    return made.getvalue()


def changed_since(rows: Sequence[Row], since: date) -> list[Row]:
    return [row for row in rows if row.changed > since]
