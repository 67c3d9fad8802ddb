"""The collection as a folder of .bru files, for Bruno and its command line."""

import json
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Any

from tools.collections.model import MANAGER, Collection, Folder, Request, reach
from tools.collections.postman import description
from tools.document import JSON_KINDS

_TRIES, _PAUSE_MS = 160, 250


def files(collection: Collection, about: str) -> dict[str, str]:
    """Every file of the collection by its path."""
    found = {
        "bruno.json": _json({"version": "1", "name": "ssc-simulator", "type": "collection"}) + "\n",
        "collection.bru": _collection(about),
        "environments/local.bru": _block(
            "vars",
            ["base_url: http://127.0.0.1:8080", "api_key: sk_sbx_demo", "admin_token: "],
        ),
    }
    for number, folder in enumerate(collection.folders, start=1):
        where = PurePosixPath(f"{number:02d} {_plain(folder.name)}")
        found[str(where / "folder.bru")] = _folder(folder, number)
        for place, request in enumerate(folder.requests, start=1):
            found[str(where / f"{_plain(request.name)}.bru")] = _request(request, place)
    return found


def _collection(about: str) -> str:
    script = [
        "// On loopback nobody needs the admin token to make sandboxes.",
        'const isManager = req.getHeader("Authorization") === "Bearer {{admin_token}}";',
        'if (isManager && !bru.getEnvVar("admin_token")) {',
        '  req.deleteHeader("Authorization");',
        "}",
    ]
    return "\n".join(
        (
            _block("auth", ["mode: bearer"]),
            _block("auth:bearer", ["token: {{api_key}}"]),
            _block("script:pre-request", script),
            _block("docs", about.splitlines()),
        )
    )


def _folder(folder: Folder, number: int) -> str:
    meta = _block("meta", [f"name: {folder.name}", f"seq: {number}"])
    return "\n".join((meta, _block("docs", folder.about.splitlines())))


def _request(request: Request, place: int) -> str:
    method = request.operation.method.lower()
    sent = "&".join(f"{name}={value}" for name, value in request.query)
    url = "{{base_url}}" + request.path + (f"?{sent}" if sent else "")
    body, body_block = _body(request)
    auth = "none" if request.caller == MANAGER else "inherit"
    parts = [
        _block("meta", [f"name: {request.name}", "type: http", f"seq: {place}"]),
        _block(method, [f"url: {url}", f"body: {body}", f"auth: {auth}"]),
    ]
    if query := _pairs(request.query) + _pairs(request.off, off=True):
        parts.append(_block("params:query", query))
    parts.append(_block("headers", _pairs(_headers(request))))
    parts += body_block
    if request.captures and not request.wait:
        captured = [f"{each.variable}: {_reach(each.path)}" for each in request.captures]
        parts.append(_block("vars:post-response", captured))
    if request.wait:
        parts.append(_block("tests", _waiting(request)))
    else:
        parts.append(_block("assert", _asserts(request)))
    parts.append(_block("docs", description(request).splitlines()))
    return "\n".join(parts)


def _headers(request: Request) -> list[tuple[str, str]]:
    found = [("Accept-Language", "en"), *request.headers]
    if request.body is not None and request.body_type != "application/json":
        found.append(("Content-Type", request.body_type))
    if request.caller == MANAGER:
        found.append(("Authorization", "Bearer {{admin_token}}"))
    return found


def _body(request: Request) -> tuple[str, list[str]]:
    if request.body is None:
        return "none", []
    if request.body_type == "application/x-www-form-urlencoded":
        fields = _pairs((name, str(value)) for name, value in request.body.items())
        return "formUrlEncoded", [_block("body:form-urlencoded", fields)]
    if request.body_type in JSON_KINDS:
        text = json.dumps(request.body, ensure_ascii=False, indent=2)
        return "json", [_block("body:json", text.splitlines())]
    return "text", [_block("body:text", str(request.body).splitlines())]


def _asserts(request: Request) -> list[str]:
    found = [f"res.status: eq {request.status}"]
    if request.content_type:
        found.append(f"res.headers['content-type']: startsWith {request.content_type}")
    if request.replayed:
        found.append("res.headers['idempotent-replayed']: isDefined")
    found += [f"{_reach(name)}: eq {_said(value)}" for name, value in request.fields]
    return found


def _waiting(request: Request) -> list[str]:
    """Tests that ask again while something goes on."""
    lines = [
        "const body = res.getBody();",
        'const tries = Number(bru.getVar("tries") || 0);',
        f"if (({request.wait}) && tries < {_TRIES}) {{",
        '  bru.setVar("tries", tries + 1);',
        f"  await bru.sleep({_PAUSE_MS});",
        f"  bru.runner.setNextRequest({_json(request.name)});",
        "} else {",
        '  bru.setVar("tries", 0);',
        f'  test("status", () => expect(res.getStatus()).to.equal({request.status}));',
    ]
    if request.content_type:
        lines.append(
            '  test("content type", () => expect(res.getHeader("content-type"))'
            f'.to.contain("{request.content_type}"));'
        )
    lines += [
        f'  test("{field}", () => expect({reach(field)}).to.eql({_json(value)}));'
        for field, value in request.fields
    ]
    lines += [f'  bru.setVar("{each.variable}", {reach(each.path)});' for each in request.captures]
    return [*lines, "}"]


def _reach(path: str) -> str:
    steps = [f"[{step}]" if step.isdigit() else f".{step}" for step in path.split(".")]
    return "res.body" + "".join(steps)


def _said(value: Any) -> str:
    return _json(value) if not isinstance(value, str) else value


def _pairs(pairs: Iterable[tuple[str, str]], off: bool = False) -> list[str]:
    return [f"{'~' if off else ''}{name}: {value}" for name, value in pairs]


def _block(name: str, lines: Iterable[str]) -> str:
    inner = "".join(f"  {line}".rstrip() + "\n" for line in lines)
    return f"{name} {{\n{inner}}}\n"


def _plain(name: str) -> str:
    """A name that every file system takes."""
    return re.sub(r"[^A-Za-z0-9 ._-]+", "", name).strip()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
