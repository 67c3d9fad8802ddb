"""Every non-2xx answer has one shape, made here (RFC 9457)."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, has_request_context, request
from werkzeug import exceptions as http

from sscsim import clock, logs, world
from sscsim.db.store import ClockMoved, StoreBusy, wrote
from sscsim.db.types import canonical
from sscsim.kernel.problems import FieldError, NotFound, Problem, Text

log = logging.getLogger("sscsim.web")
PROBLEM_JSON = "application/problem+json"
_AT_MOST = 100
"""Faults shown of one request; the count tells how many there are."""
_LANGUAGES = {"zh": "zh-CN", "en": "en"}


class UnknownRoute(NotFound):
    code = "unknown_route"
    title = Text(zh="没有此路径", en="No such route")
    detail = Text(zh="没有 {method} {path}。", en="There is no {method} {path}.")


class MethodNotAllowed(Problem):
    code = "method_not_allowed"
    status = 405
    title = Text(zh="方法不允许", en="Method not allowed")
    detail = Text(
        zh="此路径不支持 {method}；可用：{allowed}。",
        en="This path has no {method}; it has {allowed}.",
    )


class MalformedBody(Problem):
    code = "malformed_json"
    status = 400
    title = Text(zh="请求体不是有效的 JSON", en="The body is not valid JSON")
    detail = Text(zh="无法解析请求体：{why}。", en="The body can't be read: {why}.")

    def __init__(self, why: str) -> None:
        message = Text(zh="须为 UTF-8 编码的 JSON", en="must be JSON in UTF-8")
        super().__init__(errors=[FieldError("malformed", message, pointer="")], why=why)


class WrongMediaType(Problem):
    code = "unsupported_media_type"
    status = 415
    title = Text(zh="不支持的媒体类型", en="Media type not supported")
    detail = Text(zh="请使用 {expected}。", en="Send {expected}.")


class BodyTooLarge(Problem):
    code = "body_too_large"
    status = 413
    title = Text(zh="请求体过大", en="Body too large")
    detail = Text(zh="请求体超过上限。", en="The body is over the limit.")


class UnknownField(Problem):
    code = "unknown_field"
    status = 400
    title = Text(zh="未知字段", en="Unknown field")
    detail = Text(zh="请求含有未知字段。", en="The request holds a field that is not known.")


class InvalidRequest(Problem):
    code = "invalid_request"
    status = 400
    title = Text(zh="请求无效", en="Request not valid")
    detail = Text(
        zh="请求中有 {count} 处错误。", en="The request has {count} fault(s); see errors."
    )


class HttpRefusal(Problem):
    code = "http_error"
    status = 400
    title = Text(zh="请求无法处理", en="Request can't be handled")
    detail = Text(zh="{why}", en="{why}")


class InternalError(Problem):
    code = "internal_error"
    status = 500
    title = Text(zh="内部错误", en="Internal error")
    detail = Text(
        zh="模拟器内部出错，请附 request_id 报告。",
        en="The simulator failed; please report it with the request_id.",
    )
    retryable = True


class PreconditionRequired(Problem):
    code = "precondition_required"
    status = 428
    title = Text(zh="缺少 If-Match", en="If-Match missing")
    detail = Text(
        zh="修改此资源必须带 If-Match。", en="Changing this resource needs an If-Match header."
    )

    def __init__(self) -> None:
        message = Text(zh="必填", en="is required")
        super().__init__(errors=[FieldError("required", message, header="If-Match")])


class EtagMismatch(Problem):
    code = "etag_mismatch"
    status = 412
    title = Text(zh="资源已变更", en="The resource has changed")
    detail = Text(
        zh="If-Match 与当前版本不符，请重新读取。",
        en="If-Match is not the current version; read the resource again.",
    )

    def __init__(self) -> None:
        message = Text(zh="版本已过期", en="is stale")
        super().__init__(errors=[FieldError("stale", message, header="If-Match")])


def language() -> str:
    at = world.current_or_none()
    if at is not None:
        return at.language
    return preferred(request.headers.get("Accept-Language")) if has_request_context() else "zh-CN"


def preferred(accept: str | None) -> str:
    """Of our two languages the one the caller weighs more; zh-CN when neither is named."""
    chosen, best = "zh-CN", 0.0
    for item in (accept or "").lower().split(","):
        name, _, parameter = item.partition(";")
        language = _LANGUAGES.get(name.strip().partition("-")[0])
        weight = re.fullmatch(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*", parameter)
        worth = float(weight[1]) if weight else 1.0
        if language is not None and worth > best:
            chosen, best = language, worth
    return chosen


def document(problem: Problem, said_in: str | None = None) -> dict[str, Any]:
    """The full problem document of the current request."""
    if has_request_context():
        g.problem_code = problem.code
    shown = problem.body(said_in or language())
    shown["detail"] = logs.without_numbers(shown.get("detail", ""))
    at = world.current_or_none()
    request_id = at.request_id if at else getattr(g, "request_id", "")
    if request_id:
        shown["instance"] = f"/sandbox/v1/requests/{request_id}"
        shown["request_id"] = request_id
    trace_id = at.trace_id if at else getattr(g, "trace_id", "")
    if trace_id:
        shown["trace_id"] = trace_id
    if at is not None:
        shown["sandbox_time"] = clock.shown(at.now)
    return shown


def response(problem: Problem) -> Response:
    made = Response(canonical(document(problem)), problem.status, mimetype=PROBLEM_JSON)
    made.headers.extend(problem.headers)
    made.headers["Content-Language"] = language()
    made.headers["Cache-Control"] = "no-store"
    return made


def from_http(error: http.HTTPException) -> Problem:
    """The problem behind one of Flask's own refusals."""
    if isinstance(error, http.MethodNotAllowed):
        allowed = ", ".join(sorted(error.valid_methods or ()))
        return MethodNotAllowed(
            headers={"Allow": allowed}, method=request.method, allowed=allowed or "-"
        )
    if isinstance(error, http.RequestEntityTooLarge):
        return BodyTooLarge()
    if isinstance(error, http.NotFound):
        return UnknownRoute(method=request.method, path=request.path)
    problem = HttpRefusal(why=HTTPStatus(error.code or 400).phrase)
    problem.status = error.code or 400
    return problem


def install(app: Flask) -> None:
    """Answer every error of this app in the one shape."""

    @app.errorhandler(Problem)
    def _problem(error: Problem) -> Response:
        if wrote.get() and isinstance(error, ClockMoved | StoreBusy):
            error.effect = "unknown"  # an earlier step of this call is committed
        return response(error)

    @app.errorhandler(http.HTTPException)
    def _http(error: http.HTTPException) -> Response:
        return response(from_http(error))

    @app.errorhandler(Exception)
    def _unknown(error: Exception) -> Response:
        log.exception("unhandled error", extra={"path": request.path})
        problem = InternalError()
        if wrote.get():
            problem.effect = "unknown"
        return response(problem)


# ---- faults of a request, from marshmallow


def refusal(messages: Any, place: str = "pointer") -> Problem:
    """The problem for what a schema found; `place` is pointer, parameter or header."""
    errors = list(_faults(messages, "", place))
    shown = errors[:_AT_MOST]
    if errors and all(error.code == "unknown_field" for error in errors):
        return UnknownField(errors=shown)
    return InvalidRequest(errors=shown, count=len(errors))


def _faults(messages: Any, path: str, place: str) -> Iterator[FieldError]:
    if isinstance(messages, Mapping):
        for name, inner in messages.items():
            step = "" if name == "_schema" else "/" + escaped(str(name))
            yield from _faults(inner, path + step, place)
    elif isinstance(messages, Sequence) and not isinstance(messages, str):
        for message in messages:
            yield from _faults(message, path, place)
    else:
        yield _fault(str(messages), path, place)


def escaped(name: str) -> str:
    """A name as a step of a pointer (RFC 6901)."""
    clean = re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", name)
    return clean.replace("~", "~0").replace("/", "~1")[:200]


def _fault(message: str, path: str, place: str) -> FieldError:
    code, zh, en = (*message.split("|", 2), "", "")[:3] if "|" in message else ("invalid", "", "")
    text = Text(zh=zh or message, en=en or message)
    if place == "pointer":
        return FieldError(code, text, pointer=path)
    return FieldError(code, text, **{place: path.strip("/").split("/")[0]})  # type: ignore[arg-type]
