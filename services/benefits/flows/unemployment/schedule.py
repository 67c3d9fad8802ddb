"""When the months of a region fall due: the turn of a month, its payout, its premiums.

Each is a due job of a region and month, scheduled once; one month schedules the next as long as a
benefit is open there, and a claim begins the chain anew.
"""

from datetime import date, datetime, time

from services.benefits.domain.unemployment import premium, run
from sscsim import clock
from sscsim.db import Tx
from sscsim.kernel.periods import Month

TURN = "benefits.turn_unemployment_month"
START = "benefits.start_unemployment_run"
PREMIUMS = "benefits.pay_unemployment_premiums"
_FIRST, _NINE = time(1, 0), time(9, 0)


def month(tx: Tx, region_code: str, due: Month) -> None:
    """A month's turn on its first day; the rest follows from that."""
    tx.schedule(TURN, f"{region_code}:{due}", _at(tx, due.first, _FIRST))


def payout(tx: Tx, region_code: str, due: Month) -> None:
    tx.schedule(START, f"{region_code}:{due}", _at(tx, run.pay_day(due), _NINE))


def premiums(tx: Tx, region_code: str, due: Month) -> None:
    tx.schedule(PREMIUMS, f"{region_code}:{due}", _at(tx, premium.pay_day(due), _NINE))


def _at(tx: Tx, day: date, at: time) -> datetime:
    return max(datetime.combine(day, at, clock.SHANGHAI), tx.world.now)


def read(key: str) -> tuple[str, Month]:
    region_code, _, due = key.partition(":")
    return region_code, Month.parse(due)
