"""The closed list of units, and how each reads what a file states."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

from sscsim.kernel.ladder import Ladder, Reach
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, Window

MOST_SEGMENTS = 20
MOST_RUNGS = 60


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of an amount above `above` and up to the next segment is paid at `rate`."""

    above: Money
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Rung:
    """From this age on, whole years, so much is added."""

    age: int
    added: Fraction


@dataclass(frozen=True, slots=True)
class Band:
    """From this amount on, and up to the next band, so much is given."""

    least: Money
    gives: Money


_DECIMAL = re.compile(r"\d{1,12}(\.\d{1,4})?")


def _decimal(text: Any, limit: int) -> Fraction:
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        raise ValueError(f"needs a quoted decimal, not {text!r}")
    number = Fraction(text)
    if number > limit:
        raise ValueError(f"may not be above {limit}")
    return number


def _yuan(text: Any) -> Money:
    if not isinstance(text, str):
        raise ValueError(f"needs a quoted amount in yuan, not {text!r}")
    money = Money.yuan(text)
    if money < Money.zero():
        raise ValueError("may not be negative")
    return money


def _yuan_cap(text: Any) -> Money | None:
    return None if text == "unlimited" else _yuan(text)


def _percent(text: Any) -> Fraction:
    return _decimal(text, 100) / 100


def _percents(texts: Any) -> tuple[Fraction, ...]:
    if not isinstance(texts, list) or not texts:
        raise ValueError("needs a list of quoted percentages")
    return tuple(_percent(text) for text in texts)


def _whole(limit: int) -> Callable[[Any], int]:
    def read(text: Any) -> int:
        number = _decimal(text, limit)
        if number.denominator != 1:
            raise ValueError("needs a whole number")
        return number.numerator

    return read


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"needs true or false, not {value!r}")
    return value


def _month_day(text: Any) -> tuple[int, int]:
    """A day of every year, "07-01" (29 February is not one)."""
    try:
        day = date.fromisoformat(f"2001-{text}")
    except (ValueError, TypeError):
        raise ValueError(f'needs a quoted day of the year like "07-01", not {text!r}') from None
    return day.month, day.day


def _segments(rows: Any) -> tuple[Segment, ...]:
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_SEGMENTS:
        raise ValueError(f"needs a list of 1 to {MOST_SEGMENTS} times {{above, percent}}")
    found = []
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"above", "percent"}:
            raise ValueError("each segment has exactly the keys above and percent")
        found.append(Segment(_yuan(row["above"]), _percent(row["percent"])))
    if any(b.above <= a.above for a, b in pairwise(found)):
        raise ValueError("segments must rise")
    return tuple(found)


def _bands(rows: Any) -> tuple[Band, ...]:
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_SEGMENTS:
        raise ValueError(f"needs a list of 1 to {MOST_SEGMENTS} times {{least, gives}}")
    found = []
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"least", "gives"}:
            raise ValueError("each band has exactly the keys least and gives")
        found.append(Band(_yuan(row["least"]), _yuan(row["gives"])))
    if any(b.least <= a.least for a, b in pairwise(found)):
        raise ValueError("bands must rise")
    return tuple(found)


def _year_month(text: Any) -> Month:
    if not isinstance(text, str):
        raise ValueError(f'needs a quoted month like "1995-12", not {text!r}')
    return Month.parse(text)


def _ages(rows: Any) -> tuple[Rung, ...]:
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_SEGMENTS:
        raise ValueError(f"needs a list of 1 to {MOST_SEGMENTS} times {{age, points}}")
    found = []
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"age", "points"}:
            raise ValueError("each rung has exactly the keys age and points")
        found.append(Rung(_whole(150)(row["age"]), _percent(row["points"])))
    if any(b.age <= a.age for a, b in pairwise(found)):
        raise ValueError("ages must rise")
    return tuple(found)


def _ladder(rows: Any) -> Ladder:
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_RUNGS:
        raise ValueError(f"needs a list of 1 to {MOST_RUNGS} times {{from, gives}}")
    whole = _whole(10**9)
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"from", "gives"}:
            raise ValueError("each rung has exactly the keys from and gives")
    return Ladder(tuple((whole(row["from"]), whole(row["gives"])) for row in rows))


def _reaches(rows: Any) -> tuple[Reach, ...]:
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_SEGMENTS:
        raise ValueError(f"needs a list of 1 to {MOST_SEGMENTS} times {{up_to_km, fare}}")
    found = []
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"up_to_km", "fare"}:
            raise ValueError("each reach has exactly the keys up_to_km and fare")
        metres = _decimal(row["up_to_km"], 10_000) * 1000
        if metres.denominator != 1:
            raise ValueError("a distance is in whole metres")
        found.append(Reach(metres.numerator, _yuan(row["fare"])))
    if any(b.metres <= a.metres for a, b in pairwise(found)):
        raise ValueError("reaches must rise")
    return tuple(found)


_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


def _minute(text: Any) -> int:
    found = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError(f'needs a quoted time of the day like "07:30", not {text!r}')
    return 24 * 60 if text == "24:00" else int(found[1]) * 60 + int(found[2])


def _windows(rows: Any) -> tuple[Window, ...]:
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_SEGMENTS:
        raise ValueError(f"needs a list of 1 to {MOST_SEGMENTS} times {{from, to}}")
    found = []
    for row in rows:
        if not isinstance(row, dict) or set(row) != {"from", "to"}:
            raise ValueError("each part of the day has exactly the keys from and to")
        found.append(Window(_minute(row["from"]), _minute(row["to"])))
    if any(one.end <= one.start for one in found):
        raise ValueError("a part of the day ends after it begins")
    if any(b.start < a.end for a, b in pairwise(found)):
        raise ValueError("parts of the day must follow each other")
    return tuple(found)


UNITS: Mapping[str, Callable[[Any], Any]] = {
    "yuan": _yuan,  # an amount, at most two decimals
    "yuan_cap": _yuan_cap,  # an amount, or the word "unlimited"
    "percent": _percent,  # "85" is 85 of 100; a ratio from 0 to 1
    "percents": _percents,  # a list of them, by position
    "points": _percent,  # percentage points, added to or taken from a percentage
    "multiplier": lambda text: _decimal(text, 10),  # a plain factor
    "segments": _segments,  # rising thresholds in yuan, each with its percentage
    "ages": _ages,  # rising ages in whole years, each with its percentage points
    "ladder": _ladder,  # rising whole numbers and what each gives; the description says of what
    "count": _whole(10**9),
    "days": _whole(36_600),
    "working_days": _whole(36_600),
    "months": _whole(1_200),
    "day_of_month": _whole(31),
    "month_day": _month_day,
    "year_month": _year_month,
    "bands": _bands,  # rising amounts in yuan, each with what is given from it on
    "flag": _flag,
    "metres": _whole(10**9),
    "minutes": _whole(10**6),
    "reaches": _reaches,  # rising distances in km, inclusive, each with its fare in yuan
    "windows": _windows,  # parts of the day, "07:30" to before "09:00"
}
"""The closed list of units, besides `word(a|b)` and `words(a|b)`: one or several of the words."""


def reader(unit: str) -> Callable[[Any], Any]:
    """What turns a stated figure of this unit into its value; it raises ValueError with the reason.

    KeyError for a unit that isn't on the list.
    """
    if unit in UNITS:
        return UNITS[unit]
    kind, _, rest = unit.partition("(")
    allowed = tuple(rest.removesuffix(")").split("|"))

    def word(value: Any) -> str:
        if value not in allowed:
            raise ValueError(f"needs one of {', '.join(allowed)}, not {value!r}")
        return cast(str, value)

    def words(value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or len(set(map(str, value))) != len(value):
            raise ValueError("needs a list of different words")
        return tuple(word(each) for each in value)

    match kind:
        case "word":
            return word
        case "words":
            return words
    raise KeyError(unit)
