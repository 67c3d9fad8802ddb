"""Pages of the gateway itself: start, reference, help on problems. They need no network."""

import html
from collections.abc import Mapping
from importlib import resources

from flask import Blueprint, Response, request, send_from_directory

from gateway import asking
from gateway.openapi import Merged
from gateway.problems import ServiceUnavailable
from sscsim import faults, settings
from sscsim.control.keys import DEMO_KEY
from sscsim.db import canonical
from sscsim.kernel.problems import REGISTRY, NotFound, Problem, Text

_STATIC = str(resources.files("gateway") / "static")
# Swagger UI sets styles from script; nothing else is let in, and nothing from elsewhere.
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class NoHelpPage(NotFound):
    code = "unknown_problem"
    title = Text(zh="没有此错误码", en="No such problem")
    detail = Text(zh="没有错误码 {code_}。", en="There is no problem code {code_}.")


def _page(title: str, body: str, *, wide: bool = False) -> Response:
    """A page; `body` is HTML made here, with everything from outside escaped."""
    kind = ' class="wide"' if wide else ""
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}'
        '</title><link rel="stylesheet" href="/assets/pages.css"></head><body'
        f"{kind}>{body}</body></html>"
    )
    return _guarded(Response(page, mimetype="text/html"))


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    return response


_START = """
<h1>ssc-simulator</h1>
<p>A sandbox for China's all-in-one social security card (社会保障卡一卡通). Everything
here is simulated; every person is invented.</p>
<ul>
<li><a href="/docs">API reference</a> (<a href="/openapi.json">OpenAPI document</a>)</li>
<li><a href="/docs/events">Events</a> (<a href="/asyncapi.json">AsyncAPI document</a>)</li>
<li><a href="/problems">What can go wrong</a>: every error code</li>
<li><a href="/readyz?verbose">Is it ready?</a></li>
</ul>
<div lang="zh-CN">
<h2>社会保障卡一卡通模拟器</h2>
<p>社会保障卡一卡通的沙箱。这里的一切都是模拟的，人物均为虚构。</p>
<ul>
<li><a href="/docs">API 参考</a>（<a href="/openapi.json">OpenAPI 文档</a>）</li>
<li><a href="/docs/events">事件</a>（<a href="/asyncapi.json">AsyncAPI 文档</a>）</li>
<li><a href="/problems">错误码</a>：可能出的每一种错</li>
<li><a href="/readyz?verbose">就绪了吗</a></li>
</ul>
</div>
<p>A first request <span lang="zh-CN">第一个请求</span>:</p>
<pre>curl {url}/sandbox/v1/clock \\
  -H "Authorization: Bearer {key}"</pre>
"""


def _every_problem() -> Mapping[str, type[Problem]]:
    """By code, also those of services that run in other processes."""
    faults.problem_codes()
    return REGISTRY


_PROBLEMS = """
<h1>What can go wrong <span lang="zh-CN">错误码</span></h1>
<p>Every answer that isn't 2xx is a problem (RFC 9457) with one of these codes.
<span lang="zh-CN">凡不是 2xx 的应答都带有下列错误码之一。</span></p>
"""


def pages(merged: Merged) -> Blueprint:
    """The routes of the platform pages."""
    found = Blueprint("platform", __name__)

    @found.get("/")
    def start() -> Response:
        url = html.escape(request.host_url.rstrip("/"))
        # Off loopback the demo key is off, and a key has no place on a page.
        key = DEMO_KEY if settings.current().on_loopback else "$SSC_API_KEY"
        return _page("ssc-simulator", _START.replace("{url}", url).replace("{key}", key))

    @found.get("/openapi.json")
    def openapi_document() -> Response:
        return Response(merged.text(), mimetype="application/json")

    @found.get("/docs")
    def docs() -> Response:
        page = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            "<title>ssc-simulator: API reference</title>"
            '<link rel="stylesheet" href="/assets/swagger-ui/swagger-ui.css"></head>'
            '<body><div id="docs"></div>'
            '<script src="/assets/swagger-ui/swagger-ui-bundle.js"></script>'
            '<script src="/assets/docs.js"></script></body></html>'
        )
        return _guarded(Response(page, mimetype="text/html"))

    @found.get("/assets/<path:name>")
    def static(name: str) -> Response:
        return _guarded(send_from_directory(_STATIC, name, max_age=3600))

    @found.get("/.well-known/ssc-keys")
    def code_keys() -> Response:
        """The public keys that the codes of a world are checked with (RFC 7517)."""
        keys = asking.ask("card", "/internal/v1/code-keys")
        if keys is None:
            raise ServiceUnavailable("card")
        answer = Response(canonical(keys), mimetype="application/jwk-set+json")
        answer.headers["Cache-Control"] = "public, max-age=3600"
        return answer

    @found.get("/problems")
    def problems() -> Response:
        rows = "".join(
            f'<tr><td><a href="/problems/{code.replace("_", "-")}"><code>{code}</code></a></td>'
            f"<td>{problem.status}</td><td>{html.escape(problem.title.en)}</td>"
            f'<td lang="zh-CN">{html.escape(problem.title.zh)}</td></tr>'
            for code, problem in sorted(_every_problem().items())
        )
        return _page("Problems", f"{_PROBLEMS}<table>{rows}</table>", wide=True)

    @found.get("/problems/<name>")
    def problem(name: str) -> Response:
        shown = _every_problem().get(name.replace("-", "_"))
        if shown is None:
            raise NoHelpPage(code_=name[:80])
        rows = (
            ("Status 状态码", str(shown.status)),
            ("Effect 是否已生效", shown.effect if isinstance(shown.effect, str) else "none"),
            ("Retryable 可否重试", "yes 可" if shown.retryable else "no 否"),
            ("English", f"{shown.title.en}. {shown.detail.en}"),
            ("中文", f"{shown.title.zh}。{shown.detail.zh}"),
        )
        listed = "".join(f"<dt>{name}</dt><dd>{html.escape(text)}</dd>" for name, text in rows)
        back = '<p><a href="/problems">All codes 全部错误码</a></p>'
        return _page(shown.code, f"<h1><code>{shown.code}</code></h1><dl>{listed}</dl>{back}")

    return found
