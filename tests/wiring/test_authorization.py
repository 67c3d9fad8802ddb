"""The page of who may do what is the code's; scopes, roles and region rules fit together."""

import ast
import inspect
import textwrap
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway import authorization_page as page
from sscsim import scopes, world
from sscsim.web import Operation
from tests.wiring.test_operations import PUBLIC, app_of, gateway_app

ROOT = Path(__file__).resolve().parents[2]
GUARDED = [item for item in PUBLIC if not item.values[1].open]


def test_the_page_of_who_may_do_what_is_the_codes() -> None:
    written = (ROOT / "docs" / "authorization.md").read_text(encoding="utf-8")
    assert written == page.page(), "run python -m gateway.authorization_page"


@pytest.mark.parametrize(("service", "operation"), GUARDED)
def test_a_role_that_may_do_it_has_its_scope(service: str, operation: Operation) -> None:
    """A role an operation names is given its scope in the one table, sscsim/scopes.py."""
    assert operation.scope, "every operation asks for a scope"
    noun = operation.scope.rpartition(".")[0]
    assert noun in scopes.NOUNS, f"say in sscsim/scopes.py what {noun} is"
    for role in operation.roles:
        held = scopes.of_role(role)
        assert scopes.covers(held, operation.scope), f"{role} needs {operation.scope} by default"


def test_wildcards_never_mean_the_two_that_stand_alone() -> None:
    for scope in scopes.ALONE:
        assert not scopes.covers({"*", "*.read", "*.write"}, scope)
    clear = {role for role in world.ROLES if scopes.covers(scopes.of_role(role), scopes.PII)}
    assert clear == {"owner", "agency", "bank"}
    rulers = {role for role in world.ROLES if scopes.covers(scopes.of_role(role), scopes.ADMIN)}
    assert rulers == {"owner"}
    assert set(scopes.BY_ROLE) == set(world.ROLES)


# ---- region rules: whoever asks for the caller's region says so


def called(function: types.FunctionType) -> Iterator[types.FunctionType]:
    """Functions of the same service that this one names, found by what its names mean."""
    service = function.__module__.split(".")[:2]
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    for node in ast.walk(tree):
        found: Any = None
        if isinstance(node, ast.Name):
            found = function.__globals__.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = function.__globals__.get(node.value.id)
            found = getattr(owner, node.attr, None) if isinstance(owner, types.ModuleType) else None
        if found is world.require_region or (
            isinstance(found, types.FunctionType) and found.__module__.split(".")[:2] == service
        ):
            yield found


def asks_for_the_region(view: Any) -> bool:
    seen, waiting = set(), [inspect.unwrap(view)]
    while waiting:
        function = waiting.pop()
        if function is world.require_region:
            return True
        if function not in seen:
            seen.add(function)
            waiting.extend(called(function))
    return False


@pytest.mark.parametrize(("service", "operation"), GUARDED)
def test_a_region_rule_is_declared(service: str, operation: Operation) -> None:
    app = gateway_app() if service == "gateway" else app_of(service)
    view = next(
        app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if rule.rule == operation.rule and operation.method in (rule.methods or ())
    )
    if asks_for_the_region(view):
        assert page.is_of_a_region(operation), "it answers region_not_allowed: say so in problems"
