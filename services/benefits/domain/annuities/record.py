"""What a person's occupational annuity is told to them, and printed (HRSS-035)."""

from collections.abc import Sequence
from typing import Any

from services.benefits.domain.annuities.account import AnnuityAccount, AnnuityEntry
from services.benefits.domain.certificate import Printed, line
from services.benefits.domain.decision import Case
from sscsim.kernel.money import sum_money

Known = Sequence[tuple[AnnuityAccount, Sequence[AnnuityEntry]]]
"""Each account of the person with its entries."""


def of_year(case: Case, entries: Sequence[AnnuityEntry]) -> list[AnnuityEntry]:
    """Those that were booked in the year that is asked about, or all of them."""
    year = case.inputs.get("query_year")
    return [each for each in entries if year is None or each.booked_on.year == year]


def shown(case: Case, known: Known) -> dict[str, Any]:
    """The answer; that there is none is an answer too (none_found)."""
    return {
        "outcome": "returned" if known else "none_found",
        "accounts": [
            {
                "id": account.id,
                "status": account.status,
                "employer_name": account.employer_name,
                "balance_fen": account.balance.fen,
                "entries": [
                    {"kind": each.kind, "period": each.period, "amount_fen": each.amount.fen}
                    for each in of_year(case, entries)
                ],
            }
            for account, entries in known
        ],
    }


def printed(case: Case, known: Known) -> Printed:
    """The certificate; also that nothing was found."""
    lines = []
    for account, entries in known:
        chosen = of_year(case, entries)
        lines += [
            line("参保单位", "Employer", account.employer_name),
            line("账户余额（元）", "Balance, in yuan", account.balance.plain()),
            line(
                "查询期内变动（元）",
                "Moved in the time asked about, in yuan",
                sum_money(each.amount for each in chosen).plain(),
            ),
        ]
    if not lines:
        lines = [line("查询结果", "Result", "无职业年金账户", "no occupational annuity")]
    return Printed("职业年金个人账户信息", "Occupational annuity account", tuple(lines))
