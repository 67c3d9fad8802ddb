"""Which provider state an operation of the document needs, to have a chance of a 2xx.

Found by itself where a state returns what the path and the body of the operation name; said
here where the operation needs its thing in a certain state.
"""

import os
from functools import cache
from typing import Any

from scenarios.client import Client, Refused

SENTENCES = {
    "activateBankAccount": "a bank account is open",
    "addCardFunction": "a card is active",
    "addFamilyMember": "a person has an electronic card",
    "allowElectronicCardWhileLost": "a person has an electronic card",
    "answerBankOrder": "a bank order waits for its answer",
    "cancelCard": "a card is active",
    "captureBankHold": "money is reserved on a bank account",
    "changeBankPassword": "a bank account is active",
    "changeCardPassword": "a card has a password",
    "checkCardPassword": "a card has a password",
    "closeBankAccount": "a bank account is active",
    "collectCard": "a card waits at the branch",
    "correctApplication": "an application was returned by the bank",
    "createBankHold": "a bank account holds 50000 fen",
    "createCodeCredential": "a phone is verified for an electronic card",
    "createElectronicCard": "a person has no electronic card",
    "createSettlement": "a visit of 1000000 fen waits to be settled",
    "debitBankAccount": "a bank account holds 50000 fen",
    "deductClaim": "a claim between regions exists",
    "enableCard": "a card is sealed",
    "freezeBankAccount": "a bank account is active",
    "payByCode": "a code for payment is shown",
    "preSettleVisit": "a visit of 1000000 fen waits to be settled",
    "raiseElectronicCard": "a person has an electronic card",
    "refundCodePayment": "a payment by code was made",
    "releaseBankHold": "money is reserved on a bank account",
    "releaseBankLoss": "a bank account is reported lost",
    "releaseLoss": "a card is lost",
    "reportDeath": "a card is active",
    "reverseBankEntry": "a bank account was debited",
    "reverseSettlement": "a settlement of 1000000 fen is completed",
    "scanCode": "a code is shown",
    "unfreezeBankAccount": "a bank account is frozen",
    "unlinkElectronicCard": "a person has an electronic card",
    "unlockCard": "a card is locked",
    "unlockElectronicCard": "an electronic card is locked",
    "wakeBankAccount": "an account is dormant",
    "withdrawApplication": "an application for a first card is received",
}
"""Operations that need their thing in a certain state."""

USUAL = {
    "account_id": "a bank account is active",
    "application_id": "an application for a first card is received",
    "card_id": "a card is active",
    "code_id": "a code is shown",
    "electronic_card_id": "a person has an electronic card",
    "person_id": "a card is active",
    "settlement_id": "a settlement of 1000000 fen is completed",
    "visit_id": "a visit of 1000000 fen waits to be settled",
}
"""A good one of each, where several states return it."""


@cache
def _client() -> Client:
    return Client(os.environ["SSC_FUZZ_URL"], os.environ["SSC_FUZZ_KEY"], "en")


@cache
def _returned() -> dict[str, set[str]]:
    """What each state returns, by its sentence."""
    rows = _client().get("/sandbox/v1/states", {"limit": 200})["data"]
    return {row["state"]: set(row["returns"]) for row in rows}


def state_of(operation: dict[str, Any], path: str) -> str | None:
    """The state that serves an operation; None when none does."""
    if operation["operationId"] in SENTENCES:
        return SENTENCES[operation["operationId"]]
    named = {part.partition("}")[0] for part in path.split("{")[1:]}
    if not named:
        return None
    if len(named) == 1 and (usual := USUAL.get(next(iter(named)))):
        return usual
    return next((said for said, names in _returned().items() if named <= names), None)


def made(sentence: str) -> dict[str, Any]:
    """The values of a state that was just set up; nothing where it could not be."""
    try:
        values: dict[str, Any] = _client().post("/sandbox/v1/pact/states", {"state": sentence})
    except Refused:
        return {}
    return values
