"""The errors of the bank side of the card, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class BankNotFound(NotFound):
    code = "bank_not_found"
    title = Text(zh="银行不存在", en="No such bank")
    detail = Text(zh="没有合作银行 {bank_code}。", en="There is no bank {bank_code} here.")


class BankAccountNotFound(NotFound):
    code = "bank_account_not_found"
    title = Text(zh="银行账户不存在", en="No such bank account")
    detail = Text(zh="没有银行账户 {account_id}。", en="There is no bank account {account_id}.")


class BankAccountExists(Conflict):
    code = "bank_account_exists"
    title = Text(zh="该卡已有银行账户", en="The card has an account")
    detail = Text(
        zh="该卡已有银行账户 {account_id}（{status}）。",
        en="The card has the bank account {account_id} already ({status}).",
    )


class CardWithoutAccount(Conflict):
    """A cancelled card gets no account, and a temporary one has no bank function."""

    code = "card_without_account"
    title = Text(zh="该卡不能开立银行账户", en="No account for this card")
    detail = Text(zh="卡状态为 {status}，不能开户。", en="A card that is {status} gets no account.")


class BankAccountMoveNotAllowed(Conflict):
    """The state machine of the bank account has no such row."""

    code = "bank_account_move_not_allowed"
    title = Text(zh="账户状态不允许此操作", en="The account's state does not allow this")
    detail = Text(
        zh="账户状态为 {status}，不能执行 {event}；可以执行：{allowed}。",
        en="The account is {status}, which does not allow {event}; allowed: {allowed}.",
    )


class BankAccountNotUsable(Conflict):
    """Money can't move in this state."""

    code = "bank_account_not_usable"
    title = Text(zh="账户状态不允许收付", en="Money can't move on this account")
    detail = Text(
        zh="账户状态为 {status}，不能办理 {direction}（返回码 {return_code}）。",
        en="The account is {status}; no {direction} is possible (return code {return_code}).",
    )


class BankBalanceTooLow(Conflict):
    code = "bank_balance_too_low"
    title = Text(zh="可用余额不足", en="Balance too low")
    detail = Text(
        zh="可用余额 {available} 元，少于 {asked} 元。",
        en="{available} yuan are available, less than {asked} yuan.",
    )


class AmountOverLimit(Refused):
    code = "amount_over_limit"
    title = Text(zh="金额超限", en="Amount over the limit")
    detail = Text(
        zh="{asked} 元超过单笔限额 {limit} 元。",
        en="{asked} yuan are more than the limit of {limit} yuan for one entry.",
    )


class BankPasswordWrong(Refused):
    """Counts: after the last try the account is locked."""

    code = "bank_password_wrong"
    title = Text(zh="银行密码错误", en="Wrong bank password")
    detail = Text(
        zh="银行密码错误，还可输入 {tries_left} 次。",
        en="The bank password is wrong; tries left: {tries_left}.",
    )
    effect = "committed"


class BankPasswordTooSimple(Refused):
    code = "bank_password_too_simple"
    title = Text(zh="密码过于简单", en="Password too simple")
    detail = Text(
        zh="六位密码不能是同一数字或连续数字。",
        en="Six equal digits, or six in a row, are no password.",
    )


class BankEntryNotFound(NotFound):
    code = "bank_entry_not_found"
    title = Text(zh="账户明细不存在", en="No such entry")
    detail = Text(zh="没有账户明细 {entry_id}。", en="There is no account entry {entry_id}.")


class BankEntryReversed(Conflict):
    """At most one reversal each, and none of a reversal."""

    code = "bank_entry_not_reversible"
    title = Text(zh="该笔不能冲正", en="The entry can't be reversed")
    detail = Text(
        zh="账户明细 {entry_id} 是冲正或已被冲正。",
        en="The entry {entry_id} is a reversal itself or was reversed already.",
    )


class HoldNotFound(NotFound):
    code = "bank_hold_not_found"
    title = Text(zh="冻结金额记录不存在", en="No such hold")
    detail = Text(zh="没有金额冻结 {hold_id}。", en="There is no hold {hold_id}.")


class HoldNotOpen(Conflict):
    code = "bank_hold_not_open"
    title = Text(zh="冻结已结束", en="The hold is over")
    detail = Text(zh="金额冻结 {hold_id} 已 {status}。", en="The hold {hold_id} is {status}.")


class CaptureOverHold(Refused):
    code = "capture_over_hold"
    title = Text(zh="扣款超过冻结金额", en="More than is held")
    detail = Text(
        zh="冻结金额 {held} 元，少于 {asked} 元。", en="{held} yuan are held, not {asked} yuan."
    )


class AccountNotEmpty(Conflict):
    code = "bank_account_not_empty"
    title = Text(zh="账户有余额，不能销户", en="The account still holds money")
    detail = Text(
        zh="账户余额 {balance} 元，须为零才能销户。",
        en="The balance is {balance} yuan; an account is closed at zero.",
    )


class BankOrderNotFound(NotFound):
    code = "bank_order_not_found"
    title = Text(zh="银行指令不存在", en="No such order to a bank")
    detail = Text(zh="没有银行指令 {order_id}。", en="There is no order {order_id} to a bank.")


class BankOrderClosed(Conflict):
    """Answered, or the bank took too long; a late answer changes nothing."""

    code = "bank_order_closed"
    title = Text(zh="银行指令已结束", en="The order is closed")
    detail = Text(
        zh="银行指令 {order_id} 状态为 {status}，不再接受应答。",
        en="The order {order_id} is {status} and takes no answer any more.",
    )


class BankOrderWaiting(Conflict):
    """One thing at a time: the bank has not answered the order before."""

    code = "bank_order_waiting"
    title = Text(zh="正在等待银行应答", en="The bank has not answered yet")
    detail = Text(
        zh="该账户的指令 {order_id} 正在等待银行应答。",
        en="The order {order_id} for this account still waits for the bank's answer.",
    )
    retryable = True


class NotThisBank(Conflict):
    """A party that plays one bank can't answer for another."""

    code = "not_this_bank"
    title = Text(zh="不是该银行", en="Another bank's matter")
    detail = Text(
        zh="{bank_code} 由另一参与方扮演。",
        en="The bank {bank_code} is played by another party.",
    )


class CreditFileNotFound(NotFound):
    code = "credit_file_not_found"
    title = Text(zh="代发文件不存在", en="No such credit file")
    detail = Text(zh="没有代发文件 {file_id}。", en="There is no credit file {file_id}.")


class CreditFileExists(Conflict):
    """The same batch number again, whatever the content: nothing is applied."""

    code = "credit_file_exists"
    title = Text(zh="批次重复", en="Batch uploaded already")
    detail = Text(
        zh="批次 {batch_no} 已上传为 {file_id}，本次未作任何处理。",
        en="The batch {batch_no} was uploaded already, as {file_id}; nothing was applied.",
    )


class CreditFileBad(Refused):
    """Refused whole; `errors` says which line and why."""

    code = "credit_file_bad"
    title = Text(zh="文件不合格", en="The file was refused")
    detail = Text(
        zh="文件整体退回，未作任何处理：第 {line} 行，原因 {reason}，详见 errors。",
        en="The file was refused whole and nothing was applied: line {line}, {reason}; see errors.",
    )


class BatchLineNotPaid(NotFound):
    code = "batch_line_not_paid"
    title = Text(zh="该笔未入账", en="The line was not paid")
    detail = Text(
        zh="批次 {batch_no} 第 {number} 笔没有入账记录。",
        en="Line {number} of the batch {batch_no} was not paid.",
    )


class CreditFileNotWaiting(Conflict):
    code = "credit_file_not_waiting"
    title = Text(zh="文件不在等待回盘", en="No return is awaited")
    detail = Text(
        zh="代发文件 {file_id} 状态为 {status}，不接受回盘。",
        en="The credit file {file_id} is {status}; no return is awaited.",
    )


class NoAccountToActivate(Conflict):
    code = "no_account_to_activate"
    title = Text(zh="没有待激活的银行账户", en="No account to activate")
    detail = Text(
        zh="卡 {card_id} 没有待激活的银行账户。",
        en="The card {card_id} has no bank account that waits to be activated.",
    )


class CardAccountMissing(Conflict):
    """Another service asks for money of somebody whose card has no account."""

    code = "card_account_missing"
    title = Text(zh="卡上没有银行账户", en="There is no account on the card")
    detail = Text(
        zh="{person_id} 的社会保障卡没有银行账户。",
        en="There is no bank account on the card of {person_id}.",
    )
