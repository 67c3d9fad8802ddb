"""Concessions (优惠): who has which, and what part of the fare they pay at this tap.

A concession rests on the holder's card, but a child's, which rests on its height. Whether one is
due is found anew at each tap, from the rider's age, status and city, the moment of entry and what
was counted this month. Of several that are due the one by which least is paid is given: no source
says otherwise, so this is assumed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from services.transport.domain.rider import CARD, Moment, Rider
from services.transport.domain.rules import Concession, FareRules
from services.transport.problems import ConcessionNotDue, ConcessionUnknown, FareRuleMissing
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Window
from sscsim.kernel.problems import Text

_ALL = Fraction(1)


@dataclass(frozen=True, slots=True)
class Share:
    """The part of the fare that a concession leaves, and the figures that made it so."""

    code: str
    pays: Figure[Fraction]
    because: Mapping[str, Figure[str]]


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a concession isn't due: the member of the request that stands against it, and words."""

    pointer: str
    message: Text


def best(rules: FareRules, rider: Rider, moment: Moment, named_station: bool) -> Share | None:
    """The concession given at this tap; None if the rider pays the list fare.

    ConcessionUnknown where the city has none of the name that was asked for, ConcessionNotDue
    where this rider, or this moment, has no right to it.
    """
    if rider.wanted is not None:
        return _wanted(rules, rider, moment, named_station)
    due = [
        share_of(concession, rider, moment, rules)
        for concession in rules.concessions
        if lack(concession, rules, rider, moment, named_station) is None
    ]
    found = min(due, key=lambda share: share.pays.value, default=None)
    return None if found is None or found.pays.value == _ALL else found


def _wanted(rules: FareRules, rider: Rider, moment: Moment, named_station: bool) -> Share:
    known = {concession.code: concession for concession in rules.concessions}
    concession = known.get(rider.wanted or "")
    if concession is None:
        raise ConcessionUnknown(rider.wanted or "", sorted(known))
    missing = lack(concession, rules, rider, moment, named_station)
    if missing is not None:
        raise ConcessionNotDue(concession.code, missing.pointer, missing.message)
    return share_of(concession, rider, moment, rules)


def lack(
    concession: Concession, rules: FareRules, rider: Rider, moment: Moment, named_station: bool
) -> Lack | None:
    """What stands against the concession; None if it is due."""
    return next(_lacks(concession, rules, rider, moment, named_station), None)


def _lacks(
    concession: Concession, rules: FareRules, rider: Rider, moment: Moment, named_station: bool
) -> Iterator[Lack]:
    asked = concession.conditions
    if asked.below_height_cm is None:
        if rider.medium != CARD:
            yield Lack("/rider/medium", Text(zh="须持卡", en="a card is needed"))
        if not rider.card_is_local and not _out_of_town(rules).value:
            said = Text(zh="外地卡不享受", en="a card of another city has no concession here")
            yield Lack("/rider/card_region_code", said)
    elif rider.height_cm is None or rider.height_cm >= asked.below_height_cm.value:
        yield Lack("/rider/height_cm", Text(zh="身高不符", en="the height doesn't fit"))
    if asked.per_adult is not None and not 0 < (rider.nth_child or 0) <= asked.per_adult.value:
        said = Text(zh="须有成人带领且不超过名额", en="so many children with one adult, no more")
        yield Lack("/rider/nth_child", said)
    if asked.from_age is not None and (rider.age is None or rider.age < asked.from_age.value):
        yield Lack("/rider/birth_date", Text(zh="年龄不足", en="not old enough, or age not said"))
    if asked.below_age is not None and (rider.age is None or rider.age >= asked.below_age.value):
        yield Lack("/rider/birth_date", Text(zh="年龄超过", en="too old, or age not said"))
    if asked.status is not None and asked.status.value not in rider.statuses:
        yield Lack("/rider/statuses", Text(zh="身份不符", en="the status isn't held"))
    if asked.within is not None and _window(asked.within, moment) is None:
        yield Lack("/entered_at", Text(zh="不在优惠时段", en="not in the hours of the concession"))
    if asked.named_stations is not None and asked.named_stations.value and not named_station:
        said = Text(zh="不是优惠车站", en="not one of the stations that have it")
        yield Lack("/enters_at_named_station", said)


def _out_of_town(rules: FareRules) -> Figure[bool]:
    if rules.out_of_town_cards is None:
        raise FareRuleMissing(leaf="out_of_town_cards")
    return rules.out_of_town_cards


def share_of(concession: Concession, rider: Rider, moment: Moment, rules: FareRules) -> Share:
    """What part is paid now: by the month's count or sum, or in the peak, or as a rule."""
    pays, because = _now(concession, rider, moment)
    if not rider.card_is_local and concession.conditions.below_height_cm is None:
        because["out_of_town_cards"] = _words("true", _out_of_town(rules))
    return Share(concession.code, pays, {**_grounds(concession, moment), **because})


def _now(
    concession: Concession, rider: Rider, moment: Moment
) -> tuple[Figure[Fraction], dict[str, Figure[str]]]:
    uses, afterwards = concession.uses_a_month, concession.afterwards_pays
    if uses is not None and afterwards is not None and rider.uses_before >= uses.value:
        return afterwards, {"uses_a_month": _words(f"{rider.uses_before} / {uses.value}", uses)}
    if concession.peak is not None and concession.peak_pays is not None:
        window = _window(concession.peak, moment)
        if window is not None:
            return concession.peak_pays, {"peak": _words(str(window), concession.peak)}
    tier = _tier(concession, rider)
    return (concession.pays, {}) if tier is None else (tier, {})


def _tier(concession: Concession, rider: Rider) -> Figure[Fraction] | None:
    """By the number of this trip in the month, or by what was spent before it."""
    trip = rider.trips_before + 1
    if concession.by_trip is not None and trip >= concession.by_trip.value.rungs[0][0]:
        percent = concession.by_trip.value.at(trip)
        return Figure(Fraction(percent, 100), concession.by_trip.basis)
    if concession.by_spending is not None:
        rows = concession.by_spending.value
        reached = [pays for above, pays in rows if rider.spent_before > above]
        if reached:
            return Figure(reached[-1], concession.by_spending.basis)
    return None


def _window(windows: Figure[tuple[Window, ...]], moment: Moment) -> Window | None:
    """The window that holds the moment of entry; windows are of working days."""
    if not moment.is_workday:
        return None
    return next((one for one in windows.value if one.holds(moment.minute)), None)


def _grounds(concession: Concession, moment: Moment) -> dict[str, Figure[str]]:
    """The figures by which the concession was due, as words that carry their source."""
    asked = concession.conditions
    found = {
        "from_age": asked.from_age,
        "below_age": asked.below_age,
        "status": asked.status,
        "below_height_cm": asked.below_height_cm,
        "per_adult": asked.per_adult,
    }
    grounds = {name: _words(str(each.value), each) for name, each in found.items() if each}
    if asked.within is not None:
        grounds["within"] = _words(str(_window(asked.within, moment)), asked.within)
    return grounds


def _words(text: str, of: Figure[Any]) -> Figure[str]:
    return Figure(text, of.basis)
