"""Family sharing (家庭共济): whose accounts may pay for somebody, and how much each pays.

The owner of an account authorises a spouse, parent or child. What the patient's own account
leaves is paid from the family's accounts in the order in which they were opened to them, each
within its balance and the limit that its owner set for a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sscsim.kernel import explain, regions
from sscsim.kernel.explain import Figure, Input, Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

FAMILY = ("spouse", "parent", "child")
"""Whom an owner may authorise: 配偶, 父母, 子女."""

PENDING, ACTIVE, ENDED = "pending", "active", "ended"
STATUSES = (PENDING, ACTIVE, ENDED)


@dataclass(frozen=True, slots=True)
class SharingTerms:
    """Whether a region lets family members use an account, and how far away."""

    allowed: Figure[bool]
    across_pools: Figure[bool]
    across_provinces: Figure[bool]


def deciding(
    rules: SharingTerms, *, same_pool: bool, same_province: bool
) -> tuple[Figure[bool], ...]:
    """The figures of one region that decide how far money goes; all must say yes."""
    if same_pool:
        return (rules.allowed,)
    return (rules.allowed, rules.across_pools if same_province else rules.across_provinces)


def reaches(rules: SharingTerms, *, same_pool: bool, same_province: bool) -> bool:
    """Whether one region's figures let money go that far."""
    figures = deciding(rules, same_pool=same_pool, same_province=same_province)
    return all(figure.value for figure in figures)


def between(
    owners: SharingTerms, owner: str, members: SharingTerms, member: str
) -> tuple[Figure[bool], ...]:
    """The figures that decide whether an account in the region `owner` may pay for somebody
    insured in `member`: those of both regions."""
    same_pool = owner == member
    same_province = _province(owner) == _province(member)
    return tuple(
        figure
        for rules in (owners, members)
        for figure in deciding(rules, same_pool=same_pool, same_province=same_province)
    )


def _province(region: str) -> str:
    return regions.province_of(region) if regions.is_known(region) else region


@dataclass(frozen=True, slots=True)
class Sharer:
    """One authorisation: the account of `person_id` may pay for the member."""

    id: str
    person_id: str  # the owner of the account
    ordinal: int
    member_person_id: str
    relation: str  # what the member is to the owner
    limit_per_year: Money | None
    start_date: date
    end_date: date | None  # last day
    ended_at: datetime | None  # taken back before
    version: int
    created_at: datetime
    updated_at: datetime

    def covers(self, day: date) -> bool:
        in_time = self.start_date <= day and (self.end_date is None or day <= self.end_date)
        return in_time and self.ended_at is None

    def overlaps(self, start: date, end: date | None) -> bool:
        if self.ended_at is not None:
            return False
        begins_in_time = end is None or self.start_date <= end
        return begins_in_time and (self.end_date is None or start <= self.end_date)

    def status(self, today: date) -> str:
        if self.ended_at is None and today < self.start_date:
            return PENDING
        return ACTIVE if self.covers(today) else ENDED


@dataclass(frozen=True, slots=True)
class FamilyAccount:
    """An account that is open to the patient, and what it may pay now."""

    sharer_id: str
    person_id: str  # its owner
    region_code: str
    account_year: int  # in which the limit is used
    balance: Money
    limit_left: Money | None  # None: its owner set no limit
    allowed_by: tuple[Figure[bool], ...] = ()

    @property
    def usable(self) -> Money:
        if self.limit_left is None:
            return self.balance
        return max(Money.zero(), min(self.balance, self.limit_left))


@dataclass(frozen=True, slots=True)
class FamilyPart:
    """What one account pays."""

    account: FamilyAccount
    amount: Money


def usable(accounts: Sequence[FamilyAccount]) -> Money:
    return Money(sum(account.usable.fen for account in accounts))


def allot(amount: Money, accounts: Sequence[FamilyAccount]) -> tuple[list[FamilyPart], list[Step]]:
    """Which account pays how much of the family's part, in their order; a step for each used.

    `amount` is at most what they may pay together.
    """
    left, parts, steps = amount, [], []
    for number, account in enumerate(accounts, start=1):
        if not left:
            break
        inputs: dict[str, Input] = {"left": left, "balance": account.balance}
        formula = "min(left, balance)"
        if account.limit_left is not None:
            inputs["limit_left"] = account.limit_left
            formula = "max(0, min(left, balance, limit_left))"
        step = explain.amount(
            f"account.family.{number}",
            formula,
            {**inputs, "owner": account.person_id},
            Text(zh="家庭成员 {owner} 的账户支付 {result}", en="Of it from {owner}: {result}"),
        )
        steps.append(step)
        if step.money:
            parts.append(FamilyPart(account, step.money))
            left -= step.money
    assert not left, f"{left} of {amount} has no account to pay it"
    return parts, steps
