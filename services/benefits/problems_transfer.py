"""The errors of transfers of insurance, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Text


class InsuranceTransferNotFound(NotFound):
    code = "insurance_transfer_not_found"
    title = Text(zh="没有此关系转移", en="No such transfer of insurance")
    detail = Text(zh="没有关系转移 {record_id}。", en="There is no transfer {record_id}.")


class TransferSumsUnknown(Conflict):
    code = "insurance_transfer_sums_unknown"
    title = Text(zh="转移金额尚未核定", en="What moves is not known yet")
    detail = Text(
        zh="转移 {record_id} 状态为 {status}，转出地尚未核定金额。",
        en="The transfer {record_id} is {status}: the old area has not worked out what moves.",
    )


class DuplicateRefundNotFound(NotFound):
    code = "duplicate_refund_not_found"
    title = Text(zh="没有此退费", en="No such refund of months paid twice")
    detail = Text(zh="没有退费 {record_id}。", en="There is no refund {record_id}.")
