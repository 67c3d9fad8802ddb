"""What is told of transfers of insurance between regions."""

from services.benefits.domain.insurance import KINDS
from services.benefits.domain.transfer import military_transfer, refund, saga
from sscsim.event_types import FEN, REGION, declare, ident, word
from sscsim.kernel.problems import Text

_TRANSFER = {
    "id": ident("itf"),
    "person_id": ident("psn"),
    "insurance": word(*KINDS),
    "from_region_code": REGION,
    "to_region_code": REGION,
    "status": word(*saga.STATUSES),
}

for _name, _zh, _en in (
    ("begun", "已发出联系函", "The new area has written to the old one"),
    ("moved", "转移进入下一环节", "A transfer went a step further"),
    ("overdue", "转移环节逾期", "Somebody is late with a step of a transfer"),
    ("completed", "转移接续已办结", "A transfer is completed"),
):
    declare("benefits", f"insurance_transfer.{_name}", Text(_zh, _en), _TRANSFER)

declare(
    "benefits",
    "duplicate_refund.paid",
    Text("重复缴费已退还", "What was paid twice went back onto the card"),
    {
        "id": ident("dpr"),
        "person_id": ident("psn"),
        "region_code": REGION,
        "amount_fen": FEN,
        "status": word(*refund.STATUSES),
    },
)

_MILITARY = {
    "id": ident("mtf"),
    "person_id": ident("psn"),
    "region_code": REGION,
    "received_fen": FEN,
    "status": word(*military_transfer.STATUSES),
}

for _name, _zh, _en in (
    ("received", "军队转来的凭证和资金已到", "The army's voucher or money has come"),
    ("merged", "服役年限已接续", "Service in the army counts for the pension"),
    ("completed", "军地转移已办结", "A transfer from the army is completed"),
):
    declare("benefits", f"military_transfer.{_name}", Text(_zh, _en), _MILITARY)
