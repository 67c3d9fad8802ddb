"""Codes for other services: scanned and paid on behalf of their callers; never routed."""

from typing import Any

from services.card.api import codes
from services.card.api import electronic_views as shown
from services.card.flows.electronic import accept, paid_once, pay, refund_once
from services.card.problems import NotPoolingArea
from services.card.problems_electronic import CodePaymentClosed
from sscsim.web import Blueprint, Schema, View, fields

internal_codes = Blueprint("card_internal_codes", description="For the other services.")


class ServiceScan(shown.ScanOrder):
    event = fields.Text(max=60, description="What it is scanned for: once.")


@internal_codes.post(
    "/internal/v1/code-scans",
    body=ServiceScan,
    answer=shown.ScanView,
    status=201,
    problems=(*codes.SCAN_REFUSALS, NotPoolingArea),
)
def scan_code_for_service(body: dict[str, Any]) -> Any:
    """Scan a code on behalf of the caller of another service; it is used up.

    The same event is answered with the same scan again.
    """
    return accept.scan(**body)


class ServicePayment(Schema):
    event = fields.Text(required=True, max=60, description="What is paid for: paid once.")
    text = fields.Text(required=True, max=3_000)
    amount_fen = fields.Fen(min=1, required=True, attribute="amount")
    password = fields.Text(max=6, pattern="[0-9]{6}")
    face = fields.Enum(("match", "mismatch"))
    memo = fields.Text(max=120)


class EventMention(Schema):
    event = fields.Text(required=True, max=60)


class PaymentFoundView(View):
    found = fields.Bool(required=True)
    payment_id = fields.Id("cpy")


@internal_codes.post(
    "/internal/v1/code-payments",
    body=ServicePayment,
    answer=shown.CodePaymentView,
    status=201,
    problems=(*codes.PAYMENT_REFUSALS, CodePaymentClosed),
)
def pay_by_code_for_service(body: dict[str, Any]) -> Any:
    """Take a payment by code; the same event is answered with the same payment again."""
    return pay.pay(**body)


@internal_codes.post(
    "/internal/v1/code-payments/query", body=EventMention, answer=PaymentFoundView, status=200
)
def query_code_payment(body: dict[str, Any]) -> Any:
    """Whether the event was paid; if it wasn't, it is closed and can't be paid late."""
    payment = paid_once.settled(body["event"])
    found = {"found": payment is not None}
    return found | ({"payment_id": payment.id} if payment else {})


class RefundMention(Schema):
    payment_id = fields.Id("cpy", required=True)


@internal_codes.post(
    "/internal/v1/code-payments/refund",
    body=RefundMention,
    answer=shown.CodePaymentView,
    problems=codes.REFUND_REFUSALS,
)
def refund_code_payment_for_service(body: dict[str, Any]) -> Any:
    """Give back what is left of a payment; one that was refunded stays as it is."""
    return refund_once.refunded(body["payment_id"])
