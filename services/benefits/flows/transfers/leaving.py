"""What leaves the old area, as its records have it on the day."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.benefits.domain.insurance.ledger import Account
from services.benefits.domain.insurance.month import ContributionMonth
from services.benefits.domain.pension import account as rules
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Leaving:
    """What leaves the old area. amount: of the account, pooled: of the fund; stays: of the account
    what was contributed in other provinces; refund: what goes back to the person, out of an account
    that the region `refunded_by` keeps; annuity: of an account beside the pension's."""

    months: Sequence[ContributionMonth]
    account: Account | None
    interest: rules.Interest | None
    explanation: Explanation
    amount: Money
    pooled: Money = Money.zero()  # noqa: RUF009  # a value
    stays: Money = Money.zero()  # noqa: RUF009
    refund: Money = Money.zero()  # noqa: RUF009
    refunded_by: str | None = None
    annuity: Money = Money.zero()  # noqa: RUF009
