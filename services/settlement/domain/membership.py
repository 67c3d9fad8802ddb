"""Which month, or period of another kind, a claim is cleared in, and which rule says so.

Decided once, when the claim is recorded, from instants alone: never from the state
something happens to be in when a month is closed. Later only an exception moves a
claim, and it says which.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.settlement.domain.calendar import (
    MIDNIGHT,
    Terms,
    frozen_at,
    year_closed_at,
)
from services.settlement.domain.periods import Period
from sscsim.kernel.periods import Month, at
from sscsim.kernel.problems import Text


class Rule(StrEnum):
    IN_WINDOW = "in_window"
    LATE = "late"
    EXPIRED = "expired"
    DISPUTED = "disputed"
    REVERSED_IN_WINDOW = "reversed_in_window"
    CORRECTED = "corrected"
    ADJUSTMENT = "adjustment"
    PRIOR_YEAR = "prior_year"
    CARRIED = "carried"


SENTENCES = {
    Rule.IN_WINDOW: Text(
        zh="结算完成于本月，在清算截止前入账。",
        en="Settled in this month and recorded before the month was frozen.",
    ),
    Rule.LATE: Text(
        zh="入账或申报时结算所属月份已截止，顺延到下一个未截止的月份。",
        en="Its own month was frozen before it was recorded or declared: the next open month takes "
        "it.",
    ),
    Rule.EXPIRED: Text(
        zh="超过最长顺延月数，不再清算，转手工报销。",
        en="Later than the longest delay allowed: not cleared, paid by hand.",
    ),
    Rule.DISPUTED: Text(
        zh="争议解决后进入下一个未截止的月份。",
        en="Taken out by a dispute; cleared in the open month after it was settled.",
    ),
    Rule.REVERSED_IN_WINDOW: Text(
        zh="清算截止前已撤销，原单和撤销单均不参加清算。",
        en="Reversed before its month was frozen: neither line is cleared.",
    ),
    Rule.CORRECTED: Text(
        zh="结果未知，已冲正：原单不参加清算，也没有撤销单。",
        en="Its outcome was unknown and it was undone: it is not cleared, and no line takes it "
        "back.",
    ),
    Rule.ADJUSTMENT: Text(
        zh="清算截止后撤销，作为负数单进入撤销当时未截止的月份。",
        en="Takes back a claim whose month was frozen: a negative line in the open month.",
    ),
    Rule.PRIOR_YEAR: Text(
        zh="调整已关账年度的结算单，在清算表中单列一行。",
        en="Takes back a claim of a year that is closed: a line of its own in the open month.",
    ),
    Rule.CARRIED: Text(
        zh="所在月份未签章或已中止，整体顺延到下一个未截止的月份。",
        en="Its month was not signed by its province, or aborted: carried over as a whole.",
    ),
}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What the rule looks at.

    settled_at: the insured side's commit, whose month in China is the claim's own
    recorded_at: when the clearing side learnt of it; later if the answer was lost
    reversed_at: when it was taken back, if it was
    released_at: when a dispute about it ended, if there was one
    takes_back: this claim reverses another, whose month was frozen by then
    original_settled_at: when the insured side settled the one it takes back
    carried_at: when its month went on without it, if that happened
    """

    settled_at: datetime
    recorded_at: datetime
    reversed_at: datetime | None = None
    released_at: datetime | None = None
    takes_back: bool = False
    original_settled_at: datetime | None = None
    carried_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """The month a claim is cleared in, None for none, and the rule that chose it.

    month: of a medical bill; of another kind a period of that kind's length
    is_prior_year: the year it belongs to was closed by then
    """

    month: Period | None
    rule: Rule
    is_prior_year: bool = False


def cycle(claim: Occurrence, terms: Terms) -> Membership:
    """The clearing month of a claim: none if it was taken back before that month was frozen."""
    chosen = _chosen(claim, terms)
    if chosen.month is None or claim.reversed_at is None:
        return chosen
    if claim.reversed_at < frozen_at(chosen.month, terms):
        return Membership(None, Rule.REVERSED_IN_WINDOW)
    return chosen


def _chosen(claim: Occurrence, terms: Terms) -> Membership:
    """In order: after a dispute, carried over, taking back an earlier claim, in its own month,
    late, expired."""
    own = terms.period_of(claim.settled_at)
    for when, rule in ((claim.released_at, Rule.DISPUTED), (claim.carried_at, Rule.CARRIED)):
        if when is not None:
            closed = when >= year_closed_at(own.year, terms)
            return Membership(first_open(own, when, terms), rule, closed)
    month = first_open(own, claim.recorded_at, terms)
    if claim.takes_back:
        year = Month.of(claim.original_settled_at or claim.settled_at).year
        closed = claim.recorded_at >= year_closed_at(year, terms)
        return Membership(month, Rule.PRIOR_YEAR if closed else Rule.ADJUSTMENT, closed)
    if month == own:
        return Membership(own, Rule.IN_WINDOW)
    too_late = month - own > terms.max_delay
    if too_late or claim.recorded_at >= year_closed_at(own.year, terms):
        return Membership(None, Rule.EXPIRED)
    return Membership(month, Rule.LATE)


def first_open(own: Period, when: datetime, terms: Terms) -> Period:
    """The first month, the claim's own or a later one, that still takes claims at `when`."""
    month = own
    while when >= frozen_at(month, terms):
        month += 1
    return month


def closed_before(when: datetime, terms: Terms) -> datetime:
    """Claims settled before this instant belong to a year that is closed at `when`."""
    year = Month.of(when).year
    if when < year_closed_at(year - 1, terms):
        year -= 1
    return at(date(year, 1, 1), MIDNIGHT)


def expired_before(target: Period, when: datetime, terms: Terms) -> datetime:
    """Claims settled before this instant can't wait for `target`: too late, or of a closed year."""
    oldest = target + -terms.max_delay
    return max(at(oldest.first, MIDNIGHT), closed_before(when, terms))
