"""The page of one call for people: plain HTML, everything from outside escaped."""

import html
import json
from typing import Any

from flask import Response

from gateway.browsing import form
from gateway.doctor import copies
from sscsim.requestlog import Call

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def page(call: Call, found: dict[str, Any], base: str) -> Response:
    """Everything of `diagnosis.diagnosed`, in the order in which one asks."""
    parts = [
        f"<h1>{_e(call.method)} {_e(call.path)}</h1>",
        f"<p>{_status(call)} in {call.ms:.1f} ms, {_e(_who(call))}, sandbox time "
        f"{_e(call.sandbox_time or 'none')}</p>",
    ]
    if call.simulated:
        parts.append(f'<p class="bad">Simulated: <code>{_e(call.simulated)}</code></p>')
    if "problem" in found:
        parts += _problem(found["problem"])
    if "message" in found:
        parts += ["<h2>The message</h2>", _json(found["message"])]
    if "nearest_valid_request" in found:
        parts += _valid(found["nearest_valid_request"], base)
    if "ended_as" in found:
        parts += ["<h2>What it ended as</h2>", _json(found["ended_as"])]
    if found.get("objects"):
        parts += _objects(found["objects"])
    if "explanation" in found:
        parts += _steps(found["explanation"])
    parts += _exchange(found)
    drawing = f"/sandbox/v1/trace/{_e(call.trace_id)}?format=svg"
    parts += [
        "<h2>Trace</h2>",
        f'<p><a href="{drawing}">{_e(call.trace_id)}</a></p>',
        f'<img alt="sequence of the call" src="{drawing}">' if call.party_id else "",
        "<h2>Once more</h2>",
        f"<pre>{_e(copies.curl(call, base, False))}</pre>",
        "<p>Also as <a href='?format=pytest'>pytest</a> and <a href='?format=bruno'>Bruno</a>.</p>",
    ]
    return _made(f"{call.method} {call.path}", "\n".join(parts))


def missing(request_id: str, goes_to: str) -> Response:
    """A page for a call that this key's world doesn't have."""
    said = (
        f"No call {request_id} in this world: it may be another's, or too old. "
        "Show it with the key of the world it was made in."
    )
    return form("No such call", said, goes_to, 404)


def _made(title: str, body: str) -> Response:
    text = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{_e(title)}</title>'
        '<link rel="stylesheet" href="/assets/pages.css"></head><body class="wide">'
        f"{body}</body></html>"
    )
    made = Response(text, mimetype="text/html")
    made.headers["Content-Security-Policy"] = _POLICY
    made.headers["Cache-Control"] = "no-store"
    return made


def _e(text: Any) -> str:
    return html.escape(str(text))


def _json(value: Any) -> str:
    return f"<pre>{_e(json.dumps(value, ensure_ascii=False, indent=2))}</pre>"


def _status(call: Call) -> str:
    bad = ' class="bad"' if call.status >= 400 else ""
    return f"<strong{bad}>{call.status} {_e(call.code)}</strong>"


def _who(call: Call) -> str:
    if not call.party_id:
        return "without a key"
    region = f", region {call.region}" if call.region else ""
    return f"as {call.party_name} ({call.role}{region})"


def _problem(problem: dict[str, Any]) -> list[str]:
    parts = [
        "<h2>What was wrong</h2>",
        f"<p><strong>{_e(problem.get('title', ''))}</strong>: {_e(problem.get('detail', ''))}</p>",
        f'<p><a href="{_e(problem["help"])}">{_e(problem["code"])}</a>; effect '
        f"<strong>{_e(problem.get('effect', ''))}</strong>, "
        f"{'may be repeated' if problem.get('retryable') else 'no use in repeating it'}</p>",
    ]
    if problem.get("errors"):
        parts.append("<table><tr><th>where</th><th>what</th><th>sent</th></tr>")
        for error in problem["errors"]:
            where = error.get("pointer") or error.get("parameter") or error.get("header") or "body"
            sent = json.dumps(error["sent"], ensure_ascii=False) if "sent" in error else ""
            parts.append(
                f"<tr><td><code>{_e(where)}</code></td><td>{_e(error.get('message', ''))}</td>"
                f"<td><code>{_e(sent[:200])}</code></td></tr>"
            )
        parts.append("</table>")
    return parts


def _valid(valid: dict[str, Any], base: str) -> list[str]:
    parts = ["<h2>The nearest valid request</h2>"]
    if valid.get("note"):
        parts.append(f"<p>{_e(valid['note'])}</p>")
    if valid["changes"]:
        listed = "".join(
            f"<li><code>{_e(item['pointer'] or 'request')}</code> {_e(item['change'])}</li>"
            for item in valid["changes"]
        )
        parts.append(f"<ul>{listed}</ul>")
    target = valid["path"] + (f"?{valid['query']}" if valid.get("query") else "")
    head = "\n".join(
        [f"{valid['method']} {target}", *(f"{k}: {v}" for k, v in valid["headers"].items())]
    )
    parts.append(f"<pre>{_e(head)}</pre>")
    if "body" in valid:
        parts.append(_json(valid["body"]))
    return parts


def _objects(objects: list[dict[str, Any]]) -> list[str]:
    parts = ["<h2>What it was about, as it stands now</h2>"]
    for one in objects:
        state = one["state"] if isinstance(one["state"], dict) else {}
        said = state.get("status", "") if one["status"] < 400 else state.get("code", "not there")
        parts.append(
            f"<details><summary><code>{_e(one['id'])}</code> {_e(state.get('object', ''))} "
            f"<strong>{_e(said)}</strong> ({one['status']})</summary>{_json(one['state'])}"
            f"<p>Its events: <code>GET {_e(one['events'])}</code></p></details>"
        )
    return parts


def _steps(explanation: Any) -> list[str]:
    parts = ["<h2>How the amounts came about</h2>"]
    steps = explanation.get("steps", []) if isinstance(explanation, dict) else []
    parts.append("<table><tr><th></th><th>rule</th><th>formula</th><th>result</th></tr>")
    for step in steps:
        kinds = ("result_fen", "result_bp", "result_ratio", "result_number")
        result = next((step[kind] for kind in kinds if kind in step), "")
        parts.append(
            f"<tr><td>{_e(step.get('seq', ''))}</td><td>{_e(step.get('rule', ''))}</td>"
            f"<td><code>{_e(step.get('formula', ''))}</code></td><td>{_e(result)}</td></tr>"
        )
    return [*parts, "</table>"]


def _exchange(found: dict[str, Any]) -> list[str]:
    parts = []
    for title, side in (("Request", found["request"]), ("Answer", found["answer"])):
        head = "\n".join(f"{name}: {value}" for name, value in side["headers"].items())
        parts += [f"<h2>{title}</h2>", f"<pre>{_e(head)}</pre>"]
        if side["body"]:
            parts.append(f"<pre>{_e(_pretty(side['body']))}</pre>")
        if side["bytes"] > len(side["body"].encode()):
            parts.append(f"<p>{side['bytes']} bytes in all; not all is kept.</p>")
    return parts


def _pretty(body: str) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body
