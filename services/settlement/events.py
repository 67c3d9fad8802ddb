"""What the clearing service tells of its changes: the types and what each says."""

from services.settlement import events_reconciliation  # noqa: F401  # declares its own
from sscsim.event_types import COUNT, DATE, FEN, FLAG, MONTH, REGION, TEXT, declare, ident
from sscsim.kernel.problems import Text

_PAIR = {"home_region_code": REGION, "care_region_code": REGION}
_OF_KIND = {"kind?": TEXT, "period?": TEXT}
"""What is told beside of claims and cycles that are not of medical bills."""
_CYCLE = {"id": TEXT, "month": MONTH, "status": TEXT, **_OF_KIND}

declare(
    "settlement",
    "agreement.made",
    Text(zh="异地结算协议已签订", en="Two regions agreed to settle"),
    {"id": TEXT, "home_region_code": REGION, "care_region_code": REGION},
)
declare(
    "settlement",
    "agreement.changed",
    Text(zh="异地结算协议已变更", en="An agreement between two regions was changed"),
    {"id": TEXT, "advance_hard_stop": FLAG, "advance_delays_providers": FLAG},
)
declare(
    "settlement",
    "claim.recorded",
    Text(zh="清算明细已入账", en="A claim between two regions was recorded"),
    {
        "id": TEXT,
        "settlement_id": TEXT,
        "home_region_code": REGION,
        "care_region_code": REGION,
        "clearing_fen": FEN,
        "rule": TEXT,
        "reverses_claim_id?": TEXT,
        "refers_to_claim_id?": TEXT,
        "adjusts_claim_id?": TEXT,
        **_OF_KIND,
    },
)
_ANSWERED = {"institution_id": ident("ins"), "month": MONTH}
declare(
    "settlement",
    "clearing_confirmation.given",
    Text(zh="机构已确认异地清分明细", en="An institution answered for its claims of a month"),
    {**_ANSWERED, "confirmed": COUNT, "doubted": COUNT},
)
declare(
    "settlement",
    "clearing_confirmation.retracted",
    Text(zh="机构已回退清分确认", en="An institution took back what it answered"),
    {**_ANSWERED, "retracted": COUNT},
)
declare(
    "settlement",
    "claim.corrected",
    Text(zh="清算明细已冲正", en="A claim was undone without one that takes it back"),
    {"id": TEXT, "settlement_id": TEXT, "undone_fen": FEN},
)
declare(
    "settlement",
    "claim.deducted",
    Text(zh="清算明细已扣款", en="Part of a claim was refused after review"),
    {"id": TEXT, "ordinal": COUNT, "amount_fen": FEN, "reason": TEXT},
)
declare(
    "settlement",
    "advance.moved",
    Text(zh="预付金已收付", en="An advance between regions was paid or given back"),
    {"id": TEXT, "direction": TEXT, "amount_fen": FEN, "purpose": TEXT},
)
declare(
    "settlement",
    "advance.sized",
    Text(zh="年度预付金已核定", en="The size of a year's advance was fixed"),
    {"id": TEXT, "year": COUNT, **_PAIR, "cleared_fen": FEN, "amount_fen": FEN},
)
for _name, _zh, _en, _more in (
    ("requested", "预付金紧急调增已申请", "was asked for", {}),
    ("paid", "预付金紧急调增已拨付", "was agreed to and paid", {"advance_id": TEXT}),
    ("refused", "预付金紧急调增已退回", "was refused", {"reason": TEXT}),
):
    declare(
        "settlement",
        f"advance_top_up.{_name}",
        Text(zh=_zh, en=f"A top-up of an advance {_en}"),
        {"id": TEXT, **_PAIR, "amount_fen": FEN, **_more},
    )
declare(
    "settlement",
    "advance.alerted",
    Text(zh="预付金预警", en="What is owed nears or passes the advance"),
    {
        "month": MONTH,
        "level": TEXT,
        "home_region_code": REGION,
        "care_region_code": REGION,
        "used_fen": FEN,
        "advance_fen": FEN,
        "top_up_until": DATE,
    },
)
declare(
    "settlement",
    "book_day.closed",
    Text(zh="账簿已日结", en="A day of a book was sealed"),
    {"book": TEXT, "day": DATE, "journals": COUNT, "turnover_fen": FEN, "sha256": TEXT},
)
declare(
    "settlement",
    "clearing_cycle.opened",
    Text(zh="清算期已开始", en="A clearing month was opened"),
    {"id": TEXT, "month": MONTH, **_OF_KIND},
)
declare(
    "settlement",
    "clearing_cycle.providers_paid",
    Text(zh="机构款已拨付", en="A region paid its hospitals for a clearing month"),
    {"id": TEXT, "region_code": REGION, "providers": COUNT},
)
_PROVIDER = {
    "id": TEXT,
    "region_code": REGION,
    "institution_id": TEXT,
    "month": MONTH,
    "local_fen": FEN,
}
declare(
    "settlement",
    "provider_application.taken",
    Text(zh="费用申报待拨付", en="An institution's audited application waits for payment"),
    _PROVIDER,
)
declare(
    "settlement",
    "provider_application.paid",
    Text(zh="费用申报已拨付", en="A region paid what an institution applied for"),
    _PROVIDER,
)
declare(
    "settlement",
    "local_settlement.deducted",
    Text(zh="本地结算已扣款", en="An audit deducted from a settlement inside one region"),
    {"id": TEXT, "settlement_id": TEXT, "amount_fen": FEN, "reason": TEXT},
)
for _name, _zh, _en, _more in (
    ("frozen", "清算期已截止", "takes no more claims", {"claims": COUNT, "total_fen": FEN}),
    ("generated", "清算单已生成", "has its statements", {"version": COUNT, "statements": COUNT}),
    ("signed", "清算单已签章", "is signed by both", {"statements": COUNT, "total_fen": FEN}),
    ("notified", "清算通知已下达", "has its notices", {"notices": COUNT}),
    ("paid", "清算款已划拨", "is paid", {}),
    ("closed", "清算期已关闭", "is closed", {}),
    (
        "declared",
        "清算明细已申报",
        "has the claims that a region declared",
        {"region_code": REGION, "claims": COUNT},
    ),
    (
        "carried",
        "清算明细已顺延",
        "lost claims to a later one",
        {"to_month": MONTH, "to_period?": TEXT, "rule": TEXT, "claims": COUNT},
    ),
    ("overdue", "清算期已逾期", "is overdue", {"waits_for": TEXT}),
    ("reopened", "清算单已重开", "has its statements made again", {"version": COUNT}),
    ("aborted", "清算期已中止", "was given up", {"claims": COUNT}),
):
    declare(
        "settlement",
        f"clearing_cycle.{_name}",
        Text(zh=_zh, en=f"A clearing month {_en}"),
        {**_CYCLE, **_more},
    )
for _name, _zh, _en, _more in (
    ("declared", "清算明细已申报", "was declared", {"settlement_id": TEXT}),
    ("withdrawn", "清算明细已撤销申报", "is not declared any more", {"settlement_id": TEXT}),
    ("expired", "清算明细已过期", "is too late for any month", {"settlement_id": TEXT}),
    ("reimbursed", "清算明细转手工报销", "is reimbursed by hand", {"amount_fen": FEN}),
):
    declare(
        "settlement",
        f"claim.{_name}",
        Text(zh=_zh, en=f"A claim {_en}"),
        {"id": TEXT, **_more},
    )
_DISPUTE = {"id": TEXT, "claim_id": TEXT, "status": TEXT}
declare(
    "settlement",
    "dispute.opened",
    Text(zh="已提出争议", en="A claim was disputed before the statement was signed"),
    _DISPUTE,
)
declare(
    "settlement",
    "dispute.decided",
    Text(zh="争议已裁定", en="A dispute was decided, by an agency or by its deadline"),
    {**_DISPUTE, "decided_by": TEXT},
)
for _name, _zh, _en in (
    ("matched", "到账已匹配", "was matched with a notice"),
    ("unmatched", "到账未匹配", "matched nothing and waits in suspense"),
    ("returned", "到账已退回", "was sent back"),
):
    declare(
        "settlement",
        f"clearing_receipt.{_name}",
        Text(zh=_zh, en=f"Money that came in {_en}"),
        {"id": TEXT, "cycle_id": TEXT, "amount_fen": FEN},
    )
for _name, _zh, _en in (
    ("made", "区域合作协议已签订", "was made"),
    ("activated", "区域合作协议已启用", "was put in force"),
    ("suspended", "区域合作协议已停用", "was put out of force"),
):
    declare(
        "settlement",
        f"cooperation.{_name}",
        Text(zh=_zh, en=f"An agreement of several regions {_en}"),
        {"id": TEXT, "cooperation_code": TEXT},
    )
declare(
    "settlement",
    "clearing_scheme.changed",
    Text(zh="清算方案已变更", en="How months are cleared was changed"),
    {
        "region_code": REGION,
        "netting_mode": TEXT,
        "digest_algorithm": TEXT,
        "declaration": TEXT,
        "signing": TEXT,
        "payment": TEXT,
        "unsigned_policy": TEXT,
        "dispute_default": TEXT,
        "kind_netting_modes?": {"type": "object", "additionalProperties": TEXT},
    },
)
declare(
    "settlement",
    "clearing_bank_message.taken",
    Text(zh="银行报文已受理", en="A bank's report or return was taken"),
    {
        "id": TEXT,
        "cycle_id": TEXT,
        "kind": TEXT,
        "region_code": REGION,
        "count": COUNT,
        "total_fen": FEN,
    },
)
