"""How a view becomes an operation: one decorator that parses, guards, answers and documents.

    @cards.post("/v1/cards", body=CardIssue, answer=CardView, status=201, key="required",
                location="/v1/cards/{id}", scope="card.write", problems=(PersonNotFound,))
    def issue_card(body):
        \"\"\"Issue a card (制卡).\"\"\"
        return flows.issue.issue_card(**body)

Schemas are instantiated when the module is imported, never in a request.
"""

import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import flask
import flask_smorest
import marshmallow as ma
from flask import Response, current_app, request

from sscsim import scopes, world
from sscsim.db import keys
from sscsim.db.store import ClockMoved, CursorMismatch, Page, StoreBusy
from sscsim.db.types import canonical
from sscsim.kernel.problems import Problem
from sscsim.web import calls, errors, holders
from sscsim.web.openapi import described
from sscsim.web.schema import ListQuery, camel

View = Callable[..., Any]


@dataclass(frozen=True)
class Operation:
    """What is known of one operation; the docs and the guards are made from it."""

    method: str
    rule: str
    name: str
    status: int = 200
    body: ma.Schema | None = None
    answer: ma.Schema | None = None
    query: ma.Schema | None = None
    is_list: bool = False
    key: str | None = None
    match: bool | str = False  # True: If-Match is needed; "accepted": checked when it is sent
    scope: str | None = None
    roles: tuple[str, ...] = ()
    internal: bool = False
    open: bool = False
    location: str | None = None
    problems: tuple[type[Problem], ...] = ()
    relayed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Codes by status that another service says and this operation hands on."""
    links: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    example: Any = None
    answer_example: Any = None
    path_examples: Mapping[str, Any] = field(default_factory=dict)
    raw: bool = False
    follows: bool = False  # a list with a cursor for what comes later
    takes: str = ""  # media type of a body that the view reads by itself
    gives: str = ""  # media type of an answer that is not JSON
    also: tuple[str, ...] = ()  # media types of text that the answer may have instead of JSON

    @property
    def id(self) -> str:
        return camel(self.name)


OPERATIONS: dict[str, list[Operation]] = {}
"""Every operation by blueprint name; wiring tests walk it."""


def _instance(schema: Any) -> ma.Schema | None:
    made: Any = schema() if inspect.isclass(schema) else schema
    return None if made is None else _checked(made)


def _checked(schema: Any) -> ma.Schema:
    if not isinstance(schema, ma.Schema):
        raise TypeError(f"{schema!r} is not a schema")
    return schema


class Blueprint:
    """A group of operations over one resource."""

    def __init__(self, name: str, *, tag: str | None = None, description: str = "") -> None:
        self.name = name
        self.tag = tag or name.replace("_", " ").capitalize()
        self.description = description
        self.flask = flask.Blueprint(self.tag, name)
        self._views: list[tuple[Operation, View, View]] = []
        self.operations: list[Operation] = OPERATIONS.setdefault(name, [])
        self.operations.clear()

    def get(self, rule: str, **kwargs: Any) -> Callable[[View], View]:
        return self._operation("GET", rule, **kwargs)

    def post(self, rule: str, **kwargs: Any) -> Callable[[View], View]:
        return self._operation("POST", rule, **kwargs)

    def put(self, rule: str, **kwargs: Any) -> Callable[[View], View]:
        return self._operation("PUT", rule, **kwargs)

    def patch(self, rule: str, **kwargs: Any) -> Callable[[View], View]:
        return self._operation("PATCH", rule, **kwargs)

    def delete(self, rule: str, **kwargs: Any) -> Callable[[View], View]:
        return self._operation("DELETE", rule, **kwargs)

    def _operation(
        self,
        method: str,
        rule: str,
        *,
        body: Any = None,
        answer: Any = None,
        listing: Any = None,
        query: Any = None,
        status: int | None = None,
        roles: Sequence[str] = (),
        problems: Sequence[type[Problem]] = (),
        internal: bool = False,
        **more: Any,
    ) -> Callable[[View], View]:
        if listing is not None:
            query = query or ListQuery
        more.setdefault("scope", _control_scope(method, rule))

        def register(view: View) -> View:
            operation = Operation(
                method,
                rule,
                view.__name__,
                status=status or (204 if answer is None and listing is None else 200),
                body=_instance(body),
                answer=_instance(answer if listing is None else listing),
                query=_instance(query),
                is_list=listing is not None,
                roles=tuple(roles),
                problems=tuple(problems),
                internal=internal or rule.startswith("/internal/"),
                **more,
            )
            self.operations.append(operation)
            wrapped = _wrapped(operation, view)
            self._views.append((operation, view, wrapped))
            self.flask.add_url_rule(rule, view.__name__, wrapped, methods=[method])
            return view

        return register

    def documented(self) -> Any:
        """The public operations as flask-smorest documents them; made when a page is asked for."""
        pages = flask_smorest.Blueprint(self.tag, self.name, description=self.description)
        for operation, view, wrapped in self._views:
            if operation.internal:
                continue
            shown = pages.doc(**described(operation, view, declared(operation)))(wrapped)
            pages.route(operation.rule, methods=[operation.method], endpoint=operation.name)(shown)
        return pages


def _control_scope(method: str, rule: str) -> str | None:
    """The scope of an operation that controls the simulation and names none itself."""
    if not rule.startswith("/sandbox/v1/"):
        return None
    return "sandbox.read" if method == "GET" else scopes.ADMIN


def _wrapped(operation: Operation, view: View) -> View:
    takes_body = operation.body is not None
    takes_query = operation.query is not None

    @functools.wraps(view)
    def call(**path: Any) -> Response:
        _guard(operation)
        given: dict[str, Any] = dict(path)
        raw_body = None
        if operation.match:
            given["match"] = calls.read_match(operation.match != "accepted")
        if takes_query:
            read = calls.read_list_query if operation.is_list else calls.read_query
            given["query"] = read(operation.query)  # type: ignore[arg-type]
        elif request.args:
            known = {
                name: ["unknown_field|未知参数|is not a known parameter"] for name in request.args
            }
            raise errors.refusal(known, "parameter")
        if takes_body:
            raw_body = calls.read_body()
            given["body"] = calls.load(operation.body, raw_body)  # type: ignore[arg-type]
        shape = functools.partial(_shape, operation)
        own = holders.kept(operation, given, raw_body)
        if own is None:
            text, headers = _shape(operation, Page([], None))
            return calls.made(keys.Answer(operation.status, headers, text))
        given = own
        by_us = operation.key in ("required", "accepted")  # else the view minds the key itself
        key = calls.read_key(operation.key == "required") if by_us else None
        if key is not None:
            store = current_app.extensions["ssc_store"]
            return calls.with_key(
                store, key, raw_body, operation.status, shape, lambda: view(**given)
            )
        value = view(**given)
        if operation.raw or isinstance(value, Response):
            return value if isinstance(value, Response) else Response(value)
        text, headers = shape(value)
        return _conditional(operation, calls.made(keys.Answer(operation.status, headers, text)))

    return call


def _guard(operation: Operation) -> None:
    if operation.open:
        return
    at = world.current()
    if operation.internal and at.role not in ("service", "system"):
        raise world.RoleNotAllowed(role=at.role, allowed="service")
    world.require_role(*operation.roles)
    world.require_scope(operation.scope if not world.is_inner() else None)


def _shape(operation: Operation, value: Any) -> tuple[str, dict[str, str]]:
    if operation.answer is None:
        if operation.internal and value is not None:
            return canonical(value), {}
        return "", {}
    if operation.is_list:
        return _shape_list(operation, value)
    shown = operation.answer.dump(value)
    text = canonical(shown)
    headers = {}
    version = value.get("version") if isinstance(value, dict) else getattr(value, "version", None)
    if version is not None or "id" in shown:
        headers["ETag"] = calls.etag(version if version is not None else 1, text)
    if operation.location:
        headers["Location"] = operation.location.format_map({**(request.view_args or {}), **shown})
    return text, headers


def _shape_list(operation: Operation, page: Page) -> tuple[str, dict[str, str]]:
    assert operation.answer is not None
    shown: dict[str, Any] = {
        "object": "list",
        "data": [operation.answer.dump(item) for item in page.items],
        "has_more": page.next_cursor is not None,
    }
    headers = {}
    if page.next_cursor:
        shown["next_cursor"] = page.next_cursor
        query = urlencode({**request.args.to_dict(), "cursor": page.next_cursor})
        headers["Link"] = f'<{request.path}?{query}>; rel="next"'
    if page.follow_cursor:
        shown["follow_cursor"] = page.follow_cursor
    return canonical(shown), headers


def _conditional(operation: Operation, response: Response) -> Response:
    """304 when the caller already has this version."""
    tag = response.headers.get("ETag")
    wanted = request.headers.get("If-None-Match")
    if operation.method != "GET" or not tag or not wanted:
        return response
    # Compared weakly (RFC 9110): a proxy on the way may have marked the tag as weak.
    known = [item.strip().removeprefix("W/") for item in wanted.split(",")]
    if wanted.strip() != "*" and tag not in known:
        return response
    return Response(status=304, headers={"ETag": tag, "Cache-Control": "no-store"})


def declared(operation: Operation) -> list[type[Problem]]:
    """Every problem this operation may answer, its own and the floor's."""
    found: list[type[Problem]] = [
        world.BadContext,
        world.ScopeMissing,
        holders.NotForHolders,
        errors.InvalidRequest,
        errors.InternalError,
        StoreBusy,
    ]
    if operation.roles:
        found.append(world.RoleNotAllowed)
    if "<" in operation.rule:
        found += [errors.UnknownRoute, holders.ObjectNotFound]
    if operation.body is not None:
        found += [
            errors.MalformedBody,
            errors.UnknownField,
            errors.WrongMediaType,
            errors.BodyTooLarge,
        ]
    if operation.takes:
        found += [errors.WrongMediaType, errors.BodyTooLarge]
    if operation.method != "GET":
        found.append(ClockMoved)
    if operation.is_list:
        found.append(CursorMismatch)
    if operation.key:
        found += [keys.KeyMalformed, keys.KeyInUse, keys.KeyReused]
    if operation.key == "required":
        found.append(keys.KeyMissing)
    if operation.match:
        found.append(errors.EtagMismatch)
    if operation.match is True:
        found.append(errors.PreconditionRequired)
    return [*operation.problems, *found]
