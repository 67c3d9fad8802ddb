"""What can go wrong with scenarios."""

from collections.abc import Sequence

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Text


class UnknownScenario(NotFound):
    """Names the three that are most like it."""

    code = "unknown_scenario"
    title = Text(zh="没有该情景", en="No such scenario")
    detail = Text(
        zh="没有情景 {scenario}。最接近的：{nearest}。",
        en="There is no scenario {scenario}. Nearest: {nearest}.",
    )

    def __init__(self, scenario: str = "", nearest: Sequence[str] = ()) -> None:
        listed = ", ".join(nearest) or "–"
        said = Text(zh=f"最接近的：{listed}", en=f"nearest: {listed}")
        errors = [FieldError("unknown_scenario", said, parameter="scenario")]
        super().__init__(errors=errors, scenario=scenario[:40], nearest=listed)


class ScenarioRunning(Conflict):
    """One at a time in a world, and a few at a time in one simulator."""

    code = "scenario_running"
    title = Text(zh="情景正在运行", en="A scenario is being played")
    detail = Text(zh="{why}。等它结束后再试。", en="{why}. Ask again when it is done.")
    retryable = True


class NoScenarioRun(NotFound):
    code = "scenario_run_not_found"
    title = Text(zh="没有该次运行", en="No such run")
    detail = Text(zh="没有情景运行 {operation_id}。", en="There is no scenario run {operation_id}.")
