"""When a day of a record falls due: at its first instant in China, and never before now."""

from datetime import date, datetime, time, timedelta

from sscsim import clock
from sscsim.db import Tx


def at_start_of(tx: Tx, day: date) -> datetime:
    return max(datetime.combine(day, time(0, 0), clock.SHANGHAI), tx.world.now)


def after(tx: Tx, last_day: date) -> datetime:
    """The first instant after a last day."""
    return at_start_of(tx, last_day + timedelta(days=1))
