"""The errors of manual claims, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Text


class VisitNotSelfPaid(Conflict):
    code = "visit_not_self_paid"
    title = Text(zh="就诊未全额自费", en="Visit not paid in full")
    detail = Text(
        zh="就诊 {visit_id} 状态为 {status}，仅全额自费的就诊可手工报销。",
        en="The visit {visit_id} is {status}; only one that the person paid in full is claimed.",
    )


class VisitClaimed(Conflict):
    code = "visit_already_claimed"
    title = Text(zh="该就诊已报销", en="Visit already claimed")
    detail = Text(
        zh="就诊 {visit_id} 已由 {claim_id} 报销。",
        en="The visit {visit_id} was claimed by {claim_id}.",
    )


class ClaimNotFound(NotFound):
    code = "manual_claim_not_found"
    title = Text(zh="手工报销不存在", en="No such manual claim")
    detail = Text(zh="没有手工报销 {claim_id}。", en="There is no manual claim {claim_id}.")


class ClaimNotOwed(Conflict):
    code = "manual_claim_not_owed"
    title = Text(zh="无待付金额", en="Nothing is owed")
    detail = Text(
        zh="手工报销 {claim_id} 状态为 {status}。", en="The manual claim {claim_id} is {status}."
    )
