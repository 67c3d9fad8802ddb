"""What is told of reconciliation and of applications for payment."""

from sscsim.event_types import COUNT, FEN, MONTH, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_RECONCILIATION = {
    "id": ident("rcn"),
    "object": word("reconciliation"),
    "institution_id": ident("ins"),
    "status": TEXT,
    "total_difference_fen": FEN,
    "fund_pay_difference_fen": FEN,
    "account_pay_difference_fen": FEN,
}
declare(
    "medical",
    "reconciliation.made",
    Text(zh="总账已核对", en="An institution's totals were compared"),
    _RECONCILIATION,
)
declare(
    "medical",
    "reconciliation.detailed",
    Text(zh="明细账已核对", en="An institution's bills were compared one by one"),
    {**_RECONCILIATION, "differences": COUNT},
)
declare(
    "medical",
    "reconciliation_difference.resolved",
    Text(zh="对账差异已处理", en="A difference was resolved"),
    {
        "id": ident("dif"),
        "reconciliation_id": ident("rcn"),
        "kind": TEXT,
        "resolved_by": word("institution", "agency"),
    },
)

_APPLICATION = {
    "id": ident("pap"),
    "object": word("payment_application"),
    "institution_id": ident("ins"),
    "month": MONTH,
    "status": TEXT,
    "fund_applied_fen": FEN,
    "payable_fen": FEN,
}
for _name, _zh, _en in (
    ("created", "费用申报已生成", "An application for payment was drawn up"),
    ("submitted", "费用申报已提交", "An application for payment was submitted"),
    ("accepted", "费用申报已受理", "An application for payment was accepted"),
    ("rejected", "费用申报已驳回", "An application for payment was rejected"),
    ("withdrawn", "费用申报已撤销", "An application for payment was withdrawn"),
    ("audited", "费用申报已审核", "An application for payment was audited"),
    ("paid", "费用申报已拨付", "An application for payment was paid"),
):
    declare("medical", f"payment_application.{_name}", Text(zh=_zh, en=_en), _APPLICATION)

declare(
    "medical",
    "audit_deduction.answered",
    Text(zh="审核扣款已入账或未入账", en="The books answered to a deduction"),
    {
        "id": ident("adn"),
        "settlement_id": ident("stl"),
        "amount_fen": FEN,
        "status": word("booked", "not_booked"),
        "problem?": TEXT,
    },
)
