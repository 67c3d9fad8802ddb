"""From an operation to its page in the OpenAPI document (3.1)."""

import copy
import inspect
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_smorest import Api
from werkzeug.routing import BaseConverter

from sscsim.kernel.problems import REGISTRY, Problem
from sscsim.web import fields, links
from sscsim.web.errors import PROBLEM_JSON
from sscsim.web.rules import LazyRule
from sscsim.web.schema import View

if TYPE_CHECKING:
    from sscsim.web.blueprint import Blueprint, Operation

PROBLEM = "Problem"
PAGE = "text/html"


class FieldErrorView(View):
    """One fault of a request."""

    pointer = fields.Text(max=400, min=0, description="JSON pointer into the body.")
    parameter = fields.Text(max=200, min=0, description="Name of a path or query parameter.")
    header = fields.Text(description="Name of a header.")
    code = fields.Text(required=True)
    message = fields.Text(required=True, max=1000)


class ProblemView(View):
    """What every non-2xx answer is (RFC 9457)."""

    type = fields.Text(required=True, description="Address of the help page of this code.")
    title = fields.Text(required=True)
    status = fields.Int(required=True)
    detail = fields.Text(required=True, max=2000)
    code = fields.Text(required=True, description="Stable, lower_snake.")
    effect = fields.Enum(
        ("none", "committed", "unknown"), required=True, description="Did money or state move?"
    )
    retryable = fields.Bool(required=True, description="The same request may succeed later.")
    errors = fields.List(fields.Nested(FieldErrorView))
    instance = fields.Text()
    request_id = fields.Text()
    trace_id = fields.Text()
    sandbox_time = fields.Instant()


class IdConverter(BaseConverter):
    """`<id('card'):card_id>`: matches ids with this prefix only."""

    part_isolating = True

    def __init__(self, map: Any, prefix: str) -> None:
        super().__init__(map)
        self.prefix = prefix
        self.regex = fields.id_form(prefix)


class RegionConverter(BaseConverter):
    """`<region:code>`: a six-digit division code."""

    regex = "[0-9]{6}"


class TraceConverter(BaseConverter):
    """`<trace:trace_id>`: a trace id as W3C writes it."""

    regex = "[0-9a-f]{32}"


def teach_converters(app: Flask) -> None:
    """Let the app's rules say `<id('card'):card_id>` and `<region:code>`."""
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["region"] = RegionConverter
    app.url_map.converters["trace"] = TraceConverter


class Pages:
    """A service's OpenAPI document, made when it is first asked for.

    Documenting costs more than everything else a service does to start, and most processes
    are never asked: flask-smorest gets an app of its own, which answers nothing.
    """

    def __init__(self, title: str, blueprints: "Sequence[Blueprint]") -> None:
        self._title, self.blueprints = title, blueprints
        self._lock = threading.Lock()
        self._made: dict[str, Any] | None = None

    def document(self) -> dict[str, Any]:
        with self._lock:
            if self._made is None:
                self._made = self._make()
            return copy.deepcopy(self._made)

    def _make(self) -> dict[str, Any]:
        app = Flask("pages", static_folder=None)
        app.url_rule_class = LazyRule
        app.config.update(API_TITLE=self._title, API_VERSION="v1", OPENAPI_VERSION="3.1.1")
        teach_converters(app)
        about = {"title": self._title, "info": {"license": {"name": "MIT"}}}
        api = Api(app, spec_kwargs=about)
        api.ma_plugin.converter.add_attribute_function(_names_of)
        api.register_converter(IdConverter, _id_doc)
        api.register_converter(RegionConverter, _region_doc)
        api.register_converter(TraceConverter, _id_doc)
        api.spec.components.schema(PROBLEM, schema=ProblemView)
        for blueprint in self.blueprints:
            api.register_blueprint(blueprint.documented())
        return links.add(_with_examples(_trimmed(api.spec.to_dict())))


def _names_of(_converter: Any, field: Any, **_more: Any) -> dict[str, Any]:
    """Which names an object with free names takes."""
    named = getattr(field, "key_field", None)
    form = named.metadata.get("pattern") if named is not None else None
    return {"propertyNames": {"pattern": form}} if form else {}


def document(app: Flask) -> dict[str, Any]:
    """This app's OpenAPI document, without what its operations don't use."""
    pages: Pages = app.extensions["ssc_pages"]
    return pages.document()


def _trimmed(made: dict[str, Any]) -> dict[str, Any]:
    for path in made["paths"].values():
        shared = {item["name"]: item for item in path.pop("parameters", [])}
        for operation in path.values():
            _join_path_parameters(operation, shared)
            operation["responses"].pop("default", None)
    made["components"].pop("responses", None)
    for unused in ("Error", "PaginationMetadata"):
        made["components"]["schemas"].pop(unused, None)
    return made


def _with_examples(made: dict[str, Any]) -> dict[str, Any]:
    """The example of each problem stands once; operations point at it."""
    codes = {
        code
        for path in made["paths"].values()
        for operation in path.values()
        for answer in operation["responses"].values()
        for code in answer.get("content", {}).get(PROBLEM_JSON, {}).get("examples", {})
    }
    if codes:
        made["components"]["examples"] = {code: _example(REGISTRY[code]) for code in sorted(codes)}
    return made


def _join_path_parameters(operation: dict[str, Any], shared: dict[str, Any]) -> None:
    own = operation.pop("parameters", [])
    examples = {item["name"]: item for item in own if item.get("in") == "path"}
    paths = [{**item, **examples.get(name, {})} for name, item in shared.items()]
    rest = [item for item in own if item.get("in") != "path"]
    if paths or rest:
        operation["parameters"] = paths + rest


def _id_doc(converter: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{converter.regex}$"}


def _region_doc(converter: Any) -> dict[str, Any]:
    return {"type": "string", "pattern": "^[0-9]{6}$"}


def described(
    operation: "Operation", view: Callable[..., Any], problems: Sequence[type[Problem]]
) -> dict[str, Any]:
    """The OpenAPI operation object; schemas are resolved by apispec."""
    summary, _, more = (inspect.getdoc(view) or operation.name).partition("\n")
    doc: dict[str, Any] = {
        "operationId": operation.id,
        "summary": summary,
        "responses": {
            str(operation.status): _success(operation),
            **_failures(problems, operation),
        },
    }
    if more.strip():
        doc["description"] = more.strip()
    parameters = [*_path_examples(operation), *_query(operation), *_headers(operation)]
    if parameters:
        doc["parameters"] = parameters
    if operation.body is not None:
        doc["requestBody"] = _body(operation)
    if operation.takes:
        doc["requestBody"] = {
            "required": True,
            "content": {operation.takes: _bytes(operation.takes)},
        }
    if operation.method == "GET" and operation.answer is not None and not operation.is_list:
        doc["responses"]["304"] = {"description": "The caller has this version already."}
    if operation.scope:
        doc["x-scope"] = operation.scope
    if operation.roles:
        doc["x-roles"] = sorted(operation.roles)
    return doc


def _success(operation: "Operation") -> dict[str, Any]:
    shown: dict[str, Any] = {"description": _reason(operation.status)}
    if operation.answer is not None:
        content: dict[str, Any] = {"schema": _answer_schema(operation)}
        if operation.answer_example is not None:
            content["example"] = operation.answer_example
        texts = {kind: {"schema": {"type": "string"}} for kind in operation.also}
        shown["content"] = {"application/json": content, **texts}
    if operation.gives:
        shown["content"] = {operation.gives: _bytes(operation.gives)}
    if operation.location:
        shown["headers"] = {
            "Location": {"description": "Where it is.", "schema": {"type": "string"}}
        }
    if operation.links:
        shown["links"] = {
            name: {"operationId": name.partition("#")[0], "parameters": dict(parameters)}
            for name, parameters in operation.links.items()
        }
    return shown


def _bytes(media_type: str) -> dict[str, Any]:
    return {"schema": {"type": "string", "contentMediaType": media_type, "format": "binary"}}


def _answer_schema(operation: "Operation") -> Any:
    if not operation.is_list:
        return operation.answer
    return {
        "type": "object",
        "required": ["object", "data", "has_more"],
        "properties": {
            "object": {"type": "string", "enum": ["list"]},
            "data": {"type": "array", "items": operation.answer},
            "has_more": {"type": "boolean"},
            "next_cursor": {"type": "string"},
            **({"follow_cursor": {"type": "string"}} if operation.follows else {}),
        },
    }


def _reason(status: int) -> str:
    return {200: "Done.", 201: "Made.", 202: "Accepted; see Location.", 204: "Done."}[status]


def _failures(problems: Sequence[type[Problem]], operation: "Operation") -> dict[str, Any]:
    """What may be refused, by status, also codes of another service that are handed on."""
    relayed = operation.relayed
    by_status: dict[int, dict[str, type[Problem]]] = {status: {} for status in relayed}
    for problem in problems:
        by_status.setdefault(problem.status, {})[problem.code] = problem
    documented = {
        str(status): _failure(status, found, relayed.get(status, ()))
        for status, found in sorted(by_status.items())
    }
    if PAGE in operation.also and "404" in documented:  # who asked for a page is told by one
        documented["404"]["content"][PAGE] = {"schema": {"type": "string"}}
    return documented


def _failure(status: int, found: dict[str, type[Problem]], relayed: tuple[str, ...]) -> Any:
    listed = ", ".join(f"`{code}`" for code in sorted({*found, *relayed}))
    examples = {code: {"$ref": f"#/components/examples/{code}"} for code in sorted(found)}
    examples |= {code: _relayed_example(status, code) for code in relayed if code not in found}
    schema = {"$ref": f"#/components/schemas/{PROBLEM}"}
    content = {PROBLEM_JSON: {"schema": schema, "examples": examples}}
    return {"description": listed, "content": content}


def _relayed_example(status: int, code: str) -> dict[str, Any]:
    """Its words are the other service's."""
    value = {
        "type": "/problems/" + code.replace("_", "-"),
        "title": "…",
        "status": status,
        "detail": "…",
        "code": code,
        "effect": "none",
        "retryable": False,
    }
    return {"summary": code, "value": value}


def _example(problem: type[Problem]) -> dict[str, Any]:
    value = {
        "type": problem.type_uri or "/problems/" + problem.code.replace("_", "-"),
        "title": problem.title.en,
        "status": problem.status,
        "detail": problem.detail.en.format_map(_Elided()),
        "code": problem.code,
        "effect": problem.effect,
        "retryable": problem.retryable,
    }
    return {"summary": problem.title.en, "value": value}


class _Elided(dict[str, str]):
    """Stands for parameters that only a real refusal knows."""

    def __missing__(self, name: str) -> str:
        return "…"


def _body(operation: "Operation") -> dict[str, Any]:
    content: dict[str, Any] = {"schema": operation.body}
    if operation.example is not None:
        content["example"] = operation.example
    kind = "application/merge-patch+json" if operation.method == "PATCH" else "application/json"
    shown = {kind: content}
    if operation.method == "PATCH":
        shown["application/json"] = content
    return {"required": True, "content": shown}


def _path_examples(operation: "Operation") -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "example": example}
        for name, example in operation.path_examples.items()
    ]


def _query(operation: "Operation") -> list[Any]:
    if operation.query is None:
        return []
    return [{"in": "query", "schema": operation.query}]


def _headers(operation: "Operation") -> list[dict[str, Any]]:
    found = []
    if operation.key:
        found.append(
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": operation.key == "required",
                "description": "Same key and same body: the same answer, once.",
                "schema": {"type": "string", "pattern": r"^(?!\"\"$)[!-~]([ -~]{0,253}[!-~])?$"},
                "example": f"{operation.id}-0001",
            }
        )
    if operation.match:
        found.append(
            {
                "name": "If-Match",
                "in": "header",
                "required": operation.match is True,
                "description": "ETag of the version you read; `*` takes whatever is there.",
                "schema": {"type": "string", "pattern": '^(\\*|"v[0-9]+-[0-9a-f]{8}")$'},
                "example": "*",
            }
        )
    return found
