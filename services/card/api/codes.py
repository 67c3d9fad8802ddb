"""Codes over HTTP: show, draw, scan, pay, refund, revocations."""

from typing import Any

from flask import Response

from services.card import problems_bank
from services.card import problems_electronic as refusals
from services.card.api import electronic_views as views
from services.card.flows import known
from services.card.flows.electronic import accept, pay, read, revoking, show
from services.card.problems import NotPoolingArea, OneCredentialNeeded
from sscsim.demo_people import SEED
from sscsim.kernel.ids.resource import resource_id
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint

codes = Blueprint(
    "codes",
    tag="Codes",
    description="The code an electronic card shows (二维码): one minute, one scan.",
)
_CODE = {"code_id": resource_id("cod", SEED, "card", views.ELECTRONIC_CARD_ID, 1)}
"""The first code that anybody shows in the preset `demo`."""
_PAYMENT = {"payment_id": "cpy_" + "0" * 26}
_USE = (
    refusals.ElectronicCardNotFound,
    refusals.ElectronicCardSuspended,
    PolicyMissing,
    FigureMissing,
)
_SCAN = (
    *_USE,
    refusals.CodeNotFound,
    refusals.CodeNotOurs,
    refusals.CodeExpired,
    refusals.CodeNotYetValid,
    refusals.CodeUsed,
    refusals.CodeRevoked,
    refusals.CapabilityMissing,
    refusals.DeviceKeyInvalid,
)
SCAN_REFUSALS = (
    *_SCAN,
    refusals.SceneNotAllowed,
    refusals.ScannedTooLongAgo,
    refusals.ScanRefused,
)
PAYMENT_REFUSALS = (
    *_SCAN,
    refusals.ScanRefused,
    refusals.LevelTwoNeedsAccount,
    refusals.ElectronicPasswordWrong,
    refusals.ConfirmationFailed,
    problems_bank.AmountOverLimit,
    problems_bank.BankAccountNotFound,
    problems_bank.BankAccountNotUsable,
    problems_bank.BankBalanceTooLow,
)
REFUND_REFUSALS = (
    refusals.PaymentNotFound,
    problems_bank.BankAccountNotFound,
    problems_bank.BankAccountNotUsable,
)


@codes.post(
    "/v1/codes",
    body=views.CodeOrder,
    answer=views.CodeView,
    status=201,
    key="accepted",
    location="/v1/codes/{id}",
    scope="code.write",
    roles=("holder", "agency", "bank"),
    problems=(
        *_USE,
        refusals.DeviceNotFound,
        refusals.DeviceNotVerified,
        refusals.CapabilityMissing,
        refusals.FamilyMemberNotFound,
    ),
    links={
        "getCode": {"code_id": "$response.body#/id"},
        "drawCode": {"code_id": "$response.body#/id"},
    },
    example={"electronic_card_id": views.ELECTRONIC_CARD_ID, "scene": "library"},
)
def create_code(body: dict[str, Any]) -> Any:
    """Show a code (亮码): good for one minute of sandbox time and one scan.

    The text is a JWS that gates check with the keys of `/.well-known/ssc-keys`; it holds a
    pseudonym and no name or number.
    """
    return show.show(**body)


@codes.get(
    "/v1/codes/<id('cod'):code_id>",
    answer=views.CodeView,
    scope="code.read",
    problems=(refusals.CodeNotFound, refusals.ElectronicCardNotFound),
    path_examples=_CODE,
)
def get_code(code_id: str) -> Any:
    """Show a code again, and whether it was scanned."""
    return show.get_code(code_id)


@codes.get(
    "/v1/codes/<id('cod'):code_id>/picture",
    query=views.PictureQuery,
    status=200,
    raw=True,
    scope="code.read",
    problems=(refusals.CodeNotFound, refusals.ElectronicCardNotFound),
    path_examples=_CODE,
)
def draw_code(code_id: str, query: dict[str, Any]) -> Any:
    """Draw a code, as SVG or PNG."""
    drawn, kind = show.picture(code_id, query["format"])
    return Response(drawn, mimetype=kind, headers={"Cache-Control": "no-store"})


@codes.post(
    "/v1/code-scans",
    body=views.ScanOrder,
    answer=views.ScanView,
    status=201,
    key="accepted",
    scope="code_scan.write",
    roles=(
        "hospital",
        "pharmacy",
        "transit",
        "library",
        "bank",
        "agency",
        "employer",
    ),
    location="/v1/codes/{code_id}",
    problems=(
        *_SCAN,
        refusals.SceneNotAllowed,
        refusals.ScannedTooLongAgo,
        refusals.ScanRefused,
        NotPoolingArea,
    ),
    links={"getCode": {"code_id": "$response.body#/code_id"}},
    example={"text": f"eyJhbGciOiJFZDI1NTE5In0.e30._{'0' * 26}", "scene": "transit"},
)
def scan_code(body: dict[str, Any]) -> Any:
    """Scan a code for a scene (扫码). An accepted scan uses it up; a refused one doesn't.

    Scenes that need the person name them, the others get a pseudonym that only the asking
    party knows the holder by. Offline codes are accepted too, and once as well.
    """
    return accept.scan(**body)


@codes.post(
    "/v1/code-payments",
    body=views.PaymentOrder,
    answer=views.CodePaymentView,
    status=201,
    key="required",
    location="/v1/code-payments/{id}",
    scope="code_scan.write",
    roles=("hospital", "pharmacy", "transit", "library", "bank", "agency"),
    problems=(
        *_SCAN,
        OneCredentialNeeded,
        refusals.ScanRefused,
        refusals.PaymentNotByCode,
        refusals.LevelTwoNeedsAccount,
        refusals.ElectronicPasswordWrong,
        refusals.ConfirmationFailed,
        problems_bank.AmountOverLimit,
        problems_bank.BankAccountNotFound,
        problems_bank.BankAccountNotUsable,
        problems_bank.BankBalanceTooLow,
    ),
    links={
        "getCodePayment": {"payment_id": "$response.body#/id"},
        "refundCodePayment": {"payment_id": "$response.body#/id"},
    },
    path_examples=_PAYMENT,
    example={"code_id": "cod_" + "0" * 26, "amount_fen": 1_280, "password": "471592"},
)
def pay_by_code(body: dict[str, Any]) -> Any:
    """Take a payment by code from the linked account; the holder confirms by password or face.

    A wrong password is recorded with this call's key: use a new key for the next try.
    """
    known.one_of(text=body.get("text"), code_id=body.get("code_id"))
    return pay.pay(body.pop("amount_fen"), **body)


@codes.get(
    "/v1/code-payments/<id('cpy'):payment_id>",
    answer=views.CodePaymentView,
    scope="code.read",
    problems=(refusals.PaymentNotFound,),
    path_examples=_PAYMENT,
)
def get_code_payment(payment_id: str) -> Any:
    """Show a payment."""
    return pay.get_payment(payment_id)


@codes.post(
    "/v1/code-payments/<id('cpy'):payment_id>/refund",
    body=views.RefundOrder,
    answer=views.CodePaymentView,
    key="required",
    scope="code_scan.write",
    roles=("hospital", "pharmacy", "transit", "library", "bank", "agency"),
    problems=(
        refusals.PaymentNotFound,
        refusals.PayeeOnly,
        refusals.RefundTooMuch,
        problems_bank.BankAccountNotFound,
        problems_bank.BankAccountNotUsable,
    ),
    links={"getCodePayment": {"payment_id": "$response.body#/id"}},
    path_examples=_PAYMENT,
    example={"amount_fen": 280},
)
def refund_code_payment(payment_id: str, body: dict[str, Any]) -> Any:
    """Refund a payment, or a part of it; the payee only."""
    return pay.refund(payment_id, body.get("amount_fen"))


@codes.get(
    "/v1/code-revocations",
    answer=views.Revocations,
    query=views.RevocationQuery,
    scope="code.read",
)
def list_code_revocations(query: dict[str, Any]) -> Any:
    """The revocation list after a number, oldest first: what offline gates load.

    Numbers have no gaps. An entry is needless once what it revokes has expired.
    """
    return revoking.changes(query["after"], query["limit"])


@codes.get("/internal/v1/code-keys", answer=views.KeySet)
def get_code_keys_for_gateway() -> Any:
    """The world's public keys, which the gateway serves at `/.well-known/ssc-keys`."""
    return read.key_set()
