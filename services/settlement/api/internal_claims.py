"""Doors for services that post claims which are no medical bills; never routed by the gateway.

They are told by outbox, any number of times, or asked when the claimant has to know at once
whether an agreement covers it.
"""

from typing import Any

from services.settlement import problems, problems_clearing, problems_kinds
from services.settlement.domain.kinds import CLAIM_PURPOSES, POSTED
from services.settlement.domain.told import Told
from services.settlement.flows import kind_claims, kind_take_back, pass_month
from sscsim.web import Blueprint, Schema, fields

internal_claims = Blueprint("settlement_internal_claims")
SIGNED = {"min": -fields.MAX_FEN}
_UNCOVERED = (
    problems.AgreementMissing,
    problems_clearing.AgreementNotInForce,
    problems_clearing.AgreementKindNotCovered,
    problems_clearing.AgreementLimitExceeded,
)


class _Event(fields.Text):
    """The claimant's id of what happened."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=36, pattern="[0-9A-Za-z_.-]{1,36}", **kwargs)


class _Party(fields.Text):
    """Who stands behind a region: part of the name of a book or an account."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max=40, pattern="[0-9A-Za-z_-]{1,40}", **kwargs)


class ClaimBody(Schema):
    event = _Event(required=True)
    kind = fields.Enum(POSTED, required=True)
    payer_region = fields.Region(required=True)
    payee_region = fields.Region(required=True)
    payer_party = _Party()
    payee_party = _Party()
    amount = fields.Fen(data_key="amount_fen", required=True, **SIGNED)
    occurred_at = fields.Instant(required=True)
    subject = fields.Text(max=40)
    purpose = fields.Enum(CLAIM_PURPOSES)
    fee = fields.Fen(data_key="fee_fen", **SIGNED)
    items = fields.Int(data_key="item_count", min=1, max=10**9)
    refers_to = _Event()


class TakeBackBody(Schema):
    event = _Event(required=True)
    original = _Event(required=True)
    occurred_at = fields.Instant(required=True)


class VisitsBody(Schema):
    venue = _Party(required=True)
    region = fields.Region(required=True)
    visits = fields.Int(min=0, max=10**9, required=True)
    weight = fields.Int(data_key="weight_bp", min=0, max=10**6, load_default=10_000)


class PassSharesBody(Schema):
    event = _Event(required=True)
    month = fields.Month(required=True)
    issuer_region = fields.Region(required=True)
    amount = fields.Fen(data_key="amount_fen", min=1, required=True)
    visits = fields.List(fields.Nested(VisitsBody), required=True, max=2_000)


@internal_claims.post(
    "/internal/v1/claims",
    body=ClaimBody,
    status=200,
    problems=(
        problems_kinds.ClaimInvalid,
        problems_kinds.ClaimConflict,
        problems_kinds.ClaimDoesNotRefer,
        problems.ClaimNotReversible,
        problems.CycleFrozen,
        *_UNCOVERED,
    ),
)
def post_claim(body: dict[str, Any]) -> Any:
    """What one region owes another for something that is no medical bill."""
    return kind_claims.post(Told(**body))


@internal_claims.post(
    "/internal/v1/claims/take-back",
    body=TakeBackBody,
    status=200,
    problems=(
        problems_kinds.ClaimInvalid,
        problems_kinds.ClaimConflict,
        problems.ClaimNotReversible,
        problems.CycleFrozen,
    ),
)
def take_claim_back(body: dict[str, Any]) -> Any:
    """A claim should never have been one."""
    return kind_take_back.take_back(**body)


@internal_claims.post(
    "/internal/v1/pass-shares",
    body=PassSharesBody,
    status=200,
    problems=(
        problems_kinds.ClaimInvalid,
        problems_kinds.PassMonthConflict,
        problems.CycleFrozen,
        *_UNCOVERED,
    ),
)
def share_pass_month(body: dict[str, Any]) -> Any:
    """A month of a travel pass, shared out among its venues by weighted visits (V2)."""
    return pass_month.share(**body)
