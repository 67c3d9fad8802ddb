"""What can be refused about batches, disputes and reimbursements, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class BatchNotFound(NotFound):
    code = "transit_batch_not_found"
    title = Text(zh="清算批次不存在", en="No such batch")
    detail = Text(zh="没有清算批次 {batch_id}。", en="There is no batch {batch_id}.")


class BatchNothingRejected(Conflict):
    code = "transit_batch_nothing_rejected"
    title = Text(zh="没有被拒绝的部分", en="Nothing of it was rejected")
    detail = Text(
        zh="批次 {batch_id} 没有被拒绝的部分，无需再次提交。",
        en="No part of the batch {batch_id} was rejected: there is nothing to present again.",
    )


class OperatorUnknown(Refused):
    code = "transit_operator_unknown"
    title = Text(zh="未知运营方", en="Operator unknown")
    detail = Text(zh="没有运营方 {operator_id}。", en="There is no operator {operator_id}.")

    def __init__(self, operator_id: str) -> None:
        message = Text(zh="未知运营方", en="is no operator")
        where = FieldError("transit_operator_unknown", message, pointer="/operator_id")
        super().__init__(errors=[where], operator_id=operator_id)


class UploadNotFound(NotFound):
    code = "transit_batch_upload_not_found"
    title = Text(zh="外部批次不存在", en="No such uploaded batch")
    detail = Text(zh="没有外部批次 {upload_id}。", en="There is no uploaded batch {upload_id}.")


class BatchFileRefused(Refused):
    code = "transit_batch_file_refused"
    title = Text(zh="批次文件被拒绝", en="The batch file was refused")
    detail = Text(
        zh="批次文件整体被拒绝，第 {line} 行：{fault_zh}。",
        en="The batch file was refused as a whole, line {line}: {fault}.",
    )

    def __init__(self, line: int, code: str, text: Text) -> None:
        where = FieldError(code, text, pointer="/content_base64", params={"line": line})
        super().__init__(errors=[where], line=line, fault_zh=text.zh, fault=text.en)


class BatchNumberTaken(Conflict):
    code = "transit_batch_number_taken"
    title = Text(zh="批次号已使用", en="Number of the batch taken")
    detail = Text(
        zh="运营方 {operator_id} 的批次 {number} 已收到，内容不同。",
        en="The batch {number} of {operator_id} came before, with other content.",
    )


class ReimbursementNotFound(NotFound):
    code = "concession_reimbursement_not_found"
    title = Text(zh="补贴申报不存在", en="No such reimbursement")
    detail = Text(
        zh="没有补贴申报 {reimbursement_id}。",
        en="There is no reimbursement {reimbursement_id}.",
    )


class ReimbursementState(Conflict):
    code = "concession_reimbursement_state"
    title = Text(zh="补贴申报状态不允许", en="Not in this state of the reimbursement")
    detail = Text(
        zh="补贴申报 {reimbursement_id} 的状态是 {status}，不能办理。",
        en="The reimbursement {reimbursement_id} is {status}: this can't be done with it.",
    )


class TransitDisputeNotFound(NotFound):
    code = "transit_dispute_not_found"
    title = Text(zh="乘车争议不存在", en="No such dispute")
    detail = Text(zh="没有乘车争议 {dispute_id}。", en="There is no dispute {dispute_id}.")


class TransitDisputeState(Conflict):
    code = "transit_dispute_state"
    title = Text(zh="争议已有结论", en="The dispute was decided")
    detail = Text(
        zh="争议 {dispute_id} 的状态是 {status}，不能再处理。",
        en="The dispute {dispute_id} is {status}: nothing more can be done with it.",
    )


class DisputeTooLate(Refused):
    code = "transit_dispute_too_late"
    title = Text(zh="超过争议期限", en="Too late to dispute it")
    detail = Text(
        zh="扣费后 {days} 天内可以提出争议。",
        en="A charge can be disputed within {days} days.",
    )


class DisputeExists(Conflict):
    code = "transit_dispute_exists"
    title = Text(zh="已有争议", en="It is disputed already")
    detail = Text(
        zh="行程 {journey_id} 的争议是 {dispute_id}。",
        en="The journey {journey_id} is disputed: {dispute_id}.",
    )


class NothingCharged(Conflict):
    code = "transit_nothing_charged"
    title = Text(zh="没有扣费", en="Nothing was charged")
    detail = Text(
        zh="行程 {journey_id} 没有可以争议的扣费。",
        en="The journey {journey_id} has no charge to dispute.",
    )


class DisputedFareTooHigh(Refused):
    code = "transit_disputed_fare_too_high"
    title = Text(zh="金额过高", en="The amount is too high")
    detail = Text(
        zh="应低于已扣的 {charged} 元。",
        en="It must be below the {charged} yuan that were charged.",
    )

    def __init__(self, charged: str) -> None:
        message = Text(zh="须低于已扣金额", en="is not below what was charged")
        where = FieldError("too_high", message, pointer="/fare_fen")
        super().__init__(errors=[where], charged=charged)
