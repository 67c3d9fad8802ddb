"""When the next roll of a scheme and region is made: a due job, on the pay day of its month."""

from datetime import datetime, time

from services.benefits.domain.pension import run
from sscsim import clock
from sscsim.db import Tx
from sscsim.kernel.periods import Month

START = "benefits.start_pension_run"
_AT = time(9, 0)


def next_run(tx: Tx, region_code: str, scheme: str, month: Month) -> None:
    """Have the roll of a month made; once, whoever asks."""
    due = datetime.combine(run.pay_day(month), _AT, clock.SHANGHAI)
    tx.schedule(START, f"{region_code}:{scheme}:{month}", max(due, tx.world.now))
