"""Transfers of social insurance between regions over HTTP: the steps of both agencies."""

from typing import Any

from services.benefits.api import views
from services.benefits.domain.insurance import CATEGORIES, KINDS
from services.benefits.domain.insurance.month import ORIGINS
from services.benefits.domain.transfer import record, refund, saga
from services.benefits.flows import relations
from services.benefits.flows.transfers import new_area, old_area, steps
from services.benefits.problems_transfer import (
    DuplicateRefundNotFound,
    InsuranceTransferNotFound,
    TransferSumsUnknown,
)
from services.benefits.store import store
from services.benefits.store import transfers as kept
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, ExplanationView, ListQuery, Query, Resource, Schema, View, fields

insurance_transfers = Blueprint(
    "insurance_transfers",
    tag="Insurance transfers",
    description="社保关系转移接续: from the letter of acceptance to the account that goes on.",
)
_READ, _WRITE = "insurance_transfer.read", "insurance_transfer.write"
_ONE = "/v1/insurance-transfers/<id('itf'):insurance_transfer_id>"
_EXAMPLE = {"insurance_transfer_id": "itf_" + "0" * 26}
_ACT: Any = {
    "key": "accepted",
    "scope": _WRITE,
    "roles": ("agency",),
    "path_examples": _EXAMPLE,
}
_POLICY = (PolicyMissing, FigureMissing)


class InsuranceTransferView(Resource):
    object = fields.Object("insurance_transfer")
    person_id = fields.Id("psn", required=True)
    item_code = fields.Text(required=True, max=8)
    application_id = fields.Id("svc", required=True)
    from_insurance = fields.Enum(tuple(KINDS), attribute="from_kind", required=True)
    to_insurance = fields.Enum(tuple(KINDS), attribute="to_kind", required=True)
    from_region_code = fields.Region(required=True)
    to_region_code = fields.Region(required=True)
    reason = fields.Text(required=True, max=30)
    money_leg = fields.Enum(
        record.MONEY_LEGS,
        required=True,
        description="netted: claimed from the old area, and paid by the period; within_area: the "
        "fund stays the same.",
    )
    letter_number = fields.Text(required=True, max=40, description="联系函编号.")
    letters = fields.Int(required=True, description="How often it was sent.")
    months_count = fields.Int(attribute="months", required=True, description="On the sheet.")
    doubles_count = fields.Int(
        attribute="doubles", required=True, description="Of them, on record in the new area before."
    )
    account_fen = fields.Fen(attribute="account", required=True)
    pooled_fen = fields.Fen(attribute="pooled", required=True)
    refund_fen = fields.Fen(
        attribute="refund", required=True, description="Back to the person, for months paid twice."
    )
    payment_id = fields.Id("bpy", description="By which it is paid.")
    annuity_fen = fields.Fen(
        attribute="annuity",
        required=True,
        description="What moves of an annuity, beside the pension.",
    )
    from_annuity_account_id = fields.Id("ann", attribute="annuity_from")
    to_annuity_account_id = fields.Id("ann", attribute="annuity_to")
    applied_on = fields.Date(required=True)
    letter_on = fields.Date()
    letter_arrived_on = fields.Date()
    closed_on = fields.Date()
    arrived_on = fields.Date(description="Sheet and money, in the new area.")
    merged_on = fields.Date()
    completed_on = fields.Date()
    returned_on = fields.Date()
    return_reason = fields.Text(max=200)
    waiting_for = fields.Enum(saga.PARTIES, attribute="due_party")
    due_by_date = fields.Date(attribute="due_by", description="Last day of the next step.")
    is_overdue = fields.Bool(required=True, description="Whether that day is over.")
    status = fields.Enum(saga.STATUSES, required=True)


class InsuranceTransferFilters(ListQuery):
    person_id = fields.Id("psn")
    application_id = fields.Id("svc")
    from_region_code = fields.Region()
    to_region_code = fields.Region()
    is_overdue = fields.Enum(("true", "false"), description="Whether a step is late.")
    status = fields.Enum(saga.STATUSES)


class TransferMonthView(View):
    object = fields.Object("insurance_transfer_month")
    transfer_id = fields.Id("itf", required=True)
    month = fields.Month(required=True)
    category = fields.Enum(tuple(CATEGORIES), required=True)
    base_fen = fields.Fen(attribute="base", required=True)
    employer_fen = fields.Fen(attribute="employer", required=True)
    personal_fen = fields.Fen(attribute="personal", required=True)
    subsidy_fen = fields.Fen(attribute="subsidy", required=True)
    to_account_fen = fields.Fen(attribute="to_account", required=True)
    origin = fields.Enum(ORIGINS, required=True)
    is_double = fields.Bool(required=True, description="The new area goes by its own month.")


class DuplicateRefundView(Resource):
    object = fields.Object("duplicate_refund")
    person_id = fields.Id("psn", required=True)
    application_id = fields.Id("svc", required=True)
    kept_region_code = fields.Region(required=True)
    dropped_region_code = fields.Region(required=True)
    from_month = fields.Month(required=True)
    to_month = fields.Month(required=True)
    months_count = fields.Int(attribute="months", required=True)
    amount_fen = fields.Fen(attribute="amount", required=True)
    payment_id = fields.Id("bpy")
    status = fields.Enum(
        refund.STATUSES,
        required=True,
        description="closed: none of the years is left, and the relation has ended.",
    )


class DuplicateRefundFilters(ListQuery):
    person_id = fields.Id("psn")
    status = fields.Enum(refund.STATUSES)


class TransferReturned(Schema):
    reason = fields.Text(required=True, max=200, example="姓名与参保记录不符")


@insurance_transfers.get(
    "/v1/insurance-transfers",
    listing=InsuranceTransferView,
    query=InsuranceTransferFilters,
    scope=_READ,
)
def list_insurance_transfers(query: Query) -> Any:
    """List transfers of insurance, the newest first."""
    asked = dict(query.filters)
    if "is_overdue" in asked:
        asked["is_overdue"] = asked["is_overdue"] == "true"
    return relations.page(store, kept.transfers, query.page, asked)


@insurance_transfers.get(
    _ONE,
    answer=InsuranceTransferView,
    scope=_READ,
    problems=(InsuranceTransferNotFound,),
    path_examples=_EXAMPLE,
)
def get_insurance_transfer(insurance_transfer_id: str) -> Any:
    """Show a transfer: its step, who is next and until when, and what moves with its reasons."""
    return steps.get(insurance_transfer_id)


@insurance_transfers.get(
    _ONE + "/months",
    listing=TransferMonthView,
    query=ListQuery,
    scope=_READ,
    problems=(InsuranceTransferNotFound,),
    path_examples=_EXAMPLE,
)
def list_insurance_transfer_months(insurance_transfer_id: str, query: Query) -> Any:
    """List the months on a transfer's information sheet (信息表)."""
    steps.get(insurance_transfer_id)
    with store.read() as tx:
        return kept.sheet_page(tx, query.page, insurance_transfer_id)


@insurance_transfers.get(
    _ONE + "/explanation",
    answer=ExplanationView,
    scope=_READ,
    problems=(InsuranceTransferNotFound, TransferSumsUnknown),
    path_examples=_EXAMPLE,
)
def get_insurance_transfer_explanation(insurance_transfer_id: str) -> Any:
    """Explain what moves, of the account and of the fund, year by year."""
    return views.spoken(steps.explanation(insurance_transfer_id))


@insurance_transfers.post(
    _ONE + "/close",
    answer=InsuranceTransferView,
    problems=(*steps.Moves, *_POLICY),
    **_ACT,
)
def close_insurance_transfer(insurance_transfer_id: str) -> Any:
    """End the relation and send sheet and money: the old area (转出)."""
    return old_area.close(insurance_transfer_id)


@insurance_transfers.post(
    _ONE + "/return",
    body=TransferReturned,
    answer=InsuranceTransferView,
    problems=(*steps.Moves, *_POLICY),
    **_ACT,
)
def return_insurance_transfer(insurance_transfer_id: str, body: dict[str, Any]) -> Any:
    """Send the letter back, as what it says isn't found: the old area (退回)."""
    return old_area.give_back(insurance_transfer_id, body["reason"])


@insurance_transfers.post(
    _ONE + "/send-letter",
    answer=InsuranceTransferView,
    problems=(*steps.Moves, *_POLICY),
    **_ACT,
)
def send_transfer_letter(insurance_transfer_id: str) -> Any:
    """Write again after a letter came back: the new area (重新发函)."""
    return new_area.send_letter(insurance_transfer_id)


@insurance_transfers.post(
    _ONE + "/merge",
    answer=InsuranceTransferView,
    problems=(*steps.Moves, *_POLICY),
    **_ACT,
)
def merge_insurance_transfer(insurance_transfer_id: str) -> Any:
    """Take months and account over: the new area (接续)."""
    return new_area.merge(insurance_transfer_id)


@insurance_transfers.post(
    _ONE + "/refuse",
    answer=InsuranceTransferView,
    problems=(*steps.Moves, *_POLICY),
    **_ACT,
)
def refuse_insurance_transfer(insurance_transfer_id: str) -> Any:
    """Give a transfer up whose letter came back: the new area."""
    return new_area.refuse(insurance_transfer_id)


# ---- months paid twice


@insurance_transfers.get(
    "/v1/duplicate-refunds",
    listing=DuplicateRefundView,
    query=DuplicateRefundFilters,
    scope=_READ,
)
def list_duplicate_refunds(query: Query) -> Any:
    """List refunds of months that were paid in two schemes, the newest first."""
    return relations.page(store, kept.refunds, query.page, dict(query.filters))


@insurance_transfers.get(
    "/v1/duplicate-refunds/<id('dpr'):duplicate_refund_id>",
    answer=DuplicateRefundView,
    scope=_READ,
    problems=(DuplicateRefundNotFound,),
    path_examples={"duplicate_refund_id": "dpr_" + "0" * 26},
)
def get_duplicate_refund(duplicate_refund_id: str) -> Any:
    """Show what went back of months that were paid in two schemes."""
    with store.read() as tx:
        return relations.seen(tx, kept.refunds, duplicate_refund_id, DuplicateRefundNotFound)
