"""Contributions to the residents' pension (城乡居民养老保险): a tier a year, with a subsidy on top.

Law on social insurance, article 20; State Council 2014 no. 8. The person chooses a tier (缴费档次);
the government adds by tier, and both go to the personal account. A year is paid once.
"""

from dataclasses import dataclass

from services.benefits.domain import decision
from services.benefits.domain.decision import Reason
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.ladder import Ladder
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

NO_TIER = decision.reason(
    "resident_tier_unknown",
    "没有 {paid} 元的缴费档次；可选档次：{tiers}",
    "No tier of {paid} yuan; there are {tiers}",
    "城乡居民养老保险按年选择档次缴费",
)
YEAR_PAID = decision.reason(
    "resident_year_paid",
    "{year} 年度已缴费，同一年度只缴一次",
    "The year {year} is paid already; a year is paid once",
    "城乡居民养老保险按年缴费",
)
TOO_YOUNG = decision.reason(
    "resident_too_young",
    "{year} 年度未满 {age} 周岁，不能参保",
    "Not yet {age} years old in {year}",
    "年满十六周岁（不含在校学生）可以参加城乡居民养老保险",
)

PERSON, SUBSIDY = "person", "subsidy"


@dataclass(frozen=True, slots=True)
class ResidentRule:
    """tiers: yuan a year to yuan of subsidy; age: from which somebody may be insured."""

    tiers: Figure[Ladder]
    age: Figure[int]

    def refuses(
        self, year: int, paid: Money, birth_year: int, years_paid: frozenset[int]
    ) -> list[Reason]:
        """Every reason against a payment for a year."""
        against = []
        if year - birth_year < self.age.value:
            against.append(TOO_YOUNG.with_(year=year, age=self.age.value))
        if paid not in self.amounts():
            tiers = ", ".join(str(tier) for tier in self.amounts())
            against.append(NO_TIER.with_(paid=paid, tiers=tiers))
        if year in years_paid:
            against.append(YEAR_PAID.with_(year=year))
        return against

    def amounts(self) -> tuple[Money, ...]:
        """What may be paid for a year, rising."""
        return tuple(Money(yuan * 100) for yuan, _ in self.tiers.value.rungs)

    def of(self, paid: Money) -> Explanation:
        """What a year adds to the personal account. paid: a tier (checked before)."""
        given = Figure(Money(self.tiers.value.at(paid.fen // 100) * 100), self.tiers.basis)
        person = explain.amount(
            "resident.paid",
            "paid",
            {"paid": paid},
            Text(zh="个人缴费 {result} 元", en="The person pays {result}"),
            share=PERSON,
        )
        subsidy = explain.amount(
            "resident.subsidy",
            "subsidy",
            {"subsidy": given},
            Text(
                zh="政府按档次补贴 {result} 元，一并计入个人账户",
                en="The government adds {result} for the tier; both go to the account",
            ),
            share=SUBSIDY,
        )
        return Explanation(person.money + subsidy.money, (person, subsidy))
