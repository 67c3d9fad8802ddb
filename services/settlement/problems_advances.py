"""What can go wrong with advances, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Text


class AdvanceExhausted(Conflict):
    code = "advance_exhausted"
    title = Text(zh="预付金已用完", en="The advance is used up")
    detail = Text(
        zh="{home_region} 应付 {care_region} {owed} 元，已达预付金 {advance} 元；"
        "协议约定用完即停，追加预付金或清算后可重试。",
        en="{home_region} owes {care_region} {owed} yuan, which has reached the advance of "
        "{advance} yuan, and their agreement stops there; try again after a top-up or a clearing.",
    )
    retryable = True


class TopUpNotFound(NotFound):
    code = "advance_top_up_not_found"
    title = Text(zh="调增申请不存在", en="No such top-up")
    detail = Text(zh="没有调增申请 {top_up_id}。", en="There is no top-up {top_up_id}.")


class TopUpNotOpen(Conflict):
    code = "advance_top_up_not_open"
    title = Text(zh="未达红色预警", en="The advance is not at red")
    detail = Text(
        zh="{home_region} 在 {care_region} 的预付金最近预警为 {level}，红色预警才可申请调增。",
        en="The advance of {home_region} with {care_region} was at {level} in the month signed "
        "last; only red opens an emergency top-up.",
    )


class TopUpTooLate(Conflict):
    code = "advance_top_up_too_late"
    title = Text(zh="已过申请期限", en="Too late to ask for a top-up")
    detail = Text(
        zh="{month} 的调增申请截至 {until}。",
        en="A top-up after {month} could be asked for until {until}.",
    )


class TopUpDecided(Conflict):
    code = "advance_top_up_decided"
    title = Text(zh="调增申请已处理", en="The top-up was decided")
    detail = Text(
        zh="调增申请 {top_up_id} 状态为 {status}。", en="Top-up {top_up_id} is {status} already."
    )
