"""How much may still be paid into a private pension this year (年度缴费额度).

The limit is the person's for the calendar year, whichever bank the money comes through and
whenever it changes. What a bank gave back counts no more; what moves from one bank to another on
a change is no contribution.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text

NO_ROOM = decision.reason(
    "private_pension_no_room",
    "{year} 年已缴 {paid} 元，再缴 {asked} 元超过年度上限 {limit} 元，尚可缴 {left} 元",
    "{paid} were paid in {year}; {asked} more pass the limit of {limit}, and {left} are left",
    "国办发〔2022〕7号：参加人每年缴纳个人养老金的上限",
)
NOT_POSITIVE = decision.reason(
    "private_pension_amount",
    "缴费金额 {asked} 元应大于零",
    "{asked}: an amount above nothing is wanted",
)
OTHER_YEAR = decision.reason(
    "private_pension_other_year",
    "只能缴纳当年（{now} 年）的个人养老金，不能补缴 {year} 年",
    "Only the year {now} can be paid, not {year}",
    "缴费额度按自然年度累计，次年重新计算",
)
PAID, RETURNED = "paid", "returned"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One payment into the funds account. year: it counts for; bank: through which it came."""

    year: int
    amount: Money
    bank: str
    status: str = PAID


@dataclass(frozen=True, slots=True)
class RoomRule:
    """limit: a calendar year, for one person."""

    limit: Figure[Money]

    def paid(self, year: int, known: Iterable[Contribution]) -> Money:
        """What counts for the year, of all banks."""
        return sum_money(each.amount for each in known if each.year == year and each.status == PAID)

    def left(self, year: int, known: Iterable[Contribution]) -> Explanation:
        """The room that is left, not below nothing where the limit was higher before."""
        paid = self.paid(year, known)
        step = explain.amount(
            "private_pension.room",
            "max(limit - paid, 0)",
            {"limit": self.limit, "paid": paid},
            Text(
                zh="年度上限 {limit} 元，已缴 {paid} 元，尚可缴 {result} 元",
                en="Of the year's limit {limit}, {paid} were paid: {result} are left",
            ),
            share="room",
        )
        return Explanation(step.money, (step,))

    def refuses(
        self, year: int, now: int, asked: Money, known: Iterable[Contribution]
    ) -> list[Reason]:
        """Why this may not be paid. now: the year that it is."""
        against = []
        if year != now:
            against.append(OTHER_YEAR.with_(now=now, year=year))
        if asked <= Money.zero():
            against.append(NOT_POSITIVE.with_(asked=asked))
        known = tuple(known)
        left = self.left(year, known).total
        if asked > left:
            params = {"paid": self.paid(year, known), "limit": self.limit.value, "left": left}
            against.append(NO_ROOM.with_(year=year, asked=asked, **params))
        return against
