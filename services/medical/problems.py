"""What can go wrong in medical settlement, one class a code."""

from sscsim.kernel.problems import Refused, Text


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
