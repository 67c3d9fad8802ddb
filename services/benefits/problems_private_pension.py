"""The errors of private pensions, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class PrivatePensionNotFound(NotFound):
    code = "private_pension_not_found"
    title = Text(zh="没有此个人养老金账户", en="No such private pension")
    detail = Text(
        zh="没有个人养老金账户 {pension_id}。", en="There is no private pension {pension_id}."
    )


class PrivatePensionState(Conflict):
    code = "private_pension_state"
    title = Text(zh="个人养老金账户状态不允许", en="The private pension's state doesn't allow it")
    detail = Text(
        zh="个人养老金账户 {pension_id} 状态为 {status}，不能 {event}。",
        en="The private pension {pension_id} is {status}, which doesn't allow {event}.",
    )


class PrivatePensionContributionNotFound(NotFound):
    code = "private_pension_contribution_not_found"
    title = Text(zh="没有此笔缴费", en="No such contribution")
    detail = Text(
        zh="没有缴费 {contribution_id}。", en="There is no contribution {contribution_id}."
    )


class PrivatePensionContributionState(Conflict):
    code = "private_pension_contribution_state"
    title = Text(zh="缴费状态不允许", en="The contribution's state doesn't allow it")
    detail = Text(
        zh="缴费 {contribution_id} 状态为 {status}，不能 {event}。",
        en="The contribution {contribution_id} is {status}, which doesn't allow {event}.",
    )


class PrivatePensionPayWay(Refused):
    code = "private_pension_pay_way"
    title = Text(zh="缴费方式与申请不符", en="Another way to pay was chosen")
    detail = Text(
        zh="申请时选择的缴费方式为 {pay_by}。", en="The way chosen in the application is {pay_by}."
    )


class PrivatePensionContributionRefused(Refused):
    """What the bank took in can't be booked: see errors for every reason."""

    code = "private_pension_contribution_refused"
    title = Text(zh="不能入账", en="The contribution can't be taken in")
    detail = Text(
        zh="{year} 年的 {asked} 元不能计入账户 {pension_id}：{reasons}。",
        en="{asked} for {year} can't go into {pension_id}: {reasons}.",
    )


class PrivatePensionOtherBank(Refused):
    code = "private_pension_other_bank"
    title = Text(zh="资金账户在另一家银行", en="The funds account is at another bank")
    detail = Text(
        zh="账户 {pension_id} 的资金账户在银行 {bank}，不在 {asked}。",
        en="The funds account of {pension_id} is at the bank {bank}, not at {asked}.",
    )


class PrivatePensionBankReference(Conflict):
    code = "private_pension_bank_reference_taken"
    title = Text(zh="银行流水号已用", en="The bank's reference was used before")
    detail = Text(
        zh="银行 {bank} 的流水号 {reference} 已用于缴费 {contribution_id}。",
        en="The reference {reference} of the bank {bank} is that of {contribution_id}.",
    )


class PrivatePensionBankUnknown(Refused):
    code = "private_pension_bank_not_offering"
    title = Text(zh="该银行不办理个人养老金", en="The bank has no private pensions")
    detail = Text(
        zh="银行 {bank} 不办理个人养老金；可选：{known}。",
        en="The bank {bank} opens no funds accounts; these do: {known}.",
    )


class PrivatePensionSameBank(Conflict):
    code = "private_pension_same_bank"
    title = Text(zh="资金账户已在该银行", en="The funds account is at that bank already")
    detail = Text(
        zh="账户 {pension_id} 的资金账户已在银行 {bank}。",
        en="The funds account of {pension_id} is at the bank {bank} already.",
    )


class PrivatePensionHoldsProducts(Conflict):
    code = "private_pension_holds_products"
    title = Text(zh="尚持有产品", en="Products are held")
    detail = Text(
        zh="账户 {pension_id} 尚持有 {holdings} 元产品，赎回后方可变更开户银行。",
        en="{pension_id} holds products of {holdings}; they are sold before the bank is changed.",
    )


class PrivatePensionProductNotFound(NotFound):
    code = "private_pension_product_not_found"
    title = Text(zh="目录中没有此产品", en="No such product on the list")
    detail = Text(
        zh="个人养老金产品目录中没有 {product_code}。",
        en="There is no {product_code} on the list of the private pension.",
    )


class PrivatePensionCashShort(Conflict):
    code = "private_pension_cash_short"
    title = Text(zh="资金账户余额不足", en="Not enough cash in the funds account")
    detail = Text(
        zh="资金账户余额 {balance} 元，不足 {asked} 元。",
        en="{balance} are in the funds account, less than {asked}.",
    )


class PrivatePensionPurchaseSmall(Refused):
    code = "private_pension_purchase_small"
    title = Text(zh="低于起购金额", en="Less than the least that can be bought")
    detail = Text(
        zh="产品 {product_code} 起购金额 {least} 元，申请 {asked} 元。",
        en="Of {product_code} the least is {least}; {asked} is less.",
    )


class PrivatePensionHoldingNotFound(NotFound):
    code = "private_pension_holding_not_found"
    title = Text(zh="没有此持仓", en="No such holding")
    detail = Text(zh="没有持仓 {holding_id}。", en="There is no holding {holding_id}.")


class PrivatePensionHoldingShort(Conflict):
    code = "private_pension_holding_short"
    title = Text(zh="持仓不足", en="Not so much is held")
    detail = Text(
        zh="持仓 {holding_id} 剩余 {left} 元，不能赎回 {asked} 元。",
        en="{left} are left of {holding_id}; {asked} can't be sold.",
    )
