"""The doors for other services; the gateway never routes them."""

from typing import Any

from services.settlement.api import views_internal
from services.settlement.domain.exchanges import Question
from services.settlement.flows import agree, care_side, exchange, local
from services.settlement.problems import AgreementInvalid
from sscsim.web import Blueprint

internal = Blueprint("settlement_internal")


@internal.post("/internal/v1/exchanges", body=views_internal.QuestionBody, status=200)
def ask_insured_side(body: dict[str, Any]) -> Any:
    """Carry a question to the insured side."""
    return exchange.exchange(Question(**body))


@internal.post("/internal/v1/exchanges/query", body=views_internal.ExchangeMention, status=200)
def query_exchange(body: dict[str, Any]) -> Any:
    """What became of an exchange."""
    return exchange.query(body["exchange_id"])


@internal.post("/internal/v1/exchanges/cancel", body=views_internal.ExchangeMention, status=200)
def cancel_exchange(body: dict[str, Any]) -> Any:
    """Close an exchange that has no result."""
    return exchange.cancel(body["exchange_id"])


@internal.post("/internal/v1/claims/care-side", body=views_internal.CareSideBody)
def book_care_side(body: dict[str, Any]) -> None:
    """The region of treatment books a claim."""
    care_side.book(body["claim_id"])


@internal.post("/internal/v1/local-settlements", body=views_internal.LocalSettlementBody)
def book_local_settlement(body: dict[str, Any]) -> None:
    """A settlement inside one region, or its reversal."""
    local.book(**body)


@internal.post("/internal/v1/account-credits", body=views_internal.AccountCreditBody)
def book_account_credit(body: dict[str, Any]) -> None:
    """Money reached a personal account."""
    local.credited(**body)


@internal.post("/internal/v1/card-deposits", body=views_internal.CardDepositsBody)
def book_card_deposits(body: dict[str, Any]) -> None:
    """Money moved on the bank accounts of a region's cards."""
    local.card_deposits(**body)


@internal.post("/internal/v1/manual-claims", body=views_internal.ManualClaimBody)
def book_manual_claim(body: dict[str, Any]) -> None:
    """A region owes a person what they paid in full elsewhere."""
    local.claimed_by_hand(**body)


@internal.post("/internal/v1/manual-claims/paid", body=views_internal.ManualClaimPaidBody)
def book_manual_claim_paid(body: dict[str, Any]) -> None:
    """It was paid to the person."""
    local.paid_to_person(**body)


@internal.post(
    "/internal/v1/agreements/both-ways",
    body=views_internal.AgreementsBothWays,
    status=200,
    problems=(AgreementInvalid,),
)
def agree_both_ways(body: dict[str, Any]) -> Any:
    """Agreements of one region with others, where there are none yet, in both directions."""
    return {"made": agree.both_ways(**body)}
