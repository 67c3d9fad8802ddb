"""The errors of what the fund of work injury insurance takes and prevents, one class a code."""

from sscsim.kernel.problems import NotFound, Refused, Text


class InjuryRateNotFound(NotFound):
    code = "injury_rate_not_found"
    title = Text(zh="没有此浮动费率核定", en="No such rate")
    detail = Text(zh="没有浮动费率核定 {record_id}。", en="There is no assessed rate {record_id}.")


class PreventionProjectNotFound(NotFound):
    code = "prevention_project_not_found"
    title = Text(zh="没有此工伤预防项目", en="No such prevention project")
    detail = Text(zh="没有工伤预防项目 {record_id}。", en="There is no project {record_id}.")


class PreventionTooManyParts(Refused):
    code = "prevention_too_many_parts"
    title = Text(zh="分期过多", en="Too many parts")
    detail = Text(
        zh="项目分 {parts} 期支付，最多 {most} 期。",
        en="The project is paid in {parts} parts; {most} is the most.",
    )


class PreventionTooMuchAhead(Refused):
    code = "prevention_too_much_ahead"
    title = Text(zh="首期款过高", en="Too much is paid ahead")
    detail = Text(
        zh="首期 {first} 元超过项目总额 {total} 元的 {most}。",
        en="The first part, {first}, is more than {most} of the whole, {total}.",
    )


class PreventionCeiling(Refused):
    code = "prevention_ceiling"
    title = Text(zh="超出本年度工伤预防费限额", en="Above the year's limit for prevention")
    detail = Text(
        zh="本年度限额 {ceiling} 元，已批准 {committed} 元，不足以支付 {wanted} 元。",
        en="The year's limit is {ceiling}, {committed} of it granted: not enough for {wanted}.",
    )
