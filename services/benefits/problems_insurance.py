"""The errors of social insurance relations and contributions, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Problem, Refused, Text


class InsuredEmployerNotFound(NotFound):
    code = "insured_employer_not_found"
    title = Text(zh="没有此参保单位", en="No such insured employer")
    detail = Text(zh="没有参保单位 {employer}。", en="There is no insured employer {employer}.")


class EmployerInsuredAlready(Conflict):
    code = "employer_insured_already"
    title = Text(zh="单位已办理参保登记", en="The employer is registered already")
    detail = Text(
        zh="{credit_code} 已在 {region} 办理参保登记 {employer_id}。",
        en="{credit_code} is registered in {region} as {employer_id}.",
    )


class EmployerOfAnother(Problem):
    code = "employer_of_another"
    status = 403
    title = Text(zh="不是本单位", en="Not the caller's own")
    detail = Text(
        zh="统一社会信用代码 {credit_code} 属于其他用人单位。",
        en="The credit code {credit_code} belongs to another employer.",
    )


class RelationNotFound(NotFound):
    code = "insurance_relation_not_found"
    title = Text(zh="没有此参保关系", en="No such insurance relation")
    detail = Text(
        zh="没有参保关系 {relation_id}。", en="There is no insurance relation {relation_id}."
    )


class PensionAccountNotFound(NotFound):
    code = "pension_account_not_found"
    title = Text(zh="没有此个人账户", en="No such personal account")
    detail = Text(zh="没有个人账户 {account_id}。", en="There is no personal account {account_id}.")


class PayoutAccountNotFound(NotFound):
    code = "payout_account_not_found"
    title = Text(zh="没有此待遇发放账户", en="No such choice of an account")
    detail = Text(
        zh="没有待遇发放账户 {payout_account_id}。",
        en="There is no choice of an account {payout_account_id}.",
    )


class DataChangeNotFound(NotFound):
    code = "personal_data_change_not_found"
    title = Text(zh="没有此信息变更", en="No such change of personal data")
    detail = Text(
        zh="没有个人基本信息变更 {change_id}。",
        en="There is no change of personal data {change_id}.",
    )


class ChargeNotFound(NotFound):
    code = "contribution_charge_not_found"
    title = Text(zh="没有此缴费单", en="No such contribution charge")
    detail = Text(zh="没有缴费单 {charge_id}。", en="There is no contribution charge {charge_id}.")


class ChargeState(Conflict):
    code = "contribution_charge_state"
    title = Text(zh="缴费单状态不允许", en="The charge's state doesn't allow it")
    detail = Text(
        zh="缴费单 {charge_id} 的状态为 {status}。", en="The charge {charge_id} is {status}."
    )


class ChargePaidOtherwise(Conflict):
    code = "contribution_paid_otherwise"
    title = Text(zh="缴费方式不符", en="Paid in another way")
    detail = Text(
        zh="缴费单 {charge_id} 的缴费方式为 {pay_by}。",
        en="The charge {charge_id} is paid by {pay_by}.",
    )


class NotTheirContributions(Problem):
    code = "not_their_contributions"
    status = 403
    title = Text(zh="不是本单位的缴费", en="Not the caller's contributions")
    detail = Text(zh="{thing_id} 属于其他用人单位。", en="{thing_id} belongs to another employer.")


class DeclarationNotFound(NotFound):
    code = "contribution_declaration_not_found"
    title = Text(zh="没有此缴费申报", en="No such declaration")
    detail = Text(
        zh="没有缴费申报 {declaration_id}。",
        en="There is no contribution declaration {declaration_id}.",
    )


class DeclarationBad(Refused):
    """Refused whole; `errors` says which lines and why."""

    code = "contribution_declaration_bad"
    title = Text(zh="申报不合格", en="The declaration was refused")
    detail = Text(
        zh="申报整体退回，未作任何处理：{count} 处有误，详见 errors。",
        en="The declaration was refused whole and nothing was done: {count} faults, see errors.",
    )


class NothingToRefund(Conflict):
    code = "contribution_nothing_to_refund"
    title = Text(zh="没有可退的缴费", en="Nothing to give back")
    detail = Text(
        zh="{kind} {month} 没有由缴费单实缴的费款。",
        en="{kind}: nothing was paid by a charge for {month}.",
    )


class WageNotTooHigh(Refused):
    code = "contribution_wage_not_too_high"
    title = Text(zh="没有多缴", en="Nothing was paid too much")
    detail = Text(
        zh="{kind} {month} 按月工资 {wage} 元计算没有多缴，或者不由单位缴纳。",
        en="{kind}: on a wage of {wage} nothing was paid too much for {month}, or no employer did.",
    )


class RefundNotHere(Conflict):
    code = "contribution_refund_elsewhere"
    title = Text(zh="不由社会保险经办机构退费", en="Not given back here")
    detail = Text(
        zh="{kind} 的退费由医疗保障经办机构办理。",
        en="{kind}: the medical insurance agency gives contributions back.",
    )


class AccountTooLow(Conflict):
    code = "pension_account_too_low"
    title = Text(zh="个人账户余额不足", en="Not enough on the personal account")
    detail = Text(
        zh="个人账户 {account_id} 余额不足以冲回 {amount} 元。",
        en="The personal account {account_id} doesn't hold the {amount} yuan to take back.",
    )
