"""Fees of readers and their payments over HTTP."""

from typing import Any

from services.culture import problems_libraries as refusals
from services.culture.api import library_views as views
from services.culture.domain import fees as domain
from services.culture.flows import fees as flow
from services.culture.flows import loans as shown
from services.culture.flows import payments as paying
from sscsim.policy import FigureMissing, PolicyMissing
from sscsim.web import Blueprint, Query, Schema, fields
from sscsim.world import RegionNotAllowed

reader_fees = Blueprint(
    "reader_fees", tag="Reader fees", description="What readers owe (读者费用), and paying it."
)
_FEE = {"fee_id": "lfe_" + views.NOBODY}
_PAYMENT = {"payment_id": "lpy_" + views.NOBODY}
_DESK = ("library", "agency")
_RULES = (PolicyMissing, FigureMissing, refusals.LibraryRuleMissing)
PAY_RELAYED = {
    404: (
        "person_not_found",
        "bank_account_not_found",
        "electronic_card_not_found",
        "code_not_found",
    ),
    409: (
        "card_account_missing",
        "bank_account_not_usable",
        "bank_balance_too_low",
        "code_payment_closed",
        "code_expired",
        "code_not_yet_valid",
        "code_used",
        "code_revoked",
        "electronic_card_suspended",
        "level_two_needs_account",
    ),
    422: (
        "bank_password_wrong",
        "code_not_valid",
        "capability_missing",
        "device_key_invalid",
        "scan_refused",
        "electronic_password_wrong",
        "confirmation_failed",
        "amount_over_limit",
    ),
}


class FeeFilters(views.PersonFilters):
    reader_id = fields.Id("rdr")
    loan_id = fields.Id("loan")
    library_id = views.library_id()
    kind = fields.Enum(domain.KINDS)
    status = fields.Enum(domain.STATUSES)


class CardFeeNew(Schema):
    reader_id = fields.Id("rdr", required=True, example=views.READER_ID)
    library_id = views.library_id(required=True)


class WaiverNew(Schema):
    amount = fields.Fen(data_key="amount_fen", min=1, description="All of it when left out.")


class ReaderPaymentNew(Schema):
    reader_id = fields.Id("rdr", required=True, example=views.READER_ID)
    library_id = views.library_id(required=True, description="Who takes the money.")
    purpose = fields.Enum(domain.PURPOSES, load_default=domain.FEES)
    method = fields.Enum(
        domain.METHODS,
        required=True,
        description="Cash at a desk; from the account on the card by its bank password; or by a "
        "code of the electronic card.",
        example="cash",
    )
    fee_ids = fields.List(fields.Id("lfe"), min=1, max=100, description="Else all that is owed.")
    amount = fields.Fen(
        data_key="amount_fen", min=1, description="A part, the oldest fees first; else all of it."
    )
    password = fields.Text(max=6, pattern="[0-9]{6}")
    code = fields.Text(max=3_000, description="What a code shown for `payment` says.")
    face = fields.Enum(("match", "mismatch"), description="Confirms a code instead.")


class PaymentFilters(views.PersonFilters):
    reader_id = fields.Id("rdr")
    library_id = views.library_id()
    status = fields.Enum(domain.PAYMENT_STATUSES)


@reader_fees.get("/v1/reader-fees", listing=views.FeeView, query=FeeFilters, scope="reader.read")
def list_reader_fees(query: Query) -> Any:
    """List fees, the newest first."""
    return shown.page_of_fees(query.page, **query.filters)


@reader_fees.post(
    "/v1/reader-fees",
    body=CardFeeNew,
    answer=views.FeeView,
    status=201,
    key="required",
    location="/v1/reader-fees/{id}",
    scope="reader.write",
    roles=_DESK,
    problems=(
        RegionNotAllowed,
        refusals.LibraryNotFound,
        refusals.ReaderNotFound,
        refusals.NotAReader,
        refusals.ReaderClosed,
        *_RULES,
    ),
)
def charge_replacement_card(body: dict[str, Any]) -> Any:
    """Charge for another card of the library's own (补证工本费), where its rules name a price."""
    return flow.replace_card(**body)


@reader_fees.get(
    "/v1/reader-fees/<id('lfe'):fee_id>",
    answer=views.FeeView,
    scope="reader.read",
    problems=(refusals.FeeNotFound,),
    path_examples=_FEE,
)
def get_reader_fee(fee_id: str) -> Any:
    """Show a fee, and how its amount came about."""
    return shown.get_fee(fee_id)


@reader_fees.post(
    "/v1/reader-fees/<id('lfe'):fee_id>/waive",
    body=WaiverNew,
    answer=views.FeeView,
    key="required",
    scope="reader.write",
    roles=_DESK,
    problems=(RegionNotAllowed, refusals.FeeNotFound, refusals.FeeNotWaivable),
    path_examples=_FEE,
    example={},
)
def waive_reader_fee(fee_id: str, body: dict[str, Any]) -> Any:
    """Give up a fee, or a part of it (减免)."""
    return flow.waive(fee_id, **body)


@reader_fees.post(
    "/v1/reader-payments",
    body=ReaderPaymentNew,
    answer=views.ReaderPaymentView,
    status=201,
    key="required",
    location="/v1/reader-payments/{id}",
    scope="reader.write",
    roles=(*_DESK, "holder"),
    problems=(
        RegionNotAllowed,
        refusals.PayWay,
        refusals.HolderCardOnly,
        refusals.LibraryNotFound,
        refusals.ReaderNotFound,
        refusals.NotAReader,
        refusals.ReaderClosed,
        refusals.FeeNotFound,
        refusals.FeePaidElsewhere,
        refusals.PaymentTooMuch,
        refusals.NothingOwed,
        refusals.DepositPaidElsewhere,
        refusals.LibraryCardServiceAway,
        refusals.ReaderPaymentUnknown,
        refusals.ReaderPaymentCancelled,
        *_RULES,
    ),
    relayed=PAY_RELAYED,
)
def pay_reader(body: dict[str, Any]) -> Any:
    """Pay what a reader owes, or a deposit (缴费、交押金), once.

    In a network that says so fees are paid at any member. What one library takes for another of
    a different city becomes a claim between the two cities, cleared each month. From the card the
    money is taken once for this key; a refusal of the bank side is passed on in its own words.
    """
    return paying.pay(**body)


@reader_fees.get(
    "/v1/reader-payments",
    listing=views.ReaderPaymentView,
    query=PaymentFilters,
    scope="reader.read",
)
def list_reader_payments(query: Query) -> Any:
    """List payments of readers, the newest first."""
    return shown.page_of_payments(query.page, **query.filters)


@reader_fees.get(
    "/v1/reader-payments/<id('lpy'):payment_id>",
    answer=views.ReaderPaymentView,
    scope="reader.read",
    problems=(refusals.ReaderPaymentNotFound,),
    path_examples=_PAYMENT,
)
def get_reader_payment(payment_id: str) -> Any:
    """Show a payment, and what of it went to which fee."""
    return shown.get_payment(payment_id)
