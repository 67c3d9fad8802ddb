"""What to do at the legal age with too few months of contributions (缴费年限不足).

One may go on contributing until the least months are reached (延长缴费); who was insured before
July 2011 may pay the rest at once when five years of that are not enough (一次性缴费); or move to
the residents' scheme, or take the account at once, which ends the insurance (account.py).
"""

from dataclasses import dataclass
from typing import Final

from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Month

EXTEND, PAY_UP, RESIDENT, LUMP_SUM = "extend", "pay_up", "resident_scheme", "lump_sum"
WAYS: Final = (EXTEND, PAY_UP, RESIDENT, LUMP_SUM)


@dataclass(frozen=True, slots=True)
class PayUp:
    """Who may pay the rest at once: insured before a month, after so many months of going on."""

    insured_before: Figure[Month]
    after: Figure[int]


@dataclass(frozen=True, slots=True)
class Way:
    """A way, the month from which it is open, and the months of contributions it takes; for going
    on, `open_from` is its first month and the pension is due behind the last of its `months`."""

    way: str
    open_from: Month
    months: int


def ways(
    months: int, legal: Month, first_insured: Month, least: Figure[int], rule: PayUp
) -> list[Way]:
    """The ways that are open; none for who has the months.

    `months`: of contributions at the legal age; `least`: of the year in which that is reached.
    """
    missing = least.value - months
    if missing <= 0:
        return []
    found = [Way(EXTEND, legal, missing)]
    rest = missing - rule.after.value
    if first_insured < rule.insured_before.value and rest > 0:
        found.append(Way(PAY_UP, legal + rule.after.value, rest))
    return [*found, Way(RESIDENT, legal, 0), Way(LUMP_SUM, legal, 0)]
