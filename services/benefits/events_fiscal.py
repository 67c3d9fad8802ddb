"""What the benefits service tells of fiscal subsidies."""

from services.benefits.domain.fiscal.batch import LINE_STATUSES, STATUSES
from sscsim.event_types import COUNT, FEN, REGION, TEXT, declare, ident, word
from sscsim.kernel.problems import Text

_BATCH = {
    "id": ident("fsb"),
    "batch_no": TEXT,
    "region_code": REGION,
    "subsidy_code": TEXT,
    "status": word(*STATUSES),
    "ordered_count": COUNT,
    "paid_count": COUNT,
    "paid_fen": FEN,
    "returned_count": COUNT,
}
_LINE = {
    "id": ident("fsb"),
    "line": COUNT,
    "status": word(*LINE_STATUSES),
    "amount_fen": FEN,
    "person_id?": ident("psn"),
}


def _batch(name: str, zh: str, en: str, **more: object) -> None:
    declare("benefits", f"subsidy_batch.{name}", Text(zh, en), {**_BATCH, **more})  # type: ignore[dict-item]


_batch("built", "补贴花名册已上传", "A roll of subsidies was handed in")
_batch("checked", "补贴花名册核对完成", "All lines of the roll were checked")
_batch("frozen", "补贴花名册已冻结", "The roll stands")
_batch("noticed", "补贴花名册进入公示", "The roll is shown to the public")
_batch(
    "objected",
    "补贴公示收到异议",
    "Somebody objected to a line of the roll",
    objection_id=ident("fso"),
    line=COUNT,
)
_batch("ordered", "补贴支付令已下达", "The batch was ordered through the treasury, or re-issued")
_batch("sent", "补贴代发文件已送银行", "The bank has the file")
_batch("returned", "补贴代发部分退回", "The bank returned some lines")
_batch("closed", "补贴批次已办结", "Every line is settled")
_batch("overdue", "补贴到账超过时限", "The bank let its time pass")
declare(
    "benefits",
    "subsidy_line.corrected",
    Text("补贴明细已更正", "A line of subsidies was corrected"),
    _LINE,
)
declare(
    "benefits",
    "subsidy_line.written_off",
    Text("补贴明细不再发放", "A returned line is not paid any more"),
    _LINE,
)
declare(
    "benefits",
    "subsidy_line.recovered",
    Text("补贴资金已追回", "What a line paid wrongly was taken back"),
    _LINE,
)
