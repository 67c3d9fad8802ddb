"""The errors of transfers of insurance, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


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


class MilitaryTransferNotFound(NotFound):
    code = "military_transfer_not_found"
    title = Text(zh="没有此军地转移", en="No such transfer from the army")
    detail = Text(zh="没有军地转移 {record_id}。", en="There is no transfer {record_id}.")


class MilitaryVoucherThere(Conflict):
    code = "military_voucher_recorded"
    title = Text(zh="该缴费凭证已登记", en="The army's voucher is on record")
    detail = Text(
        zh="编号 {voucher_number} 的凭证已登记为 {transfer_id}。",
        en="Voucher {voucher_number} is on record as {transfer_id}.",
    )


class MilitaryServiceImpossible(Refused):
    code = "military_service_impossible"
    title = Text(zh="服役起止月份有误", en="Months of service that can't be")
    detail = Text(
        zh="服役 {service_from} 至 {service_to} 不可能成立：终止早于起始、尚未结束或早于出生。",
        en="Service from {service_from} to {service_to} can't be: it ends before it starts, isn't "
        "over, or begins before the birth.",
    )
