"""What a visitor without a pass pays at a venue: the list price, or the part that is due (门票)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.culture.domain.venue import VenueRules
from sscsim.kernel import regions
from sscsim.kernel.explain import Explanation, Figure, Input, Step, amount
from sscsim.kernel.money import Money
from sscsim.kernel.periods import age_on
from sscsim.kernel.problems import Text

CHILD, SENIOR, LOCAL, SAME_CITY, FULL = "child", "senior", "local", "same_city", "list_price"
GRADES = (CHILD, SENIOR, LOCAL, SAME_CITY, FULL)

_SAID = {
    CHILD: Text(zh="未满 {below_age} 岁免票", en="Below {below_age} years nothing is paid"),
    SENIOR: Text(
        zh="满 {from_age} 岁付 {pays}：{result}",
        en="From {from_age} years on {pays} is paid: {result}",
    ),
    LOCAL: Text(zh="本省持卡人付 {pays}：{result}", en="Of the province itself: {pays}, {result}"),
    SAME_CITY: Text(
        zh="同城待遇（{scheme}）：与本省持卡人同价，付 {pays}：{result}",
        en="As the province's own, by {scheme}: {pays}, {result}",
    ),
    FULL: Text(zh="门票价 {result}", en="The list price, {result}"),
}


@dataclass(frozen=True)
class Visitor:
    """What decides of a visitor; `card_regions`: where their usable cards were issued."""

    birth_date: date | None
    card_regions: tuple[str, ...]


@dataclass(frozen=True)
class Ticket:
    """What is due, by which grade, and why."""

    price: Money
    grade: str
    explanation: Explanation


def ticket(
    list_price: Money, venue_region: str, visitor: Visitor, rules: VenueRules, day: date
) -> Ticket:
    """Of all grades that are due the one by which least is paid; of equal ones the first of
    `GRADES` (assumed). Rounded half up to the fen."""
    steps = {
        each.rule.removeprefix("ticket."): each
        for each in _due(list_price, venue_region, visitor, rules, day)
    }
    grade = min(steps, key=lambda each: (steps[each].money, GRADES.index(each)))
    chosen = steps[grade]
    return Ticket(chosen.money, grade, Explanation(chosen.money, (chosen,)))


def _due(
    price: Money, venue_region: str, visitor: Visitor, rules: VenueRules, day: date
) -> Sequence[Step]:
    age = None if visitor.birth_date is None else age_on(visitor.birth_date, day)
    found = [_step(FULL, "price", {"price": price})]
    if age is not None and rules.child_below and age < rules.child_below.value:
        given: dict[str, Input] = {"price": price, "below_age": rules.child_below}
        found.append(_step(CHILD, "0 * price * below_age", given))
    if age is not None and rules.senior_from and age >= rules.senior_from.value:
        assert rules.senior_pays is not None
        given = {"price": price, "pays": rules.senior_pays, "from_age": rules.senior_from}
        found.append(_step(SENIOR, "price * pays + 0 * from_age", given))
    if rules.local_pays and any(_is_local(venue_region, each) for each in visitor.card_regions):
        found.append(_step(LOCAL, "price * pays", {"price": price, "pays": rules.local_pays}))
    together = _scheme(venue_region, visitor.card_regions, rules.schemes)
    if rules.same_city_pays and together:
        given = {"price": price, "pays": rules.same_city_pays, "scheme": together}
        found.append(_step(SAME_CITY, "price * pays", given))
    return found


def _step(grade: str, formula: str, given: Mapping[str, Input]) -> Step:
    return amount(
        f"ticket.{grade}",
        formula,
        given,
        _SAID[grade],
        rounding="half_up_fen",
        share="ticket",
    )


def _is_local(venue_region: str, card_region: str) -> bool:
    return regions.province_of(venue_region) == regions.province_of(card_region)


def _scheme(
    venue_region: str, card_regions: Sequence[str], schemes: Figure[tuple[str, ...]] | None
) -> Figure[str] | None:
    """The scheme by which a holder of another province is treated as the province's own."""
    for name in schemes.value if schemes else ():
        found = next(each for each in regions.SCHEMES if each.id == name)
        others = [each for each in card_regions if not _is_local(venue_region, each)]
        if found.includes(venue_region) and any(found.includes(each) for each in others):
            assert schemes is not None
            return Figure(name, schemes.basis)
    return None
