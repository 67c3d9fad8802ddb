"""The request log of a world: what was asked and answered, why, and once more."""

from itertools import islice
from typing import Any

from flask import Response, request

from gateway import browsing, recording
from gateway.doctor import copies, diagnosis, page, reference, replaying
from gateway.problems_log import ReplayIncomplete, RequestNotFound, RequestNotReplayable
from sscsim import clock, requestlog, world
from sscsim.db import Page
from sscsim.db.pages import read_cursor, write_cursor
from sscsim.requestlog import Call
from sscsim.requestlog.rules import Rule
from sscsim.web import Blueprint, ListQuery, Query, Schema, View, fields

requests_log = Blueprint(
    "requests", tag="Requests", description="Every call with its answer, and why it went so."
)
_RULE = "/sandbox/v1/requests/<id('req'):request_id>"
_EXAMPLE = {"request_id": "req_" + "0" * 26}
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_TRACE = "[0-9a-f]{32}"


class PartyOfCall(View):
    """Who called."""

    id = fields.Text(required=True)
    name = fields.Text(required=True)
    role = fields.Text(required=True)
    region_code = fields.Region()


class SideView(View):
    """One side of a call; bodies are bounded, numbers masked, secrets left out."""

    headers = fields.Plain(required=True)
    body = fields.AsSent(required=True, max=2_000_000)
    bytes = fields.Int(required=True, description="How long the whole body was.")


class RequestView(View):
    """One call."""

    id = fields.Id("req", required=True)
    object = fields.Object("request")
    created_at = fields.Text(description="Sandbox time; absent for a call in no world.")
    updated_at = fields.Text()
    real_at_us = fields.Int(
        max=10**18, required=True, description="Microseconds of real time since 1970."
    )
    method = fields.Text(required=True)
    path = fields.AsSent(required=True, max=1000)
    query = fields.AsSent(max=2000)
    operation = fields.Text(description="`operationId` of what answered.")
    status = fields.Int(required=True)
    code = fields.Text(description="Of the problem, where it was one.")
    effect = fields.Text()
    duration_us = fields.Int(required=True, description="Real microseconds.")
    party = fields.Nested(PartyOfCall)
    simulated = fields.Text(max=2000, description="Faults that were simulated.")
    trace_id = fields.Text(required=True)
    client_request_id = fields.Text()
    idempotency_key = fields.Text(max=255)


class RequestDetail(RequestView):
    """One call with everything that is known of it."""

    summary = fields.Text(max=400)
    request = fields.Nested(SideView, required=True)
    answer = fields.Nested(SideView, required=True)
    message = fields.Plain(
        description="Of a message of the hospital interface: its number, profile and signature, "
        "with the text that had to be signed, what that gives, and what was done wrong."
    )
    trace = fields.Text(description="Where its trace is read.")
    problem = fields.Plain(description="Which rule was broken, and what stood where.")
    nearest_valid_request = fields.Plain(description="With what was changed, and why.")
    objects = fields.List(fields.Plain(), description="What it was about, as it stands now.")
    explanation = fields.Plain(description="The steps that made its amounts.")
    ended_as = fields.Plain(description="What an open outcome ended as.")


class RequestFilters(ListQuery):
    status = fields.QueryInt(min=100, max=599, example=422)
    code = fields.Text(max=80, example="unknown_field")
    method = fields.Enum(_METHODS, example="POST")
    path_prefix = fields.Text(max=200, example="/v1/settlements")
    operation = fields.Text(max=80, example="createSettlement")
    party = fields.Text(max=100, description="A party's id or name.")
    created_at_from = fields.Instant(description="Sandbox time, inclusive.")
    created_at_to = fields.Instant(description="Sandbox time, exclusive.")
    simulated = fields.Enum(("true", "false"), description="With or without simulated faults.")
    trace_id = fields.Text(pattern=_TRACE, max=32)
    min_ms = fields.QueryInt(min=0, max=10**9, description="Took at least so long.")


class OneRequest(Schema):
    format = fields.Enum(
        ("json", "html", *copies.FORMATS), description="As data, a page, or something to run."
    )


class ReplayOrder(Schema):
    idempotency_key = fields.Text(
        max=255,
        load_default="same",
        description="`same` as then, `new`, or a key of your own.",
        example="new",
    )
    body = fields.Plain(description="Send this body instead.")


class ReplayView(View):
    """A call made again."""

    object = fields.Object("replay")
    request_id = fields.Text(required=True, description="Of the new call.")
    first = fields.Plain(required=True)
    again = fields.Plain(required=True)
    is_same = fields.Bool(required=True)
    differences = fields.List(fields.Plain(), required=True)


class LogRule(Schema):
    enabled = fields.Bool(required=True, example=True)
    keep = fields.Int(min=10, max=100_000, required=True, example=2000)


class LogRuleView(View):
    """Whether this world's calls are kept, and how many."""

    object = fields.Object("request_log")
    enabled = fields.Bool(required=True)
    keep = fields.Int(required=True, description="Calls; the oldest go first.")


@requests_log.get(
    "/sandbox/v1/requests",
    listing=RequestView,
    query=RequestFilters,
    links={"getRequest": {"request_id": "$response.body#/data/0/id"}},
)
def list_requests(query: Query) -> Page:
    """List the calls of this world, newest first; a party sees its own."""
    at = world.current()
    before = None if query.page.cursor is None else read_cursor(query.page, at)
    limit = query.page.limit
    found = list(islice(_fitting(query, before), limit + 1))
    kept = found[:limit]
    following = write_cursor(query.page, at, kept[-1][0]) if len(found) > limit else None
    return Page([diagnosis.summary(call) for _, call in kept], following)


def _fitting(query: Query, before: int | None) -> Any:
    operation, known = query.get("operation"), None
    if operation is not None:
        known = reference.current().by_id.get(operation)
    for seq, call in requestlog.reading.newest(_where(query), before):
        if operation is not None and call.operation != operation:
            fits = known is not None and known.method == call.method and not call.operation
            if not fits or known is None or known.fits(call.path) is None:
                continue
        yield seq, call


def _where(query: Query) -> list[tuple[str, Any]]:
    at = world.current()
    found: list[tuple[str, Any]] = []
    if at.role != "owner":
        found.append(("party_id = ?", at.party_id))
    for name in ("status", "code", "method", "trace_id"):
        if query.get(name) is not None:
            found.append((f"{name} = ?", query.get(name)))
    prefix = query.get("path_prefix")
    if prefix is not None:
        found.append(("substr(path, 1, ?) = ?", (len(prefix), prefix)))
    if query.get("party") is not None:
        found.append(("(party_id = ? OR party_name = ?)", (query.get("party"),) * 2))
    for name, sign in (("created_at_from", ">="), ("created_at_to", "<")):
        if query.get(name) is not None:
            found.append((f"sandbox_time {sign} ?", clock.shown(query.get(name))))
    if query.get("simulated") is not None:
        found.append((f"simulated {'<>' if query.get('simulated') == 'true' else '='} ?", ""))
    if query.get("min_ms") is not None:
        found.append(("ms >= ?", query.get("min_ms")))
    return found


@requests_log.get(
    "/sandbox/v1/request-log", answer=LogRuleView, links={"putRequestLog": {}, "listRequests": {}}
)
def get_request_log() -> Any:
    """Whether this world's calls are kept, and how many."""
    return requestlog.rules.of(world.current().sandbox)


@requests_log.put("/sandbox/v1/request-log", body=LogRule, answer=LogRuleView, roles=("owner",))
def put_request_log(body: dict[str, Any]) -> Any:
    """Keep this world's calls or not, and how many."""
    rule = Rule(body["enabled"], body["keep"])
    requestlog.rules.put(world.current().sandbox, rule)
    return rule


@requests_log.get(
    _RULE,
    answer=RequestDetail,
    also=("text/html", *(kind for _, kind in copies.FORMATS.values())),
    query=OneRequest,
    problems=(RequestNotFound,),
    path_examples=_EXAMPLE,
)
def get_request(request_id: str, query: dict[str, Any]) -> Any:
    """Why a call went as it did: what was wrong, what would have been right, what came of it.

    As JSON, as a page for a browser (`Accept: text/html`), or as curl, pytest or Bruno by
    `format`. The `instance` of every problem leads here.
    """
    form = query.get("format") or ("html" if browsing.wants_page(request.environ) else "json")
    try:
        call = _found(request_id)
    except RequestNotFound:
        if form != "html":
            raise
        return page.missing(request_id, request.path)
    if form in copies.FORMATS:
        made, kind = copies.FORMATS[form]
        clear = world.current().may(world.PII)
        text = made(call, request.host_url.rstrip("/"), clear)
        return Response(text, content_type=f"{kind}; charset=utf-8", headers=_PRIVATE)
    shown = diagnosis.diagnosed(call, reference.current())
    return page.page(call, shown, request.host_url.rstrip("/")) if form == "html" else shown


_PRIVATE = {"Cache-Control": "no-store"}


@requests_log.post(
    _RULE + "/replay",
    body=ReplayOrder,
    answer=ReplayView,
    status=200,
    scope="sandbox.read",
    problems=(RequestNotFound, ReplayIncomplete, RequestNotReplayable),
    path_examples=_EXAMPLE,
    example={"idempotency_key": "new"},
)
def replay_request(request_id: str, body: dict[str, Any]) -> Any:
    """Make a call again as the same party, and compare the answers.

    With the same key an idempotent call gives the stored answer, with a new one it is
    done again. Identity numbers are sent as they were; a call that held a password or a
    secret needs its `body` again.
    """
    call = _found(request_id)
    if not call.party_id or call.path.startswith(_NOT_AGAIN):
        raise RequestNotReplayable(method=call.method, path=call.path)
    return replaying.replay(call, body["idempotency_key"], body.get("body"))


_NOT_AGAIN = ("/sandbox/v1/requests", "/oauth2/")


def _found(request_id: str) -> Call:
    call = recording.strangers.find(request_id) or requestlog.reading.find(request_id)
    if call is None or not (call.party_id == "" or diagnosis.may_see(call)):
        raise RequestNotFound(request_id=request_id)
    return call
