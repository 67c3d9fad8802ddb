"""The errors of personnel files and labour relations that are no reasons, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Problem, Refused, Text


class RecordState(Conflict):
    code = "service_record_state"
    title = Text(zh="记录状态不允许", en="The record's state does not allow it")
    detail = Text(
        zh="{record_id} 状态为 {status}，不能执行 {event}；可以：{allowed}。",
        en="{record_id} is {status} and can't {event}; it can: {allowed}.",
    )


class NotTheirRecord(Problem):
    code = "not_their_record"
    status = 403
    title = Text(zh="不是本单位的记录", en="Not a record of this party")
    detail = Text(zh="{record_id} 属于其他单位。", en="{record_id} belongs to another party.")


class PersonnelFileNotFound(NotFound):
    code = "personnel_file_not_found"
    title = Text(zh="没有此档案", en="No such personnel file")
    detail = Text(zh="没有档案 {record_id}。", en="There is no personnel file {record_id}.")


class FileTransferNotFound(NotFound):
    code = "file_transfer_not_found"
    title = Text(zh="没有此档案转递", en="No such transfer of a file")
    detail = Text(zh="没有档案转递 {record_id}。", en="There is no transfer {record_id}.")


class FileConsultationNotFound(NotFound):
    code = "file_consultation_not_found"
    title = Text(zh="没有此查借阅记录", en="No such consultation of a file")
    detail = Text(zh="没有查借阅记录 {record_id}。", en="There is no consultation {record_id}.")


class GraduateNotFound(NotFound):
    code = "graduate_not_found"
    title = Text(zh="没有此毕业生接收记录", en="No such reception of a graduate")
    detail = Text(zh="没有接收记录 {record_id}。", en="There is no reception {record_id}.")


class MediationNotFound(NotFound):
    code = "labour_mediation_not_found"
    title = Text(zh="没有此调解", en="No such mediation")
    detail = Text(zh="没有调解 {record_id}。", en="There is no mediation {record_id}.")


class ArbitrationCaseNotFound(NotFound):
    code = "arbitration_case_not_found"
    title = Text(zh="没有此仲裁案件", en="No such arbitration case")
    detail = Text(zh="没有仲裁案件 {record_id}。", en="There is no arbitration case {record_id}.")


class InspectionCaseNotFound(NotFound):
    code = "inspection_case_not_found"
    title = Text(zh="没有此监察案件", en="No such inspection case")
    detail = Text(zh="没有监察案件 {record_id}。", en="There is no inspection case {record_id}.")


class LabourDueNotFound(NotFound):
    code = "labour_due_not_found"
    title = Text(zh="没有此应付款", en="No such due")
    detail = Text(zh="没有应付款 {record_id}。", en="There is no due {record_id}.")


class LabourContractNotFound(NotFound):
    code = "labour_contract_not_found"
    title = Text(zh="没有此劳动合同", en="No such labour contract")
    detail = Text(zh="没有劳动合同 {record_id}。", en="There is no labour contract {record_id}.")


class WageProjectNotFound(NotFound):
    code = "wage_project_not_found"
    title = Text(zh="没有此工程项目", en="No such project")
    detail = Text(zh="没有工程项目 {record_id}。", en="There is no project {record_id}.")


class WageSheetNotFound(NotFound):
    code = "wage_sheet_not_found"
    title = Text(zh="没有此工资支付表", en="No such pay sheet")
    detail = Text(zh="没有工资支付表 {record_id}。", en="There is no pay sheet {record_id}.")


class WageLineNotFound(NotFound):
    code = "wage_line_not_found"
    title = Text(zh="没有此工资明细", en="No such line of a pay sheet")
    detail = Text(zh="没有工资明细 {record_id}。", en="There is no line {record_id}.")


class WageWorkerNotFound(NotFound):
    code = "wage_worker_not_found"
    title = Text(zh="没有此实名登记", en="No such worker of a project")
    detail = Text(zh="没有实名登记 {record_id}。", en="There is no worker {record_id}.")


class AwardAboveClaims(Refused):
    code = "award_above_claims"
    title = Text(zh="裁决超出请求", en="The award is above the claims")
    detail = Text(
        zh="请求 {claim} 共 {claimed} 分，裁决 {awarded} 分；裁决不得超出请求。",
        en="Of {claim} {claimed} fen were claimed and {awarded} awarded; nobody gets more "
        "than they asked for.",
    )


class SuingTooLate(Refused):
    code = "suing_too_late"
    title = Text(zh="起诉期限已过", en="Too late to sue")
    detail = Text(
        zh="案件 {record_id} 的起诉期限至 {until}。",
        en="A party could sue over {record_id} until {until}.",
    )


class SuingTooEarly(Refused):
    code = "suing_too_early"
    title = Text(zh="尚不能起诉", en="Too early to sue")
    detail = Text(
        zh="案件 {record_id} 未裁决，裁决期限至 {until}；逾期未裁决的可以起诉。",
        en="{record_id} is not decided and may be until {until}; a party may sue after that.",
    )


class ExtendedBefore(Refused):
    code = "extended_before"
    title = Text(zh="期限已延长过", en="The time was extended before")
    detail = Text(
        zh="{record_id} 的期限已延长过一次。", en="{record_id} was extended once already."
    )


class CorrectionTimeRuns(Refused):
    code = "correction_time_runs"
    title = Text(zh="整改期限未满", en="The time to correct still runs")
    detail = Text(
        zh="案件 {record_id} 的整改期限至 {until}，期满未改正的方可处罚。",
        en="The employer of {record_id} may correct until {until}; refusal is penalised after it.",
    )


class FineOutOfRange(Refused):
    code = "fine_out_of_range"
    title = Text(zh="罚款超出法定幅度", en="The fine is out of the legal range")
    detail = Text(
        zh="罚款应在 {least} 分至 {most} 分之间。",
        en="The fine is between {least} and {most} fen.",
    )


class SheetCountDiffers(Refused):
    code = "file_items_differ"
    title = Text(zh="档案材料份数不符", en="The number of documents differs")
    detail = Text(
        zh="转出 {sent} 份，清点 {counted} 份；应退回转出机构。",
        en="{sent} documents were sent and {counted} counted: the file goes back to the sender.",
    )


class WorkerUnknown(Refused):
    code = "wage_worker_unknown"
    title = Text(zh="查无此人", en="Nobody has this number")
    detail = Text(
        zh="社会保障号码查无此人，不能实名登记。",
        en="Nobody has this social security number, so nobody can be registered by it.",
    )


class WorkerRegistered(Conflict):
    code = "wage_worker_registered"
    title = Text(zh="已实名登记", en="The worker is registered already")
    detail = Text(zh="该人员已登记为 {record_id}。", en="The worker is registered as {record_id}.")


class WageProjectExists(Conflict):
    code = "wage_project_exists"
    title = Text(zh="项目已存在", en="The project exists already")
    detail = Text(
        zh="项目编号 {number} 已登记为 {record_id}。",
        en="The project {number} is registered as {record_id}.",
    )


class WageAccountInNotice(Refused):
    code = "wage_account_in_notice"
    title = Text(zh="专用账户尚不能注销", en="The wage account can't be closed yet")
    detail = Text(
        zh="完工公示满 {days} 日（{until}）后方可注销专用账户。",
        en="The account may be closed from {until} on, {days} days after the notice of completion.",
    )


class WagesUnpaid(Refused):
    code = "wages_unpaid"
    title = Text(zh="尚有未到账工资", en="There are wages that did not arrive")
    detail = Text(
        zh="项目 {record_id} 尚有 {lines} 笔工资未到账。",
        en="{lines} wages of {record_id} have not arrived.",
    )


class OpenEndedDue(Refused):
    code = "open_ended_contract_due"
    title = Text(zh="应订立无固定期限劳动合同", en="An open-ended contract is due")
    detail = Text(
        zh="已连续订立 {terms} 次固定期限合同；除劳动者提出外，续订应为无固定期限。",
        en="{terms} fixed terms followed each other; the next contract is open-ended unless the "
        "worker asks for a fixed one.",
    )


class ChangeOpen(Conflict):
    code = "contract_change_open"
    title = Text(zh="有待劳动者签署的变更", en="A change waits for the worker")
    detail = Text(
        zh="变更 {change_id} 待劳动者签署。", en="The change {change_id} waits for the worker."
    )


class NoChangeOpen(Conflict):
    code = "no_contract_change_open"
    title = Text(zh="没有待签署的变更", en="No change waits for the worker")
    detail = Text(
        zh="合同 {record_id} 没有待签署的内容。", en="Nothing of {record_id} is to be signed."
    )


class DatesReversed(Refused):
    code = "contract_dates_reversed"
    title = Text(zh="日期先后颠倒", en="The dates are the wrong way round")
    detail = Text(zh="{later} 早于 {earlier}。", en="{later} is before {earlier}.")
