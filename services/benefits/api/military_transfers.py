"""What the army sends for somebody who left it, over HTTP; HRSS-063 takes it over."""

from typing import Any

from services.benefits import problems_relations
from services.benefits import problems_transfer as problems
from services.benefits.api import views
from services.benefits.domain.insurance import EMPLOYED
from services.benefits.domain.transfer import military_transfer as domain
from services.benefits.flows import relations
from services.benefits.flows.transfers import army as flow
from services.benefits.store import store
from sscsim import world
from sscsim.web import Blueprint, ExplanationView, ListQuery, Query, Resource, Schema, fields

military_transfers = Blueprint(
    "military_transfers",
    tag="Military transfers",
    description="军地养老保险关系转移接续: the army's vouchers and money, as they have come.",
)
_READ, _WRITE = "insurance_transfer.read", "insurance_transfer.write"
_ONE = "/v1/military-transfers/<id('mtf'):military_transfer_id>"
_EXAMPLE = {"military_transfer_id": "mtf_" + "0" * 26}


class MilitaryTransferView(Resource):
    object = fields.Object("military_transfer")
    person_id = fields.Id("psn", required=True)
    region_code = fields.Region(required=True)
    voucher_number = fields.Text(required=True, max=40)
    service_from_month = fields.Month(attribute="service_from", required=True)
    service_to_month = fields.Month(attribute="service_to", required=True)
    account_fen = fields.Fen(attribute="account", required=True, description="By the voucher.")
    pooled_fen = fields.Fen(attribute="pooled", required=True, description="By the voucher.")
    received_fen = fields.Fen(attribute="received", required=True, description="What has come.")
    remittances_count = fields.Int(attribute="remittances", required=True)
    application_id = fields.Id("svc", description="By which it is taken over.")
    to_insurance = fields.Enum(EMPLOYED, attribute="to_kind")
    months_count = fields.Int(attribute="months", required=True, description="That count now.")
    doubles_count = fields.Int(
        attribute="doubles", required=True, description="Civilian months that gave way to them."
    )
    refund_fen = fields.Fen(attribute="refund", required=True, description="For those months.")
    received_on = fields.Date(required=True)
    merged_on = fields.Date()
    completed_on = fields.Date()
    explanation = fields.Nested(ExplanationView)
    status = fields.Enum(domain.STATUSES, required=True)


class MilitaryTransferFilters(ListQuery):
    person_id = fields.Id("psn")
    region_code = fields.Region()
    status = fields.Enum(domain.STATUSES)


class MilitaryTransferNew(Schema):
    voucher_number = fields.Text(
        required=True, max=40, pattern="[0-9A-Za-z-]{1,40}", example="JT-2026-0001"
    )
    person_id = fields.Id("psn", required=True, example=views.PERSON_ID)
    region_code = fields.Region(required=True, example="990100")
    service_from_month = fields.Month(attribute="service_from", required=True, example="2018-09")
    service_to_month = fields.Month(attribute="service_to", required=True, example="2025-12")
    account_fen = fields.Fen(attribute="account", required=True, min=0, example=3_000_000)
    pooled_fen = fields.Fen(attribute="pooled", required=True, min=0, example=1_500_000)
    received_fen = fields.Fen(attribute="received", required=True, min=1, example=4_500_000)
    index_bp = fields.Bp(max=50_000, description="At which the months count; absent: at one.")


class ArmyFunds(Schema):
    amount_fen = fields.Fen(required=True, min=1, attribute="amount", example=100)


def _shown(known: Any) -> dict[str, Any]:
    plain = {name: getattr(known, name) for name in known.__slots__}
    return {**plain, "explanation": views.spoken(known.explanation)}


@military_transfers.post(
    "/v1/military-transfers",
    body=MilitaryTransferNew,
    answer=MilitaryTransferView,
    status=201,
    key="required",
    location="/v1/military-transfers/{id}",
    scope=_WRITE,
    roles=("agency",),
    problems=(
        problems.MilitaryServiceImpossible,
        problems.MilitaryVoucherThere,
        world.RegionNotAllowed,
    ),
    relayed={404: ("person_not_found",)},
    links={"getMilitaryTransfer": {"military_transfer_id": "$response.body#/id"}},
)
def receive_military_transfer(body: dict[str, Any]) -> Any:
    """Note an army's voucher and the money that came with it; HRSS-063 takes both over."""
    return _shown(flow.received(**body))


@military_transfers.get(
    "/v1/military-transfers",
    listing=MilitaryTransferView,
    query=MilitaryTransferFilters,
    scope=_READ,
)
def list_military_transfers(query: Query) -> Any:
    """List what the army has sent, the newest first."""
    return relations.page(store, flow.KEPT, query.page, dict(query.filters)).map(_shown)


@military_transfers.get(
    _ONE,
    answer=MilitaryTransferView,
    scope=_READ,
    problems=(problems.MilitaryTransferNotFound,),
    path_examples=_EXAMPLE,
)
def get_military_transfer(military_transfer_id: str) -> Any:
    """Show what the army has sent for somebody, and what became of it with its reasons."""
    return _shown(flow.get(military_transfer_id))


@military_transfers.post(
    _ONE + "/funds",
    body=ArmyFunds,
    answer=MilitaryTransferView,
    key="required",
    scope=_WRITE,
    roles=("agency",),
    problems=(
        problems.MilitaryTransferNotFound,
        problems_relations.RecordState,
        world.RegionNotAllowed,
    ),
    path_examples=_EXAMPLE,
)
def receive_army_funds(military_transfer_id: str, body: dict[str, Any]) -> Any:
    """Note more of a voucher's money: what comes has to be what the voucher says."""
    return _shown(flow.more_received(military_transfer_id, body["amount"]))
