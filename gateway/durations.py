"""ISO 8601 durations, as the clock is advanced by them."""

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_DATE = r"[0-9]{1,4}Y", r"[0-9]{1,4}M", r"[0-9]{1,5}W", r"[0-9]{1,6}D"
_TIME = r"[0-9]{1,6}H", r"[0-9]{1,8}M", r"[0-9]{1,9}S"


def _some(parts: tuple[str, ...]) -> str:
    """At least one of these, in their order."""
    tails = ("".join(f"(?:{part})?" for part in parts[at + 1 :]) for at in range(len(parts)))
    return "|".join(first + tail for first, tail in zip(parts, tails, strict=True))


PATTERN = rf"P(?:(?:{_some(_DATE)})(?:T(?:{_some(_TIME)}))?|T(?:{_some(_TIME)}))"
"""Without looking ahead, which not every reader of an OpenAPI document can."""
LONGEST = 60
"""Characters; no duration has so many, so the form alone decides."""
_VALID = re.compile(PATTERN)
_FORM = re.compile(
    "P"
    + "".join(f"(?:({part[:-1]}){part[-1]})?" for part in _DATE)
    + "T?"
    + "".join(f"(?:({part[:-1]}){part[-1]})?" for part in _TIME)
)


@dataclass(frozen=True, slots=True)
class Duration:
    """Months are calendar months: a month after 31 January is the last of February."""

    months: int
    rest: timedelta

    @classmethod
    def read(cls, text: str) -> "Duration":
        """ValueError for anything that is no ISO 8601 duration of whole parts.

        >>> Duration.read("P1Y2M3DT4H").months
        14
        """
        found = _FORM.fullmatch(text)
        if not found or not _VALID.fullmatch(text):
            raise ValueError(f"not an ISO 8601 duration: {text!r}")
        years, months, weeks, days, hours, minutes, seconds = (int(n or 0) for n in found.groups())
        rest = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
        return cls(12 * years + months, rest)

    def after(self, start: datetime) -> datetime:
        """`start` plus this duration, months first.

        >>> Duration.read("P1M").after(datetime(2026, 1, 31)).day
        28
        """
        count = start.year * 12 + start.month - 1 + self.months
        year, month = divmod(count, 12)
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        return start.replace(year=year, month=month + 1, day=day) + self.rest
