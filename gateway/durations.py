"""ISO 8601 durations, as the clock is advanced by them."""

import calendar
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

PATTERN = (
    r"P(?=.)(?:([0-9]{1,4})Y)?(?:([0-9]{1,4})M)?(?:([0-9]{1,5})W)?(?:([0-9]{1,6})D)?"
    r"(?:T(?=.)(?:([0-9]{1,6})H)?(?:([0-9]{1,8})M)?(?:([0-9]{1,9})S)?)?"
)
_FORM = re.compile(PATTERN)


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
        if not found:
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
