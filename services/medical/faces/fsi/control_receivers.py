"""Addresses of institutions and what was sent to them, for the gateway: never routed by it."""

from typing import Any

from services.medical import problems_interface as problems
from services.medical.domain.outgoing import STATES, Attempt, Outgoing, Receiver
from services.medical.flows.interface import outgoing as flow
from sscsim.db import Page
from sscsim.web import Blueprint, ListQuery, Query, Schema, View, fields

receivers = Blueprint("medical_receivers", description="What is sent to institutions.")
_RULE = "/internal/v1/hospital-interface"
_ONE = _RULE + "/receivers/<institution_code>"


class ReceiverOrder(Schema):
    url = fields.Text(required=True, max=2_000)


class ReceiverView(View):
    institution_code = fields.Text(required=True, max=30)
    url = fields.Text(required=True, max=2_000)
    version = fields.Int(required=True)
    created_at = fields.Instant(required=True)
    updated_at = fields.Instant(required=True)


class AttemptView(View):
    number = fields.Int(required=True)
    at = fields.Instant(required=True)
    real_ms = fields.Int(required=True)
    url = fields.Text(required=True, max=2_000)
    status = fields.Int()
    infcode = fields.Text(max=20)
    err_msg = fields.Text(max=200)
    error = fields.Text(max=40)
    took_ms = fields.Int(required=True)


class OutgoingView(View):
    id = fields.Id("omg", required=True)
    institution_code = fields.Text(required=True, max=30)
    infno = fields.Text(required=True, max=10)
    msgid = fields.Text(required=True, max=30)
    state = fields.Enum(STATES, required=True)
    attempts_count = fields.Int(required=True)
    next_attempt_at = fields.Instant()
    fresh_until = fields.Instant(required=True)
    body = fields.Text(required=True, max=200_000)
    attempts = fields.List(fields.Nested(AttemptView), required=True)
    version = fields.Int(required=True)
    created_at = fields.Instant(required=True)
    updated_at = fields.Instant(required=True)


class OutgoingFilters(ListQuery):
    institution_code = fields.Text(max=30)
    infno = fields.Text(max=10)
    state = fields.Enum(STATES)


def _shown(found: Receiver) -> dict[str, Any]:
    return {name: getattr(found, name) for name in Receiver.__slots__}


@receivers.put(
    _ONE,
    body=ReceiverOrder,
    answer=ReceiverView,
    problems=(problems.InterfaceInstitutionNotFound,),
)
def put_receiver(institution_code: str, body: dict[str, Any]) -> Any:
    """The address of an institution from now on."""
    return _shown(flow.put_receiver(institution_code, body["url"]))


@receivers.get(_ONE, answer=ReceiverView, problems=(problems.InterfaceReceiverNotFound,))
def get_receiver(institution_code: str) -> Any:
    """The address of an institution."""
    return _shown(flow.get_receiver(institution_code))


@receivers.delete(_ONE, problems=(problems.InterfaceReceiverNotFound,))
def delete_receiver(institution_code: str) -> None:
    """No address any more."""
    flow.forget_receiver(institution_code)


@receivers.get(_RULE + "/receivers", listing=ReceiverView)
def list_receivers(query: Query) -> Page:
    """Addresses, the newest first."""
    return flow.receivers(query.page).map(_shown)


@receivers.get(_RULE + "/deliveries", listing=OutgoingView, query=OutgoingFilters)
def list_outgoing(query: Query) -> Page:
    """Messages to institutions, the newest first, each with its tries."""
    names = ("institution_code", "infno", "state")
    page, tries = flow.deliveries(query.page, **{name: query.get(name) for name in names})
    return page.map(lambda message: _message(message, tries.get(message.id, [])))


def _message(message: Outgoing, tries: list[Attempt]) -> dict[str, Any]:
    return {
        "id": message.id,
        "institution_code": message.institution_code,
        "infno": message.infno,
        "msgid": message.msgid,
        "state": message.state,
        "attempts_count": message.attempts,
        "next_attempt_at": message.next_at,
        "fresh_until": message.fresh_until,
        "body": message.body,
        "attempts": [
            {name: getattr(one, name) for name in Attempt.__slots__ if name != "message_id"}
            for one in tries
        ],
        "version": message.version,
        "created_at": message.created_at,
        "updated_at": message.updated_at,
    }
