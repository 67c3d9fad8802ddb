"""The gateway's errors around simulated faults, quotas and overload."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sscsim.faults import Finding
from sscsim.kernel.problems import FieldError, NotFound, Problem, Refused, Text

_IANA = "https://iana.org/assignments/http-problem-types#"


class SimulatedTimeout(Problem):
    code = "simulated_timeout"
    status = 504
    title = Text(zh="模拟超时", en="Simulated timeout")
    detail = Text(
        zh="模拟延迟 {delay_ms} 毫秒，达到网关时限 {budget_ms} 毫秒。"
        "请用同一幂等键重试或查询结果。",
        en="The simulated latency of {delay_ms} ms reaches the gateway's budget of {budget_ms} ms. "
        "Repeat with the same key, or look.",
    )
    retryable = True


class RegisteredProblem(Problem):
    """Another problem's face: code, status and texts of its class, the effect of this call."""

    def __init__(self, shown: type[Problem], effect: str, headers: Mapping[str, str]) -> None:
        super().__init__(effect=effect, headers=headers)
        self._shown = shown
        if isinstance(shown.status, int):
            self.status = shown.status

    def body(self, language: str) -> dict[str, Any]:
        known = self._shown
        detail = re.sub(r"\{[^{}]*\}", "…", known.detail.into(language))
        return {
            "type": known.type_uri or "/problems/" + known.code.replace("_", "-"),
            "title": known.title.into(language),
            "status": self.status,
            "detail": detail,
            "code": known.code,
            "effect": self.effect,
            "retryable": known.retryable,
        }


class ReducedCapacity(Problem):
    code = "temporary_reduced_capacity"
    status = 503
    title = Text(zh="处理能力暂时下降", en="Temporarily reduced capacity")
    detail = Text(
        zh="系统暂时过载，未受理本次请求，请稍后重试。",
        en="There is more to do than can be done now; the call was not taken in. Try again.",
    )
    retryable = True
    type_uri = _IANA + "temporary-reduced-capacity"

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class TooManySleepers(Problem):
    code = "too_many_sleepers"
    status = 503
    title = Text(zh="真实延迟的请求过多", en="Too many calls asleep")
    detail = Text(
        zh="同时真实等待的请求最多 {limit} 个，本次请求未执行。",
        en="At most {limit} calls may really wait at once; this one was not carried out.",
    )
    retryable = True

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit, headers={"Retry-After": "1"})


class QuotaExceeded(Problem):
    code = "quota_exceeded"
    status = 429
    title = Text(zh="超出配额", en="Quota exceeded")
    detail = Text(
        zh="配额 {policy} 已用完，{wait} 秒后恢复。",
        en="The quota {policy} is used up; there is more in {wait} s.",
    )
    retryable = True
    type_uri = _IANA + "quota-exceeded"

    def __init__(self, violated: Sequence[str] = ("default",), wait_s: int = 1) -> None:
        self.violated = tuple(violated)
        wait = max(1, wait_s)
        super().__init__(
            policy=", ".join(self.violated), wait=wait, headers={"Retry-After": str(wait)}
        )

    def body(self, language: str) -> dict[str, Any]:
        return {**super().body(language), "violated-policies": list(self.violated)}


class FaultRefused(Refused):
    code = "fault_rule_refused"
    title = Text(zh="故障规则无法执行", en="The fault rule can't be carried out")
    detail = Text(
        zh="规则中有 {count} 处错误，见 errors。",
        en="The rule has {count} fault(s) of its own; see errors.",
    )

    def __init__(self, findings: Iterable[Finding]) -> None:
        errors = [as_error(finding) for finding in findings]
        super().__init__(errors=errors, count=len(errors))


def as_error(finding: Finding) -> FieldError:
    """A finding whose word is a pointer."""
    says = Text(zh="{said}", en="{said}")
    both = {"zh": finding.says.zh, "en": finding.says.en}
    return _Said(finding.code, says, pointer=finding.word, params=both)


class _Said(FieldError):
    """A sentence that is said as it stands, whatever braces a caller put into it."""

    def shown(self, language: str) -> dict[str, str]:
        said = self.params["en" if language == "en" else "zh"]
        return {"pointer": str(self.pointer), "code": self.code, "message": said}


class UnknownFaultProfile(NotFound):
    code = "unknown_fault_profile"
    title = Text(zh="没有此故障场景", en="No such fault profile")
    detail = Text(zh="没有场景 {name}；现有：{known}。", en="No profile {name}; there are {known}.")


class UnknownRegionCode(NotFound):
    code = "unknown_region_code"
    title = Text(zh="没有此地区", en="No such region")
    detail = Text(
        zh="{region_code} 既不是省，也不是统筹区。",
        en="{region_code} is neither a province nor a pooling area.",
    )


class NoSuchOperation(Refused):
    code = "unknown_operation_id"
    title = Text(zh="没有此操作", en="No such operation")
    detail = Text(
        zh="没有操作 {operation_id}；相近的有：{near}。",
        en="There is no operation {operation_id}; the nearest are {near}.",
    )

    def __init__(self, operation_id: str, near: str) -> None:
        message = Text(zh="不是已知的 operationId", en="is not a known operationId")
        errors = [FieldError("unknown", message, pointer="/match/operation_id")]
        super().__init__(errors=errors, operation_id=operation_id, near=near)
