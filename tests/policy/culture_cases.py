"""How a case of house rules is worked out: the domain, with the figures of its file.

`library`: whose rules. An expectation like `fine 3` is the fine for three days overdue; `due av`
the last day of an audio-visual item lent on `lent`; `items child`, `items periodical` and `items
tier b` are limits; `with 7` and `with 3 periodical` say whether one more is lent to who has so
many; `renewed 10` what a renewal ten days after lending gives: the last day, or the
reasons against it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from services.culture import terms_libraries as terms
from services.culture import terms_passes, terms_venues
from services.culture.domain import lending, limits, loans, overdue, renewing
from services.culture.domain.house import READER_CLASSES, HouseRules, Rules
from services.culture.domain.lending import Case, Debt, Out
from services.culture.domain.library import MEDIA
from services.culture.domain.readers import Membership
from services.culture.domain.titles import Copy
from services.culture.flows.readers import cards
from services.culture.store import catalogue
from sscsim.clock import SHANGHAI
from sscsim.kernel.explain import Figure, faults
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Problem
from sscsim.policy import Scheme
from tests.policy import culture_pass_cases

NOW = datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)
STAMPS: Any = {"version": 1, "created_at": NOW, "updated_at": NOW}
ZERO = Money.zero()


def worked_out(scheme: Scheme, case: Mapping[str, Any]) -> dict[str, str]:
    """Everything a case may expect, by name."""
    day = case["on"]
    match scheme.name:
        case terms_passes.SCHEME | terms_venues.SCHEME:
            return culture_pass_cases.worked_out(scheme, case)
        case terms.LIBRARY:
            return _of_house(scheme, case, day)
        case terms.COMMON:
            return _of_common(scheme, case, day)
        case terms.VISITORS:
            return {"deposit free": str(scheme.on(day).flag("deposit_free").value)}
    return _of_network(scheme, case, day)


def _demo(day: date, **parts: Any) -> Rules:
    """Rules of Demo City, with these parts instead."""
    library = catalogue.libraries()["demo_central"]
    return replace(terms.rules(library, max(day, date(2021, 1, 1)), {}), **parts)


def _of_house(scheme: Scheme, case: Mapping[str, Any], day: date) -> dict[str, str]:
    given = case["given"]
    house = terms.house_from(scheme.on(day), given["library"])
    rules = _demo(day, house=house)
    found = {
        "penalty": house.penalty.value,
        "carriers": " ".join(house.carriers.value) if house.carriers else "–",
        "password": str(bool(house.needs_password and house.needs_password.value)),
        "deposit local": house.deposit(None, True).value.plain(),
        "deposit elsewhere": house.deposit(None, False).value.plain(),
        "refund after": str(house.refund_after_months.value) if house.refund_after_months else "–",
        "card": house.replacement_card.value.plain() if house.replacement_card else "–",
    }
    for name in case["expect"]:
        found[name] = found.get(name) or _asked(name, house, rules, given, day)
    return found


def _asked(name: str, house: HouseRules, rules: Rules, given: Mapping[str, Any], day: date) -> str:
    what, *words = name.split()
    lent = given.get("lent", day)
    try:
        match what, words:
            case "items", []:
                return str(house.limit("adult", None, None).value)
            case "items", ["tier", tier]:
                return str(house.limit("adult", tier, None).value)
            case "items", [kind] if kind in READER_CLASSES:
                return str(house.limit(kind, None, None).value)
            case "items", [medium]:
                apart = house.kind_of(
                    "book" if medium == "foreign" else medium, medium == "foreign"
                )
                return f"{house.limit('adult', None, apart).value} as {apart or 'books'}"
            case "class", [age]:
                birth = date(day.year - int(age), 1, 1)
                return house.reader_class(birth, day)
            case "due", [medium]:
                return loans.due_on(lent, house, medium).isoformat()
            case "fine", [days]:
                found = overdue.fine(house, int(days))
                assert found is None or not faults(found.as_json())
                return found.total.plain() if found else "none"
            case "points", [days]:
                return str(overdue.points(house, int(days)))
            case "deposit", ["own", *tiers]:
                return house.own_card_deposit_of(next(iter(tiers), None)).value.plain()
            case "temporary", []:
                return cards.last_day(house, day).isoformat()
            case "with", [items, *of]:
                return _with(rules, int(items), of, day)
            case "family", ["of", members]:
                assert house.family is not None
                return "enough" if int(members) >= house.family.members.value else "too small"
            case "family", ["has", items, *foreign]:
                return _by_family(rules, int(items), bool(foreign))
            case who, ["has", items, "in", "network", "of", most]:
                return _has(rules, who, int(items), int(most), day)
            case "deposit", [tier]:
                return house.deposit(tier, True).value.plain()
            case "worth", [tier, price]:
                return " ".join(lending.reasons(_worth(rules, tier, Money.yuan(price)))) or "lent"
            case "owes", [owed]:
                return _blocked(rules, owed=Money.yuan(owed))
            case "has", [points, "points"]:
                return _blocked(rules, points=int(points))
            case "renewed", [days, *again]:
                return _renewed(rules, lent, int(days), len(again))
    except Problem as refused:
        return refused.code
    raise AssertionError(f"no idea what {name!r} is")


def _loan(rules: Rules, lent: date, renewals: int) -> loans.Loan:
    due = loans.due_on(lent, rules.house, "book")
    return loans.Loan(
        "loan", "rdr", "psn", "cop", "cop", "ttl", rules.house.library_id, "demo", "book",
        None, None, None, Money(100), lent, due, renewals, None, None, None, None, None, loans.OPEN,
        NOW, **STAMPS,
    )  # fmt: skip


def _renewed(rules: Rules, lent: date, days: int, renewals: int) -> str:
    """What a renewal so many days after lending gives; a word behind each earlier renewal."""
    loan, day = _loan(rules, lent, renewals), lent + timedelta(days=days)
    against = renewing.reasons(renewing.Case(rules, loan, day, waiting=0))
    return " ".join(against) or loans.renewed_due(loan, rules.house, day).isoformat()


def _case(rules: Rules, tier: str | None = None, price: Money = ZERO, **more: Any) -> Case:
    library = rules.house.library_id
    membership = Membership(
        "rmb", "rdr", "psn", "demo", library, "social_security_card", "card", "990100", tier,
        ZERO, ZERO, None, None, None, None, "active", **STAMPS,
    )  # fmt: skip
    copy = Copy(
        "cop", "ttl", "0", "I", "book", library, library, True, price, None, "available", **STAMPS
    )
    said: dict[str, Any] = {"out": (), "debts": (), "points": 0, "password_checked": True}
    return Case(
        rules, membership, date(1980, 1, 1), NOW.date(), library, copy, False, **{**said, **more}
    )


def _worth(rules: Rules, tier: str, price: Money) -> Case:
    return _case(rules, tier, price)


def _blocked(rules: Rules, owed: Money = ZERO, points: int = 0) -> str:
    library = rules.house.library_id
    over = rules.house.block_over.value if rules.house.block_over else None
    found = lending.reasons(_case(rules, debts=[Debt(library, owed, over)], points=points))
    return " ".join(found) or "lent"


def _by_family(rules: Rules, items: int, is_foreign: bool) -> str:
    """Lending one more by a family card by which so many are out, all foreign or none."""
    library = rules.house.library_id
    kind = "foreign" if is_foreign else None
    mine = Out(library, kind, ZERO, is_overdue=False, family_card_id="lrc")
    # what is out by another family's card, and by no card, doesn't count
    others = [replace(mine, family_card_id="other"), replace(mine, family_card_id=None)] * 50
    one = replace(
        _case(rules, out=[*[mine] * items, *others], family_card_id="lrc"), is_foreign=is_foreign
    )
    return " ".join(lending.reasons(one)) or "lent"


def _with(rules: Rules, items: int, what: list[str], day: date) -> str:
    """Lending one more of a kind, or to a class, or in a tier, to who has so many of it."""
    house = rules.house
    tier = what[1] if what[:1] == ["tier"] else None
    age = {"child": 8, "youth": 15}.get("".join(what[:1]), 40)
    is_foreign = what == ["foreign"]
    medium = next((each for each in what if each in MEDIA), "book")
    one = _case(replace(rules, network=replace(rules.network, items=None, media=None)), tier)
    kind = house.kind_of(medium, is_foreign)
    book = {"hk_tw_pictures": "hk_tw", "foreign_pictures": "foreign"}.get("".join(what[1:]))
    out = [Out(house.library_id, kind, ZERO, is_overdue=False, picture_book=book)] * items
    # books and other kinds beside them: each counts for itself
    other = Out(house.library_id, "another kind", ZERO, is_overdue=False)
    one = replace(
        one,
        out=[*out, other],
        is_foreign=is_foreign,
        picture_book=book,
        birth=date(day.year - age, 1, 1),
        copy=replace(one.copy, medium=medium),
    )
    return " ".join(lending.reasons(one)) or "lent"


def _has(rules: Rules, who: str, items: int, most: int, day: date) -> str:
    """Lending one more to somebody of a class, in a network with a limit."""
    network = replace(rules.network, items=Figure(most, rules.house.items.basis))
    out = [Out(rules.house.library_id, None, ZERO, is_overdue=False)] * items
    birth = {"child": day.year - 8, "adult": day.year - 40}[who]
    one = replace(_case(replace(rules, network=network), out=out), birth=date(birth, 1, 1))
    return " ".join(lending.reasons(one)) or "lent"


def _of_common(scheme: Scheme, case: Mapping[str, Any], day: date) -> dict[str, str]:
    common = terms.common_from(scheme.on(day))
    rules = _demo(day, common=common)
    price = Money.yuan(case["given"].get("price", "30.00"))
    late = _loan(rules, date(2026, 3, 1), 0)
    queued = renewing.Case(rules, _loan(rules, NOW.date(), 0), NOW.date(), waiting=1)
    out = [Out("demo_central", None, Money(100), True)]
    return {
        "carriers": " ".join(common.carriers.value),
        "fetched within": str(common.hold_days.value),
        "holds": str(common.holds.value),
        "recalled": loans.recalled_due(date(2026, 6, 1), NOW.date(), rules).isoformat(),
        "lost after": str(common.lost_after_days.value),
        "lost": overdue.replacement(common, price).total.plain(),
        "damaged": overdue.damage(common, price).total.plain(),
        "claims": str(common.claims.value),
        "points lapse": str(common.points_lapse_months.value),
        "on the way": str(common.transit_days.value),
        "late": " ".join(renewing.reasons(renewing.Case(rules, late, NOW.date(), 0))) or "renewed",
        "queued": " ".join(renewing.reasons(queued)) or "renewed",
        "settled in the city after": str(common.city_clearing_workdays.value),
        "with something overdue": " ".join(lending.reasons(_case(rules, out=out))) or "lent",
        **_at_the_limits(rules, case["given"]),
    }


def _at_the_limits(rules: Rules, given: Mapping[str, Any]) -> dict[str, str]:
    """One figure of what libraries have in common, asked at one point beside its limit."""
    common = rules.common
    found = {}
    if "holding" in given:
        wish = limits.Wish(common, holds=int(given["holding"]))
        found["another hold"] = " ".join(limits.against_hold(wish)) or "taken"
    if "claiming" in given:
        may = limits.may_claim(int(given["claiming"]), common)
        found["another claim"] = "taken" if may else "refused"
    if "fetched on" in given:
        is_kept = given["fetched on"] <= limits.kept_until(given["ready on"], common)
        found["the copy"] = "kept" if is_kept else "gone"
    if "back on" in given:
        is_out = given["back on"] <= limits.out_until(given["due on"], common)
        found["the item"] = "out" if is_out else "lost"
    if "points on" in given:
        counts = given["points on"] > limits.points_lapsed_on(given["today"], common)
        found["the points"] = "count" if counts else "lapsed"
    if "due on" in given and "recalled on" in given:
        due = loans.recalled_due(given["due on"], given["recalled on"], rules)
        found["due after the recall"] = due.isoformat()
    if "late by" in given:
        today = NOW.date()
        loan = replace(_loan(rules, today, 0), due_on=today - timedelta(days=int(given["late by"])))
        against = renewing.reasons(
            renewing.Case(rules, loan, today, int(given.get("waiting", "0")))
        )
        found["renewal"] = " ".join(against) or "renewed"
    return found


def _of_network(scheme: Scheme, case: Mapping[str, Any], day: date) -> dict[str, str]:
    network = terms.network_from(scheme.on(day))
    rules = _demo(day, network=network)

    def said(figure: Any) -> str:
        if figure is None:
            return "–"
        value = figure.value
        return " ".join(value) if isinstance(value, tuple) else str(value)

    return {
        "carriers": said(network.carriers),
        "items": said(network.items),
        "floats": said(network.floats),
        "returns anywhere": said(network.returns_anywhere),
        "on the way": str(rules.transit_days.value),
        "media": said(network.media),
        "paid anywhere": said(network.fines_paid_anywhere),
        "debt blocks everywhere": said(network.debt_blocks_everywhere),
        "one identity": said(network.shares_identity),
    }
