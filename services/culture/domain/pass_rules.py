"""The rules of a travel pass (旅游年卡), each group as its figures say it.

Where a product has no such rule, the value is None, or empty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sscsim.kernel.explain import Basis, Figure
from sscsim.kernel.money import Money

PASSES = (
    "hainan_year",
    "hainan_guangdong",
    "suzhou_a",
    "suzhou_b",
    "suxichang_99",
    "suxichang_199",
    "suxichang_299",
    "kunshan",
    "demo_year",
    "demo_season",
)
"""Codes of the products, as the catalogue and the figures name them."""
CLASSES = ("open", "class_a", "class_b", "hot_spring", "night_show", "theme_park", "film_park")
"""Classes of spots in a product: their limits are counted together."""
HOLIDAYS = ("spring_festival", "national_day")
GROUNDS = (
    "registered",
    "resident",
    "insured",
    "card",
    "assisted",
    "student",
    "talent",
    "anyone",
)
"""Why somebody may buy: household registration, residence, insurance, a card of the province,
recognised need of somebody who has anything to do with the province (assumed); shown by paper
at the counter: student, talent."""
SHOWN_BY_PAPER = ("student", "talent")
ROLLING, FIXED = "rolling", "fixed"
LIST_PRICE, VISITS = "list_price", "visits"


@dataclass(frozen=True)
class Eligibility:
    """Who may buy: one ground is enough, counted in these provinces; ages in full years."""

    grounds: Figure[tuple[str, ...]]
    provinces: Figure[tuple[str, ...]] | None = None
    from_age: Figure[int] | None = None
    below_age: Figure[int] | None = None


@dataclass(frozen=True)
class PriceRule:
    """The price, and what part of it those pay who are old enough; fees in parts of the price."""

    price: Figure[Money]
    seller: Figure[Fraction]
    platform: Figure[Fraction]
    senior_from: Figure[int] | None = None
    senior_pays: Figure[Fraction] | None = None


@dataclass(frozen=True)
class Course:
    """How a pass begins and ends.

    window: days, the day of purchase counted, in which it may be activated; without, it begins
    when it is paid. refund: days, counted alike, in which an unused pass goes back. months: a
    rolling year. last, season: the last day of a fixed year (month, day), and from which day on a
    pass is one of the next year.
    """

    kind: Figure[str]
    photo: Figure[bool]
    window: Figure[int] | None = None
    refund: Figure[int] | None = None
    months: Figure[int] | None = None
    last: Figure[tuple[int, int]] | None = None
    season: Figure[tuple[int, int]] | None = None


@dataclass(frozen=True)
class ClassLimit:
    """Of one class of spots, in a pass's life: uses together, and uses of each spot."""

    uses: Figure[int] | None = None
    per_spot: Figure[int] | None = None


@dataclass(frozen=True)
class Blackout:
    """Days on which a pass is no ticket: so many from the first (month, day) of the year."""

    first: Figure[tuple[int, int]]
    days: Figure[int]


@dataclass(frozen=True)
class Limits:
    """What a pass is good for. choose: of all spots of these classes, only so many different
    ones. companions: children below an age who come in with the holder."""

    per_spot_per_day: Figure[int] | None = None
    per_spot_per_year: Figure[int] | None = None
    classes: Mapping[str, ClassLimit] | None = None
    choose_of: Figure[tuple[str, ...]] | None = None
    choose: Figure[int] | None = None
    blackouts: Mapping[str, Blackout] | None = None
    companions: Figure[int] | None = None
    companion_below: Figure[int] | None = None
    mismatches: Figure[int] | None = None


@dataclass(frozen=True)
class Sharing:
    """How a month's money is shared out: by which weight, and on which day of the next month."""

    weight: Figure[str]
    day: Figure[int]


@dataclass(frozen=True)
class PassRules:
    """All rules of one product by one issuing province on one day."""

    product: str
    is_open: bool
    eligibility: Eligibility
    course: Course
    limits: Limits
    sharing: Sharing
    price: PriceRule | None
    """None where nobody found out what it costs: then it can't be sold."""

    def bases(self) -> tuple[Basis, ...]:
        """The leaves that its price and its course rest on."""
        price = self.price
        figures = [
            *(() if price is None else (price.price, price.seller, price.platform)),
            *(self.course.window, self.course.refund, self.course.months, self.course.last),
            *(self.eligibility.grounds, self.eligibility.provinces),
            *(self.limits.per_spot_per_day, self.sharing.weight),
        ]
        return tuple(dict.fromkeys(each.basis for each in figures if each is not None))


@dataclass(frozen=True)
class Product:
    """A product of the catalogue. issuers: province -> the city whose books hold its money;
    spots: code of a venue -> its class."""

    code: str
    zh: str
    en: str
    issuers: Mapping[str, str]
    spots: Mapping[str, str]
    note: str = ""

    def spots_of(self, classes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(spot for spot, kind in self.spots.items() if kind in classes)


@dataclass(frozen=True)
class Buyer:
    """What is known of somebody who wants a pass; regions are provinces. None: not asked."""

    birth_date: date
    registered: str
    resident: str | None
    insured: frozenset[str]
    cards: frozenset[str]
    is_assisted: bool
    papers: frozenset[str]
