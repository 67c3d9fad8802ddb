"""A call as something that can be run: curl, pytest, Bruno.

The key comes from `SSC_KEY`, else from `SSC_API_KEY` (which `ssc env` prints).
"""

import json
import shlex
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from sscsim.requestlog import Call, masking

_OURS = ("Host", "Content-Length", "Connection", "Accept-Encoding", "Traceparent", "Tracestate")
BASE = "http://127.0.0.1:8080"


def clear_body(call: Call, clear: bool) -> str:
    """The body that was sent; with its numbers where `clear` says so and they can be read."""
    sealed = call.detail.get("sealed", "")
    opened = masking.unseal(sealed) if clear and sealed else None
    body: str = call.detail["request"]["body"] if opened is None else opened
    return body


def headers_of(call: Call) -> dict[str, str]:
    """The headers that belong to the request itself."""
    found = {}
    for name, value in call.detail["request"]["headers"].items():
        if name in _OURS or name.startswith(("X-Forwarded", "Sec-")):
            continue
        found[_spelled(name)] = value
    return found


def _spelled(name: str) -> str:
    return name.replace("Ssc-", "SSC-")


def curl(call: Call, base: str, clear: bool) -> str:
    target = call.path + (f"?{call.query}" if call.query else "")
    lines = [f"curl -sS -X {call.method} {shlex.quote(base + target)}"]
    lines.append('-H "Authorization: Bearer ${SSC_KEY:-${SSC_API_KEY:?the key of the sandbox}}"')
    lines += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers_of(call).items()]
    body = clear_body(call, clear)
    if body:
        lines.append(f"--data-raw {shlex.quote(body)}")
    return " \\\n  ".join(lines) + "\n"


def pytest(call: Call, base: str, clear: bool) -> str:
    body = clear_body(call, clear)
    named = (call.operation or call.method.lower()).replace("-", "_")
    lines = [
        f'"""{call.method} {call.path}, as it was answered with {call.status}."""',
        "",
        "import os",
        "",
        "import requests",
        "",
        f'BASE = os.environ.get("SSC_BASE_URL", {json.dumps(base)})',
        'KEY = os.environ.get("SSC_KEY") or os.environ["SSC_API_KEY"]',
        "",
        "",
        f"def test_{_snake(named)}() -> None:",
        "    answer = requests.request(",
        f"        {json.dumps(call.method)},",
        f"        BASE + {json.dumps(call.path, ensure_ascii=False)},",
    ]
    if call.query:
        lines.append(f"        params={parse_qsl(call.query, keep_blank_values=True)!r},")
    lines.append("        headers={")
    lines.append('            "Authorization": f"Bearer {KEY}",')
    lines += [
        f"            {json.dumps(name)}: {json.dumps(value)},"
        for name, value in headers_of(call).items()
    ]
    lines.append("        },")
    if body:
        lines.append(f"        data={body!r}.encode(),")
    lines += [
        "        timeout=30,",
        "    )",
        f"    assert answer.status_code == {call.status}, answer.text",
    ]
    if call.code:
        lines.append(f'    assert answer.json()["code"] == {json.dumps(call.code)}')
    return "\n".join(lines) + "\n"


def _snake(name: str) -> str:
    spread = "".join(f"_{char.lower()}" if char.isupper() else char for char in name)
    return "".join(char if char.isalnum() or char == "_" else "_" for char in spread).strip("_")


def bruno(call: Call, base: str, clear: bool) -> str:
    """A `.bru` file; the collection's environment has `base_url` and `SSC_KEY` is a process one."""
    body = clear_body(call, clear)
    target = call.path + (f"?{call.query}" if call.query else "")
    blocks = [
        _block("meta", {"name": call.operation or f"{call.method} {call.path}", "type": "http"}),
        _block(
            call.method.lower(),
            {
                "url": "{{base_url}}" + target,
                "body": "json" if body else "none",
                "auth": "bearer",
            },
        ),
        _block("auth:bearer", {"token": "{{process.env.SSC_KEY}}"}),
        _block("headers", headers_of(call)),
    ]
    if body:
        indented = "\n".join("  " + line for line in _pretty(body).splitlines())
        blocks.append(f"body:json {{\n{indented}\n}}\n")
    blocks.append(_block("vars:pre-request", {"base_url": base}))
    blocks.append(_block("assert", {"res.status": f"eq {call.status}"}))
    return "\n".join(blocks)


def _pretty(body: str) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body


def _block(name: str, entries: Mapping[str, str]) -> str:
    lines = "".join(f"  {key}: {value}\n" for key, value in entries.items())
    return f"{name} {{\n{lines}}}\n"


FORMATS: dict[str, tuple[Callable[[Call, str, bool], str], str]] = {
    "curl": (curl, "text/x-shellscript"),
    "pytest": (pytest, "text/x-python"),
    "bruno": (bruno, "text/plain"),
}
