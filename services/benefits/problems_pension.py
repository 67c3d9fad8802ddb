"""The errors of pensions: estimates, records, runs of payment; one class a code."""

from sscsim.kernel.problems import Conflict, NotFound, Refused, Text


class EstimateHistoryImpossible(Refused):
    code = "pension_history_impossible"
    title = Text(zh="缴费历史有误", en="A contribution history that can't be")
    detail = Text(
        zh="缴费历史有 {count} 处不可能成立。",
        en="{count} things in the contribution history can't be.",
    )


class EstimateMonthImpossible(Refused):
    code = "retirement_month_impossible"
    title = Text(zh="退休月份不可能", en="Nobody can retire in that month")
    detail = Text(
        zh="{month} 不在可以退休的月份 {earliest} 至 {latest} 之间，或者早于测算起点 {since}。",
        en="{month} is not within {earliest} to {latest}, in which this person may retire, or is "
        "before {since}, where the estimate starts.",
    )


class EstimatePackRefused(Refused):
    code = "pension_estimate_pack_refused"
    title = Text(zh="测算用政策包有误", en="The policy pack for the estimate is wrong")
    detail = Text(zh="政策包不能用于测算：{fault}。", en="The pack can't be used: {fault}.")


class PensionNotFound(NotFound):
    code = "pension_not_found"
    title = Text(zh="没有此养老待遇", en="No such pension")
    detail = Text(zh="没有养老待遇 {pension_id}。", en="There is no pension {pension_id}.")


class PensionNotDrawn(Conflict):
    code = "pension_not_drawn"
    title = Text(zh="待遇已终止", en="The pension is not drawn any more")
    detail = Text(
        zh="养老待遇 {pension_id} 的状态为 {status}，不再重算。",
        en="The pension {pension_id} is {status}, and is not computed again.",
    )


class PensionNotComputed(Conflict):
    code = "pension_not_recalculated"
    title = Text(zh="该待遇不按缴费重算", en="A pension that is not computed again")
    detail = Text(
        zh="{pension_id} 不是按缴费计发的企业职工基本养老金（病残津贴、由其转换的养老金、"
        "机关事业单位和居民养老金除外），不能重算。",
        en="{pension_id} is not an employee's pension by contributions: allowances, pensions that "
        "go on from one, institutions' and residents' are not computed again.",
    )


class PensionWouldNotRise(Conflict):
    code = "pension_recalculation_no_rise"
    title = Text(zh="重算后没有提高", en="The pension would not rise")
    detail = Text(
        zh="{pension_id} 重算后每月 {after} 元，不高于现在的 {before} 元，保持不变。",
        en="Computed again {pension_id} is {after} yuan a month, not above {before} now: it stays.",
    )


class PensionRunNotFound(NotFound):
    code = "pension_run_not_found"
    title = Text(zh="没有此发放批次", en="No such run of payment")
    detail = Text(zh="没有发放批次 {run_id}。", en="There is no run of payment {run_id}.")


class PensionAdjustmentNotFound(NotFound):
    code = "pension_adjustment_not_found"
    title = Text(zh="没有此调整批次", en="No such adjustment")
    detail = Text(zh="没有调整批次 {adjustment_id}。", en="There is no adjustment {adjustment_id}.")


class PensionAdjusted(Conflict):
    code = "pensions_adjusted_already"
    title = Text(zh="该年度已经调整", en="The year's adjustment was made already")
    detail = Text(
        zh="{region_code} 的 {year} 年度调整已由批次 {adjustment_id} 办理。",
        en="The adjustment of {year} in {region_code} was made by {adjustment_id}.",
    )


class CertificationNotFound(NotFound):
    code = "pension_certification_not_found"
    title = Text(zh="没有此资格认证", en="No such certification")
    detail = Text(
        zh="没有资格认证 {certification_id}。",
        en="There is no certification {certification_id}.",
    )


class EarlierContributionsImpossible(Refused):
    code = "earlier_contributions_impossible"
    title = Text(zh="补录的缴费有误", en="Contributions that can't be taken over")
    detail = Text(
        zh="补录的缴费有 {count} 处不可能成立，没有记录任何月份。",
        en="{count} things in them can't be; no month was recorded.",
    )


class SurvivorBenefitNotFound(NotFound):
    code = "survivor_benefit_not_found"
    title = Text(zh="没有此遗属待遇", en="No such survivor benefit")
    detail = Text(zh="没有遗属待遇 {benefit_id}。", en="There is no survivor benefit {benefit_id}.")
