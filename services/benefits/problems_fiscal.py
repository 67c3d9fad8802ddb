"""The errors of fiscal subsidies, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class ProgrammeNotFound(NotFound):
    code = "subsidy_programme_not_found"
    title = Text(zh="没有此补贴项目", en="No such subsidy programme")
    detail = Text(
        zh="没有补贴项目 {subsidy_code}。", en="There is no subsidy programme {subsidy_code}."
    )


class SubsidyBatchNotFound(NotFound):
    code = "subsidy_batch_not_found"
    title = Text(zh="没有此补贴批次", en="No such batch of subsidies")
    detail = Text(zh="没有补贴批次 {batch_id}。", en="There is no batch of subsidies {batch_id}.")


class SubsidyLineNotFound(NotFound):
    code = "subsidy_line_not_found"
    title = Text(zh="没有此明细", en="No such line")
    detail = Text(zh="批次没有第 {line} 笔。", en="The batch has no line {line}.")


class ObjectionNotFound(NotFound):
    code = "subsidy_objection_not_found"
    title = Text(zh="没有此异议", en="No such objection")
    detail = Text(zh="没有异议 {objection_id}。", en="There is no objection {objection_id}.")


class SubsidyFileBad(Refused):
    """Refused whole; `errors` says which line and why."""

    code = "subsidy_file_bad"
    title = Text(zh="文件不合格", en="The file was refused")
    detail = Text(
        zh="文件整体退回，未作任何处理：第 {line} 行，原因 {reason}，详见 errors。",
        en="The file was refused whole and nothing was applied: line {line}, {reason}; see errors.",
    )


class SubsidyDepartmentWrong(Refused):
    code = "subsidy_department_wrong"
    title = Text(zh="主管部门不符", en="Not the programme's department")
    detail = Text(
        zh="项目 {subsidy_code} 由{expected}负责，文件写的是{found}。",
        en="The programme {subsidy_code} is {expected}'s; the file says {found}.",
    )


class SubsidyBatchDiffers(Conflict):
    """The same batch number with other content or for another region: nothing is applied."""

    code = "subsidy_batch_differs"
    title = Text(zh="批次号已用于其他内容", en="Batch number used for other content")
    detail = Text(
        zh="批次 {batch_no} 已上传为 {batch_id}，内容不同，本次未作任何处理。",
        en="The batch {batch_no} was uploaded as {batch_id} with other content; nothing was done.",
    )


class SubsidyBatchState(Conflict):
    code = "subsidy_batch_state"
    title = Text(zh="批次状态不允许", en="Not in this state of the batch")
    detail = Text(
        zh="批次 {batch_no} 状态为 {status}，不能 {event}；可以：{allowed}。",
        en="The batch {batch_no} is {status}: no {event}; allowed: {allowed}.",
    )


class SubsidyLineState(Conflict):
    code = "subsidy_line_state"
    title = Text(zh="明细状态不允许", en="Not in this state of the line")
    detail = Text(
        zh="第 {line} 笔状态为 {status}，不能 {event}；可以：{allowed}。",
        en="Line {line} is {status}: no {event}; allowed: {allowed}.",
    )


class SubsidyNotChecked(Conflict):
    code = "subsidy_not_checked"
    title = Text(zh="资格核对未完成", en="Not all lines are checked")
    detail = Text(
        zh="批次 {batch_no} 已核对 {checked} 笔，共 {count} 笔。",
        en="Of the batch {batch_no}, {checked} of {count} lines are checked.",
    )
    retryable = True


class SubsidyNobodyLeft(Conflict):
    code = "subsidy_nobody_left"
    title = Text(zh="没有可发放的明细", en="No line is left to pay")
    detail = Text(
        zh="批次 {batch_no} 没有可发放的明细。", en="No line of the batch {batch_no} can be paid."
    )


class SubsidyNoticeRuns(Conflict):
    code = "subsidy_notice_runs"
    title = Text(zh="公示尚未结束", en="The public notice is not over")
    detail = Text(
        zh="批次 {batch_no} 公示至 {to_date}，此前不能下达。",
        en="The batch {batch_no} is shown until {to_date} and may not be ordered before.",
    )
    retryable = True


class SubsidyNoticeOver(Conflict):
    code = "subsidy_notice_over"
    title = Text(zh="不在公示期内", en="No notice is running")
    detail = Text(
        zh="批次 {batch_no} 不在公示期内，不能提出异议。",
        en="The batch {batch_no} is not shown to the public now: no objection is taken.",
    )


class SubsidyObjectionOpen(Conflict):
    code = "subsidy_objection_open"
    title = Text(zh="有异议未处理", en="An objection is open")
    detail = Text(
        zh="批次 {batch_no} 有 {count} 件异议未处理。",
        en="The batch {batch_no} has {count} objections that nobody has decided.",
    )


class SubsidyObjectionDecided(Conflict):
    code = "subsidy_objection_decided"
    title = Text(zh="异议已处理", en="The objection was decided")
    detail = Text(
        zh="异议 {objection_id} 已处理：{status}。", en="The objection {objection_id} is {status}."
    )


class SubsidyLineStillWrong(Refused):
    code = "subsidy_line_still_wrong"
    title = Text(zh="更正后仍不合格", en="Still wrong after the correction")
    detail = Text(
        zh="第 {line} 笔更正后仍有：{reasons}。",
        en="After the correction this still stands against line {line}: {reasons}.",
    )


class SubsidyNothingToReissue(Conflict):
    code = "subsidy_nothing_to_reissue"
    title = Text(zh="没有已更正的退回", en="No returned line was corrected")
    detail = Text(
        zh="批次 {batch_no} 没有已更正的退回明细。",
        en="The batch {batch_no} has no returned line that was corrected.",
    )


class SubsidyBankNotOutside(Conflict):
    code = "subsidy_bank_not_outside"
    title = Text(zh="银行由模拟器扮演", en="The simulator plays the bank")
    detail = Text(
        zh="批次 {batch_no} 的代发银行由模拟器扮演，不接受回盘文件。",
        en="The simulator plays the bank of the batch {batch_no}; no result is taken.",
    )
