"""Whether a copy may be lent to a reader: every reason against it, not the first.

At which limit an item counts, and whose rules hold, says the lending library; a network adds
limits of its own. Reasons are values, so that a self-service machine can show them all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.culture.domain import titles
from services.culture.domain.house import Rules
from services.culture.domain.readers import Membership
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text

REASONS: Final = {
    "copy_not_available": Text(zh="该册不在可借状态", en="The copy can't be lent now."),
    "copy_kept_for_another": Text(zh="该册为他人预约保留", en="Kept for another reader."),
    "copy_elsewhere": Text(zh="该册不在本馆", en="The copy is at another library."),
    "medium_not_lent_to_members": Text(
        zh="该类文献不外借给他馆读者", en="This kind isn't lent to readers of other members."
    ),
    "too_many_items": Text(zh="已达本馆借阅册数上限", en="The library's limit is reached."),
    "too_many_in_network": Text(zh="已达全网借阅册数上限", en="The network's limit is reached."),
    "worth_too_much": Text(
        zh="超过押金档次的书价总额", en="All items together are worth more than the tier allows."
    ),
    "deposit_missing": Text(zh="尚未交押金", en="The deposit hasn't been left yet."),
    "owes_too_much": Text(zh="欠费超过限额", en="More is owed than a borrower may owe."),
    "too_many_points": Text(zh="违约积分已达上限", en="Too many points for late returns."),
    "reader_blocked": Text(zh="读者已被停借", en="A library lets the reader borrow nothing."),
    "has_overdue": Text(zh="有逾期未还", en="Something is overdue."),
    "password_needed": Text(zh="须输入社保卡密码", en="The password of the card is needed."),
}  # fmt: skip
"""Why nothing is lent: the closed list."""


@dataclass(frozen=True, slots=True)
class Out:
    """An item that the reader has. kind: under which further limit it counts."""

    library_id: str
    kind: str | None
    price: Money
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed to one library, and above which debt it lends no more."""

    library_id: str
    owed: Money
    block_over: Money | None

    @property
    def blocks(self) -> bool:
        return self.block_over is not None and self.owed > self.block_over


@dataclass(frozen=True, slots=True)
class Borrower:
    """What is looked at of a reader, whatever the copy."""

    rules: Rules
    membership: Membership
    library_id: str
    out: Sequence[Out]
    debts: Sequence[Debt]
    points: int
    password_checked: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """All that decides. kept_for_me, kept_for_other: by a hold. password_checked: by the card."""

    rules: Rules
    membership: Membership
    birth: date
    day: date
    library_id: str
    copy: titles.Copy
    is_foreign: bool
    out: Sequence[Out]
    debts: Sequence[Debt]
    points: int
    kept_for_me: bool = False
    password_checked: bool = False

    @property
    def kind(self) -> str | None:
        return self.rules.house.kind_of(self.copy.medium, self.is_foreign)


def reasons(case: Case) -> tuple[str, ...]:
    """Codes of `REASONS`; none where the copy may be lent."""
    return tuple(dict.fromkeys((*_of_copy(case), *_of_limits(case), *reader_reasons(case))))


def _of_copy(case: Case) -> Iterator[str]:
    copy = case.copy
    if copy.location_id != case.library_id:
        yield "copy_elsewhere"
    if copy.status == titles.ON_HOLD_SHELF and not case.kept_for_me:
        yield "copy_kept_for_another"
    elif copy.status not in (titles.AVAILABLE, titles.ON_HOLD_SHELF):
        yield "copy_not_available"
    media = case.rules.network.media
    is_visitor = case.membership.library_id != case.library_id
    if is_visitor and media is not None and copy.medium not in media.value:
        yield "medium_not_lent_to_members"


def _of_limits(case: Case) -> Iterator[str]:
    house, membership = case.rules.house, case.membership
    here = [each for each in case.out if each.library_id == case.library_id]
    tier = membership.tier if membership.library_id == case.library_id else None
    limit = house.limit(house.reader_class(case.birth, case.day), tier, case.kind).value
    if sum(each.kind == case.kind for each in here) >= limit:
        yield "too_many_items"
    network = case.rules.network.items
    if network is not None and len(case.out) >= network.value:
        yield "too_many_in_network"
    if tier is not None and tier in house.tiers:
        worth = sum_money(each.price for each in here) + case.copy.price
        if worth > house.tiers[tier].price_sum.value:
            yield "worth_too_much"


def reader_reasons(case: Case | Borrower) -> Iterator[str]:
    """What speaks against this reader, whatever the copy."""
    house, common, network = case.rules.house, case.rules.common, case.rules.network
    if case.membership.blocked_on is not None:
        yield "reader_blocked"
    if case.membership.deposit < case.membership.deposit_due:
        yield "deposit_missing"
    everywhere = network.debt_blocks_everywhere is not None and network.debt_blocks_everywhere.value
    looked_at = [d for d in case.debts if everywhere or d.library_id == case.library_id]
    if any(debt.blocks for debt in looked_at):
        yield "owes_too_much"
    if house.block_points is not None and case.points >= house.block_points.value:
        yield "too_many_points"
    if common.overdue_blocks.value and any(each.is_overdue for each in case.out):
        yield "has_overdue"
    needs = house.needs_password is not None and house.needs_password.value
    if needs and not case.password_checked:
        yield "password_needed"
