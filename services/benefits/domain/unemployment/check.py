"""The monthly check of a person on benefit (按月资格核对), and what ends the benefit.

Law on social insurance, article 51. Months missed in a row without a good reason are taken for
new work (Guangdong, article 37); a good reason is a stay in hospital, pregnancy or a child under
one (article 45).
"""

from collections.abc import Iterable
from typing import Final

ENDED_FOR: Final = (
    "employed",
    "military_service",
    "emigrated",
    "on_pension",
    "refused_work",
    "checks_missed",
    "deregistered",
    "used_up",
    "died",
    "moved",
)
INTERRUPTED_FOR: Final = ("imprisoned", "compulsory_treatment")
"""The months stop running and go on afterwards (中断)."""

CONFIRMED, EXCUSED, MISSED = "confirmed", "excused", "missed"
CHECKS: Final = (CONFIRMED, EXCUSED, MISSED)


def missed_in_a_row(checks: Iterable[str]) -> int:
    """Months missed at the end, newest last; an excused month neither counts nor breaks the row.

    >>> missed_in_a_row(["missed", "confirmed", "missed", "excused", "missed"])
    2
    """
    row = 0
    for check in checks:
        if check == CONFIRMED:
            row = 0
        row += check == MISSED
    return row


def ends_for(checks: Iterable[str], offers_refused: int, misses: int, refusals: int) -> str | None:
    """Why the benefit ends, one of `ENDED_FOR`; None while it goes on.

    misses: months in a row that end it. refusals: of suitable work or training, in all.
    """
    if offers_refused >= refusals:
        return "refused_work"
    return "checks_missed" if missed_in_a_row(checks) >= misses else None
