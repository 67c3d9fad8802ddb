"""What can go wrong with a bill that is settled twice, corrected, cut or priced again."""

from datetime import date
from typing import Any

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text


class BillNumberUsed(Conflict):
    """Another key, the same bill of the institution: a business duplicate."""

    code = "bill_number_used"
    title = Text(zh="单据号已结算", en="Bill number settled already")
    detail = Text(
        zh="单据号 {bill_number} 已由结算 {settlement_id} 结算或正在结算。",
        en="The bill {bill_number} is that of the settlement {settlement_id}, which stands or is "
        "on its way.",
    )


class NotCorrectable(Conflict):
    """2601 is for settlements and admissions; a reversal can't be taken back at all."""

    code = "settlement_not_correctable"
    title = Text(zh="结算不可冲正", en="Settlement not correctable")
    detail = Text(
        zh="{settlement_id}（{kind}）不能冲正；撤销的结果请用同一幂等键查询。",
        en="{settlement_id} is a {kind} and can't be corrected; what became of a reversal the "
        "same key tells.",
    )


class AlreadyDeclared(Conflict):
    """What was declared for payment doesn't vanish: a reversal shows in its own month."""

    code = "settlement_already_declared"
    title = Text(zh="结算已申报", en="Settlement already declared")
    detail = Text(
        zh="结算 {settlement_id} 已在 {month} 的申报 {application_id} 中，不能冲正，请撤销结算。",
        en="{settlement_id} is in the application {application_id} for {month}: it can't be "
        "corrected any more; reverse it.",
    )


class OperationNotCorrectable(Refused):
    code = "operation_not_correctable"
    title = Text(zh="该交易不可冲正", en="Operation not correctable")
    detail = Text(
        zh="{operation} 不能冲正，可冲正：{known}；请用同一幂等键重发以查明结果。",
        en="{operation} can't be corrected, only {known}; send the call again with its key to "
        "learn what became of it.",
    )


class OneOriginal(Refused):
    code = "one_original"
    title = Text(zh="须且仅须指明一笔原交易", en="Exactly one original")
    detail = Text(
        zh="idempotency_key 与 settlement_id 须且仅须提供一个；冲正登记只能用 idempotency_key。",
        en="Give either idempotency_key or settlement_id; of an admission the key.",
    )


class CorrectionNotFound(NotFound):
    code = "correction_not_found"
    title = Text(zh="冲正不存在", en="No such correction")
    detail = Text(zh="没有冲正 {correction_id}。", en="There is no correction {correction_id}.")


class CorrectionUnanswered(Problem):
    """On its way, and it goes on by itself until it is done."""

    code = "correction_unanswered"
    status = 504
    title = Text(zh="冲正未完成", en="Correction not done yet")
    detail = Text(
        zh="冲正 {correction_id} 未及时得到应答，将自动继续；可用同一幂等键查询。",
        en="The correction {correction_id} had no answer in time; it goes on by itself, and the "
        "same key tells how it stands.",
    )
    retryable = True
    effect = "unknown"


class InterimNotAllowed(Refused):
    code = "interim_not_allowed"
    title = Text(zh="不允许中途结算", en="No interim settlement")
    detail = Text(
        zh="参保地 {home} 的政策不允许中途结算。",
        en="The policy of the home region {home} has no interim settlement.",
    )


class InterimOnlyAtYearEnd(Refused):
    code = "interim_only_at_year_end"
    title = Text(zh="仅限年度末中途结算", en="Interim settlement at the year's end only")
    detail = Text(
        zh="参保地 {home} 只允许截至保险年度最后一天 {year_end} 的中途结算，不能截至 {until}。",
        en="The home region {home} settles in between only up to the last day of the insurance "
        "year, {year_end}, not up to {until}.",
    )


class InterimDatesWrong(Refused):
    """Of a stay, from its admission or the last part up to today, before the discharge."""

    code = "interim_dates_wrong"
    title = Text(zh="中途结算日期错误", en="Interim date wrong")
    detail = Text(
        zh="中途结算须为住院，且须写明截止日 until：自 {since} 起，至 {latest} 止。",
        en="An interim settlement is of a stay and says `until`: a day from {since} to {latest}.",
    )

    def __init__(self, since: date, latest: date) -> None:
        message = Text(zh="须为 {since} 至 {latest}", en="must be a day from {since} to {latest}")
        params: dict[str, Any] = {"since": since, "latest": latest}
        where = FieldError("out_of_stay", message, pointer="/until", params=params)
        super().__init__(errors=[where], **params)


class ChargeDateWrong(Refused):
    code = "charge_date_wrong"
    title = Text(zh="费用发生日期错误", en="Charge date wrong")
    detail = Text(
        zh="费用发生日期 {day} 须在 {since} 至 {latest} 之间。",
        en="A fee line of {day} is not within {since} to {latest}, the days not yet settled.",
    )

    def __init__(self, pointer: str, day: date, since: date, latest: date) -> None:
        message = Text(zh="须为 {since} 至 {latest}", en="must be a day from {since} to {latest}")
        params: dict[str, Any] = {"day": day, "since": since, "latest": latest}
        where = FieldError("out_of_stay", message, pointer=pointer, params=params)
        super().__init__(errors=[where], **params)


class PartSettled(Conflict):
    code = "visit_partly_settled"
    title = Text(zh="部分费用已中途结算", en="A part of the stay is settled")
    detail = Text(
        zh="就诊 {visit_id} 至 {until} 的费用已中途结算，须先撤销该结算。",
        en="The visit {visit_id} is settled up to {until}; reverse that settlement first.",
    )


class NotPriceable(Conflict):
    code = "settlement_not_priceable"
    title = Text(zh="结算不可重新计算", en="Settlement not priced again")
    detail = Text(
        zh="{settlement_id}（{kind}）状态为 {status}，只有有效结算可按新政策补差。",
        en="{settlement_id} is a {kind} and {status}; only a settlement that stands is priced "
        "again.",
    )


class DifferenceUnderWay(Conflict):
    code = "difference_under_way"
    title = Text(zh="补差结算进行中", en="A difference is on its way")
    detail = Text(
        zh="结算 {settlement_id} 的补差 {difference_id} 尚未完成。",
        en="The difference {difference_id} of the settlement {settlement_id} is not done yet.",
    )
    retryable = True


class NothingDiffers(Conflict):
    code = "nothing_differs"
    title = Text(zh="没有差额", en="Nothing differs")
    detail = Text(
        zh="按现行参数重新计算，结算 {settlement_id} 没有差额。",
        en="Priced again with the figures now in force, {settlement_id} comes to the same.",
    )


class RefundTooLarge(Refused):
    code = "refund_exceeds_charge"
    title = Text(zh="退费超过原费用", en="More is taken back than was charged")
    detail = Text(
        zh="费用明细 {fee_line_id} 尚可退数量 {left}，本次退 {asked}。",
        en="Of the fee line {fee_line_id} {left} are left, not {asked}.",
    )

    def __init__(self, pointer: str, **params: Any) -> None:
        message = Text(zh="超过原明细尚可退的部分", en="is more than what is left of the line")
        super().__init__(errors=[FieldError("too_many", message, pointer=pointer)], **params)


class RefundOfRefund(Refused):
    code = "refund_of_refund"
    title = Text(zh="退费明细不能再退", en="A refund is not taken back")
    detail = Text(
        zh="费用明细 {fee_line_id} 本身是退费明细，请撤销该明细。",
        en="The fee line {fee_line_id} is a refund itself; withdraw it.",
    )

    def __init__(self, pointer: str, **params: Any) -> None:
        message = Text(zh="是退费明细", en="is a refund")
        super().__init__(errors=[FieldError("refund", message, pointer=pointer)], **params)


class FeeLineRefunded(Conflict):
    code = "fee_line_refunded"
    title = Text(zh="费用明细已退费", en="Fee line taken back in part")
    detail = Text(
        zh="费用明细 {fee_line_id} 有退费明细 {refund_id}，须一并撤销。",
        en="{refund_id} takes back some of the fee line {fee_line_id}; withdraw both.",
    )
