"""The errors of the culture service, one class a code; those of its parts have modules of their
own: `problems_libraries`, `problems_terminals`, `problems_passes`, `problems_venues`."""

from services.culture import (
    problems_libraries,
    problems_passes,
    problems_terminals,
    problems_venues,
)
from sscsim.kernel.problems import NotFound, Refused, Text

__all__ = [
    "PackNotFound",
    "PackRefused",
    "problems_libraries",
    "problems_passes",
    "problems_terminals",
    "problems_venues",
]


class PackRefused(Refused):
    code = "culture_policy_refused"
    title = Text(zh="文旅政策包被拒绝", en="Library and travel policy refused")
    detail = Text(zh="政策包有误：{fault}。", en="The policy pack is wrong: {fault}.")


class PackNotFound(NotFound):
    code = "culture_policy_not_found"
    title = Text(zh="没有文旅政策", en="No library or travel figures")
    detail = Text(
        zh="没有 {region_code} 的文旅参数，可为本沙箱上传政策包。",
        en="There are no library or travel figures for {region_code}; this world can load its "
        "own pack.",
    )
