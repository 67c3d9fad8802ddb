"""The fixed part of a message: by widths, and where terminals got the widths wrong, by sense."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.culture.faces.sip2.shape import DATE_WIDTH, Fixed, Layout

_DATE = re.compile(r"[0-9]{8}[ A-Za-z]{4}[0-9]{6}")
_BARE_DATE = re.compile(r"(?:19|20)[0-9]{2}[01][0-9][0-3][0-9][0-2][0-9][0-5][0-9][0-5][0-9]")
_BARE_WIDTH: Final = 14
_TOO_LONG: Final = 40
"""Characters by which a fixed part is looked at beyond its end; assumed."""
_ID = re.compile(r"[A-Z][A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Cut:
    """fixed: each field at its width. rest: the fields behind."""

    fixed: Mapping[str, str]
    rest: str
    deviations: tuple[str, ...]


def cut(text: str, layout: Layout) -> Cut:
    """What stands behind the command, parted. Never fails: what is missing is blank.

    A fixed part is too short where a field of this message begins before its end, or the line
    ends; too long where no field begins at its end but one does before the first bar.
    """
    end = _end(text, layout)
    if end == layout.width:
        return Cut(_by_width(text, layout), text[end:], ())
    if end > layout.width:
        return Cut(_by_width(text, layout), text[end:], ("long_fixed",))
    fixed, deviations = _by_sense(text[:end], layout)
    return Cut(fixed, text[end:], deviations)


def written(values: Mapping[str, str], each: Fixed) -> str:
    """A value at its width: counts with zeros in front, and nines where they are too long.

    >>> written({"n": "7"}, Fixed("n", 4, "count")), written({}, Fixed("l", 3, "text", "000"))
    ('0007', '000')
    """
    value = values.get(each.name, each.refusal)
    value = "".join(sign if " " <= sign <= "~" and sign != "|" else " " for sign in value)
    if each.kind == "count":
        value = value.strip().rjust(each.width, "0")
        return value if len(value) == each.width else "9" * each.width
    return value.ljust(each.width)[: each.width]


def _end(text: str, layout: Layout) -> int:
    """Where the fields begin."""
    fixed = text[: layout.width + _TOO_LONG].partition("|")[0]
    starts = [at for at in range(len(fixed) - 1) if fixed[at : at + 2] in layout.order]
    if layout.width in starts:  # first, for a currency may look like a field: CAD
        return layout.width
    if starts and starts[0] <= layout.width:
        return starts[0]
    if len(fixed) <= layout.width:
        return len(fixed)
    if starts and not _ID.match(text, layout.width):
        return starts[0]
    return layout.width


def _by_width(text: str, layout: Layout) -> dict[str, str]:
    fixed, at = {}, 0
    for each in layout.fixed:
        fixed[each.name] = text[at : at + each.width]
        at += each.width
    return fixed


def _by_sense(text: str, layout: Layout) -> tuple[dict[str, str], tuple[str, ...]]:
    """A part that is too short: dates are known by their look, so what stands before and behind
    them finds its place; a date may lack its zone."""
    fixed: dict[str, str] = {}
    noted: list[str] = []
    at, spare = 0, layout.width - len(text)
    for index, each in enumerate(layout.fixed):
        here = text[at:]
        if each.kind == "date" and not _DATE.match(here) and _BARE_DATE.match(here):
            value = f"{here[:8]}    {here[8:_BARE_WIDTH]}"
            at, spare = at + _BARE_WIDTH, spare - (DATE_WIDTH - _BARE_WIDTH)
            noted.append(f"no_zone:{each.name}")
        elif spare >= each.width and _is_missing(here, each, layout.fixed[index + 1 :]):
            value, spare = "", spare - each.width
            noted.append(f"missing:{each.name}")
        else:
            value = here[: each.width]
            at += each.width
            if len(value) < each.width:
                spare -= each.width - len(value)
                noted.append(f"short:{each.name}")
        fixed[each.name] = value.ljust(each.width)
    return fixed, tuple(noted)


def _is_missing(here: str, each: Fixed, later: tuple[Fixed, ...]) -> bool:
    """Whether a field was left out: nothing is left, or what follows is something else."""
    if not here:
        return True
    if each.kind == "date":
        return not (_DATE.match(here) or here[: each.width].isspace())
    is_date = bool(_DATE.match(here) or _BARE_DATE.match(here))
    return is_date and any(field.kind == "date" for field in later)
