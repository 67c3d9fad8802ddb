"""The events of clearing."""

from services.transport.domain import clearing, disputes, reimbursement
from sscsim.event_types import COUNT, DATE, FEN, MONTH, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_BATCH = {
    "id": ident("tbt"),
    "operator_id": TEXT,
    "region_code": REGION,
    "date": DATE,
    "status": word(*clearing.BATCH_STATUSES),
    "count": COUNT,
    "amount_fen": FEN,
    "subsidy_fen": FEN,
}
_FORM = {
    "id": ident("crb"),
    "operator_id": TEXT,
    "region_code": REGION,
    "month": MONTH,
    "status": word(*reimbursement.STATUSES),
    "count": COUNT,
    "due_fen": FEN,
}
_DISPUTE = {
    "id": ident("tds"),
    "journey_id": ident("tjr"),
    "operator_id": TEXT,
    "status": word(*disputes.STATUSES),
    "charged_fen": FEN,
    "asked_fen": FEN,
}

declare(
    "transport",
    "transit_batch.closed",
    Text(zh="清算批次已关账", en="A service day of an operator was closed and split"),
    _BATCH,
)
declare(
    "transport",
    "transit_batch.part_answered",
    Text(zh="异地清算已答复", en="What a centre of another city owes was accepted or rejected"),
    {
        "id": ident("tbp"),
        "batch_id": ident("tbt"),
        "issuer_id": TEXT,
        "status": word(*clearing.STATUSES),
        "amount_fen": FEN,
        "fee_fen": FEN,
        "code?": TEXT,
        "claim_id?": ident("clm"),
    },
)
declare(
    "transport",
    "transit_batch.cleared",
    Text(zh="清算批次已全部接受", en="Every part of a batch is accepted"),
    _BATCH,
)
declare(
    "transport",
    "transit_batch.presented_again",
    Text(zh="清算批次已再次提交", en="Rejected parts of a batch were presented again"),
    {**_BATCH, "parts": COUNT},
)
declare(
    "transport",
    "transit_batch_upload.taken",
    Text(zh="外部批次已受理", en="A batch file that an operator sent was taken"),
    {
        "id": ident("tbu"),
        "operator_id": TEXT,
        "number": COUNT,
        "sha256": TEXT,
        "accepted": COUNT,
        "pending": COUNT,
        "rejected": COUNT,
    },
)
for _name, _zh, _en in (
    ("submitted", "补贴申报已提交", "A month's concessions were claimed from their region"),
    ("confirmed", "补贴申报已确认", "A region confirmed what it owes for concessions"),
    ("returned", "补贴申报已退回", "A region returned a claim form"),
    ("paid", "补贴已拨付", "A region paid for its concessions"),
):
    declare("transport", f"concession_reimbursement.{_name}", Text(zh=_zh, en=_en), _FORM)
declare(
    "transport",
    "transit_dispute.opened",
    Text(zh="乘车争议已提出", en="A rider disputes a charge"),
    _DISPUTE,
)
declare(
    "transport",
    "transit_dispute.decided",
    Text(zh="乘车争议已处理", en="A dispute was decided or withdrawn"),
    {**_DISPUTE, "decided_by": word(*disputes.DECIDERS), "decided_fen?": FEN},
)
