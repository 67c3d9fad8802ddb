"""Where institutions want the platform's own messages, and what was sent to them."""

import json
import re
from typing import Any
from urllib.parse import urlencode

from flask import request

from gateway.api.policies import handed_on
from gateway.problems import ServiceUnavailable
from gateway.webhooks import endpoints
from gateway.webhooks.problems import WebhookTarget
from sscsim import clock, peers
from sscsim.control import clocks
from sscsim.db import CursorMismatch, Page
from sscsim.web import Blueprint, ListQuery, Query, Resource, Schema, View, fields
from sscsim.web.errors import UnknownRoute

hospital_receivers = Blueprint(
    "hospital_receivers",
    tag="Hospital messages sent",
    description="The messages that the platform sends to institutions (6204, 6302, 7108, 7109).",
)
_RULE = "/sandbox/v1/hospital-interface"
_INNER = "/internal/v1/hospital-interface"
_CODE = "[HP][0-9]{11}"
_ONE = _RULE + "/receivers/<string(maxlength=30):institution_code>"
_EXAMPLE = {"institution_code": "H51010000003"}
_INSTANTS = ("at", "created_at", "updated_at", "next_attempt_at", "fresh_until")
_STATES = ("waiting", "no_receiver", "delivered", "failed", "expired")


class HospitalReceiverOrder(Schema):
    url = fields.Text(
        required=True,
        max=2_000,
        description="Every message is posted to it. The rules of webhook addresses apply.",
        example="https://his.example.com/fsi",
    )


class HospitalReceiverView(View):
    object = fields.Object("hospital_receiver")
    institution_code = fields.Text(required=True, max=30)
    url = fields.Text(required=True, max=2_000)
    version = fields.Int(required=True, min=1)
    created_at = fields.Instant(required=True)
    updated_at = fields.Instant(required=True)


class HospitalAttemptView(View):
    """One request. Of the answer `infcode` and `err_msg` are kept, never the body."""

    number = fields.Int(required=True, min=1)
    at = fields.Instant(required=True, description="Sandbox time.")
    sent_at = fields.Text(required=True, description="Real time.")
    url = fields.Text(required=True, max=2_000)
    status = fields.Int(description="Of HTTP, where there was an answer.")
    infcode = fields.Text(max=20, description="Of the answer, where it was one of the interface.")
    err_msg = fields.Text(max=200)
    error = fields.Text(
        description="Why it counts as not taken: refused, http_status, answer_not_understood, "
        "timeout, connection_refused, not_tried, private_address …"
    )
    took_ms = fields.Int(required=True, min=0)


class HospitalDeliveryView(Resource):
    object = fields.Object("hospital_delivery")
    institution_code = fields.Text(required=True, max=30)
    infno = fields.Text(required=True, max=10)
    msgid = fields.Text(required=True, max=30, description="The same in every attempt.")
    state = fields.Enum(
        _STATES,
        required=True,
        description="`no_receiver`: the institution has named no address yet; `expired`: none in "
        "time; `failed`: given up after the last attempt.",
    )
    attempts_count = fields.Int(required=True, min=0)
    next_attempt_at = fields.Instant(description="Sandbox time.")
    fresh_until = fields.Instant(
        required=True, description="As long as that it is sent once an address is named."
    )
    request_body = fields.Plain(description="The message that is sent.")
    attempts = fields.List(fields.Nested(HospitalAttemptView), required=True)
    version = fields.Int(required=True, min=1)


class HospitalDeliveryFilters(ListQuery):
    institution_code = fields.Text(max=30, pattern=_CODE, example="H51010000003")
    infno = fields.Text(max=10, pattern="[0-9A-Za-z]+", example="6302")
    state = fields.Enum(_STATES)


@hospital_receivers.put(
    _ONE,
    body=HospitalReceiverOrder,
    answer=HospitalReceiverView,
    roles=("owner",),
    problems=(ServiceUnavailable, WebhookTarget),
    relayed={404: ("interface_institution_not_found",)},
    path_examples=_EXAMPLE,
    links={
        "getHospitalReceiver": {"institution_code": "$request.path.institution_code"},
        "deleteHospitalReceiver": {"institution_code": "$request.path.institution_code"},
    },
)
def put_hospital_receiver(institution_code: str, body: dict[str, Any]) -> Any:
    """Name the address to which an institution's messages are sent, from the next attempt on.

    A message is posted with the interface's own envelope and is taken once the answer says
    `infcode` 0; else it is posted again, with the same `msgid`, after 5 seconds, 5 minutes, 30
    minutes and so on up to a day, ten times in all, on the sandbox clock. What waited for an
    address is sent now.
    """
    path = _path(institution_code)
    endpoints.check(body["url"])
    return _asked("PUT", path, body)


@hospital_receivers.get(
    _ONE,
    answer=HospitalReceiverView,
    roles=("owner",),
    problems=(ServiceUnavailable,),
    relayed={404: ("interface_receiver_not_found",)},
    path_examples=_EXAMPLE,
)
def get_hospital_receiver(institution_code: str) -> Any:
    """Read the address of an institution."""
    return _asked("GET", _path(institution_code))


@hospital_receivers.delete(
    _ONE,
    roles=("owner",),
    problems=(ServiceUnavailable,),
    relayed={404: ("interface_receiver_not_found",)},
    path_examples=_EXAMPLE,
)
def delete_hospital_receiver(institution_code: str) -> Any:
    """Forget the address of an institution; what is still to be sent waits for another one."""
    return _asked("DELETE", _path(institution_code))


@hospital_receivers.get(
    _RULE + "/receivers",
    listing=HospitalReceiverView,
    roles=("owner",),
    problems=(ServiceUnavailable,),
)
def list_hospital_receivers(query: Query) -> Any:
    """List the addresses of institutions, newest first."""
    return _listed("/receivers", _timed)


@hospital_receivers.get(
    _RULE + "/deliveries",
    listing=HospitalDeliveryView,
    query=HospitalDeliveryFilters,
    roles=("owner",),
    problems=(ServiceUnavailable,),
)
def list_hospital_deliveries(query: Query) -> Any:
    """List what the platform sends to institutions, newest first, with every attempt."""
    return _listed("/deliveries", _delivery)


def _delivery(found: dict[str, Any]) -> dict[str, Any]:
    tries = [
        {**_timed(one), "sent_at": clock.shown(clocks.instant(one["real_ms"] * 1000))}
        for one in found["attempts"]
    ]
    body = json.loads(found["body"])
    return {**_timed(found), "attempts": tries, "request_body": body}


def _timed(found: dict[str, Any]) -> dict[str, Any]:
    """With instants instead of their texts, as views want them."""
    return {
        name: clock.read_instant(value) if value and name in _INSTANTS else value
        for name, value in found.items()
    }


def _path(institution_code: str) -> str:
    if not re.fullmatch(_CODE, institution_code):
        raise UnknownRoute(method=request.method, path=request.path)
    return f"{_INNER}/receivers/{institution_code}"


def _listed(path: str, shown: Any) -> Any:
    """A page of the service's list; its cursors are handed on as they are."""
    asked = {name: value for name, value in request.args.items() if value}
    try:
        found = peers.call("medical", "GET", f"{_INNER}{path}?{urlencode(asked)}")
    except peers.Refused as refused:
        if refused.code == CursorMismatch.code:
            raise CursorMismatch() from None
        return handed_on(refused)
    except (peers.Unreachable, peers.NoAnswer):
        raise ServiceUnavailable("medical") from None
    return Page([shown(one) for one in found["data"]], found.get("next_cursor"))


def _asked(method: str, path: str, body: Any = None) -> Any:
    try:
        found = peers.call("medical", method, path, body)
    except peers.Refused as refused:
        return handed_on(refused)
    except (peers.Unreachable, peers.NoAnswer):
        raise ServiceUnavailable("medical") from None
    return found and _timed(found)
