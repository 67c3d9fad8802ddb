"""What can go wrong between regions, one class a code."""

from collections.abc import Mapping
from typing import Any

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text


class AgreementNotFound(NotFound):
    code = "agreement_not_found"
    title = Text(zh="协议不存在", en="No such agreement")
    detail = Text(zh="没有协议 {agreement_id}。", en="There is no agreement {agreement_id}.")


class AgreementMissing(Refused):
    code = "agreement_missing"
    title = Text(zh="两地之间没有协议", en="No agreement between the regions")
    detail = Text(
        zh="参保地 {home_region} 与就医地 {care_region} 在 {day} 没有直接结算协议。",
        en="On {day} no agreement lets persons insured in {home_region} settle in {care_region}.",
    )


class AgreementExists(Conflict):
    code = "agreement_exists"
    title = Text(zh="协议已存在", en="Agreement exists")
    detail = Text(
        zh="协议 {agreement_id} 已覆盖此方向和期间。",
        en="Agreement {agreement_id} covers this direction and period already.",
    )


class AgreementInvalid(Refused):
    code = "agreement_invalid"
    title = Text(zh="协议无效", en="Agreement not valid")
    detail = Text(
        zh="协议须为两个不同统筹区之间，且止日不早于起日。",
        en="An agreement is between two different pooling areas and ends after it begins.",
    )


class ExchangeNotFound(NotFound):
    code = "exchange_not_found"
    title = Text(zh="交换不存在", en="No such exchange")
    detail = Text(zh="没有交换 {exchange_id}。", en="There is no exchange {exchange_id}.")


class ExchangeConflict(Conflict):
    code = "exchange_conflict"
    title = Text(zh="同一编号、不同内容", en="Same id, other content")
    detail = Text(
        zh="交换 {exchange_id} 已用于其他内容，第一次的结果不变。",
        en="Exchange {exchange_id} was used for another question; its result is unchanged.",
    )


class ExchangeCancelled(Conflict):
    code = "exchange_cancelled"
    title = Text(zh="交换已作废", en="Exchange was cancelled")
    detail = Text(
        zh="交换 {exchange_id} 已冲正，迟到的请求不再受理。",
        en="Exchange {exchange_id} was cancelled; a late request is not accepted.",
    )


class ExchangeNotRecorded(Problem):
    code = "exchange_not_recorded"
    status = 503
    title = Text(zh="结果未能入账", en="Result not recorded")
    detail = Text(
        zh="参保地已处理交换 {exchange_id}，但结果未能入账，请重试或查询。",
        en="The insured side answered exchange {exchange_id}, but its answer could not be "
        "recorded: ask again, or query it.",
    )
    retryable = True
    effect = "unknown"


class InsuredSideUnavailable(Problem):
    code = "insured_side_unavailable"
    status = 503
    title = Text(zh="参保地系统不可用", en="Insured side unavailable")
    detail = Text(
        zh="无法联系参保地 {home_region}，未入账。",
        en="Insured region {home_region} could not be reached; nothing was posted.",
    )
    retryable = True


class InsuredSideNoAnswer(Problem):
    code = "insured_side_no_answer"
    status = 504
    title = Text(zh="参保地未应答", en="Insured side did not answer")
    detail = Text(
        zh="参保地 {home_region} 未在时限内应答，结果未知，请查询。",
        en="Insured region {home_region} did not answer in time; the outcome is unknown: query it.",
    )
    retryable = True
    effect = "unknown"


class InsuredSideRefused(Refused):
    """The insured side's refusal, carried on as it came, whatever its code."""

    code = "insured_side_refused"
    title = Text(zh="参保地拒绝", en="The insured side refused")
    detail = Text(zh="参保地拒绝了此请求。", en="The insured side refused this request.")

    def __init__(self, problem: Mapping[str, Any]) -> None:
        super().__init__()
        self.problem = dict(problem)
        self.status = int(problem.get("status", 422))

    def body(self, language: str) -> dict[str, Any]:
        return {**super().body(language), **self.problem}


class ClaimNotFound(NotFound):
    code = "claim_not_found"
    title = Text(zh="结算单不存在", en="No such claim")
    detail = Text(zh="没有结算单 {claim_id}。", en="There is no claim {claim_id}.")


class ClaimNotReversible(Conflict):
    code = "claim_not_reversible"
    title = Text(zh="结算单不能撤销", en="Claim can't be reversed")
    detail = Text(
        zh="交换 {exchange_id} 的结算单状态为 {status}，不能撤销。",
        en="The claim of exchange {exchange_id} is {status} and can't be reversed.",
    )


class ClaimNotDeductible(Conflict):
    code = "claim_not_deductible"
    title = Text(zh="结算单不能扣款", en="Claim can't be deducted from")
    detail = Text(
        zh="结算单 {claim_id} 状态为 {status}；签章之前才能扣款。",
        en="Claim {claim_id} is {status}; an audit may deduct until the month is signed.",
    )


class DeductionTooLarge(Refused):
    code = "deduction_too_large"
    title = Text(zh="扣款超过基金支付", en="Deduction above fund money")
    detail = Text(
        zh="结算单 {claim_id} 可扣基金金额为 {left} 元。",
        en="The funds pay {left} yuan of claim {claim_id} that an audit could take.",
    )

    def __init__(self, claim_id: str, left: str) -> None:
        message = Text(zh="超过可扣金额", en="is more than there is to deduct")
        error = FieldError("too_large", message, pointer="/amount_fen")
        super().__init__(errors=[error], claim_id=claim_id, left=left)


class CycleNotFound(NotFound):
    code = "clearing_cycle_not_found"
    title = Text(zh="清算周期不存在", en="No such clearing cycle")
    detail = Text(zh="没有清算周期 {cycle_id}。", en="There is no clearing cycle {cycle_id}.")


class CycleFrozen(Conflict):
    code = "clearing_cycle_frozen"
    title = Text(zh="清算周期已截止", en="Clearing cycle is frozen")
    detail = Text(
        zh="清算周期 {month} 正在截止，请重试。",
        en="The cycle of {month} is just being frozen; try again.",
    )
    retryable = True


class AdvanceNotFound(NotFound):
    code = "advance_not_found"
    title = Text(zh="预付金不存在", en="No such advance")
    detail = Text(zh="没有预付金 {advance_id}。", en="There is no advance {advance_id}.")


class AdvanceNotReturnable(Refused):
    code = "advance_not_returnable"
    title = Text(zh="退回超过预付金", en="Return above the advance")
    detail = Text(
        zh="{home_region} 在 {care_region} 的预付金余额为 {left} 元。",
        en="Of its advances {home_region} has {left} yuan left with {care_region}.",
    )
