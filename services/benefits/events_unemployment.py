"""What the benefits service tells of unemployment insurance."""

from typing import Any

from services.benefits.domain.unemployment import (
    extra,
    monthly_check,
    record,
    retention_record,
    run,
)
from sscsim.event_types import COUNT, FEN, MONTH, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_BENEFIT = {
    "id": ident("unb"),
    "person_id": ident("psn"),
    "region_code": REGION,
    "status": word(*record.STATUSES),
}
_CHECK = {
    "id": ident("uck"),
    "benefit_id": ident("unb"),
    "person_id": ident("psn"),
    "month": MONTH,
    "status": word(*monthly_check.STATUSES),
}
_RUN = {
    "id": ident("unr"),
    "region_code": REGION,
    "pay_month": MONTH,
    "lines_count": COUNT,
    "total_fen": FEN,
    "status": word(*run.STATUSES),
}


def _told(name: str, zh: str, en: str, said: Any, **more: Any) -> None:
    declare("benefits", name, Text(zh, en), {**said, **more})


_told(
    "unemployment_benefit.granted",
    "失业保险金已核定",
    "Unemployment benefit was granted",
    _BENEFIT,
    months=COUNT,
)
_told("unemployment_benefit.suspended", "失业保险金已中断", "It was interrupted", _BENEFIT)
_told("unemployment_benefit.resumed", "失业保险金已恢复", "It goes on", _BENEFIT)
_told(
    "unemployment_benefit.stopped",
    "失业保险金已停发",
    "It ended before its time",
    _BENEFIT,
    ended_for=word(*record.ENDED_FOR),
)
_told("unemployment_benefit.exhausted", "失业保险金已领满", "All its months were drawn", _BENEFIT)
_told("unemployment_check.confirmed", "按月核对已确认", "A monthly check was confirmed", _CHECK)
_told("unemployment_check.missed", "按月核对已错过", "A monthly check was missed", _CHECK)
_told("unemployment_check.excused", "按月核对已免除", "A missed check was excused", _CHECK)
_told("unemployment_run.started", "失业保险金发放已开始", "A month's payout began", _RUN)
_told(
    "unemployment_run.completed", "失业保险金发放已完成", "A month's payout was with the bank", _RUN
)
_told(
    "unemployment_premium.paid",
    "医疗保险费已代缴",
    "The medical premium of a month of benefit was paid by the fund",
    {"benefit_id": ident("unb"), "person_id": ident("psn"), "month": MONTH, "amount_fen": FEN},
)
_told(
    "unemployment_grant.given",
    "失业保险加发待遇已核发",
    "A grant beside unemployment benefit was given",
    {
        "id": ident("ugt"),
        "benefit_id": ident("unb"),
        "person_id": ident("psn"),
        "kind": word(*extra.KINDS),
        "amount_fen": FEN,
    },
)
_told(
    "job_retention.refunded",
    "稳岗返还已核定",
    "A refund to an employer that kept its staff was ordered",
    {
        "id": ident("jrr"),
        "credit_code": TEXT,
        "region_code": REGION,
        "year": COUNT,
        "amount_fen": FEN,
        "status": word(*retention_record.STATUSES),
    },
)
