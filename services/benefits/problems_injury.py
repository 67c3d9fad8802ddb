"""The errors of work injuries that are no reasons, one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class WorkInjuryNotFound(NotFound):
    code = "work_injury_not_found"
    title = Text(zh="没有此工伤记录", en="No such work injury")
    detail = Text(zh="没有工伤记录 {record_id}。", en="There is no work injury {record_id}.")


class InjuryContestLate(Refused):
    code = "injury_contest_late"
    title = Text(zh="已过复议期限", en="Too late to contest")
    detail = Text(
        zh="对工伤认定 {number} 的异议应在 {last} 前提出。",
        en="The recognition {number} had to be contested until {last}.",
    )


class InjuryContestedBefore(Conflict):
    code = "injury_contested_before"
    title = Text(zh="该认定已经复议", en="Contested before")
    detail = Text(
        zh="工伤认定 {number} 已于 {day} 提出复议，只能一次。",
        en="The recognition {number} was contested on {day}, and once is all.",
    )


class InjuryWageUsed(Conflict):
    code = "injury_wage_used"
    title = Text(zh="已据本人工资核定待遇", en="Benefits rest on the wage already")
    detail = Text(
        zh="工伤 {number} 已核定待遇，本人工资不能再改。",
        en="Benefits of {number} were decided: its wage is not changed any more.",
    )


class StopWorkNone(Refused):
    code = "stop_work_none"
    title = Text(zh="没有停工留薪", en="No pay goes on")
    detail = Text(
        zh="工伤 {number} 没有用人单位，没有停工留薪期。",
        en="{number} has no employer whose pay would go on.",
    )


class StopWorkOver(Refused):
    code = "stop_work_over"
    title = Text(zh="停工留薪期已满", en="The pay has ended")
    detail = Text(
        zh="停工留薪期已于 {last} 届满或者因评定伤残等级终止。",
        en="The pay while work stopped went on until {last}, or until a grade was given.",
    )


class StopWorkExtended(Conflict):
    code = "stop_work_extended"
    title = Text(zh="停工留薪期已经延长", en="Extended before")
    detail = Text(
        zh="工伤 {number} 的停工留薪期已于 {day} 确认延长。",
        en="The pay of {number} was extended on {day}, and once is all.",
    )


class StopWorkTooLong(Refused):
    code = "stop_work_extension_too_long"
    title = Text(zh="延长时间过长", en="Too long an extension")
    detail = Text(
        zh="申请延长 {months} 个月，最多 {most} 个月。",
        en="{months} months more are asked for; {most} are the most.",
    )


class InjuryGrantNotFound(NotFound):
    code = "injury_grant_not_found"
    title = Text(zh="没有此一次性工伤待遇", en="No such grant")
    detail = Text(zh="没有一次性待遇 {record_id}。", en="There is no grant {record_id}.")


class InjuryPensionNotFound(NotFound):
    code = "injury_pension_not_found"
    title = Text(zh="没有此定期工伤待遇", en="No such benefit by the month")
    detail = Text(zh="没有定期待遇 {record_id}。", en="There is no such benefit {record_id}.")


class InjuryCertificationNotFound(NotFound):
    code = "injury_certification_not_found"
    title = Text(zh="没有此资格认证", en="No such certification")
    detail = Text(zh="没有资格认证 {record_id}。", en="There is no certification {record_id}.")


class OffsiteCareNotFound(NotFound):
    code = "offsite_care_not_found"
    title = Text(zh="没有此异地就医确认", en="No such confirmation")
    detail = Text(zh="没有异地就医确认 {record_id}。", en="There is no confirmation {record_id}.")


class InjurySettlementNotFound(NotFound):
    code = "injury_settlement_not_found"
    title = Text(zh="没有此工伤持卡结算", en="No such bill by card")
    detail = Text(zh="没有工伤持卡结算 {record_id}。", en="There is no bill by card {record_id}.")


class AssistiveDeviceNotFound(NotFound):
    code = "assistive_device_not_found"
    title = Text(zh="没有此辅助器具", en="No such device")
    detail = Text(zh="没有辅助器具记录 {record_id}。", en="There is no device {record_id}.")


class CapacityFindingNotFound(NotFound):
    code = "capacity_finding_not_found"
    title = Text(zh="没有此鉴定结论", en="No such finding")
    detail = Text(zh="没有鉴定结论 {record_id}。", en="There is no finding {record_id}.")


class PanelNotWanted(Conflict):
    code = "capacity_panel_not_wanted"
    title = Text(zh="该办件不需要专家组意见", en="No panel is wanted")
    detail = Text(
        zh="办件 {application_id} 不是审核中的劳动能力鉴定申请。",
        en="{application_id} is no application for an appraisal that is in review.",
    )


class PanelTwice(Conflict):
    code = "capacity_panel_twice"
    title = Text(zh="专家组意见已提出", en="The panel has met")
    detail = Text(zh="该办件的专家组意见已经提出。", en="The panel's word on it is recorded.")


class PanelWanted(Refused):
    code = "capacity_panel_wanted"
    title = Text(zh="缺少专家组意见", en="The panel has not met")
    detail = Text(
        zh="办件 {application_id} 须先有专家组意见。",
        en="{application_id} needs the panel's word first: no reviewer sets a grade alone.",
    )
