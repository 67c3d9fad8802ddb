"""The errors of annuity accounts, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Problem, Refused, Text


class AnnuityNotFound(NotFound):
    code = "annuity_account_not_found"
    title = Text(zh="没有此年金账户", en="No such annuity account")
    detail = Text(zh="没有年金账户 {account_id}。", en="There is no annuity account {account_id}.")


class AnnuityAccountThere(Conflict):
    code = "annuity_account_there"
    title = Text(zh="年金账户已存在", en="There is such an annuity account")
    detail = Text(
        zh="该人员在计划 {plan_number} 已有年金账户 {account_id}。",
        en="In the plan {plan_number} the person has the annuity account {account_id}.",
    )


class AnnuityPlanNeeded(Refused):
    code = "annuity_plan_needed"
    title = Text(zh="企业年金须有计划登记号", en="An enterprise annuity has a plan")
    detail = Text(
        zh="企业年金须给出计划登记号 plan_number。",
        en="For an enterprise annuity plan_number, the number of its plan, is needed.",
    )


class AnnuityOfAnotherEmployer(Problem):
    code = "annuity_of_another_employer"
    status = 403
    title = Text(zh="不是本单位的年金账户", en="Another employer's annuity account")
    detail = Text(
        zh="年金账户 {account_id} 由其他单位建立。",
        en="The annuity account {account_id} was opened by another employer.",
    )


class AnnuityState(Conflict):
    code = "annuity_account_state"
    title = Text(zh="年金账户状态不允许", en="The annuity account's state doesn't allow it")
    detail = Text(
        zh="年金账户 {account_id} 状态为 {status}，不能 {event}。",
        en="The annuity account {account_id} is {status}, which doesn't allow {event}.",
    )


class AnnuityMonthTaken(Conflict):
    code = "annuity_period_booked"
    title = Text(zh="该期已入账", en="The month was booked before")
    detail = Text(
        zh="年金账户 {account_id} 的 {period} 已入账。",
        en="For {period} the annuity account {account_id} was booked before.",
    )


class AnnuityMonthAhead(Refused):
    code = "annuity_month_ahead"
    title = Text(zh="月份尚未到来", en="The month has not come yet")
    detail = Text(zh="{month} 尚未到来。", en="The month {month} has not come yet.")


class AnnuityContributionWrong(Refused):
    code = "annuity_contribution_wrong"
    title = Text(zh="缴费内容与年金种类不符", en="The contribution isn't one of this kind")
    detail = Text(
        zh="{kind} 年金的缴费须给出：{wanted}。",
        en="A contribution to an annuity of the kind {kind} says: {wanted}.",
    )
