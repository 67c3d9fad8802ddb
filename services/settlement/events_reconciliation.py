"""What the clearing service tells of the daily reconciliation of regions."""

from services.settlement.domain.reconciliation import DIFFERENCES, PARTIES
from services.settlement.domain.reconciliation_states import RESOLUTIONS, RESOLVERS
from sscsim.event_types import COUNT, DATE, MONTH, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_DAY = {"id": ident("drc"), "region_code": REGION, "date": DATE}
declare(
    "settlement",
    "daily_reconciliation.completed",
    Text(zh="三方日对账已完成", en="A region's day was compared by three sides"),
    {**_DAY, "run": COUNT, "matched": COUNT, "differing": COUNT, "open": COUNT},
)
declare(
    "settlement",
    "daily_reconciliation.file_taken",
    Text(zh="已接收一方对账文件", en="A region sent its own file of a day"),
    {**_DAY, "file_id": ident("drf"), "side": word(*PARTIES), "count": COUNT, "sha256": TEXT},
)
declare(
    "settlement",
    "daily_reconciliation.overdue",
    Text(zh="月内日对账逾期", en="Days of a month are not reconciled in time"),
    {
        "id": ident("drc"),
        "region_code": REGION,
        "month": MONTH,
        "first_date": DATE,
        "days": COUNT,
        "differences": COUNT,
    },
)
_DIFFERENCE = {
    "id": ident("drd"),
    "reconciliation_id": ident("drc"),
    "region_code": REGION,
    "date": DATE,
    "settlement_id": TEXT,
    "kind": word(*DIFFERENCES),
}
declare(
    "settlement",
    "daily_difference.found",
    Text(zh="发现对账差异", en="Sides of a day differ in one settlement"),
    _DIFFERENCE,
)
declare(
    "settlement",
    "daily_difference.resolved",
    Text(zh="对账差异已处理", en="A difference of a day was resolved or accepted"),
    {
        **_DIFFERENCE,
        "status": word("resolved", "accepted"),
        "resolution": word(*RESOLUTIONS),
        "resolved_by": word(*RESOLVERS),
    },
)
declare(
    "settlement",
    "daily_difference.check_requested",
    Text(zh="已发起费用协查", en="A bill is to be checked on the spot"),
    _DIFFERENCE,
)
