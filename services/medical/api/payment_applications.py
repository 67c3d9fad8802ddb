"""Applications for payment over HTTP."""

from typing import Any

from services.medical import problems
from services.medical import problems_reconciliation as refusals
from services.medical.api import views_applications as views
from services.medical.api.views_settlements import SettlementView
from services.medical.domain.payment_application import BOOKED, NOT_BOOKED, Wanted
from services.medical.flows import apply_payment, audit_application
from sscsim.web import Blueprint, ListQuery, Query, Schema, fields
from sscsim.world import RegionNotAllowed

payment_applications = Blueprint(
    "payment_applications",
    tag="Applications for payment",
    description="费用申报: what an institution declares for a month, its audit and its payment.",
)
_PATH = "/v1/payment-applications/<id('pap'):payment_application_id>"
_APPLICATION = {"payment_application_id": views.APPLICATION_ID}
_KNOWN = (RegionNotAllowed, refusals.ApplicationNotFound)
_MINE = {"payment_application_id": "$response.body#/id"}
_SCOPE = "payment_application.write"
_INSTITUTIONS = ("hospital", "pharmacy")


@payment_applications.post(
    "/v1/payment-applications",
    body=views.ApplicationNew,
    answer=views.ApplicationView,
    status=201,
    key="required",
    location="/v1/payment-applications/{id}",
    scope=_SCOPE,
    roles=_INSTITUTIONS,
    problems=(
        RegionNotAllowed,
        problems.InstitutionNotFound,
        refusals.MonthNotOver,
        refusals.ApplicationExists,
        refusals.SettlementsInFlight,
        refusals.ReconciliationOpen,
    ),
    links={
        "getPaymentApplication": _MINE,
        "submitPaymentApplication": _MINE,
        "withdrawPaymentApplication": _MINE,
        "listPaymentApplicationSettlements": _MINE,
    },
)
def create_payment_application(body: dict[str, Any]) -> Any:
    """Draw up an application for a month that is over (清算申请).

    In it are all settlements that the insured side made in the month, of one kind of insurance
    and visit; a reversal comes into the month in which it was made, with its sign. A month
    without any can be applied for with nothing. Refused while a reconciliation of the month
    doesn't agree, or a settlement's outcome is unknown.
    """
    return apply_payment.create(**body)


@payment_applications.get(
    "/v1/payment-applications",
    listing=views.ApplicationView,
    query=views.ApplicationFilters,
    scope="payment_application.read",
    problems=(RegionNotAllowed,),
)
def list_payment_applications(query: Query) -> Any:
    """List applications, the newest first."""
    return apply_payment.page(query.page, query.filters)


@payment_applications.get(
    _PATH,
    answer=views.ApplicationView,
    scope="payment_application.read",
    problems=_KNOWN,
    path_examples=_APPLICATION,
)
def get_payment_application(payment_application_id: str) -> Any:
    """Show an application."""
    return apply_payment.get(payment_application_id)


@payment_applications.get(
    _PATH + "/settlements",
    listing=SettlementView,
    scope="payment_application.read",
    problems=_KNOWN,
    path_examples=_APPLICATION,
)
def list_payment_application_settlements(payment_application_id: str, query: Query) -> Any:
    """List the settlements and reversals in an application, the newest first."""
    return apply_payment.page_of_settlements(query.page, payment_application_id)


@payment_applications.get(
    _PATH + "/moves",
    listing=views.MoveView,
    query=ListQuery,
    scope="payment_application.read",
    problems=_KNOWN,
    path_examples=_APPLICATION,
)
def list_payment_application_moves(payment_application_id: str, query: Query) -> Any:
    """List who moved an application when, the last first."""
    return apply_payment.page_of_moves(query.page, payment_application_id)


@payment_applications.get(
    _PATH + "/deductions",
    listing=views.AuditDeductionView,
    query=views.DeductionFilters,
    scope="payment_application.read",
    problems=_KNOWN,
    path_examples=_APPLICATION,
)
def list_payment_application_deductions(payment_application_id: str, query: Query) -> Any:
    """List what the audit deducted, and whether the books took it."""
    return apply_payment.page_of_deductions(query.page, payment_application_id, **query.filters)


@payment_applications.post(
    _PATH + "/submit",
    answer=views.ApplicationView,
    key="required",
    scope=_SCOPE,
    roles=_INSTITUTIONS,
    problems=(
        *_KNOWN,
        refusals.ApplicationState,
        refusals.SettlementsInFlight,
        refusals.ReconciliationOpen,
    ),
    links={"acceptPaymentApplication": _MINE, "rejectPaymentApplication": _MINE},
    path_examples=_APPLICATION,
)
def submit_payment_application(payment_application_id: str) -> Any:
    """Submit an application to the agency of the region (提交)."""
    return apply_payment.submit(payment_application_id)


@payment_applications.post(
    _PATH + "/withdraw",
    answer=views.ApplicationView,
    key="accepted",
    scope=_SCOPE,
    roles=_INSTITUTIONS,
    problems=(*_KNOWN, refusals.ApplicationState),
    path_examples=_APPLICATION,
)
def withdraw_payment_application(payment_application_id: str) -> Any:
    """Withdraw an application (清算申请撤销), until it is accepted. Another may follow."""
    return apply_payment.withdraw(payment_application_id)


@payment_applications.post(
    _PATH + "/accept",
    answer=views.ApplicationView,
    key="accepted",
    scope=_SCOPE,
    roles=("agency",),
    problems=(*_KNOWN, refusals.ApplicationState),
    links={"auditPaymentApplication": _MINE},
    path_examples=_APPLICATION,
)
def accept_payment_application(payment_application_id: str) -> Any:
    """Accept an application for audit (受理)."""
    return audit_application.accept(payment_application_id)


@payment_applications.post(
    _PATH + "/reject",
    body=views.Reason,
    answer=views.ApplicationView,
    key="accepted",
    scope=_SCOPE,
    roles=("agency",),
    problems=(*_KNOWN, refusals.ApplicationState),
    path_examples=_APPLICATION,
)
def reject_payment_application(payment_application_id: str, body: dict[str, Any]) -> Any:
    """Reject an application with a reason (驳回), before it is audited. Another may follow."""
    return audit_application.reject(payment_application_id, body["reason"])


@payment_applications.post(
    _PATH + "/audit",
    body=views.AuditMade,
    answer=views.ApplicationView,
    key="required",
    scope=_SCOPE,
    roles=("agency",),
    problems=(*_KNOWN, refusals.ApplicationState, refusals.AuditRefused),
    links={"listPaymentApplicationDeductions": _MINE},
    path_examples=_APPLICATION,
    example={"deductions": []},
)
def audit_payment_application(payment_application_id: str, body: dict[str, Any]) -> Any:
    """Audit an application (审核), with deductions (扣款) or none.

    By the agency of the region of treatment. A deduction is at most what the funds paid for the
    settlement; the institution bears it, and the person's part stays. All that can't be deducted
    is named at once, and nothing is audited then. The books take each deduction, of a settlement
    between regions from its claim, and then the region pays: what is owed for its own insured
    when the month's clearing pays the institutions, or at once when that was before.
    """
    wanted = [
        Wanted(one["settlement_id"], one["amount_fen"], one["reason_code"], one.get("note"))
        for one in body["deductions"]
    ]
    return audit_application.audit(payment_application_id, wanted)


# ---- what the books answer


class DeductionAnswer(Schema):
    deduction_id = fields.Id("adn", required=True)
    status = fields.Enum((BOOKED, NOT_BOOKED), required=True)
    problem = fields.Text(max=80)


class Paid(Schema):
    application_id = fields.Id("pap", required=True)
    paid_fen = fields.Fen(required=True, min=-fields.MAX_FEN)
    paid_at = fields.Instant(required=True)


@payment_applications.post("/internal/v1/audit-deductions/answers", body=DeductionAnswer)
def take_deduction_answer(body: dict[str, Any]) -> None:
    """The books took a deduction, or refused it."""
    audit_application.deduction_answered(**body)


@payment_applications.post("/internal/v1/payment-applications/paid", body=Paid)
def take_application_paid(body: dict[str, Any]) -> None:
    """The region paid an application."""
    audit_application.paid(**body)
