"""The errors of projections of the funds; one class a code."""

from sscsim.kernel.problems import Refused, Text


class ProjectionTooLarge(Refused):
    code = "projection_too_large"
    title = Text(zh="测算规模过大", en="Too many for one projection")
    detail = Text(
        zh="测算涉及 {count} 条参保关系和待遇，最多 {most} 条；请按统筹区分次测算。",
        en="It would count {count} relations and pensions; {most} is the most. Ask region by "
        "region.",
    )


class ProjectionCellsTooMany(Refused):
    code = "projection_cells_too_many"
    title = Text(zh="测算结果过大", en="Too many regions and months")
    detail = Text(
        zh="{regions} 个统筹区 × {months} 个月，超过 {most}。",
        en="{regions} regions by {months} months are more than {most}.",
    )


class ProjectionPackRefused(Refused):
    code = "projection_pack_refused"
    title = Text(zh="测算用政策包有误", en="The policy pack for the projection is wrong")
    detail = Text(zh="政策包不能用于测算：{fault}。", en="The pack can't be used: {fault}.")
