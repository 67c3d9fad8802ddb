"""Pages of the gateway itself: start, reference, help on problems. They need no network."""

import html
from importlib import resources

from flask import Blueprint, Response, request, send_from_directory

from gateway import asking
from gateway.openapi import Merged
from gateway.problems import ServiceUnavailable
from sscsim.db import canonical
from sscsim.kernel.problems import REGISTRY, NotFound, Text

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


def _page(title: str, body: str) -> Response:
    """A page; `body` is HTML made here, with everything from outside escaped."""
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}'
        '</title><link rel="stylesheet" href="/assets/pages.css"></head><body>'
        f"{body}</body></html>"
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
<li><a href="/docs">API reference</a></li>
<li><a href="/docs/events">Events</a> (<a href="/asyncapi.json">AsyncAPI</a>)</li>
<li><a href="/openapi.json">OpenAPI document</a></li>
<li><a href="/problems">What can go wrong</a></li>
<li><a href="/readyz?verbose">Is it ready?</a></li>
</ul>
<p>A first request, on the machine the simulator runs on:</p>
<pre>curl -H 'Authorization: Bearer sk_sbx_demo' {url}/sandbox/v1/clock</pre>
"""


def pages(merged: Merged) -> Blueprint:
    """The routes of the platform pages."""
    found = Blueprint("platform", __name__)

    @found.get("/")
    def start() -> Response:
        url = html.escape(request.host_url.rstrip("/"))
        return _page("ssc-simulator", _START.replace("{url}", url))

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
        items = "".join(
            f'<li><a href="/problems/{code.replace("_", "-")}"><code>{code}</code></a> '
            f"{html.escape(problem.title.en)}</li>"
            for code, problem in sorted(REGISTRY.items())
        )
        return _page("Problems", f"<h1>What can go wrong</h1><ul>{items}</ul>")

    @found.get("/problems/<name>")
    def problem(name: str) -> Response:
        shown = REGISTRY.get(name.replace("-", "_"))
        if shown is None:
            raise NoHelpPage(code_=name[:80])
        rows = (
            ("Status", str(shown.status)),
            ("Effect", shown.effect if isinstance(shown.effect, str) else "none"),
            ("Retryable", "yes" if shown.retryable else "no"),
            ("English", f"{shown.title.en}. {shown.detail.en}"),
            ("中文", f"{shown.title.zh}。{shown.detail.zh}"),
        )
        listed = "".join(f"<dt>{name}</dt><dd>{html.escape(text)}</dd>" for name, text in rows)
        return _page(shown.code, f"<h1><code>{shown.code}</code></h1><dl>{listed}</dl>")

    return found
