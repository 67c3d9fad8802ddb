"""What a person's private pension is told to them, and the contribution certificate (缴费凭证).

The certificate goes with the tax return: it says what was paid in a year, of all banks, and is
verified by its number and code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.benefits.domain.certificate import Printed, line
from services.benefits.domain.decision import Case
from services.benefits.domain.private_pension import contribution
from services.benefits.domain.private_pension.account import FundsAccount, PrivatePension
from services.benefits.domain.private_pension.contribution import Contribution
from services.benefits.domain.private_pension.holding import Holding
from sscsim.kernel.money import Money, sum_money


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of the person; `left`: room of the year that is asked about, None where
    no figure says."""

    pension: PrivatePension | None
    funds: FundsAccount | None = None
    holdings: Sequence[Holding] = ()
    contributions: Sequence[Contribution] = ()
    left: Money | None = None


def paid_in(known: Sequence[Contribution], year: int) -> list[Contribution]:
    """What was paid and stands, for the year."""
    return [each for each in known if each.year == year and each.status == contribution.PAID]


def shown(case: Case, facts: Facts) -> dict[str, Any]:
    """The answer; that there is none is an answer too (none_found)."""
    if facts.pension is None or facts.funds is None:
        return {"outcome": "none_found"}
    paid = paid_in(facts.contributions, case.inputs["query_year"])
    return {
        "outcome": "returned",
        "private_pension_id": facts.pension.id,
        "status": facts.pension.status,
        "bank_code": facts.funds.bank_code,
        "cash_fen": facts.funds.cash.fen,
        "holdings_fen": facts.funds.holdings.fen,
        "year": case.inputs["query_year"],
        "paid_fen": sum_money(each.amount for each in paid).fen,
        **({"room_left_fen": facts.left.fen} if facts.left is not None else {}),
        "products": [
            {"id": each.id, "product_code": each.product_code, "cost_fen": each.unsold.fen}
            for each in facts.holdings
        ],
        "contributions": [
            {
                "id": each.id,
                "amount_fen": each.amount.fen,
                "bank_code": each.bank_code,
                "paid_on_date": str(each.paid_on),
            }
            for each in paid
        ],
    }


def printed(case: Case, facts: Facts) -> Printed | None:
    """The certificate of a year; none of a year in which nothing was paid."""
    year = case.inputs["query_year"]
    paid = paid_in(facts.contributions, year)
    if not paid:
        return None
    total = sum_money(each.amount for each in paid)
    lines = (
        line("纳税年度", "Tax year", year),
        line("缴费金额（元）", "Paid in, in yuan", total.plain()),
        *(
            line(
                f"缴费 {each.paid_on}",
                f"Paid on {each.paid_on}",
                f"{each.amount.plain()} {each.bank_code}",
            )
            for each in paid
        ),
    )
    return Printed("个人养老金缴费凭证", "Private pension: certificate of contributions", lines)
