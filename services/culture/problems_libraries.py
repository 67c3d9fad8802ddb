"""The errors of the libraries, one class a code."""

from collections.abc import Iterable, Sequence
from typing import Any

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text

Said = Iterable[tuple[str, Text]]
"""Reasons against something, each a code and what it means."""


class LibraryNotFound(NotFound):
    code = "library_not_found"
    title = Text(zh="没有此图书馆", en="No such library")
    detail = Text(zh="没有图书馆 {library_id}。", en="There is no library {library_id}.")


class LibraryNetworkNotFound(NotFound):
    code = "library_network_not_found"
    title = Text(zh="没有此图书馆网络", en="No such library network")
    detail = Text(zh="没有网络 {network_id}。", en="There is no library network {network_id}.")


class TitleNotFound(NotFound):
    code = "title_not_found"
    title = Text(zh="没有此书目", en="No such title")
    detail = Text(zh="没有书目 {title_id}。", en="There is no title {title_id}.")


class CopyNotFound(NotFound):
    code = "copy_not_found"
    title = Text(zh="没有此馆藏", en="No such copy")
    detail = Text(zh="没有馆藏 {copy}。", en="There is no copy {copy}.")


class ReaderNotFound(NotFound):
    code = "reader_not_found"
    title = Text(zh="没有此读者", en="No such reader")
    detail = Text(zh="没有读者 {reader}。", en="There is no reader {reader}.")


class LoanNotFound(NotFound):
    code = "loan_not_found"
    title = Text(zh="没有此借阅", en="No such loan")
    detail = Text(zh="没有借阅 {loan_id}。", en="There is no loan {loan_id}.")


class CopyNotOnLoan(Conflict):
    code = "copy_not_on_loan"
    title = Text(zh="该册未借出", en="The copy is not on loan")
    detail = Text(
        zh="条码 {barcode} 的馆藏没有借出。", en="The copy {barcode} is on nobody's loan."
    )


class HoldNotFound(NotFound):
    code = "hold_not_found"
    title = Text(zh="没有此预约", en="No such hold")
    detail = Text(zh="没有预约 {hold_id}。", en="There is no hold {hold_id}.")


class FeeNotFound(NotFound):
    code = "reader_fee_not_found"
    title = Text(zh="没有此笔费用", en="No such fee")
    detail = Text(zh="没有费用 {fee_id}。", en="There is no fee {fee_id}.")


class ReaderPaymentNotFound(NotFound):
    code = "reader_payment_not_found"
    title = Text(zh="没有此笔缴费", en="No such payment")
    detail = Text(zh="没有缴费 {payment_id}。", en="There is no payment {payment_id}.")


class RefundNotFound(NotFound):
    code = "reader_refund_not_found"
    title = Text(zh="没有此笔退款", en="No such refund")
    detail = Text(zh="没有退款 {refund_id}。", en="There is no refund {refund_id}.")


class TransitNotFound(NotFound):
    code = "copy_transit_not_found"
    title = Text(zh="没有此次流转", en="No such transit")
    detail = Text(zh="没有流转 {transit_id}。", en="There is no transit {transit_id}.")


class ExactlyOneNeeded(Refused):
    code = "exactly_one_needed"
    title = Text(zh="须恰有其一", en="Exactly one is needed")
    detail = Text(zh="在 {names} 中须恰好提供一个。", en="Give exactly one of {names}.")

    def __init__(self, names: Iterable[str], pointer: str) -> None:
        message = Text(zh="须恰有其一", en="is missing, or one too many")
        where = FieldError("exactly_one_needed", message, pointer=pointer)
        super().__init__(errors=[where], names=", ".join(names))


class LibraryRuleMissing(Refused):
    code = "library_rule_missing"
    title = Text(zh="缺少馆内规则", en="House rule missing")
    detail = Text(
        zh="图书馆 {library_id} 的规则没有 {leaf}，不作猜测；可为本沙箱上传政策包。",
        en="The rules of library {library_id} don't say {leaf}, and nothing is guessed; this "
        "world can load its own pack.",
    )

    def __init__(self, library_id: str, leaf: str) -> None:
        super().__init__(library_id=library_id, leaf=leaf)


class TierUnknown(Refused):
    code = "reader_tier_unknown"
    title = Text(zh="没有此押金档次", en="No such tier of deposit")
    detail = Text(
        zh="图书馆 {library_id} 没有押金档次 {tier}；有：{known}。",
        en="Library {library_id} has no tier {tier}; it has {known}.",
    )

    def __init__(self, tier: str, library_id: str, known: Sequence[str]) -> None:
        message = Text(zh="没有此档次", en="is no tier of this library")
        where = FieldError("tier_unknown", message, pointer="/tier")
        super().__init__(
            errors=[where], tier=tier, library_id=library_id, known=", ".join(known) or "–"
        )


class IsbnInvalid(Refused):
    code = "isbn_invalid"
    title = Text(zh="国际标准书号无效", en="ISBN not valid")
    detail = Text(zh="{isbn} 的校验位不符。", en="The check digit of {isbn} is wrong.")

    def __init__(self, isbn: str) -> None:
        message = Text(zh="校验位不符", en="has a wrong check digit")
        super().__init__(
            errors=[FieldError("wrong_check_digit", message, pointer="/isbn")], isbn=isbn
        )


class TitleKnown(Conflict):
    code = "title_known"
    title = Text(zh="书目已存在", en="The title is known")
    detail = Text(zh="{isbn} 已是书目 {title_id}。", en="{isbn} is the title {title_id} already.")


class CardNotForReader(Refused):
    """The card service says why; each reason is repeated."""

    code = "reader_card_refused"
    title = Text(zh="社保卡未通过核验", en="The card was refused")
    detail = Text(
        zh="社保卡在图书馆 {library_id} 未通过核验。",
        en="The card is not good at library {library_id}.",
    )

    def __init__(self, library_id: str, reasons: Sequence[dict[str, str]]) -> None:
        said = [
            FieldError(each["code"], Text(zh=each["message"], en=each["message"]), pointer="")
            for each in reasons
        ]
        super().__init__(errors=said, library_id=library_id)


class CarrierNotTaken(Refused):
    code = "reader_carrier_not_taken"
    title = Text(zh="该馆不认此证件", en="Not taken by this library")
    detail = Text(
        zh="图书馆 {library_id} 不接受 {carrier}；接受：{taken}。",
        en="Library {library_id} doesn't take {carrier}; it takes {taken}.",
    )


class NotAReader(Refused):
    code = "not_a_reader"
    title = Text(zh="不是该网络的读者", en="Not a reader of this network")
    detail = Text(
        zh="此人不是图书馆 {library_id} 所在网络的读者。",
        en="Nobody with this card is a reader in the network of library {library_id}.",
    )


class ReaderClosed(Conflict):
    code = "reader_closed"
    title = Text(zh="读者已退证", en="The reader has left")
    detail = Text(
        zh="读者 {reader_id} 已退出该网络。", en="The reader {reader_id} has left this network."
    )


class ReaderHasObligations(Conflict):
    code = "reader_has_obligations"
    title = Text(zh="尚有未了事项", en="Something is still open")
    detail = Text(
        zh="读者 {reader_id} 尚有借阅 {loans} 笔、预约 {holds} 笔、费用 {fees} 笔，"
        "押金 {deposit} 元。",
        en="The reader {reader_id} still has {loans} loans, {holds} holds, {fees} fees and a "
        "deposit of {deposit} yuan.",
    )


class ReaderKnown(Conflict):
    code = "reader_known"
    title = Text(zh="已是读者", en="A reader already")
    detail = Text(
        zh="此人已是该网络的读者 {reader_id}。",
        en="This person is the reader {reader_id} of the network already.",
    )


class _WithReasons(Refused):
    """Every reason against it, each a fault of its own."""

    def __init__(self, reasons: Said, pointer: str, **params: Any) -> None:
        listed = list(reasons)
        self.reasons = tuple(code for code, _ in listed)
        said = [FieldError(code, text, pointer=pointer) for code, text in listed]
        super().__init__(errors=said, **params)


class LoanRefused(_WithReasons):
    code = "loan_refused"
    title = Text(zh="不予外借", en="Not lent")
    detail = Text(
        zh="条码 {barcode} 不能借给该读者，原因见 errors。",
        en="The copy {barcode} is not lent to this reader; `errors` says why.",
    )


class RenewalRefused(_WithReasons):
    code = "renewal_refused"
    title = Text(zh="不予续借", en="Not renewed")
    detail = Text(
        zh="借阅 {loan_id} 不能续借，原因见 errors。",
        en="The loan {loan_id} is not renewed; `errors` says why.",
    )


class HoldRefused(_WithReasons):
    code = "hold_refused"
    title = Text(zh="不予预约", en="No hold is taken")
    detail = Text(
        zh="书目 {title_id} 不能预约，原因见 errors。",
        en="No hold of the title {title_id} is taken; `errors` says why.",
    )


class NotTakenBackHere(Refused):
    code = "not_taken_back_here"
    title = Text(zh="本馆不代收", en="Not taken back here")
    detail = Text(
        zh="条码 {barcode} 须归还图书馆 {library_id}。",
        en="The copy {barcode} has to go back to library {library_id}.",
    )


class LoanMoveNotAllowed(Conflict):
    code = "loan_move_not_allowed"
    title = Text(zh="借阅状态不允许", en="The loan's state doesn't allow it")
    detail = Text(
        zh="借阅 {loan_id} 处于 {status}，可以：{allowed}。",
        en="The loan {loan_id} is {status}; possible: {allowed}.",
    )


class DueDateWrong(Refused):
    code = "loan_due_date_wrong"
    title = Text(zh="应还日期有误", en="The last day is wrong")
    detail = Text(
        zh="应还日期不能早于借出日 {lent_on}。",
        en="The last day can't lie before the day of lending, {lent_on}.",
    )

    def __init__(self, lent_on: str) -> None:
        message = Text(zh="早于借出日", en="lies before the day of lending")
        where = FieldError("before_lending", message, pointer="/due_date")
        super().__init__(errors=[where], lent_on=lent_on)


class LoanNotCancellable(Conflict):
    code = "loan_not_cancellable"
    title = Text(zh="不能撤销", en="Can't be taken back")
    detail = Text(
        zh="借阅 {loan_id} 不是本馆当日最后一次办理，不能撤销。",
        en="What was done with the loan {loan_id} wasn't done by this library today, or something "
        "came of it since.",
    )


class ReaderBlockState(Conflict):
    code = "reader_block_state"
    title = Text(zh="停借状态不符", en="Blocked already, or not at all")
    detail = Text(
        zh="读者 {reader_id} 已停借或未被停借。",
        en="The reader {reader_id} is blocked already, or isn't blocked.",
    )


class TooManyClaims(Refused):
    code = "too_many_claims"
    title = Text(zh="声称已还次数过多", en="Too many claims of returns")
    detail = Text(
        zh="读者最多可有 {most} 笔声称已还的借阅。",
        en="A reader may have {most} loans claimed returned.",
    )


class CopyMoveNotAllowed(Conflict):
    code = "copy_move_not_allowed"
    title = Text(zh="馆藏状态不允许", en="The copy's state doesn't allow it")
    detail = Text(
        zh="馆藏 {copy_id} 处于 {status}，可以：{allowed}。",
        en="The copy {copy_id} is {status}; possible: {allowed}.",
    )


class HoldMoveNotAllowed(Conflict):
    code = "hold_move_not_allowed"
    title = Text(zh="预约状态不允许", en="The hold's state doesn't allow it")
    detail = Text(zh="预约 {hold_id} 处于 {status}。", en="The hold {hold_id} is {status} already.")


class AlreadyArrived(Conflict):
    code = "copy_transit_over"
    title = Text(zh="流转已完成", en="The copy has arrived")
    detail = Text(zh="流转 {transit_id} 已完成。", en="The transit {transit_id} is over.")


class FeePaidElsewhere(Refused):
    code = "fee_not_paid_here"
    title = Text(zh="本馆不代收该费用", en="Not paid here")
    detail = Text(
        zh="费用 {fee_id} 须向图书馆 {library_id} 缴纳。",
        en="The fee {fee_id} has to be paid at library {library_id}.",
    )


class PaymentTooMuch(Refused):
    code = "reader_payment_too_much"
    title = Text(zh="缴费超过欠费", en="More than is owed")
    detail = Text(
        zh="可缴 {most} 元，不足 {amount} 元。", en="{most} yuan can be paid, not {amount}."
    )


class NothingOwed(Refused):
    code = "reader_owes_nothing"
    title = Text(zh="没有应缴款项", en="Nothing to pay")
    detail = Text(
        zh="读者 {reader_id} 没有可缴的款项。", en="The reader {reader_id} has nothing to pay."
    )


class FeeNotWaivable(Conflict):
    code = "reader_fee_not_waivable"
    title = Text(zh="不可减免", en="Can't be waived")
    detail = Text(
        zh="费用 {fee_id} 可减免 {most} 元。", en="{most} yuan of the fee {fee_id} can be waived."
    )


class PayWay(Refused):
    code = "reader_payment_way"
    title = Text(zh="缴费方式与凭据不符", en="The way of paying doesn't fit")
    detail = Text(
        zh="方式 {method} 需要：card_account 密码，electronic_card 二维码，cash 什么都不带。",
        en="{method} doesn't fit what was sent: card_account takes the bank password, "
        "electronic_card a code, cash neither.",
    )


class LibraryCardServiceAway(Problem):
    code = "library_card_service_away"
    status = 503
    title = Text(zh="社保卡服务不可用", en="The card service is away")
    detail = Text(
        zh="社保卡服务未能应答，未扣款。",
        en="The card service could not be asked; nothing was paid.",
    )
    retryable = True


class ReaderPaymentUnknown(Problem):
    code = "reader_payment_unknown"
    status = 504
    title = Text(zh="缴费结果未知", en="The payment's outcome is not known")
    detail = Text(
        zh="缴费 {payment_id} 的结果未知，请用同一幂等键再问。",
        en="What came of the payment {payment_id} is not known; ask again with the same key.",
    )
    retryable = True
    effect = "unknown"


class ReaderPaymentCancelled(Conflict):
    code = "reader_payment_cancelled"
    title = Text(zh="缴费已取消", en="The payment was cancelled")
    detail = Text(
        zh="缴费 {payment_id} 未发生，请用新的幂等键。",
        en="The payment {payment_id} never happened; use a new key.",
    )


class DepositPaidElsewhere(Refused):
    code = "reader_deposit_elsewhere"
    title = Text(zh="押金须在办证馆交纳", en="The deposit is left elsewhere")
    detail = Text(
        zh="押金须在图书馆 {library_id} 交纳。", en="The deposit is left at library {library_id}."
    )


class RefundNotReturned(Conflict):
    code = "reader_refund_not_returned"
    title = Text(zh="退款未被退回", en="The bank didn't send it back")
    detail = Text(
        zh="退款 {refund_id} 没有被银行退回，不能改付现金。",
        en="The bank didn't send the refund {refund_id} back: it isn't paid in cash.",
    )


class NoDeposit(Refused):
    code = "no_reader_deposit"
    title = Text(zh="没有押金", en="No deposit")
    detail = Text(
        zh="读者 {reader_id} 在此网络没有押金。", en="The reader {reader_id} has no deposit here."
    )


class DepositTooEarly(Refused):
    code = "reader_deposit_too_early"
    title = Text(zh="未到退押金日期", en="Too early for the deposit")
    detail = Text(zh="押金自 {day} 起可退。", en="The deposit can be given back from {day} on.")


class HolderCardOnly(Problem):
    """An app that acts for a person can't lay cash on the desk."""

    code = "holder_pays_by_card"
    status = 403
    title = Text(zh="只能用卡缴费", en="By card only")
    detail = Text(zh="持卡人应用不能登记现金缴费。", en="An app of a cardholder can't take cash.")
