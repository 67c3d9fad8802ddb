"""What this interface says when it refuses: a subsystem, a cause, perhaps a place in brackets.

The patterns are those of recorded answers (`FSI-FMI返回：…`, `FSI-FSI-交易报文不正确：…`); where
none was recorded the words are ours. A problem of our own flows becomes such a text with its
code in the brackets, so that it can be looked up under `/problems/<code>`.
"""

from collections.abc import Mapping
from typing import Any

from sscsim import peers
from sscsim.kernel.problems import Problem, Relayed, clean
from sscsim.logs import without_numbers

MESSAGE = "FSI-FSI-交易报文不正确："
"""The message itself is wrong: the envelope, a node, a field."""
BUSINESS = "FSI-FMI返回："
"""A rule of the business refuses."""
QUERY = "MBS-cn.hsa.ais.common.exception.HygeiaException: 请求失败,错误原因：本地查询错误:"
"""What was asked for isn't there (recorded of 1101)."""
REVERSAL = "FSI-调用业务基础子系统冲正失败:"
"""A correction is refused (recorded of 2601)."""
NOT_SIMULATED = "FSI-FSI-交易暂未模拟："
"""A number that is known and not simulated; the words are ours."""
LONGEST = 1000


class FsiRefused(Exception):
    """A refusal in the interface's own style.

    `where`: what stands in brackets at the end. `kind`: the sibling `type` of recorded gateway
    answers, where there is one. `has_reference`: whether the answer has an inf_refmsgid.
    """

    def __init__(self, prefix: str, cause: str, where: str = "", kind: str = "") -> None:
        super().__init__(prefix + cause)
        self.prefix, self.cause, self.where, self.kind = prefix, cause, where, kind

    @property
    def text(self) -> str:
        place = f"[{self.where}]" if self.where else ""
        return clean_text(f"{self.prefix}{self.cause}")[: LONGEST - len(place)] + place


def clean_text(said: str) -> str:
    """A text fit for an answer and a log: no control characters, no whole identity numbers."""
    return without_numbers("".join(clean(said[at : at + 400]) for at in range(0, len(said), 400)))


def message(cause: str, where: str = "") -> FsiRefused:
    return FsiRefused(MESSAGE, cause, where)


def unknown_number(infno: str, incident: str) -> FsiRefused:
    """As the recorded Zhejiang answer: with an incident number, and type error."""
    return FsiRefused(MESSAGE, f"未知交易编号{infno}，异常流水号：{incident}", kind="error")


def not_simulated(infno: str, title: str) -> FsiRefused:
    return FsiRefused(NOT_SIMULATED, f"{infno} {title}，本模拟平台未提供该交易")


PREFIXES: Mapping[str, str] = {
    "person_not_found": QUERY,
}
"""Codes of our problems whose recorded text begins in a way of its own; else BUSINESS."""


def told(problem: Problem, prefix: str | None = None) -> FsiRefused:
    """A problem of our flows in the interface's words, which are Chinese.

    `prefix`: how they begin, where that isn't as the code has it.
    """
    # What is relayed to REST clients leaves out the other side's pointers; here they are told.
    shown = problem.document if isinstance(problem, Relayed) else problem.body("zh-CN")
    said = [str(shown.get("detail") or shown.get("title") or problem.code)]
    said += [
        f"{error.get('pointer') or error.get('parameter') or error.get('header') or ''}"
        f" {error['message']}".strip()
        for error in shown.get("errors", ())
    ]
    return FsiRefused(prefix or PREFIXES.get(problem.code, BUSINESS), "；".join(said), problem.code)


def told_by_peer(error: peers.PeerError) -> FsiRefused:
    """What another service refused, or that it can't be reached."""
    if isinstance(error, peers.Refused):
        said: Any = error.problem.get("detail") or error.problem.get("title") or error.code
        prefix = PREFIXES.get(error.code, BUSINESS)
        return FsiRefused(prefix, str(said), error.code or "peer_refused")
    if isinstance(error, peers.NoAnswer):
        return FsiRefused(BUSINESS, "业务子系统未应答，处理结果未知，请查询或冲正", "no_answer")
    return FsiRefused(BUSINESS, "业务子系统不可用，未作任何处理", "unreachable")
