"""What the simulated home region (参保地) says on its bad days."""

from sscsim.kernel.problems import Problem, Refused, Text


class HomeRegionDown(Problem):
    """Stopped as a state of the world: nothing reaches it, and what waits goes through later."""

    code = "home_region_down"
    status = 503
    title = Text(zh="参保地停机", en="The home region is down")
    detail = Text(
        zh="参保地 {home_region} 停机中，未发生任何结算；恢复后可用同一幂等键重试。",
        en="The home region {home_region} is down and nothing was settled; "
        "try again with the same key when it is back.",
    )
    retryable = True

    def __init__(self, home_region: str) -> None:
        super().__init__(home_region=home_region, headers={"Retry-After": "5"})


class HomeRegionRefused(Refused):
    code = "home_region_refused"
    title = Text(zh="参保地拒绝办理", en="The home region refused")
    detail = Text(
        zh="参保地 {home_region} 拒绝办理此业务。",
        en="The home region {home_region} refuses to settle this.",
    )


class HomeRegionOverloaded(Problem):
    code = "home_region_overloaded"
    status = 503
    title = Text(zh="参保地过载", en="The home region is overloaded")
    detail = Text(
        zh="参保地 {home_region} 处理能力暂时下降，未受理，请稍后重试。",
        en="The home region {home_region} has reduced capacity and took nothing in; try again.",
    )
    retryable = True
    type_uri = "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity"

    def __init__(self, home_region: str) -> None:
        super().__init__(home_region=home_region, headers={"Retry-After": "5"})
