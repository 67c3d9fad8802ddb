"""The errors of password entries, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class PasswordEntryNotFound(NotFound):
    code = "password_entry_not_found"
    title = Text(zh="没有此密码录入", en="No such password entry")
    detail = Text(zh="没有密码录入 {entry_id}。", en="There is no password entry {entry_id}.")


class PasswordEntryClosed(Conflict):
    code = "password_entry_closed"
    title = Text(zh="密码录入已结束", en="The password entry is over")
    detail = Text(
        zh="密码录入 {entry_id} 的状态为 {status}，请重新申请。",
        en="The password entry {entry_id} is {status}; apply again.",
    )


class PasswordEntryIncomplete(Refused):
    code = "password_entry_incomplete"
    title = Text(zh="录入项目不符", en="Not what has to be typed")
    detail = Text(
        zh="须录入 {wanted}，收到 {given}。", en="To be typed: {wanted}. It came with: {given}."
    )


class NoElectronicCard(Conflict):
    code = "no_electronic_card"
    title = Text(zh="没有电子社保卡", en="No electronic card")
    detail = Text(
        zh="人员 {person_id} 没有在用的电子社保卡。",
        en="The person {person_id} has no electronic card in use.",
    )


class AccountOfAnother(Refused):
    code = "account_not_of_card"
    title = Text(zh="账户不属于该卡", en="Not the account of this card")
    detail = Text(
        zh="账户 {account_id} 不是该电子社保卡所依托社保卡的银行账户。",
        en="The account {account_id} is not that of the card behind the electronic card.",
    )
