"""What can go wrong in medical settlement, one class a code."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sscsim.kernel.problems import (
    Conflict,
    FieldError,
    NotFound,
    Problem,
    Refused,
    Text,
)


class InstitutionNotFound(NotFound):
    code = "institution_not_found"
    title = Text(zh="定点医疗机构不存在", en="No such institution")
    detail = Text(zh="没有定点医疗机构 {institution_id}。", en="There is no {institution_id}.")


class InstitutionExists(Conflict):
    code = "institution_exists"
    title = Text(zh="定点医疗机构已存在", en="Institution already known")
    detail = Text(
        zh="机构编号 {institution_code} 已登记为 {institution_id}。",
        en="The institution code {institution_code} is that of {institution_id}.",
    )


class RegionUnknown(Refused):
    code = "region_unknown"
    title = Text(zh="未知区划", en="Region unknown")
    detail = Text(zh="没有区划代码 {region_code}。", en="No region has the code {region_code}.")


class FilingNotFound(NotFound):
    code = "filing_not_found"
    title = Text(zh="备案不存在", en="No such filing")
    detail = Text(zh="没有备案 {filing_id}。", en="There is no filing {filing_id}.")


class FilingAtHome(Refused):
    code = "filing_at_home"
    title = Text(zh="参保地就医无需备案", en="No filing for treatment at home")
    detail = Text(
        zh="{care} 包含参保地 {home}，无需备案。",
        en="{care} is, or holds, the home region {home}: no filing is needed there.",
    )


class FilingDatesWrong(Refused):
    code = "filing_dates_wrong"
    title = Text(zh="备案日期错误", en="Filing dates wrong")
    detail = Text(
        zh="备案结束日期 {end} 早于开始日期 {start}。", en="The filing ends {end}, before {start}."
    )


class FilingRequired(Refused):
    code = "filing_required"
    title = Text(zh="未备案", en="No filing")
    detail = Text(
        zh="参保地 {home} 没有该人员到 {care} 就医的有效备案，也不是急诊。",
        en="The home region {home} has no filing for treatment in {care} on these days, "
        "and it is no emergency.",
    )


class CardRefused(Refused):
    code = "card_refused"
    title = Text(zh="卡核验未通过", en="Card refused")
    detail = Text(zh="卡 {card_id} 核验未通过：{reasons}。", en="Card {card_id}: {reasons}.")

    def __init__(self, card_id: str, reasons: Sequence[Mapping[str, str]]) -> None:
        """`reasons` as the card service told them: a code, and words in the caller's language."""
        said = [FieldError(r["code"], _as_told(r["message"]), pointer="/card_id") for r in reasons]
        words = "; ".join(reason["message"].rstrip(".") for reason in reasons)
        super().__init__(errors=said, card_id=card_id, reasons=words)


def _as_told(message: str) -> Text:
    return Text(zh=message, en=message)


class OneIdentification(Refused):
    code = "one_identification"
    title = Text(zh="须且仅须一种身份标识", en="Exactly one identification")
    detail = Text(
        zh="card_id、code 与 person_id 须且仅须提供一个。",
        en="Give exactly one of card_id, code and person_id.",
    )


class VisitNotFound(NotFound):
    code = "visit_not_found"
    title = Text(zh="就诊不存在", en="No such visit")
    detail = Text(zh="没有就诊 {visit_id}。", en="There is no visit {visit_id}.")


class VisitDatesWrong(Refused):
    code = "visit_dates_wrong"
    title = Text(zh="就诊日期错误", en="Visit dates wrong")
    detail = Text(
        zh="入院 {admission}、出院 {discharge}、今天 {today} 须依次不早于前者。",
        en="Admission {admission}, discharge {discharge} and today, {today}, must follow in order.",
    )

    def __init__(self, pointer: str, admission: date, discharge: date | None, today: date) -> None:
        message = Text(zh="日期先后有误", en="is out of order")
        super().__init__(
            errors=[FieldError("out_of_order", message, pointer=pointer)],
            admission=admission,
            discharge=discharge or "–",
            today=today,
        )


class OneDayOnly(Refused):
    code = "visit_lasts_a_day"
    title = Text(zh="门诊须当日结束", en="An outpatient visit lasts a day")
    detail = Text(
        zh="门诊就诊日期为 {admission}，结束日期不能是 {discharge}。",
        en="The outpatient visit was on {admission}; it can't end on {discharge}.",
    )

    def __init__(self, admission: date, discharge: date | None) -> None:
        message = Text(zh="须与就诊日期相同，或不填", en="must be the day of the visit, or absent")
        super().__init__(
            errors=[FieldError("other_day", message, pointer="/discharge_date")],
            admission=admission,
            discharge=discharge,
        )


class VisitNotOpen(Conflict):
    """A settlement is on its way or stands; a bill is settled once."""

    code = "visit_not_open"
    title = Text(zh="就诊不在可操作状态", en="Visit not open")
    detail = Text(
        zh="就诊 {visit_id} 状态为 {status}，结算 {settlement_id}。",
        en="The visit {visit_id} is {status}; its settlement is {settlement_id}.",
    )


class VisitEmpty(Refused):
    code = "visit_has_no_fee_lines"
    title = Text(zh="没有费用明细", en="No fee lines")
    detail = Text(zh="就诊 {visit_id} 没有费用明细。", en="The visit {visit_id} has no fee lines.")


class NotAStay(Refused):
    code = "visit_is_no_stay"
    title = Text(zh="非住院就诊", en="Not a stay in hospital")
    detail = Text(
        zh="就诊 {visit_id} 为 {kind}，没有出院登记。",
        en="The visit {visit_id} is {kind}: there is no discharge.",
    )


class AlreadyDischarged(Conflict):
    code = "visit_already_discharged"
    title = Text(zh="已办理出院", en="Already discharged")
    detail = Text(
        zh="就诊 {visit_id} 已于 {on} 出院。", en="The visit {visit_id} ended by discharge on {on}."
    )


class NotDischarged(Conflict):
    code = "visit_not_discharged"
    title = Text(zh="尚未出院", en="Not discharged")
    detail = Text(zh="就诊 {visit_id} 尚未出院。", en="The visit {visit_id} has no discharge yet.")


class VisitCharged(Conflict):
    code = "visit_has_fee_lines"
    title = Text(zh="已有费用明细", en="Fee lines are charged")
    detail = Text(
        zh="就诊 {visit_id} 有 {lines} 条未撤销的费用明细，须先撤销。",
        en="The visit {visit_id} has {lines} fee lines; withdraw them first.",
    )


class NoSuchFeeLine(Refused):
    code = "fee_line_unknown"
    title = Text(zh="没有该费用明细", en="No such fee line")
    detail = Text(
        zh="{fee_line_id} 不是本次就诊未撤销的费用明细，或列出了两次。",
        en="{fee_line_id} is no live fee line of this visit, or is listed twice.",
    )

    def __init__(self, pointer: str, **params: Any) -> None:
        message = Text(zh="不是本次就诊未撤销的明细", en="is no live line of this visit")
        super().__init__(errors=[FieldError("unknown", message, pointer=pointer)], **params)


class BillTooLarge(Refused):
    code = "bill_too_large"
    title = Text(zh="费用总额超过上限", en="Bill too large")
    detail = Text(
        zh="就诊费用合计将达 {total}，上限 {most}。",
        en="The visit would come to {total}; the limit is {most}.",
    )


class LevelNotCovered(Refused):
    code = "level_not_covered"
    title = Text(zh="政策未规定该医疗机构等级", en="Hospital level not covered")
    detail = Text(
        zh="参保地政策没有等级 {level} 的标准；有：{known}。",
        en="The home region's policy has no figure for level {level}, only for {known}.",
    )


class TreatmentNotCovered(Refused):
    code = "treatment_not_covered"
    title = Text(zh="政策未规定该备案类型", en="Kind of filing not covered")
    detail = Text(
        zh="参保地政策在 {mode} 方式下没有 {treatment} 的标准。",
        en="The home region's policy has no figure for {treatment} in the mode {mode}.",
    )


class AgeNotKnown(Refused):
    code = "age_not_known"
    title = Text(zh="缺少年龄", en="The age isn't known")
    detail = Text(
        zh="参保地对退休人员按年龄提高支付比例，需要本人年龄。",
        en="The home region pays the retired more by their age: the person's age is needed.",
    )


class LayersOutOfOrder(Refused):
    code = "policy_layers_out_of_order"
    title = Text(zh="政策支付顺序错误", en="Layers out of order")
    detail = Text(
        zh="支付顺序 {layers} 须以统筹基金开始，大额补助（如有）紧随其后。",
        en="Of the layers {layers}, pool must be the first and large_amount, if any, the next.",
    )


class SettlementNotFound(NotFound):
    code = "settlement_not_found"
    title = Text(zh="结算不存在", en="No such settlement")
    detail = Text(zh="没有结算 {settlement_id}。", en="There is no settlement {settlement_id}.")


class AlreadyReversed(Conflict):
    code = "settlement_already_reversed"
    title = Text(zh="结算已冲正", en="Settlement already reversed")
    detail = Text(
        zh="结算 {settlement_id} 已由 {reversal_id} 冲正或正在冲正。",
        en="{reversal_id} reversed the settlement {settlement_id}, or is doing so.",
    )


class SettlementNotReversible(Conflict):
    code = "settlement_not_reversible"
    title = Text(zh="结算不可冲正", en="Settlement not reversible")
    detail = Text(
        zh="{settlement_id}（{kind}）状态为 {status}，不能冲正。",
        en="{settlement_id} is a {kind} and {status}; only a settlement that stands is reversed.",
    )


class OneSetOfBills(Refused):
    code = "one_set_of_bills"
    title = Text(zh="须且仅须一组费用", en="Exactly one set of bills")
    detail = Text(zh="bills 与 stored 须且仅须提供一个。", en="Give either bills or stored.")


class TooManyBills(Refused):
    code = "too_many_bills"
    title = Text(zh="费用过多", en="Too many bills")
    detail = Text(
        zh="一次最多 {most} 笔，请按人员或险种缩小范围。",
        en="At most {most} at once; narrow it down by person or insurance.",
    )


class NothingExplained(Conflict):
    code = "settlement_not_explained"
    title = Text(zh="该结算没有计算过程", en="No calculation to look at")
    detail = Text(
        zh="{settlement_id}（{kind}）状态为 {status}，没有可供核对的计算过程。",
        en="{settlement_id} is a {kind} and {status}: there is no calculation to compare with.",
    )


class LaterSettlementExists(Conflict):
    """Cancel newest first: a later bill of the year was computed on this one."""

    code = "later_settlement_exists"
    title = Text(zh="须先冲正较晚的结算", en="Reverse the later settlement first")
    detail = Text(
        zh="本年度之后还有结算 {later_id}，请按从新到旧的顺序冲正。",
        en="The settlement {later_id} of the same year came later; reverse the newest first.",
    )


class ExchangeUnknown(NotFound):
    code = "insured_settlement_not_found"
    title = Text(zh="参保地无此结算", en="Unknown to the home region")
    detail = Text(zh="参保地没有 {exchange_id}。", en="The home region has no {exchange_id}.")


class InsuredExchangeCancelled(Conflict):
    """A late request for an exchange that was given up."""

    code = "insured_exchange_cancelled"
    title = Text(zh="交易已作废", en="Exchange was given up")
    detail = Text(
        zh="{exchange_id} 已作废，迟到的请求不再受理。",
        en="{exchange_id} was given up; a late request is not accepted.",
    )


class HomeRegionUnavailable(Problem):
    """Nothing was sent, so nothing can have happened."""

    code = "home_region_unavailable"
    status = 503
    title = Text(zh="参保地不可用", en="Home region unavailable")
    detail = Text(
        zh="无法连接参保地，未发生任何结算，可用同一幂等键重试。",
        en="The home region could not be reached and nothing was settled; "
        "try again with the same key.",
    )
    retryable = True


class HomeRegionNoAnswer(Problem):
    """Asked, and no answer in time: unknown, never failed."""

    code = "home_region_no_answer"
    status = 504
    title = Text(zh="参保地未及时应答", en="No answer from the home region")
    detail = Text(
        zh="结算 {settlement_id} 结果未知；请用同一幂等键重试，或查询该结算。",
        en="The outcome of {settlement_id} is not known; try again with the same key, or read it.",
    )
    retryable = True
    effect = "unknown"


class SettlementCancelled(Conflict):
    """The outcome was unknown, and then it was made certain that nothing happened."""

    code = "settlement_cancelled"
    title = Text(zh="结算已撤销", en="Settlement cancelled")
    detail = Text(
        zh="结算 {settlement_id} 未在参保地成立，已撤销；可用同一幂等键重新结算。",
        en="The home region never made {settlement_id}, and it was cancelled; "
        "the same key settles anew.",
    )
    retryable = True


class AccountNotFound(NotFound):
    code = "personal_account_not_found"
    title = Text(zh="个人账户不存在", en="No personal account")
    detail = Text(zh="人员 {person_id} 没有个人账户。", en="{person_id} has no personal account.")


class AccountOverdrawn(Refused):
    code = "personal_account_overdrawn"
    title = Text(zh="个人账户余额不足", en="Personal account overdrawn")
    detail = Text(
        zh="余额 {balance} 不足以支付 {amount}。", en="The balance {balance} can't bear {amount}."
    )


class PackRefused(Refused):
    code = "policy_pack_refused"
    title = Text(zh="政策包被拒绝", en="Policy pack refused")
    detail = Text(zh="政策包有误：{fault}。", en="The policy pack is wrong: {fault}.")


class PackNotFound(NotFound):
    code = "policy_pack_not_found"
    title = Text(zh="没有政策", en="No policy figures")
    detail = Text(
        zh="没有 {region_code} 的政策参数，可为本沙箱上传政策包。",
        en="There are no figures for {region_code}; this world can load its own pack.",
    )
