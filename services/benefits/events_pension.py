"""What the benefits service tells of pensions, their payout, certification and adjustment."""

from typing import Any

from services.benefits.domain.pension import (
    adjusting,
    certification,
    recalculation,
    record,
    run,
    survivor_claim,
)
from sscsim.event_types import COUNT, DATE, FEN, MONTH, REGION, declare, ident, word
from sscsim.kernel.problems import Text

_PENSION = {
    "id": ident("pns"),
    "person_id": ident("psn"),
    "region_code": REGION,
    "scheme": word(*record.SCHEMES),
    "kind": word(*record.KINDS),
    "status": word(*record.STATUSES),
}


def _told(name: str, zh: str, en: str, **more: Any) -> None:
    fields = {**_PENSION, **more}
    declare("benefits", f"pension.{name}", Text(zh, en), fields)


_told("granted", "养老待遇已核定", "A pension was granted")
_told("suspended", "养老待遇已暂停", "A pension is paused", reason=word(*record.PAUSED_FOR))
_told("resumed", "养老待遇已恢复", "A pension is paid again")
_told("ended", "养老待遇已终止", "A pension has ended", reason=word(*record.ENDED_FOR))
_told(
    "double_claim_found",
    "发现重复领取养老待遇",
    "A pension that was drawn beside another was found, and ends",
    kept_pension_id=ident("pns"),
    owed_fen=FEN,
)
_told(
    "recalculated",
    "养老待遇已重算",
    "A pension was computed again",
    reason=word(*recalculation.REASONS),
    monthly_amount_fen=FEN,
    arrears_fen=FEN,
)

_RUN = {
    "id": ident("prn"),
    "region_code": REGION,
    "scheme": word(*record.SCHEMES),
    "pay_month": MONTH,
    "lines_count": COUNT,
    "total_fen": FEN,
    "status": word(*run.STATUSES),
}
declare(
    "benefits", "pension_run.started", Text("养老待遇发放已开始", "A month's payout began"), _RUN
)
declare(
    "benefits",
    "pension_run.completed",
    Text("养老待遇发放已完成", "The bank has answered for every line of a payout"),
    _RUN,
)
declare(
    "benefits",
    "pension_adjustment.completed",
    Text("养老待遇年度调整已完成", "A year's adjustment of pensions is done"),
    {
        "id": ident("paj"),
        "region_code": REGION,
        "scheme": word(*record.SCHEMES),
        "year": COUNT,
        "adjusted_count": COUNT,
        "status": word(*adjusting.STATUSES),
    },
)
declare(
    "benefits",
    "pension_certification.made",
    Text("领取资格已认证", "Who draws a pension was certified"),
    {
        "id": ident("pce"),
        "person_id": ident("psn"),
        "valid_until": DATE,
        "status": word(*certification.STATUSES),
    },
)
declare(
    "benefits",
    "survivor_benefit.paid",
    Text("遗属待遇已发放", "A survivor benefit is on the card"),
    {
        "id": ident("svb"),
        "deceased_id": ident("psn"),
        "survivor_id": ident("psn"),
        "region_code": REGION,
        "status": word(*survivor_claim.STATUSES),
    },
)
