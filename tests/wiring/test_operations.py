"""Every route is guarded, every operation is described, shaped and exemplified."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import marshmallow as ma
import pytest

from sscsim import registry, settings
from sscsim.web import OPERATIONS, Operation, View
from sscsim.web.app import _UNGUARDED
from sscsim.web.blueprint import declared

ROOT = Path(__file__).resolve().parents[2]


@cache
def app_of(service: str) -> Any:
    settings.use(settings.Settings(context_secret="tests", log_level="error"))
    try:
        return importlib.import_module(f"services.{service}").create_app()
    finally:
        settings.use(None)


@cache
def gateway_app() -> Any:
    from gateway.forward import InProcess
    from gateway.inside import create_inside

    return create_inside({name: InProcess(name, app_of(name)) for name in registry.BY_NAME})


def operations() -> list[Any]:
    found = []
    for name, app in [*((n, app_of(n)) for n in registry.BY_NAME), ("gateway", gateway_app())]:
        rules = {(r.rule, method) for r in app.url_map.iter_rules() for method in r.methods}
        for each in (item for known in OPERATIONS.values() for item in known):
            if (each.rule, each.method) in rules and each.name != "open_one":
                found.append(pytest.param(name, each, id=f"{name}:{each.id}"))
    return found


EVERY = operations()
PUBLIC = [item for item in EVERY if not item.values[1].internal]
LINKED: dict[str, set[str]] = {}
"""Path parameters of an operation that some other operation's links fill."""
for _item in PUBLIC:
    for _name, _parameters in _item.values[1].links.items():
        LINKED.setdefault(_name.partition("#")[0], set()).update(_parameters)


def sample(rule: Any) -> str:
    values = {}
    for name, converter in rule._converters.items():
        prefix = getattr(converter, "prefix", None)
        values[name] = f"{prefix}_{'0' * 26}" if prefix else "510100"
    built = rule.build(values)
    assert built is not None
    return str(built[1])


@pytest.mark.parametrize("service", registry.BY_NAME)
def test_every_route_of_a_service_asks_for_a_signed_context(service: str) -> None:
    settings.use(settings.Settings(context_secret="tests", log_level="error"))
    try:
        app = app_of(service)
        for rule in app.url_map.iter_rules():
            if rule.rule in _UNGUARDED:
                continue
            for method in rule.methods or ():
                answer = app.test_client().open(sample(rule), method=method)
                assert answer.status_code == 401, f"{method} {rule.rule}"
    finally:
        settings.use(None)


@pytest.mark.parametrize("service", registry.BY_NAME)
def test_a_service_answers_under_its_own_segments_only(service: str) -> None:
    segments = set()
    for rule in app_of(service).url_map.iter_rules():
        if rule.rule.startswith("/v1/"):
            segments.add(rule.rule.split("/")[2])
        elif not rule.rule.startswith(registry.BY_NAME[service].messages or ("-",)):
            assert rule.rule in _UNGUARDED or rule.rule.startswith("/internal/v1/"), rule.rule
    assert segments <= set(registry.BY_NAME[service].segments)


@pytest.mark.parametrize(("service", "operation"), EVERY)
def test_an_operation_is_described(service: str, operation: Operation) -> None:
    app = gateway_app() if service == "gateway" else app_of(service)
    view = next(
        app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if rule.rule == operation.rule and operation.method in (rule.methods or ())
    )
    said = inspect.getdoc(view) or ""
    assert said.strip(), "its docstring is its page"
    assert len(said.splitlines()[0]) <= 120, "its first line is its summary"


@pytest.mark.parametrize(("service", "operation"), PUBLIC)
def test_an_operation_has_examples_problems_and_a_scope(service: str, operation: Operation) -> None:
    if operation.example is not None:
        assert operation.body is not None
        operation.body.load(operation.example)
    elif operation.body is not None:
        for name, field in operation.body.fields.items():
            assert not field.required or "example" in field.metadata, f"an example of {name}"
    named = {part.partition(">")[0].split(":")[-1] for part in operation.rule.split("<")[1:]}
    known = set(operation.path_examples) | LINKED.get(operation.id, set())
    assert named <= known, "an example of every path parameter, or a link that gives it"
    assert declared(operation)
    if operation.rule.startswith("/v1/"):
        assert operation.scope, "a scope"
        noun, _, verb = operation.scope.partition(".")
        assert noun and verb in ("read", "write", "pii")
        if operation.method in ("PUT", "PATCH", "DELETE"):
            assert verb == "write"
        assert not operation.open


@pytest.mark.parametrize(("service", "operation"), PUBLIC)
def test_an_answer_is_a_view_and_a_creation_has_a_location(
    service: str, operation: Operation
) -> None:
    if operation.answer is not None:
        assert isinstance(operation.answer, View)
    if operation.status in (201, 202):
        assert operation.location
    if operation.method == "POST" and operation.status == 201 and operation.rule.startswith("/v1/"):
        assert operation.key in ("required", "accepted"), "a creation can be repeated"


def test_operation_ids_are_unique() -> None:
    ids = [item.values[1].id for item in PUBLIC]
    assert sorted(set(ids)) == sorted(ids)


def test_links_lead_to_operations_that_exist() -> None:
    ids = {item.values[1].id for item in PUBLIC}
    for item in PUBLIC:
        for name in item.values[1].links:
            assert name.partition("#")[0] in ids, f"{item.id} links to {name}"


def schema_names(tree: ast.Module, module: Any) -> set[str]:
    return {
        name
        for name, value in vars(module).items()
        if inspect.isclass(value) and issubclass(value, ma.Schema)
    }


def calls_inside_functions(node: ast.AST, names: set[str], inside: bool = False) -> Iterator[int]:
    inside = inside or isinstance(node, ast.FunctionDef | ast.Lambda)
    called = node.func if inside and isinstance(node, ast.Call) else None
    if isinstance(called, ast.Name) and called.id in names:
        yield called.lineno
    for child in ast.iter_child_nodes(node):
        yield from calls_inside_functions(child, names, inside)


def test_schemas_are_made_when_modules_are_imported_never_in_a_request() -> None:
    found = []
    for folder in ("services", "gateway", "sscsim"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" in file.parts or "alembic" in file.parts:
                continue
            tree = ast.parse(file.read_text(encoding="utf-8"))
            parts = file.relative_to(ROOT).with_suffix("").parts
            module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
            names = schema_names(tree, module)
            for line in calls_inside_functions(tree, names):
                found.append(f"{file.relative_to(ROOT)}:{line}")
    assert found == []
