"""Limits that libraries have in common, where no house says otherwise; see `library_common`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from services.culture.domain.house import CommonRules
from sscsim.kernel.periods import Month
from sscsim.kernel.problems import Text

HOLD_REASONS: Final = {
    "reader_blocked": Text(zh="读者已被停借", en="A library lets the reader borrow nothing."),
    "too_many_holds": Text(zh="已达预约上限", en="The limit of holds is reached."),
    "already_held": Text(zh="已预约该书", en="The title is held already."),
    "already_on_loan": Text(zh="已借该书", en="The reader has the title."),
    "no_copy_here": Text(zh="网内没有可预约的馆藏", en="No copy in reach of this library."),
}
"""Why no hold is taken: the closed list."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A title that somebody would wait for. holds: how many they wait for already."""

    common: CommonRules
    holds: int
    is_blocked: bool = False
    is_held: bool = False
    is_on_loan: bool = False
    is_in_reach: bool = True


def against_hold(wish: Wish) -> Iterator[str]:
    """What speaks against a hold, codes of `HOLD_REASONS`."""
    if wish.is_blocked:
        yield "reader_blocked"
    if wish.holds >= wish.common.holds.value:
        yield "too_many_holds"
    if wish.is_held:
        yield "already_held"
    if wish.is_on_loan:
        yield "already_on_loan"
    if not wish.is_in_reach:
        yield "no_copy_here"


def kept_until(ready_on: date, common: CommonRules) -> date:
    """The last day on which a copy that was waited for can be fetched."""
    return ready_on + timedelta(days=common.hold_days.value)


def may_claim(claimed: int, common: CommonRules) -> bool:
    """Whether somebody who claims so many returns already may claim another (声称已还)."""
    return claimed < common.claims.value


def out_until(due_on: date, common: CommonRules) -> date:
    """The last day on which what isn't back counts as out; after it, as lost."""
    return due_on + timedelta(days=common.lost_after_days.value)


def points_lapsed_on(today: date, common: CommonRules) -> date:
    """Points given on this day or before count no more."""
    return (Month.of(today) + -common.points_lapse_months.value).day(today.day)
