"""The errors of invented figures, one class a code."""

from sscsim.kernel.problems import Conflict, Refused, Text


class NotACity(Refused):
    code = "policy_region_not_a_city"
    title = Text(zh="不是统筹区", en="Not a pooling area")
    detail = Text(
        zh="{region_code} 不是统筹区：只有地级市、直辖市可以参保。",
        en="People are insured in cities; {region_code} is none, but a province or unknown.",
    )


class RegionHasFigures(Conflict):
    code = "policy_region_has_figures"
    title = Text(zh="该地区已有政策参数", en="The region has figures")
    detail = Text(
        zh="{region_code} 已有政策参数，不再虚构。如需更换，请上传自己的政策包。",
        en="The region {region_code} has figures already, none are invented over them; load a pack "
        "of your own to replace them.",
    )
