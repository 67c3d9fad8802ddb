"""Who pays what the funds leave: own account, then family account, then cash. Step 9."""

from dataclasses import dataclass

from sscsim.kernel import explain
from sscsim.kernel.explain import Step
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text

_ZERO = Money.zero()
SHARES = ("fund_pay", "hospital_part", "account_pay", "cash_pay")
"""基金支付, 医院负担, 个人账户支付, 个人现金支付: together they are the bill."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Personal account money (个人账户) that may be used: the person's own, then the family's."""

    own: Money = _ZERO
    family: Money = _ZERO


@dataclass(frozen=True, slots=True)
class PersonShares:
    person_part: Step  # 个人负担
    own_account: Step
    family_account: Step
    cash: Step

    @property
    def steps(self) -> tuple[Step, ...]:
        return (self.person_part, self.own_account, self.family_account, self.cash)


def hospital_part(borne: Money) -> Step:
    """What the hospital bears itself (医院负担), as the treatment region decided."""
    return explain.amount(
        "hospital_part",
        "borne",
        {"borne": borne},
        Text(zh="医院负担 {result}", en="Borne by the hospital: {result}"),
        share="hospital_part",
    )


def pay(total: Money, funds: Money, hospital: Money, accounts: Accounts) -> PersonShares:
    """The person's part and how it is paid; an account never pays more than it holds."""
    part = explain.amount(
        "person_part",
        "total - funds - hospital_part",
        {"total": total, "funds": funds, "hospital_part": hospital},
        Text(zh="个人负担 {result}", en="The person's part: {result}"),
    )
    own = explain.amount(
        "account.own",
        "min(person_part, balance)",
        {"person_part": part.money, "balance": accounts.own},
        Text(zh="个人账户支付 {result}", en="From the personal account: {result}"),
        share="account_pay",
    )
    family = explain.amount(
        "account.family",
        "min(person_part - own, balance)",
        {"person_part": part.money, "own": own.money, "balance": accounts.family},
        Text(zh="家庭共济账户支付 {result}", en="From the family account: {result}"),
        share="account_pay",
    )
    cash = explain.amount(
        "cash",
        "person_part - own - family",
        {"person_part": part.money, "own": own.money, "family": family.money},
        Text(zh="个人现金支付 {result}", en="In cash: {result}"),
        share="cash_pay",
    )
    return PersonShares(part, own, family, cash)
