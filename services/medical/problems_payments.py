"""The errors of paying a settlement's cash part, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text


class PaymentNotFound(NotFound):
    code = "settlement_payment_not_found"
    title = Text(zh="支付不存在", en="No such payment")
    detail = Text(zh="没有支付 {payment_id}。", en="There is no payment {payment_id}.")


class SettlementNotPayable(Conflict):
    code = "settlement_not_payable"
    title = Text(zh="结算不可支付", en="Settlement not payable")
    detail = Text(
        zh="{settlement_id}（{kind}）状态为 {status}，不能支付。",
        en="{settlement_id} is a {kind} and {status}; only a settlement that stands is paid.",
    )


class NothingToPay(Conflict):
    code = "nothing_to_pay"
    title = Text(zh="无需现金支付", en="Nothing to pay")
    detail = Text(
        zh="结算 {settlement_id} 没有个人现金支付。", en="{settlement_id} leaves no cash to pay."
    )


class AlreadyPaid(Conflict):
    code = "settlement_already_paid"
    title = Text(zh="已支付或正在支付", en="Paid, or being paid")
    detail = Text(
        zh="支付 {payment_id} 状态为 {status}。", en="The payment {payment_id} is {status}."
    )


class CodeNeeded(Refused):
    code = "payment_code_needed"
    title = Text(zh="支付方式与码不符", en="Method and code don't agree")
    detail = Text(
        zh="方式为 code 时须提供 code，其他方式不得提供 code、password 或 face。",
        en="The method `code` needs a code; the others take neither code, password nor face.",
    )

    def __init__(self) -> None:
        message = Text(zh="仅且必须用于方式 code", en="goes with the method code, and only with it")
        super().__init__(errors=[FieldError("method", message, pointer="/code")])


class CardServiceUnavailable(Problem):
    """Nothing was sent, so nothing can have happened."""

    code = "card_service_unavailable"
    status = 503
    title = Text(zh="卡服务不可用", en="Card service unavailable")
    detail = Text(
        zh="无法连接卡服务，未支付，可用同一幂等键重试。",
        en="The card service could not be reached and nothing was paid; try again with the "
        "same key.",
    )
    retryable = True


class PaymentNoAnswer(Problem):
    """Asked, and no answer in time: unknown, never failed."""

    code = "payment_no_answer"
    status = 504
    title = Text(zh="支付未及时应答", en="No answer to the payment")
    detail = Text(
        zh="支付 {payment_id} 结果未知；请用同一幂等键重试，或查询。",
        en="The outcome of {payment_id} is not known; try again with the same key, or read it.",
    )
    retryable = True
    effect = "unknown"


class PaymentCancelled(Conflict):
    """The outcome was unknown, and then it was made certain that nothing was paid."""

    code = "payment_cancelled"
    title = Text(zh="支付已撤销", en="Payment cancelled")
    detail = Text(
        zh="支付 {payment_id} 未成立，已撤销；可用同一幂等键重新支付。",
        en="{payment_id} was never made, and was cancelled; the same key pays anew.",
    )
    retryable = True
