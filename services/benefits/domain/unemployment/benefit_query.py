"""What is answered of a person's unemployment benefit (失业保险待遇查询, HRSS-019)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.benefits.domain.certificate import Line, Printed, line
from services.benefits.domain.unemployment.monthly_check import MonthlyCheck
from services.benefits.domain.unemployment.premium import Premium
from services.benefits.domain.unemployment.record import BenefitMonth, UnemploymentBenefit
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month


@dataclass(frozen=True, slots=True)
class Known:
    """A benefit with what belongs to it. monthly: what it is a month today, in its region."""

    benefit: UnemploymentBenefit
    monthly: Money
    months: Sequence[BenefitMonth]
    premiums: Sequence[Premium]
    checks: Sequence[MonthlyCheck]


def shown(known: Sequence[Known], first: Month | None, last: Month | None) -> dict[str, Any]:
    """The answer: every benefit, and of its months those that are asked for."""
    return {
        "outcome": "returned" if known else "none_found",
        "benefits": [_benefit(each, first, last) for each in known],
    }


def _benefit(known: Known, first: Month | None, last: Month | None) -> dict[str, Any]:
    its = known.benefit
    return {
        "id": its.id,
        "region_code": its.region_code,
        "status": its.status,
        "monthly_amount_fen": known.monthly.fen,
        "months_granted": its.granted,
        "months_paid": its.paid,
        "months_settled": its.settled,
        "months_left": its.left,
        "from_month": its.from_month,
        **({"ended_for": its.ended_for} if its.ended_for else {}),
        "months": [
            {"month": each.month, "amount_fen": each.amount.fen, "status": each.status}
            for each in known.months
            if _within(each.month, first, last)
        ],
        "premiums": [
            {"month": each.month, "amount_fen": each.amount.fen, "status": each.status}
            for each in known.premiums
            if _within(each.month, first, last)
        ],
        "checks": [
            {"month": each.month, "status": each.status}
            for each in known.checks
            if _within(each.month, first, last)
        ],
    }


def _within(month: str, first: Month | None, last: Month | None) -> bool:
    """
    >>> _within("2026-01", Month(2026, 1), None), _within("2026-01", None, Month(2025, 12))
    (True, False)
    """
    return (first is None or month >= str(first)) and (last is None or month <= str(last))


def printed(known: Sequence[Known]) -> Printed:
    """What the certificate says; also that nothing was found."""
    lines: list[Line] = []
    for each in known:
        its = each.benefit
        lines.append(
            line(
                "失业保险金",
                "Unemployment benefit",
                f"{its.region_code} 每月 {each.monthly} 元，核定 {its.granted} 个月，"
                f"已领 {its.paid} 个月，剩余 {its.left} 个月，状态 {its.status}",
                f"{its.region_code}: {each.monthly} yuan a month, {its.granted} months granted, "
                f"{its.paid} drawn, {its.left} left, {its.status}",
            )
        )
    if not lines:
        lines = [line("查询结果", "Result", "无失业保险金记录", "no unemployment benefit found")]
    return Printed("失业保险待遇", "Unemployment benefit", tuple(lines))
