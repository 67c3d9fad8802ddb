"""What can go wrong with policy: a file that may not be loaded, figures that nobody has."""

from sscsim.kernel.problems import Refused, Text


class PolicyError(ValueError):
    """A policy file that may not be loaded: which file, which key, why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file, self.key, self.reason = file, key, reason


class PolicyMissing(Refused):
    """No policy of this scheme is known for the region; another region's is not borrowed."""

    code = "policy_missing"
    title = Text(zh="缺少政策", en="No such policy")
    detail = Text(
        zh="没有 {region} 的政策 {service}/{scheme}；可为本沙箱上传政策包。",
        en="There is no policy {service}/{scheme} for region {region}; "
        "this world can load its own pack.",
    )


class FigureMissing(Refused):
    """The policy doesn't say this figure on this day; nothing is borrowed."""

    code = "policy_figure_missing"
    title = Text(zh="缺少政策参数", en="Policy figure missing")
    detail = Text(
        zh="政策 {pack} 在 {day} 没有参数 {leaf}。",
        en="The policy {pack} has no figure {leaf} on {day}.",
    )
