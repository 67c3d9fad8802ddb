"""What can go wrong in reconciliation and in applications for payment."""

from collections.abc import Sequence
from typing import Any

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class ReconciliationNotFound(NotFound):
    code = "reconciliation_not_found"
    title = Text(zh="对账记录不存在", en="No such reconciliation")
    detail = Text(zh="没有对账记录 {reconciliation_id}。", en="There is no {reconciliation_id}.")


class PeriodWrong(Refused):
    code = "reconciliation_period_wrong"
    title = Text(zh="对账期间有误", en="Period not valid")
    detail = Text(
        zh="期间 {from_date} 至 {to_date} 有误：止日不得早于起日或晚于今日 {today}，"
        "至多 {days} 天。",
        en="{from_date} to {to_date}: a period ends not before it begins, not after today "
        "({today}), and has at most {days} days.",
    )

    def __init__(self, **params: Any) -> None:
        message = Text(zh="期间有误", en="ends too early or too late")
        super().__init__(errors=[FieldError("period", message, pointer="/to_date")], **params)


class DetailsComplete(Conflict):
    code = "reconciliation_details_complete"
    title = Text(zh="明细已核对", en="Details are complete")
    detail = Text(
        zh="对账 {reconciliation_id} 的明细已核对，如需重来请另作对账。",
        en="The details of {reconciliation_id} were compared; reconcile anew to compare others.",
    )


class DetailsBegun(Conflict):
    """Lines came already, so a file can't be all of them."""

    code = "reconciliation_details_begun"
    title = Text(zh="明细已部分上传", en="Details have begun")
    detail = Text(
        zh="对账 {reconciliation_id} 已逐批上传 {count} 行，不能再整份上传文件。",
        en="{count} lines of {reconciliation_id} came already; a file is all of them.",
    )


class DetailsTooMany(Refused):
    code = "reconciliation_details_too_many"
    title = Text(zh="明细过多", en="Too many details")
    detail = Text(
        zh="一次对账至多 {most} 行明细。", en="A reconciliation has at most {most} lines of detail."
    )


class DetailsRefused(Refused):
    """One line is not in order; none of them was taken."""

    code = "reconciliation_details_refused"
    title = Text(zh="对账明细有误", en="Details refused")
    detail = Text(
        zh="第 {line} 行（{reason}）：{fault_zh}。全部未受理。",
        en="Line {line} ({reason}): {fault}. Nothing was taken.",
    )

    def __init__(self, line: int, reason: str, text: Text, pointer: str) -> None:
        where = FieldError(reason, text, pointer=pointer)
        super().__init__(errors=[where], line=line, reason=reason, fault_zh=text.zh, fault=text.en)


class DifferenceNotFound(NotFound):
    code = "reconciliation_difference_not_found"
    title = Text(zh="差异不存在", en="No such difference")
    detail = Text(zh="没有差异 {difference_id}。", en="There is no {difference_id}.")


class DifferenceResolved(Conflict):
    code = "reconciliation_difference_resolved"
    title = Text(zh="差异已处理", en="Difference is resolved")
    detail = Text(
        zh="差异 {difference_id} 已处理（{resolved_by}）。",
        en="The difference {difference_id} is resolved already, by {resolved_by}.",
    )


# ---- applications for payment


class ApplicationNotFound(NotFound):
    code = "payment_application_not_found"
    title = Text(zh="费用申报不存在", en="No such application")
    detail = Text(zh="没有费用申报 {application_id}。", en="There is no {application_id}.")


class MonthNotOver(Refused):
    code = "payment_application_month_not_over"
    title = Text(zh="月份未结束", en="The month is not over")
    detail = Text(
        zh="{month} 尚未结束，自 {from_date} 起可申报。",
        en="{month} is not over; it can be applied for from {from_date}.",
    )

    def __init__(self, **params: Any) -> None:
        message = Text(zh="尚未结束", en="is not over yet")
        super().__init__(errors=[FieldError("too_early", message, pointer="/month")], **params)


class ReconciliationOpen(Conflict):
    code = "payment_application_reconciliation_open"
    title = Text(zh="对账未平", en="Reconciliation does not agree")
    detail = Text(
        zh="{month} 的对账 {reconciliation_id} 未平；请核对明细并处理差异，或重新对账。",
        en="{reconciliation_id} of {month} does not agree; resolve its differences, or reconcile "
        "anew.",
    )


class SettlementsInFlight(Conflict):
    """Of an unknown settlement nobody can say yet whether it is in the month."""

    code = "payment_application_settlements_in_flight"
    title = Text(zh="有结算结果未知", en="A settlement is not decided yet")
    detail = Text(
        zh="结算 {settlement_id} 的结果未知，确定后才能申报 {month}。",
        en="The outcome of {settlement_id} is not known; {month} can be applied for after it is.",
    )
    retryable = True


class ApplicationExists(Conflict):
    code = "payment_application_exists"
    title = Text(zh="已有费用申报", en="An application is live already")
    detail = Text(
        zh="{month} 此险种与类别已有费用申报 {application_id}（{status}）；撤销或驳回后可再申报。",
        en="{application_id} ({status}) is for {month} and the same kinds; another may follow "
        "when it is withdrawn or rejected.",
    )


class ApplicationState(Conflict):
    code = "payment_application_state"
    title = Text(zh="费用申报状态不允许", en="Not in this state")
    detail = Text(
        zh="费用申报 {application_id} 状态为 {status}，不能 {move}；可以：{allowed}。",
        en="The application {application_id} is {status}: {move} is not possible, only: {allowed}.",
    )


class NothingToApply(Refused):
    code = "payment_application_nothing_to_apply"
    title = Text(zh="没有可申报的结算", en="Nothing to apply for")
    detail = Text(
        zh="{month} 此清算类别没有结算，无需申报。",
        en="Nothing of this kind was settled in {month}.",
    )


class DeclaredOtherwise(Refused):
    """The institution applies for something else than what is settled; nothing was applied for."""

    code = "payment_application_declared_otherwise"
    title = Text(zh="申报数据与中心不符", en="Declared otherwise than settled")
    detail = Text(
        zh="有 {count} 项申报数据与中心不符，未申报。",
        en="{count} of the declared figures are not those of the centre; nothing was applied for.",
    )

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(errors=errors, count=len(errors))


class ClearingDetailsRefused(Refused):
    """What an institution confirms isn't what was settled; nothing was confirmed."""

    code = "clearing_details_refused"
    title = Text(zh="清分明细有误", en="Clearing details refused")
    detail = Text(
        zh="有 {count} 项清分明细有误，全部未确认。",
        en="{count} details are not those of the settlements; nothing was confirmed.",
    )

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(errors=errors, count=len(errors))


class AuditRefused(Refused):
    """One or more deductions can't be made; none was."""

    code = "payment_application_audit_refused"
    title = Text(zh="审核扣款有误", en="Deductions refused")
    detail = Text(
        zh="费用申报 {application_id} 有 {count} 笔扣款有误，审核未生效。",
        en="{count} deductions from {application_id} can't be made; nothing was audited.",
    )

    def __init__(self, application_id: str, errors: Sequence[FieldError]) -> None:
        super().__init__(errors=errors, application_id=application_id, count=len(errors))


class DeductionUnknown(NotFound):
    code = "audit_deduction_not_found"
    title = Text(zh="审核扣款不存在", en="No such deduction")
    detail = Text(zh="没有审核扣款 {deduction_id}。", en="There is no {deduction_id}.")
