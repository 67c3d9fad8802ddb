"""What can go wrong with a call.

    SscError
    ├── LostAnswer            no answer, or one that broke off: nobody knows what happened
    ├── Refused               an answer that is a problem (RFC 9457); also by its status:
    │   ├── BadRequest        400, 413, 415
    │   ├── Unauthorized      401
    │   ├── Forbidden         403
    │   ├── NotFound          404, 405
    │   ├── Conflict          409
    │   ├── VersionMismatch   412, 428
    │   ├── RuleRefused       422: well-formed, and a rule of the business says no
    │   ├── TooManyRequests   429
    │   └── Unavailable       5xx
    ├── OperationFailed       an operation that was waited for came to nothing
    └── TookTooLong           it still runs

`outcome_unknown` is the question that matters with money: when it is true, ask again with the
same `idempotency_key` and the same body; when it is false, nothing happened.
"""

from collections.abc import Mapping
from typing import Any


class SscError(Exception):
    """The call did not give an answer that can be used."""

    outcome_unknown = False


class LostAnswer(SscError):
    """The connection broke. `idempotency_key` is the key to ask again with, if there was one."""

    def __init__(self, method: str, path: str, reason: str, idempotency_key: str | None) -> None:
        self.method, self.path, self.reason = method, path, reason
        self.idempotency_key = idempotency_key
        self.outcome_unknown = method not in ("GET", "HEAD")
        super().__init__(f"{method} {path}: no answer: {reason}")


class Refused(SscError):
    """The simulator answered with a problem.

    `code` is stable; `effect` says whether money or state moved (`none`, `committed`,
    `unknown`); `retryable`: the same request may succeed later. `link` is the path of the
    request's page in the request log.
    """

    def __init__(
        self,
        method: str,
        path: str,
        status: int,
        problem: Mapping[str, Any],
        idempotency_key: str | None = None,
    ) -> None:
        self.method, self.path, self.status = method, path, status
        self.problem = dict(problem)
        self.idempotency_key = idempotency_key
        self.code = str(problem.get("code") or problem.get("error") or "")
        self.title = str(problem.get("title", ""))
        self.detail = str(problem.get("detail") or problem.get("error_description") or "")
        self.effect = str(problem.get("effect", "none"))
        self.retryable = bool(problem.get("retryable", False))
        self.errors: list[dict[str, Any]] = list(problem.get("errors", []))
        self.request_id = str(problem.get("request_id", ""))
        self.link = str(problem.get("instance", ""))
        self.outcome_unknown = self.effect == "unknown"
        faults = "".join(
            f"; {each.get('pointer') or each.get('parameter') or each.get('header')}: "
            f"{each.get('message')}"
            for each in self.errors
        )
        said = self.detail or self.title
        super().__init__(f"{method} {path}: {status} {self.code}: {said}{faults}")


class BadRequest(Refused):
    """400, 413, 415: the request itself is wrong."""


class Unauthorized(Refused):
    """401: no credential, or one that is not known."""


class Forbidden(Refused):
    """403: not this role, region or scope."""


class NotFound(Refused):
    """404: absent, or of another sandbox."""


class Conflict(Refused):
    """409: the state does not allow it now, or the key is in use."""


class VersionMismatch(Refused):
    """412, 428: If-Match names another version, or is missing."""


class RuleRefused(Refused):
    """422: well-formed, but a rule of the business refuses."""


class TooManyRequests(Refused):
    """429: over the quota."""


class Unavailable(Refused):
    """5xx: maintenance, a far province that does not answer, or a fault of the simulator."""


_BY_STATUS: dict[int, type[Refused]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    405: NotFound,
    409: Conflict,
    412: VersionMismatch,
    413: BadRequest,
    415: BadRequest,
    422: RuleRefused,
    428: VersionMismatch,
    429: TooManyRequests,
}


def refused(
    method: str, path: str, status: int, problem: Mapping[str, Any], key: str | None
) -> Refused:
    """The problem as the exception of its status."""
    kind = _BY_STATUS.get(status, Unavailable if status >= 500 else Refused)
    return kind(method, path, status, problem, key)


class OperationFailed(SscError):
    """An operation ended as `failed` or `unknown`; `operation` is its last state."""

    def __init__(self, operation: Mapping[str, Any]) -> None:
        self.operation = dict(operation)
        problem = self.operation.get("problem") or {}
        self.code = str(problem.get("code", ""))
        self.outcome_unknown = self.operation.get("status") == "unknown"
        super().__init__(
            f"operation {self.operation.get('id')}: {self.operation.get('status')} {self.code}"
        )


class TookTooLong(SscError):
    """An operation that was waited for is still running; that it goes on is certain."""
