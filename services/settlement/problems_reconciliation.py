"""What can be refused about a region's day and its differences, one class a code."""

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class DailyReconciliationNotFound(NotFound):
    code = "daily_reconciliation_not_found"
    title = Text(zh="日对账不存在", en="No such daily reconciliation")
    detail = Text(
        zh="没有日对账 {reconciliation_id}。",
        en="There is no daily reconciliation {reconciliation_id}.",
    )


class DayNotOver(Refused):
    code = "daily_reconciliation_day_not_over"
    title = Text(zh="当日尚未开始", en="The day has not begun")
    detail = Text(
        zh="{day} 尚未开始，不能对账；今天是 {today}。",
        en="{day} has not begun and can't be reconciled; today is {today}.",
    )


class RegionNotReconciled(Refused):
    code = "daily_reconciliation_region_unknown"
    title = Text(zh="不是统筹区", en="No pooling area")
    detail = Text(
        zh="{region} 不是统筹区，没有日对账。",
        en="{region} is no pooling area: it has no daily reconciliation.",
    )


class DailyReconciliationExists(Conflict):
    code = "daily_reconciliation_exists"
    title = Text(zh="日对账已存在", en="The day is noted already")
    detail = Text(
        zh="{region} {day} 的日对账是 {reconciliation_id}；如需重对，请 rerun。",
        en="{region} on {day} is {reconciliation_id}; rerun it to compare again.",
    )


class DailyReconciliationWaits(Conflict):
    code = "daily_reconciliation_waits"
    title = Text(zh="尚未对账", en="Not compared yet")
    detail = Text(
        zh="日对账 {reconciliation_id} 将于 {due} 进行。",
        en="The daily reconciliation {reconciliation_id} is compared at {due}.",
    )


class DailyRunNotFound(NotFound):
    code = "daily_run_not_found"
    title = Text(zh="没有该次对账", en="No such comparison")
    detail = Text(
        zh="日对账 {reconciliation_id} 没有第 {run} 次结果。",
        en="{reconciliation_id} has no comparison {run} that is finished.",
    )


class DailyFileRefused(Refused):
    """A party's file that is not in order; nothing of it was taken (X26)."""

    code = "daily_file_refused"
    title = Text(zh="对账文件有误", en="The file is refused")
    detail = Text(
        zh="第 {line} 行（{reason}）：{fault_zh}。整个文件不予接收。",
        en="Line {line} ({reason}): {fault}. Nothing of the file was taken.",
    )

    def __init__(self, line: int, reason: str, text: Text) -> None:
        where = FieldError(reason, text, pointer="/content_base64")
        super().__init__(errors=[where], line=line, reason=reason, fault_zh=text.zh, fault=text.en)


class DailyDifferenceNotFound(NotFound):
    code = "daily_difference_not_found"
    title = Text(zh="差异不存在", en="No such difference")
    detail = Text(zh="没有差异 {difference_id}。", en="There is no difference {difference_id}.")


class DailyDifferenceStateForbids(Conflict):
    code = "daily_difference_state_forbids"
    title = Text(zh="当前状态不允许", en="Not in this state")
    detail = Text(
        zh="差异 {difference_id} 状态为 {status}，不能 {event}；可以：{allowed}。",
        en="The difference {difference_id} is {status}: {event} is not possible, only: {allowed}.",
    )


class DifferenceHasNoClaim(Refused):
    code = "daily_difference_without_claim"
    title = Text(zh="差异没有清算明细", en="No claim stands behind it")
    detail = Text(
        zh="差异 {difference_id} 没有清算明细，无可扣减或争议。",
        en="No claim stands behind {difference_id}: there is nothing to deduct from or dispute.",
    )


class NothingToCorrect(Refused):
    code = "daily_difference_nothing_to_correct"
    title = Text(zh="无可调减", en="Nothing to take off")
    detail = Text(
        zh="{side} 的基金支付不低于镜像，或个人账户金额不一致，不能据此扣减。",
        en="What funds pay according to the {side} side is not below the mirror, or money of the "
        "account differs, which no audit takes.",
    )


class BillNotChecked(Refused):
    code = "daily_difference_bill_below_check"
    title = Text(zh="未达协查金额", en="Below the mark for a check")
    detail = Text(
        zh="单笔费用 {bill} 元，未超过协查标准 {above} 元。",
        en="The bill is {bill} yuan; only one above {above} may be checked.",
    )


class NoCheckUnderWay(Conflict):
    code = "daily_difference_no_check"
    title = Text(zh="未在协查", en="No check is under way")
    detail = Text(
        zh="差异 {difference_id} 没有进行中的费用协查。",
        en="No check of {difference_id} is under way.",
    )


class CheckNeedsAmount(Refused):
    code = "daily_difference_check_needs_amount"
    title = Text(zh="协查金额有误", en="The amount doesn't fit the finding")
    detail = Text(
        zh="confirmed 须写明扣减金额，unfounded 不写金额。",
        en="confirmed says how much is taken off; unfounded names no amount.",
    )

    def __init__(self, missing: bool) -> None:
        said = (
            Text(zh="必填", en="is required") if missing else Text(zh="不应出现", en="is too much")
        )
        error = FieldError("required" if missing else "unexpected", said, pointer="/amount_fen")
        super().__init__(errors=[error])
