"""What can go wrong with states and fixtures."""

from collections.abc import Sequence

from sscsim.kernel.problems import Conflict, FieldError, NotFound, Refused, Text


class UnknownState(NotFound):
    """Names the three states most like it."""

    code = "unknown_state"
    title = Text(zh="未知的状态", en="No such state")
    detail = Text(
        zh="没有状态“{state}”。最接近的：{nearest}。", en="No state “{state}”. Nearest: {nearest}."
    )

    def __init__(self, state: str = "", nearest: Sequence[str] = ()) -> None:
        said = _nearest(nearest)
        errors = [FieldError("unknown_state", said, pointer="/state")]
        super().__init__(errors=errors, state=state[:120], nearest="; ".join(nearest) or "–")


class UnknownOutcome(NotFound):
    """Names the three outcomes most like it."""

    code = "unknown_outcome"
    title = Text(zh="没有这种结果的样例", en="No fixture of this outcome")
    detail = Text(
        zh="没有结果为 {outcome} 的样例。最接近的：{nearest}。",
        en="No fixture has the outcome {outcome}. Nearest: {nearest}.",
    )

    def __init__(self, outcome: str = "", nearest: Sequence[str] = ()) -> None:
        errors = [FieldError("unknown_outcome", _nearest(nearest), parameter="outcome")]
        super().__init__(errors=errors, outcome=outcome[:80], nearest=", ".join(nearest) or "–")


def _nearest(names: Sequence[str]) -> Text:
    listed = "; ".join(names)
    return Text(zh=f"最接近的：{listed}", en=f"nearest: {listed}")


class BadStateParams(Refused):
    code = "bad_state_params"
    title = Text(zh="状态参数有误", en="Parameters of the state not valid")
    detail = Text(
        zh="状态“{state}”不接受这些参数，见 errors。",
        en="The state “{state}” does not take these parameters; see errors.",
    )


class StateNotReached(Conflict):
    """What leads to the state was refused, or the state did not show. What was done stays."""

    code = "state_not_reached"
    title = Text(zh="状态未能建立", en="State not reached")
    detail = Text(
        zh="“{state}”未能建立：{why}。可重置沙箱或换用新沙箱。",
        en="“{state}” was not reached: {why}. Reset the sandbox, or use a new one.",
    )
    effect = "committed"
