"""What a journey costs that lacks a tap, and one that staff closed at the counter.

A highest fare is charged as the city's rule says, and no concession lowers it, as with overtime:
that is assumed, no source says it.
"""

from datetime import timedelta

from services.transport.domain import quote as quotes
from services.transport.domain import riding
from services.transport.domain.quote import Journey, Quote
from services.transport.domain.rider import Rider
from services.transport.domain.riding import RidingRules
from services.transport.domain.rules import (
    DISTANCE,
    EXIT_STATION_MAXIMUM,
    NETWORK_MAXIMUM,
    FareRules,
    Tariff,
)
from services.transport.problems import FareRuleMissing
from sscsim.kernel import explain
from sscsim.kernel.explain import Figure, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

_LONGEST = {
    riding.NETWORK_MAXIMUM: NETWORK_MAXIMUM,
    riding.FROM_STATION: EXIT_STATION_MAXIMUM,
}


def charge_of(how: str, rules: RidingRules) -> Figure[str]:
    """By which rule a journey of this kind is charged."""
    by = {
        riding.NO_ENTRY: rules.no_entry,
        riding.ENTRY_AGAIN: rules.entry_again,
        riding.FORGOTTEN: rules.forgotten,
    }
    return by[how]


def lacking(how: str, journey: Journey, fares: FareRules, rules: RidingRules) -> Quote:
    """The fare of a journey without its entry or its exit; FareRuleMissing.

    `journey.longest` is asked for the metres of the network's longest way, or of that from the
    station that is known.
    """
    by = charge_of(how, rules)
    if by.value in (riding.REFUSE, riding.NOTHING):
        text = Text(zh="不收费（{rule}）", en="Nothing is charged ({rule})")
        return _only(explain.amount("incomplete", "0", {"rule": by}, text))
    if by.value == riding.LOWEST:
        lowest = quotes.capped("lowest", _ladder(fares), 0, fares)
        return quotes.paid(lowest[-1].money, Money.zero(), lowest)
    known = None if fares.overtime is None else fares.overtime.network_maximum
    steps: list[Step] = []
    maximum: Figure[Money] | Money
    if by.value == riding.NETWORK_MAXIMUM and known is not None:
        maximum = known
    else:
        longest = journey.longest(_LONGEST[by.value])
        if longest is None:
            raise FareRuleMissing(leaf="overtime.network_maximum")
        steps += quotes.capped("maximum", _ladder(fares), longest, fares)
        maximum = steps[-1].money
    text = Text(zh="行程不完整，收最高票价 {result}", en="Incomplete: the highest fare, {result}")
    step = explain.amount("incomplete", "maximum", {"maximum": maximum, "rule": by}, text)
    return quotes.paid(step.money, Money.zero(), [*steps, step])


def not_gone_in(
    waited: timedelta, journey: Journey, rider: Rider, fares: FareRules, rules: RidingRules
) -> Quote:
    """Tapped, but not gone in: free for a while, then the lowest fare this rider pays."""
    free = rules.not_gone_in_free
    later = rules.not_gone_in_later
    if waited <= timedelta(minutes=free.value) or later.value == riding.NOTHING:
        grounds = {"free_within": Figure(f"{free.value} min", free.basis)}
        text = Text(
            zh="未进站，{free_within} 内免费更新", en="Not gone in, within {free_within}: free"
        )
        return _only(explain.amount("not_gone_in", "0", grounds, text))
    return quotes.quote(journey, rider, fares)


def waived() -> Quote:
    """The operator was at fault: nothing is charged."""
    text = Text(zh="运营方原因，不收费", en="The operator was at fault: nothing is charged")
    return _only(explain.amount("waived", "0", {}, text))


def decided(fare: Money, why: str) -> Quote:
    """A fare that was decided by hand, in a dispute say; `why` is kept with it."""
    text = Text(zh="核定票价 {fare}（{why}）", en="Decided: {fare} ({why})")
    step = explain.amount("decided", "fare", {"fare": fare, "why": why}, text)
    return quotes.paid(step.money, Money.zero(), [step])


def lowest_way(entered: Journey) -> Journey:
    """The journey as the shortest way of its network: for the lowest fare."""
    return Journey(entered.mode, {DISTANCE: 0}, entered.entered_at)


def _ladder(fares: FareRules) -> Tariff:
    if fares.ladder is None:
        raise FareRuleMissing(leaf="ladder.steps")
    return fares.ladder


def _only(step: Step) -> Quote:
    return quotes.paid(step.money, Money.zero(), [step])
