"""What a worker claims of an employer, and the times of a dispute (劳动人事争议)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.benefits.domain import decision
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

MONEY_CLAIMS: Final = (
    *("wages", "overtime", "severance", "unlawful_dismissal", "work_injury", "double_wage"),
)
"""Claims that are for a sum; the others may be."""

NOT_YET = decision.reason(
    "dispute_in_future", "争议发生日期 {day} 晚于今天", "The dispute arose on {day}, after today"
)
SUM_WANTED = decision.reason(
    "claim_without_sum",
    "请求 {claim} 应写明金额",
    "The claim {claim} has to say a sum",
)
MEDIATION_OPEN = decision.reason(
    "mediation_open",
    "与该单位的争议正在调解（{record_id}，至 {until}）",
    "A dispute with this employer is being mediated ({record_id}, until {until})",
    "调解期限内未达成协议的，可以申请仲裁",
)
AGREEMENT_STANDS = decision.reason(
    "agreement_stands",
    "已达成调解协议 {record_id}，应当履行",
    "An agreement was reached ({record_id}), which is to be kept",
    "调解协议具有约束力",
)
CASE_OPEN = decision.reason(
    "arbitration_open",
    "与该单位的争议已在仲裁（{record_id}）",
    "A dispute with this employer is before arbitration ({record_id})",
    "同一争议不重复受理",
)


@dataclass(frozen=True, slots=True)
class DisputeTimes:
    """Days of mediation and arbitration; session_days are working days, the rest calendar."""

    session_days: int
    mediation_days: int
    serve_days: int
    award_days: int
    extension_days: int
    sue_days: int
    limitation_months: int
    pay_days: int


def claimed(claims: Iterable[Mapping[str, Any]], kind: str | None = None) -> Money:
    """What is claimed in all, or of one kind of claim; sums of claims as JSON keeps them.

    >>> claimed([{"claim": "wages", "amount_fen": 5}, {"claim": "overtime", "amount_fen": 2}])
    Money(fen=7)
    """
    sums = (Money(each.get("amount_fen", 0)) for each in claims if kind in (None, each["claim"]))
    return sum(sums, Money(0))


def without_sum(claims: Iterable[Mapping[str, Any]]) -> list[decision.Reason]:
    """Why claims for money that name none can't be dealt with yet."""
    return [
        SUM_WANTED.with_(claim=each["claim"])
        for each in claims
        if each["claim"] in MONEY_CLAIMS and not each.get("amount_fen")
    ]


def not_yet(arisen: date, today: date) -> list[decision.Reason]:
    return [NOT_YET.with_(day=arisen.isoformat())] if arisen > today else []


def is_over(arisen: date, today: date, months: int) -> bool:
    """Whether the months of the limitation (时效) are over: the day of the month counts.

    >>> is_over(date(2025, 4, 1), date(2026, 4, 1), 12)
    False
    >>> is_over(date(2025, 3, 31), date(2026, 4, 1), 12)
    True
    """
    return today > (Month.of(arisen) + months).day(arisen.day)
