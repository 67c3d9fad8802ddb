"""What is refused of declarations for benefits (待遇申报), one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Refused, Text


class DeclarationWrong(Refused):
    """One thing that doesn't fit, named by its field."""

    code = "declaration_wrong"
    title = Text(zh="申报内容不符", en="Declaration doesn't fit")
    detail = Text(zh="申报内容不符合规定。", en="What is declared doesn't fit.")

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(errors=[FieldError("unfit", Text(zh=zh, en=en), pointer=f"/{field}")])


class DeclarationNotFound(NotFound):
    """Also where there is one, of another person: whose it is, is nobody's business."""

    code = "declaration_not_found"
    title = Text(zh="申报记录不存在", en="No such declaration")
    detail = Text(
        zh="该人员没有待遇申报明细流水号 {serial}。", en="The person has no declaration {serial}."
    )


class DeclarationOfOther(Problem):
    code = "declaration_of_other"
    status = 403
    title = Text(zh="非本机构申报", en="Another institution's declaration")
    detail = Text(
        zh="待遇申报明细流水号 {serial} 不是本机构申报的，不能撤销。",
        en="The declaration {serial} is another institution's, which alone takes it back.",
    )


class DeclarationWithdrawn(Conflict):
    code = "declaration_withdrawn"
    title = Text(zh="申报已失效", en="Declaration no longer stands")
    detail = Text(
        zh="待遇申报明细流水号 {serial} 已撤销、已变更或已到期。",
        en="The declaration {serial} was taken back, was replaced or has ended.",
    )


class RegistrationReviewed(Conflict):
    """An institution takes a registration back only before anything rests on it."""

    code = "registration_reviewed"
    title = Text(zh="备案已审核", en="Registration reviewed already")
    detail = Text(
        zh="慢特病备案 {serial} 已有就诊 {visit_id} 据以享受待遇，视为已审核，须由经办机构撤销。",
        en="The visit {visit_id} rests on the registration {serial}, which counts as reviewed: "
        "only the agency takes it back.",
    )


class AccidentExists(Conflict):
    code = "accident_exists"
    title = Text(zh="已有意外伤害备案", en="Accident registered already")
    detail = Text(
        zh="同一受伤日期、同一时段已有意外伤害备案 {serial}。",
        en="The accident of that day is registered for that time: {serial}.",
    )


class ThirdPartyPays(Refused):
    code = "third_party_pays"
    title = Text(zh="应由第三人负担", en="A third party pays")
    detail = Text(
        zh="涉及第三方的医疗费用应由第三人负担，不纳入基本医疗保险基金支付范围。",
        en="What a third party must pay for an injury, the basic medical funds don't pay.",
    )


class ThirdPartyUnsaid(Refused):
    code = "third_party_unsaid"
    title = Text(zh="未填涉及第三方标志", en="Whether a third party is involved is not said")
    detail = Text(
        zh="外伤标志（TRUM_FLAG）为1时须填涉及第三方标志（REL_TTP_FLAG）。",
        en="Where TRUM_FLAG is 1, REL_TTP_FLAG must be said.",
    )


class AccidentNotRegistered(Refused):
    code = "accident_not_registered"
    title = Text(zh="无意外伤害备案", en="Accident not registered")
    detail = Text(
        zh="{on} 没有有效的意外伤害备案，请先办理 2507。",
        en="No accident is registered for {on}; the message 2507 registers it.",
    )


class AccidentNotPayable(Refused):
    code = "accident_not_payable"
    title = Text(zh="意外伤害不予支付", en="Accident not paid for")
    detail = Text(
        zh="意外伤害备案 {accident_id} 的审核结果为不予支付。",
        en="The accident {accident_id} was found not to be paid for.",
    )


OF_INJURIES = (ThirdPartyPays, ThirdPartyUnsaid, AccidentNotRegistered, AccidentNotPayable)
"""What a bill that messages call one for an injury may be refused for."""
