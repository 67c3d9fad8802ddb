"""The errors of unemployment insurance, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class BenefitNotFound(NotFound):
    code = "unemployment_benefit_not_found"
    title = Text(zh="没有此笔失业保险金", en="No such unemployment benefit")
    detail = Text(
        zh="没有失业保险金 {benefit_id}。", en="There is no unemployment benefit {benefit_id}."
    )


class BenefitState(Conflict):
    code = "unemployment_benefit_state"
    title = Text(zh="失业保险金状态不允许", en="The benefit's state doesn't allow it")
    detail = Text(
        zh="失业保险金 {benefit_id} 状态为 {status}，不能执行 {event}。",
        en="The unemployment benefit {benefit_id} is {status}: there is no {event} from there.",
    )


class CheckNotFound(NotFound):
    code = "unemployment_check_not_found"
    title = Text(zh="没有此次按月核对", en="No such monthly check")
    detail = Text(zh="没有按月核对 {check_id}。", en="There is no monthly check {check_id}.")


class CheckState(Conflict):
    code = "unemployment_check_state"
    title = Text(zh="按月核对状态不允许", en="The check's state doesn't allow it")
    detail = Text(
        zh="按月核对 {check_id} 状态为 {status}，不能免除。",
        en="The monthly check {check_id} is {status}, and can't be excused.",
    )


class RunNotFound(NotFound):
    code = "unemployment_run_not_found"
    title = Text(zh="没有此发放批次", en="No such payout")
    detail = Text(zh="没有发放批次 {run_id}。", en="There is no payout {run_id}.")


class PremiumNotFound(NotFound):
    code = "unemployment_premium_not_found"
    title = Text(zh="没有此笔代缴", en="No such premium")
    detail = Text(zh="没有代缴 {premium_id}。", en="There is no premium {premium_id}.")


class DeathBenefitNotFound(NotFound):
    code = "unemployment_death_benefit_not_found"
    title = Text(zh="没有此笔死亡待遇", en="No such benefit on a death")
    detail = Text(zh="没有死亡待遇 {record_id}。", en="There is no benefit on a death {record_id}.")


class UnemploymentGrantNotFound(NotFound):
    code = "unemployment_grant_not_found"
    title = Text(zh="没有此笔加发待遇", en="No such grant beside the benefit")
    detail = Text(zh="没有加发待遇 {grant_id}。", en="There is no grant {grant_id}.")


class UnemploymentGrantRefused(Refused):
    code = "unemployment_grant_refused"
    title = Text(zh="不符合加发条件", en="The grant is not due")
    detail = Text(zh="不符合 {kind} 的条件，见 errors。", en="{kind} is not due: see errors.")


class JobRetentionRefundNotFound(NotFound):
    code = "job_retention_refund_not_found"
    title = Text(zh="没有此笔稳岗返还", en="No such job retention refund")
    detail = Text(zh="没有稳岗返还 {refund_id}。", en="There is no refund {refund_id}.")


class JobRetentionRefunded(Conflict):
    code = "job_retention_refunded"
    title = Text(zh="该年度已返还", en="The year was refunded already")
    detail = Text(
        zh="{year} 年度的稳岗返还已发放（{refund_id}）。",
        en="The refund of {year} was given already: {refund_id}.",
    )


class JobRetentionRefused(Refused):
    code = "job_retention_refused"
    title = Text(zh="不符合稳岗返还条件", en="The refund is not due")
    detail = Text(
        zh="{credit_code} 不符合稳岗返还条件，见 errors。",
        en="No refund is due to {credit_code}: see errors.",
    )
