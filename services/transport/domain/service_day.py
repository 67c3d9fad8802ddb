"""The service day (运营日): from early morning to early morning, as the last trains are of the day
on which they left."""

from datetime import date, datetime, time, timedelta

from sscsim.kernel.periods import at, china_day


def service_day(instant: datetime, begins: int) -> date:
    """The service day of an instant; it begins so many minutes after midnight.

    >>> from sscsim.kernel.periods import CHINA
    >>> [service_day(datetime(2026, 4, 2, *hm, tzinfo=CHINA), 240).day
    ...  for hm in ((3, 59), (4, 0))]
    [1, 2]
    """
    return china_day(instant - timedelta(minutes=begins))


def begins_at(day: date, begins: int) -> datetime:
    """The instant at which a service day begins."""
    return at(day, time()) + timedelta(minutes=begins)


def ends_at(day: date, begins: int) -> datetime:
    """The first instant that is no longer of the day."""
    return begins_at(day + timedelta(days=1), begins)
