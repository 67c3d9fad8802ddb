"""The errors of inherited accounts, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class InheritanceNotFound(NotFound):
    code = "account_inheritance_not_found"
    title = Text(zh="没有此继承", en="No such inheritance")
    detail = Text(zh="没有继承 {inheritance_id}。", en="There is no inheritance {inheritance_id}.")


class InheritanceState(Conflict):
    code = "account_inheritance_state"
    title = Text(zh="继承已分配", en="It was divided before")
    detail = Text(
        zh="继承 {inheritance_id} 状态为 {status}，不再分配。",
        en="The inheritance {inheritance_id} is {status} and isn't divided again.",
    )


class InheritanceAccountWanted(Refused):
    code = "account_inheritance_account_wanted"
    title = Text(zh="须指明一个账户", en="One account is wanted")
    detail = Text(
        zh="须给出 annuity_account_id 或者 private_pension_id，且只给一个。",
        en="Either annuity_account_id or private_pension_id is wanted, and not both.",
    )


class InheritancePersonLives(Conflict):
    code = "account_inheritance_person_lives"
    title = Text(zh="账户所有人健在", en="The person of the account has not died")
    detail = Text(
        zh="账户 {account_id} 的所有人没有死亡登记。",
        en="No death of the person of the account {account_id} is registered.",
    )


class InheritanceNothingLeft(Conflict):
    code = "account_inheritance_nothing_left"
    title = Text(zh="账户没有余额", en="Nothing is left in the account")
    detail = Text(
        zh="账户 {account_id} 没有可以继承的余额。",
        en="Nothing is left in the account {account_id} that could be inherited.",
    )


class InheritanceHeirs(Refused):
    code = "account_inheritance_heirs"
    title = Text(zh="继承人不符合要求", en="Not among these heirs")
    detail = Text(
        zh="继承人须各不相同、健在、不是账户所有人，且每人至少得一分：{reason}。",
        en="Heirs differ, live, aren't the deceased, and get a fen each at least: {reason}.",
    )


class InheritanceUnderWay(Conflict):
    code = "account_inheritance_under_way"
    title = Text(zh="有缴费尚未入账", en="A contribution is still on its way")
    detail = Text(
        zh="缴费 {contribution_id} 尚未入账，入账或者失效后再分配。",
        en="The contribution {contribution_id} is on its way; divide once it came or lapsed.",
    )
