"""What can go wrong with the files of a month and with messages of banks."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class ClearingStatementNotFound(NotFound):
    code = "clearing_statement_not_found"
    title = Text(zh="清算表不存在", en="No such statement")
    detail = Text(
        zh="清算周期 {cycle_id} 没有 {payer} 付 {payee} 的第 {version} 版清算表。",
        en="Cycle {cycle_id} has no statement of {payer} to {payee} in version {version}.",
    )


class ClearingFileNotAsGenerated(Conflict):
    code = "clearing_file_not_as_generated"
    title = Text(zh="明细与清算表不符", en="The file is not what the statement says")
    detail = Text(
        zh="清算表 {statement_id} 的明细合计与该版清算表不符，不予提供。",
        en="The claims of statement {statement_id} don't sum to its lines; no file is given.",
    )


class ClearingFileOfBillsOnly(Conflict):
    code = "clearing_file_of_bills_only"
    title = Text(zh="仅医疗费用有清算明细文件", en="Only medical bills have such a file")
    detail = Text(
        zh="清算周期 {cycle_id} 的业务为 {kind}，没有清算明细文件；请查询结算单。",
        en="Cycle {cycle_id} clears {kind}: its claims are listed, but have no file.",
    )


class NothingToPay(NotFound):
    code = "clearing_nothing_to_pay"
    title = Text(zh="无应付款项", en="Nothing to pay")
    detail = Text(
        zh="{region_code} 在清算周期 {cycle_id} 没有付款通知书。",
        en="{region_code} has no notice to pay in cycle {cycle_id}.",
    )


class ReceiptNotReturned(Conflict):
    code = "receipt_not_returned"
    title = Text(zh="到账未退回", en="The receipt was not returned")
    detail = Text(
        zh="到账 {receipt_id} 状态为 {status}，没有退回报文。",
        en="Receipt {receipt_id} is {status}: there is no message of its return.",
    )


class BankMessageRefused(Refused):
    """One thing in a message is not in order; nothing of it was taken."""

    code = "bank_message_refused"
    title = Text(zh="银行报文有误", en="Message refused")
    detail = Text(
        zh="{where}（{reason}）：{fault_zh}。全部未受理。",
        en="{where} ({reason}): {fault}. Nothing was taken.",
    )

    def __init__(self, where: str, reason: str, zh: str, en: str) -> None:
        error = FieldError(reason, Text(zh=zh, en=en), pointer="/content_base64")
        super().__init__(
            errors=[error], where=where or "message", reason=reason, fault_zh=zh, fault=en
        )


class BankMessageConflict(Conflict):
    code = "bank_message_conflict"
    title = Text(zh="报文标识已使用", en="The message's id was used")
    detail = Text(
        zh="报文标识 {message_id} 已用于内容不同的报文 {bank_message_id}。",
        en="The id {message_id} is that of message {bank_message_id}, which says something else.",
    )


class BankMessageNotFound(NotFound):
    code = "bank_message_not_found"
    title = Text(zh="银行报文不存在", en="No such message")
    detail = Text(
        zh="没有银行报文 {bank_message_id}。", en="There is no message {bank_message_id}."
    )


class BookHasNoBank(Refused):
    code = "book_has_no_bank"
    title = Text(zh="账簿无银行账户", en="The book has no bank account")
    detail = Text(
        zh="账簿 {book} 没有财政专户，不能出具银行对账单。",
        en="Book {book} has no treasury account of a region, so no bank reports on it.",
    )
