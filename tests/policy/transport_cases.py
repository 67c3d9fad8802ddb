"""How a case of fares is worked out: the domain, with the figures of its file.

An expectation like `4000 m` is the list fare of that distance, `apm 4000 m` that of a line, or of
a grade of bus, with a fare of its own. Else one journey is given: `by` which fare and over how many
`metres` (`distance` and 5000 m of a rail, `standard` of a bus), `entered` at, and what of the rider
matters. Without `medium` a local card is used.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from services.transport import terms
from services.transport.domain import passes
from services.transport.domain.quote import Journey, Quote, list_fare, quote
from services.transport.domain.rider import Rider
from services.transport.domain.rules import RAIL, FareRules
from services.transport.domain.transfer import FirstRide
from sscsim.kernel.explain import Basis, Figure, Source, faults
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA
from sscsim.kernel.problems import Problem
from sscsim.policy import Scheme
from tests.policy import purse_cases, ride_clearing_cases, riding_cases, risk_cases

_KNOWN = {
    *("by", "metres", "entered", "exited", "medium", "card", "age", "statuses", "height"),
    *("nth_child", "trips", "spent", "uses", "concession", "first", "day_pass", "monthly_pass"),
    *("same_station", "longest", "longest_from_exit", "line", "vehicle", "named_station"),
}
_OTHER: dict[str, Callable[[Scheme, Mapping[str, Any]], dict[str, str]]] = {
    "clearing": ride_clearing_cases.worked_out,
    "purse": purse_cases.worked_out,
    "riding": riding_cases.worked_out,
    "risk": risk_cases.worked_out,
}
"""Schemes that are no fares."""
_NETWORK = Basis("case", "metres", "1", "builtin", "2020-01-01", Source("case", "case", "invented"))


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    """Everything a case may expect, by name."""
    if scheme.name in _OTHER:
        return _OTHER[scheme.name](scheme, case)
    given = case["given"]
    assert not given.keys() - _KNOWN, f"unknown: {given.keys() - _KNOWN}"
    rules = terms.rules_from(scheme.on(case["on"]))
    found = _prices(rules)
    for name in case["expect"]:
        asked = re.fullmatch(r"(?:(\w+) )?(\d+) m", name)
        if asked:
            by = asked[1] or ("distance" if scheme.name == RAIL else "stages")
            way = Journey(scheme.name, {by: int(asked[2])}, _at("2026-04-01 12:00:00"))
            found[name] = list_fare(way, rules).plain()
    if "entered" in given:
        try:
            found |= _shown(_quoted(scheme.name, given, rules))
        except Problem as refused:
            found["refused"] = refused.code
    return found


def _prices(rules: FareRules) -> dict[str, str]:
    held = {f"{holder} pass": one.price.value for holder, one in rules.monthly_passes.items()}
    if rules.day_pass:
        held["day pass"] = rules.day_pass.price.value
    return {name: price.plain() for name, price in held.items()}


def _quoted(mode: str, given: Mapping[str, Any], rules: FareRules) -> Quote:
    by = given.get("by", "distance" if mode == RAIL else "standard")
    farthest = {
        "network_maximum": given.get("longest"),
        "exit_station_maximum": given.get("longest_from_exit"),
    }

    def longest(charge: str) -> Figure[int] | None:
        metres = farthest[charge]
        return None if metres is None else Figure(int(metres), _NETWORK)

    journey = Journey(
        mode,
        {by: int(given.get("metres", 0))},
        _at(given["entered"]),
        _at(given["exited"]) if "exited" in given else None,
        is_same_station="same_station" in given,
        line_id=given.get("line"),
        vehicle=given.get("vehicle"),
        named_station="named_station" in given,
        longest=longest,
    )
    return quote(journey, _rider(given), rules, _first(given), _held(given))


def _rider(given: Mapping[str, Any]) -> Rider:
    def number(name: str) -> int | None:
        return int(given[name]) if name in given else None

    return Rider(
        given.get("medium", "card"),
        given.get("card") != "of another city",
        number("age"),
        frozenset(given.get("statuses", ())),
        number("height"),
        number("nth_child"),
        int(given.get("trips", 0)),
        Money.yuan(given.get("spent", "0")),
        int(given.get("uses", 0)),
        given.get("concession"),
    )


def _first(given: Mapping[str, Any]) -> FirstRide | None:
    if "first" not in given:
        return None
    mode, tapped, fare, *more = given["first"]
    line, vehicle = [*more, None, None][:2]
    return FirstRide(mode, _at(tapped), Money.yuan(fare), line, vehicle)


def _held(given: Mapping[str, Any]) -> passes.Held | None:
    if "day_pass" in given:
        return passes.Held(first_entered_at=_at(given["day_pass"]))
    if "monthly_pass" in given:
        holder, rides = given["monthly_pass"]
        return passes.Held(holder=holder, rides_before=int(rides))
    return None


def _shown(made: Quote) -> dict[str, str]:
    assert faults(made.explanation.as_json()) == []
    return {
        "list": made.list_fare.plain(),
        "concession": made.concession or "none",
        "off": made.share("concession_discount").plain(),
        "transfer": made.share("transfer_discount").plain(),
        "pass": made.share("pass").plain(),
        "surcharge": made.surcharge.plain(),
        "overtime": "yes" if made.is_overtime else "no",
        "fare": made.fare.plain(),
    }


def _at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
