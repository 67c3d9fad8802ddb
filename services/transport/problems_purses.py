"""What can go wrong with a top-up."""

from sscsim.kernel.money import Money
from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text

_AGAINST = {
    "too_small": Text(zh="低于单次充值下限", en="is below the least top-up"),
    "too_large": Text(zh="高于单次充值上限", en="is above the most at once"),
    "above_ceiling": Text(zh="充值后超过余额上限", en="would take the purse above its ceiling"),
}


class TopUpRefused(Refused):
    """`against`: of `domain.purse_rules`, why so much may not be put onto the purse."""

    code = "purse_top_up_refused"
    title = Text(zh="充值金额不允许", en="Not this amount")
    detail = Text(
        zh="单次充值 {least} 至 {most} 元，余额上限 {ceiling} 元（含在途）；现有 {held} 元。",
        en="From {least} to {most} yuan at once, up to {ceiling} on the purse; it holds {held}, "
        "with what is on its way.",
    )

    def __init__(self, against: str, least: Money, most: Money, ceiling: Money, held: Money):
        where = FieldError(against, _AGAINST[against], pointer="/amount_fen")
        super().__init__(errors=[where], least=least, most=most, ceiling=ceiling, held=held)


class TopUpWay(Refused):
    code = "purse_top_up_way"
    title = Text(zh="充值方式不完整", en="The way of paying isn't complete")
    detail = Text(
        zh="银行账户充值须提供 password，且须为记名卡；现金充值由受理网点办理，不提供 password。",
        en="From the bank account: the `password`, and a card with a name; by cash: at a counter, "
        "without one.",
    )

    def __init__(self, pointer: str) -> None:
        message = Text(zh="缺失或多余", en="is missing, or one too many")
        super().__init__(errors=[FieldError("purse_top_up_way", message, pointer=pointer)])


class TopUpNotFound(NotFound):
    code = "purse_top_up_not_found"
    title = Text(zh="充值不存在", en="No such top-up")
    detail = Text(zh="没有充值 {top_up_id}。", en="There is no top-up {top_up_id}.")


class TopUpOnItsWay(Conflict):
    code = "purse_top_up_on_its_way"
    title = Text(zh="有充值在途", en="A top-up is on its way")
    detail = Text(
        zh="充值 {top_up_id} 的结果未定，稍后再办。",
        en="It isn't known yet what came of the top-up {top_up_id}; ask again later.",
    )
    retryable = True


class TopUpNoAnswer(Problem):
    code = "purse_top_up_no_answer"
    status = 504
    title = Text(zh="银行未答复", en="The bank didn't answer")
    detail = Text(
        zh="充值 {top_up_id} 的结果未知；以同一幂等键重试可得知结果。",
        en="It isn't known whether the top-up {top_up_id} was paid; the same key asks again.",
    )
    effect = "unknown"
    retryable = True


class TopUpUnavailable(Problem):
    code = "purse_top_up_unavailable"
    status = 503
    title = Text(zh="银行暂不可用", en="The bank can't be reached")
    detail = Text(zh="未扣款，请稍后重试。", en="Nothing was taken; try again later.")
    retryable = True
