"""How a case of travel passes or of venues is worked out: the domain, with the figures of its file.

`given` names the product (`pass`) or the kind of venue (`kind`). What is expected is named:

    price, seller, platform, pool     at `age` (40 when it isn't given)
    may buy, ground                   yes, or the reasons; by `age`, `registered`, `resident`,
                                      `insured`, `cards`, `papers`, `assisted`
    on sale                           yes or no
    activate until, refund until, starts, last day     when `bought`; `activated` on a day
    needs photo                       yes or no
    visit                             yes, or the reasons: to `venue` on `day`, after `used`
                                      (venue, day), with `children`, or with those of these `ages`
    blackout <day>                    yes or no by the figures of that day, or unknown
    mismatches, child below           numbers
    share                             weight and day: "list_price 5"
    ticket                            price and grade of `price` at `region`, `age`, `cards`
    book                              yes, or the reasons: for `day` at `now`
    cancel                            yes or no: at `now`, for the slot 08:00 of `day`
    blocked until                     after no-shows on days `missed`
    upload hours                      number
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from services.culture import terms_passes, terms_venues
from services.culture.domain import pass_course, pass_sale, pass_use, reservation, ticket
from services.culture.domain.pass_rules import Buyer, PassRules
from services.culture.domain.pass_use import Use
from services.culture.domain.ticket import Visitor
from services.culture.domain.venue import Slot, Venue, VenueRules
from services.culture.store import catalogue_passes
from sscsim.kernel.explain import faults
from sscsim.kernel.money import Money
from sscsim.kernel.periods import CHINA
from sscsim.policy import FigureMissing, Scheme

_KNOWN = {
    *("pass", "age", "registered", "resident", "insured", "cards", "papers", "assisted", "bought"),
    *("activated", "venue", "day", "used", "children", "kind", "price", "region", "now", "missed"),
    "ages",
}


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    """Everything a case may expect, by name."""
    given = case["given"]
    assert not given.keys() - _KNOWN, f"unknown: {given.keys() - _KNOWN}"
    if scheme.name == "venue":
        rules = terms_venues.rules_from(given["kind"], scheme.on(case["on"]))
        return _venue(rules, given, case["on"])
    rules_ = terms_passes.rules_from(given["pass"], scheme.on(case["on"]))
    found = _sale(rules_, given, case["on"]) | _course(rules_, given) | _use(rules_, given)
    for name in case["expect"]:
        if name.startswith("blackout "):
            day = date.fromisoformat(name.removeprefix("blackout "))
            try:
                then = terms_passes.blackouts_from(given["pass"], scheme.on(day))
                found[name] = _yes(pass_use.is_blackout(day, then))
            except FigureMissing:
                found[name] = "unknown"
    return found


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def _reasons(found: tuple[str, ...]) -> str:
    return ", ".join(found) or "yes"


def _day(text: Any) -> date:
    return text if isinstance(text, date) else date.fromisoformat(text)


def _sale(rules: PassRules, given: Mapping[str, Any], on: date) -> dict[str, str]:
    age = int(given.get("age", 40))
    buyer = Buyer(
        birth_date=date(on.year - age, 1, 1),
        registered=given.get("registered", "110000"),
        resident=given.get("resident"),
        insured=frozenset(given.get("insured", ())),
        cards=frozenset(given.get("cards", ())),
        is_assisted="assisted" in given,
        papers=frozenset(given.get("papers", ())),
    )
    found = {
        "on sale": _yes(rules.is_open),
        "may buy": _reasons(pass_sale.against(buyer, rules.eligibility, on)),
        "ground": pass_sale.ground(buyer, rules.eligibility) or "none",
        "share": f"{rules.sharing.weight.value} {rules.sharing.day.value}",
        "needs photo": _yes(rules.course.photo.value),
    }
    if rules.price is None:
        return found | {"price": "unknown"}
    made = pass_sale.priced(rules.price, age)
    assert faults(made.explanation.as_json()) == []
    return found | {
        "price": made.price.plain(),
        "seller": made.seller_fee.plain(),
        "platform": made.platform_fee.plain(),
        "pool": made.pool.plain(),
    }


def _course(rules: PassRules, given: Mapping[str, Any]) -> dict[str, str]:
    limits = rules.limits
    found = {
        "mismatches": str(limits.mismatches.value if limits.mismatches else "-"),
        "child below": str(limits.companion_below.value if limits.companion_below else "-"),
    }
    if "bought" not in given:
        return found
    bought, course = _day(given["bought"]), rules.course
    until, back = (
        pass_course.activate_until(bought, course),
        pass_course.refund_until(bought, course),
    )
    starts = pass_course.starts_by_itself(bought, course)
    first = _day(given["activated"]) if "activated" in given else starts
    return found | {
        "activate until": str(until or "-"),
        "refund until": str(back or "-"),
        "starts": str(starts),
        "last day": str(pass_course.last_day(first, course)),
    }


def _use(rules: PassRules, given: Mapping[str, Any]) -> dict[str, str]:
    if "venue" not in given:
        return {}
    used = []
    for row in given.get("used", ()):
        venue, day, times = [*row, "1"][:3]
        used += [Use(venue, _day(day))] * int(times)
    wanted = Use(given["venue"], _day(given["day"]))
    product = catalogue_passes.products()[given["pass"]]
    ages = [int(each) for each in given.get("ages", ())]
    with_whom = (int(given.get("children", len(ages))), ages)
    against = pass_use.against(product, rules.limits, used, wanted, *with_whom)
    return {"visit": _reasons(against)}


def _venue(rules: VenueRules, given: Mapping[str, Any], on: date) -> dict[str, str]:
    found = {"upload hours": str(rules.upload_hours.value)}
    if "price" in given:
        age = int(given.get("age", 40))
        visitor = Visitor(date(on.year - age, 1, 1), tuple(given.get("cards", ())))
        made = ticket.ticket(Money.yuan(given["price"]), given["region"], visitor, rules, on)
        assert faults(made.explanation.as_json()) == []
        found["ticket"] = f"{made.price.plain()} {made.grade}"
    if "now" in given:
        found |= _booking(rules, given)
    if "missed" in given:
        missed = [_day(each) for each in given["missed"]]
        until = reservation.blocks_until(missed, rules, missed[-1])
        found["blocked until"] = str(until or "-")
    return found


def _booking(rules: VenueRules, given: Mapping[str, Any]) -> dict[str, str]:
    now = datetime.strptime(given["now"], "%Y-%m-%d %H:%M").replace(tzinfo=CHINA)
    stamps = (1, now, now)
    slot = Slot("s", "v", _day(given["day"]), 1, 8 * 60, 12 * 60, 10, 0, *stamps)
    venue = Venue("v", "V", "馆", "V", given["kind"], "460100", Money(0), True, (), "open", *stamps)
    against = reservation.against(venue, slot, rules, now, 1, has_one=False, blocked_until=None)
    return {
        "book": _reasons(against),
        "cancel": _yes(reservation.can_be_cancelled(slot, rules, now)),
    }
