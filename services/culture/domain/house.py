"""House rules of a library, what libraries have in common, and the rules of a network.

Every figure is the policy's (`policy/`); what a house doesn't say is None, and whoever needs it
gets an error that names it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final

from services.culture import problems_libraries as problems
from services.culture.domain.library import AV, PERIODICAL
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import age_on

CHILD, YOUTH, ADULT = "child", "youth", "adult"
READER_CLASSES: Final = (CHILD, YOUTH, ADULT)
FINE, POINTS, NOTHING = "fine", "points", "none"
PENALTIES: Final = (FINE, POINTS, NOTHING)
SHARED: Final = "periodical_or_av"
"""A kind of the policy: periodicals and audio-visual items together."""
FOREIGN: Final = "foreign"


@dataclass(frozen=True, slots=True)
class Tier:
    """What a deposit (押金) opens: so many items, worth so much together."""

    deposit: Figure[Money]
    items: Figure[int]
    price_sum: Figure[Money]


@dataclass(frozen=True, slots=True)
class Family:
    """A family card: items at once, foreign ones among them, and how many members it needs."""

    items: Figure[int]
    foreign: Figure[int]
    members: Figure[int]


@dataclass(frozen=True, slots=True)
class HouseRules:
    """A library's own rules on one day. Amounts of money for an item and day, limits, days."""

    library_id: str
    items: Figure[int]
    items_of: Mapping[str, Figure[int]]
    extra_items: Mapping[str, Figure[int]]
    loan_days: Figure[int]
    media_loan_days: Mapping[str, Figure[int]]
    renewals: Figure[int] | None
    renewal_days: Figure[int] | None
    renewal_from: Figure[str] | None
    renew_after_days: Figure[int] | None
    renew_before_due: Figure[bool] | None
    penalty: Figure[str]
    overdue_a_day: Figure[Money] | None
    overdue_cap: Figure[Money] | None
    points_a_day: Figure[int] | None
    block_over: Figure[Money] | None
    block_points: Figure[int] | None
    carriers: Figure[tuple[str, ...]] | None
    deposit_local: Figure[Money]
    deposit_elsewhere: Figure[Money] | None
    refund_after_months: Figure[int] | None
    tiers: Mapping[str, Tier]
    child_below_age: Figure[int] | None
    adult_from_age: Figure[int] | None
    needs_password: Figure[bool] | None
    replacement_card: Figure[Money] | None
    own_card_deposit: Figure[Money] | None = None
    temporary_card_days: Figure[int] | None = None
    family: Family | None = None
    picture_books_of_child: Mapping[str, Figure[int]] = field(default_factory=dict)

    def reader_class(self, birth: date, day: date) -> str:
        """Child, youth or adult, by what this house calls so."""
        age = age_on(birth, day)
        if self.child_below_age is not None and age < self.child_below_age.value:
            return CHILD
        if self.adult_from_age is not None and age < self.adult_from_age.value:
            return YOUTH
        return ADULT

    def kind_of(self, medium: str, is_foreign: bool = False) -> str | None:
        """Under which further limit an item counts; None with the books."""
        if is_foreign and FOREIGN in self.extra_items:
            return FOREIGN
        for kind in (medium, SHARED):
            fits = kind == medium or medium in (PERIODICAL, AV)
            if fits and kind in self.extra_items:
                return kind
        return None

    def limit(self, reader_class: str, tier: str | None, kind: str | None) -> Figure[int]:
        """How many items of a kind this reader may have at once."""
        if kind is not None:
            return self.extra_items[kind]
        if tier is not None and tier in self.tiers:
            return self.tiers[tier].items
        return self.items_of.get(reader_class, self.items)

    def days(self, medium: str) -> Figure[int]:
        """How long an item is lent."""
        shared = self.media_loan_days.get(SHARED) if medium in (PERIODICAL, AV) else None
        return self.media_loan_days.get(medium) or shared or self.loan_days

    def deposit(self, tier: str | None, is_local: bool) -> Figure[Money]:
        """What a reader leaves: of a tier, else by where the card is from. TierUnknown."""
        if tier is not None:
            if tier not in self.tiers:
                raise problems.TierUnknown(tier, self.library_id, sorted(self.tiers))
            return self.tiers[tier].deposit
        if is_local or self.deposit_elsewhere is None:
            return self.deposit_local
        return self.deposit_elsewhere

    def own_card_deposit_of(self, tier: str | None) -> Figure[Money]:
        """What a reader by a card of the library's own leaves. TierUnknown, LibraryRuleMissing."""
        if tier is not None:
            return self.deposit(tier, True)
        if self.own_card_deposit is None:
            raise problems.LibraryRuleMissing(self.library_id, "own_card_deposit")
        return self.own_card_deposit


@dataclass(frozen=True, slots=True)
class CommonRules:
    """What holds at every library that doesn't say otherwise; see `library_common`."""

    carriers: Figure[tuple[str, ...]]
    hold_days: Figure[int]
    holds: Figure[int]
    recall_days: Figure[int]
    lost_after_days: Figure[int]
    lost_price: Figure[Fraction]
    lost_fee: Figure[Money]
    damage_price: Figure[Fraction]
    claims: Figure[int]
    points_lapse_months: Figure[int]
    transit_days: Figure[int]
    renew_overdue: Figure[bool]
    renew_with_holds: Figure[bool]
    overdue_blocks: Figure[bool]
    city_clearing_workdays: Figure[int]


@dataclass(frozen=True, slots=True)
class NetworkRules:
    """What the members of a network agreed. items: at all of them together."""

    carriers: Figure[tuple[str, ...]] | None
    items: Figure[int] | None
    floats: Figure[bool]
    returns_anywhere: Figure[bool]
    transit_days: Figure[int] | None
    media: Figure[tuple[str, ...]] | None
    fines_paid_anywhere: Figure[bool] | None
    debt_blocks_everywhere: Figure[bool] | None
    shares_identity: Figure[bool]


@dataclass(frozen=True, slots=True)
class Rules:
    """All that decides at one library on one day."""

    house: HouseRules
    common: CommonRules
    network: NetworkRules

    @property
    def carriers(self) -> Figure[tuple[str, ...]]:
        return self.house.carriers or self.network.carriers or self.common.carriers

    @property
    def transit_days(self) -> Figure[int]:
        return self.network.transit_days or self.common.transit_days
