"""Fault rules: what shall go wrong in this sandbox, for callers that can send no header too."""

import difflib
import json
from typing import Any

import marshmallow as ma
from flask import current_app
from marshmallow import validate

from gateway.pages import page_of
from gateway.problems_faults import FaultRefused, NoSuchOperation
from sscsim import world
from sscsim.control import clocks
from sscsim.control import faults as rows
from sscsim.control.faults import FaultNotFound, TooManyFaults
from sscsim.db import Page
from sscsim.faults import KINDS, Finding, NotPossible
from sscsim.faults import rules as reading
from sscsim.kernel.problems import Text
from sscsim.web import Blueprint, Query, Resource, Schema, fields
from sscsim.world import ROLES

faults = Blueprint("faults", tag="Faults", description="Bad days on demand.")

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
_EXAMPLE = {
    "match": {"operation_id": "createSettlement", "party": "People's Hospital", "nth": 2},
    "fault": "drop_response",
    "phase": "after",
}


class Probability(ma.fields.Float):
    """A chance, above 0 and at most 1, to a millionth."""

    default_error_messages = {  # as marshmallow has it
        "invalid": "not_a_number|须为数字|must be a number",
        "null": "null|不能为 null|may not be null; leave the field out",
    }

    def __init__(self, **kwargs: Any) -> None:
        said = "out_of_range|须在 {min} 与 {max} 之间|must be from {min} to {max}"
        super().__init__(validate=validate.Range(0.000001, 1, error=said), **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.make_error("invalid", input=value)
        return float(value)


class FaultMatch(Schema):
    """Which calls; what is left out fits every call."""

    path = fields.Text(
        pattern="/[!-~]*",
        description="`*` and `{name}` stand for one segment or part of it, `**` for any rest. "
        "Without a path a rule is about the business, not about `/sandbox`.",
        example="/v1/settlements/*/reverse",
    )
    method = fields.Enum(_METHODS)
    operation_id = fields.Text(
        max=80,
        pattern="[A-Za-z0-9]+",
        description="`operationId` of the reference, in place of path and method.",
        example="createSettlement",
    )
    infno = fields.Text(
        max=10,
        pattern="[0-9A-Za-z]+",
        description="Number of a hospital message (接口编号), in the body or as a path segment.",
        example="2304",
    )
    party = fields.Text(max=100, description="Id or name of the party that calls.")
    role = fields.Enum(ROLES, description="Role of the party that calls.")
    region_code = fields.Region(
        description="Region of the party that calls; a province stands for its cities too."
    )
    nth = fields.Int(min=1, max=10**9, description="Of the calls that fit, the nth only.")
    every = fields.Int(min=1, max=10**9, description="Of the calls that fit, each nth.")


class FaultWindow(Schema):
    """When, in sandbox time."""

    from_at = fields.Instant(description="From then on.")
    to_at = fields.Instant(description="Before then.")
    daily_from = fields.Text(
        pattern="(?:[01][0-9]|2[0-3]):[0-5][0-9]", example="23:00", description="Each day from."
    )
    daily_to = fields.Text(
        pattern="(?:[01][0-9]|2[0-3]):[0-5][0-9]",
        example="02:00",
        description="Each day to; before `daily_from` it is on the next day.",
    )
    days_of_month = fields.List(
        fields.Int(min=1, max=31), min=1, max=31, description="On these days of the month."
    )


class FaultPart(Schema):
    match = fields.Nested(FaultMatch)
    fault = fields.Enum(
        tuple(KINDS), description="What goes wrong between the caller and us; or `outcome`."
    )
    outcome = fields.Text(
        max=60,
        pattern="[a-z0-9_]+",
        description="What goes wrong behind the gateway, as `home_region_timeout`; or `fault`. "
        "Without a match of calls it is so for jobs too.",
    )
    phase = fields.Enum(("before", "after"), description="Before the effect or after it.")
    status = fields.Int(min=400, max=599, description="With `status`; 503 if not said.")
    problem = fields.Text(
        max=80, pattern="[a-z0-9_]+", description="With `problem`: any code of `/problems`."
    )
    retry_after_s = fields.Int(min=0, max=86_400, description="Sent as `Retry-After`.")
    delay_ms = fields.Int(min=1, max=600_000, description="Latency in milliseconds.")
    real = fields.Bool(description="Really sleep; at most 30 s, and few at once.")
    outcome_region_code = fields.Region(
        description="With `outcome`: in this region or province only."
    )
    window = fields.Nested(FaultWindow)
    times = fields.Int(min=1, max=10**9, description="Then it is spent.")
    probability = Probability(
        metadata={
            "description": "How likely it is applied to a call that fits. Repeatable: drawn from "
            "the seed, the rule and the count.",
            "example": 0.25,
        }
    )


class FaultOrder(FaultPart):
    """A fault rule."""


class FaultView(Resource, FaultPart):
    object = fields.Object("fault_rule")
    profile = fields.Text(max=60, description="The profile it belongs to.")
    matched = fields.Int(required=True, description="Calls that fitted it.")
    applied = fields.Int(required=True, description="Calls it was applied to.")
    is_spent = fields.Bool(required=True, description="It won't be applied any more.")


def _shown(row: Any) -> dict[str, Any]:
    rule = rows.rule_in(row.rule)
    created = clocks.instant(row.created_us)
    said = json.loads(row.rule)
    if "window" in said:
        window = rule.window
        ends = {"from_at": window.from_at, "to_at": window.to_at}
        said["window"] |= {name: value for name, value in ends.items() if value}
    return {
        **said,
        "id": row.id,
        "profile": row.profile or None,
        "matched": row.matched,
        "applied": row.applied,
        "is_spent": rule.is_spent(row.matched, row.applied),
        "created_at": created,
        "updated_at": created,
        "version": 1 + row.matched + row.applied,
    }


@faults.post(
    "/sandbox/v1/faults",
    body=FaultOrder,
    answer=FaultView,
    status=201,
    location="/sandbox/v1/faults/{id}",
    roles=("owner",),
    problems=(FaultRefused, NoSuchOperation, TooManyFaults),
    example=_EXAMPLE,
    links={
        "getFault": {"fault_id": "$response.body#/id"},
        "deleteFault": {"fault_id": "$response.body#/id"},
    },
)
def create_fault(body: dict[str, Any]) -> Any:
    """Make a rule by which calls of this sandbox go wrong.

    Rules are looked at in the order they were made. Latencies add up; of the other faults
    the first that applies is carried out. A call's own `SSC-Simulate` comes before all.
    """
    try:
        rule = reading.read(_resolved(body))
    except NotPossible as refused:
        raise FaultRefused(refused.findings) from None
    return _shown(rows.add(world.current(), rule))


@faults.get("/sandbox/v1/faults", listing=FaultView)
def list_faults(query: Query) -> Page:
    """List the fault rules of your sandbox, those of profiles too, with how often they struck."""
    found = rows.every(world.current().sandbox)
    return page_of(found, lambda row: row.id, query.page).map(_shown)


@faults.get("/sandbox/v1/faults/<id('flt'):fault_id>", answer=FaultView, problems=(FaultNotFound,))
def get_fault(fault_id: str) -> Any:
    """Read a fault rule and how often it matched and was applied."""
    return _shown(rows.find(world.current().sandbox, fault_id))


@faults.delete(
    "/sandbox/v1/faults/<id('flt'):fault_id>", roles=("owner",), problems=(FaultNotFound,)
)
def delete_fault(fault_id: str) -> None:
    """Remove a fault rule."""
    rows.remove(world.current().sandbox, fault_id)


@faults.delete("/sandbox/v1/faults", roles=("owner",))
def delete_faults() -> None:
    """Remove every fault rule and switch every profile off: a good day again."""
    rows.clear(world.current().sandbox)


# ---- operation ids


def _resolved(body: dict[str, Any]) -> dict[str, Any]:
    """The rule with path and method in place of an operation's id."""
    match = dict(body.get("match", {}))
    wanted = match.get("operation_id")
    if wanted is None:
        return body
    for word in ("path", "method"):
        if word in match:
            says = Text(zh="与 operation_id 二选一", en="goes without operation_id")
            raise NotPossible([Finding(f"/match/{word}", "does_not_fit", says)])
    known = _operations()
    if wanted not in known:
        near = difflib.get_close_matches(wanted, sorted(known), 3, 0.4)
        raise NoSuchOperation(wanted, ", ".join(near) or "none")
    match["method"], match["path"] = known[wanted]
    return {**body, "match": match}


def _operations() -> dict[str, tuple[str, str]]:
    """Method and path of every operation of the merged document, by its id."""
    document = json.loads(current_app.extensions["ssc_merged"].text())
    return {
        operation["operationId"]: (method.upper(), path)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "operationId" in operation
    }
