"""Questions about stock: batches, movements and trace codes, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from services.medical.domain.institution import Institution
from services.medical.domain.stock import Batch, Movement, Trace
from services.medical.store import stock, store
from sscsim.clock import SHANGHAI


@dataclass(frozen=True)
class Asked:
    """What is asked for: `conditions` by column, days from and to, and which page."""

    conditions: Mapping[str, Any]
    since: date | None = None
    until: date | None = None
    page: int = 1
    size: int = 100

    @property
    def days(self) -> tuple[datetime | None, datetime | None]:
        """From the midnight of the first day to that after the last, in Shanghai."""
        begin = None if self.since is None else _midnight(self.since)
        end = None if self.until is None else _midnight(self.until + timedelta(days=1))
        return begin, end


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def batches(institution: Institution, asked: Asked) -> list[Batch]:
    with store.read() as tx:
        return stock.page_of_batches(
            tx, _of(institution, asked), asked.days, (asked.page, asked.size)
        )


def movements(
    institution: Institution, kinds: Sequence[str], asked: Asked
) -> list[tuple[Movement, Batch, bool]]:
    """Each with its batch, and whether it stands."""
    with store.read() as tx:
        return stock.page_of_movements(
            tx, kinds, _of(institution, asked), asked.days, (asked.page, asked.size)
        )


def traces(
    institution: Institution, what: Sequence[str], asked: Asked
) -> list[tuple[Trace, Movement, Batch, bool]]:
    with store.read() as tx:
        return stock.page_of_traces(
            tx, what, _of(institution, asked), asked.days, (asked.page, asked.size)
        )


def _of(institution: Institution, asked: Asked) -> dict[str, Any]:
    return {**asked.conditions, "institution_code": institution.institution_code}
