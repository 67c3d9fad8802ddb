"""What an operation of the document needs, to have a chance of a 2xx.

A provider state: found by itself where one returns what the path of the operation names, said
here where the operation needs its thing in a certain state. Where no state serves, the links of
the document lead there: a creation is made with its own example, or a list is asked for, and
its answer has the ids.
"""

import contextlib
import itertools
import os
from collections.abc import Iterator
from functools import cache
from typing import Any

from scenarios.client import Client, ClientError
from sscsim import catalogue
from tests.contract.fuzz import document, example_of

_turns = itertools.count(1)

SENTENCES = {
    "activateBankAccount": "a bank account is open",
    "addFamilyMember": "a person has an electronic card",
    "allowElectronicCardWhileLost": "a person has an electronic card",
    "answerBankOrder": "a bank order waits for its answer",
    "cancelCard": "a card is active",
    "cancelVisit": "a visit is open",
    "createElectronicCardSigning": "a person has no electronic card",
    "createTemporaryCard": "a replacement of a lost card is on its way",
    "dischargeVisit": "a visit is open",
    "captureBankHold": "money is reserved on a bank account",
    "changeBankPassword": "a bank account is active",
    "changeCardPassword": "a card has a password",
    "checkCardPassword": "a card has a password",
    "closeBankAccount": "a bank account is active",
    "collectCard": "a card waits at the branch",
    "correctApplication": "an application was returned by the bank",
    "createApplication": "a person is insured in 990100",
    "createBankAccount": "a card is active",
    "createCard": "a person is insured in 990100",
    "createVisit": "a visit is open",
    "createBankHold": "a bank account holds 50000 fen",
    "createCodeCredential": "a phone is verified for an electronic card",
    "createElectronicCard": "a person has no electronic card",
    "createSettlement": "a visit of 1000000 fen waits to be settled",
    "debitBankAccount": "a bank account holds 50000 fen",
    "abortClearingCycle": "a clearing cycle is open",
    "createClearingReceipt": "a clearing cycle waits for payments",
    "decideDispute": "a claim is disputed",
    "declareClaim": "a claim between regions exists",
    "declareClearingCycle": "a clearing cycle is open",
    "deductClaim": "a claim between regions exists",
    "disputeClaim": "a clearing cycle waits for signatures",
    "reopenClearingCycle": "a clearing cycle waits for signatures",
    "signClearingCycle": "a clearing cycle waits for signatures",
    "withdrawClaim": "a claim was declared by hand",
    "enableCard": "a card is sealed",
    "getBankOrder": "a bank order waits for its answer",
    "freezeBankAccount": "a bank account is active",
    "payByCode": "a code for payment is shown",
    "preSettleVisit": "a visit of 1000000 fen waits to be settled",
    "raiseElectronicCard": "a person has an electronic card",
    "refundCodePayment": "a payment by code was made",
    "auditPaymentApplication": "an application for payment waits for its audit",
    "rejectPaymentApplication": "an application for payment waits for its audit",
    "resolveReconciliationDifference": "a hospital's bills differ from the centre's",
    "addReconciliationLines": "a hospital's totals differ from the centre's",
    "uploadReconciliationFile": "a hospital's totals differ from the centre's",
    "releaseBankHold": "money is reserved on a bank account",
    "releaseBankLoss": "a bank account is reported lost",
    "releaseLoss": "a card is lost",
    "reportDeath": "a card is active",
    "reverseBankEntry": "a bank account was debited",
    "reverseSettlement": "a settlement of 1000000 fen is completed",
    "scanCode": "a code is shown",
    "startEnrolment": "a person is registered",
    "unfreezeBankAccount": "a bank account is frozen",
    "unlinkElectronicCard": "a person has an electronic card",
    "unlockCard": "a card is locked",
    "unlockElectronicCard": "an electronic card is locked",
    "wakeBankAccount": "an account is dormant",
    "withdrawApplication": "an application for a first card is received",
}
"""Operations that need their thing in a certain state."""

BAD_DAYS = {"fault_id"}
"""What only states return that would spoil the calls that follow."""

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
    if not named or named & BAD_DAYS:
        return None
    if len(named) == 1 and (usual := USUAL.get(next(iter(named)))):
        return usual
    return next((said for said, names in _returned().items() if named <= names), None)


_kept: dict[str, dict[str, Any]] = {}


def made(sentence: str, *, keep: bool) -> dict[str, Any]:
    """The values of a state that was just set up. Raises Refused where it could not be.

    `keep`: for one that only looks, what another such made is as good.
    """
    if keep and sentence in _kept:
        return _kept[sentence]
    wanted = {"state": sentence, "snapshot": False}
    values: dict[str, Any] = _client().post("/sandbox/v1/pact/states", wanted)
    if keep:
        _kept[sentence] = values
    return values


def stop_the_clock() -> None:
    _client().call("PUT", "/sandbox/v1/clock", {"mode": "frozen"})


def forget() -> None:
    """The world was emptied: nothing that was made is there any more."""
    _kept.clear()


def by_link(operation_id: str) -> dict[str, Any]:
    """Path parameters that a link of the document gives; nothing where none does."""
    for method, path, operation, parameters in sorted(_links_to(operation_id), key=_makes_first):
        with contextlib.suppress(ClientError):
            answer = _asked(method, path, operation)
            found = {
                name: catalogue.at(answer, said.removeprefix("$response.body#/"))
                for name, said in parameters.items()
            }
            if catalogue.Nothing not in found.values():
                return found
    return {}


def _asked(method: str, path: str, operation: dict[str, Any]) -> Any:
    if method == "get":
        return _client().get(path)
    body = example_of(document(os.environ["SSC_FUZZ_URL"]), operation)
    return _client().post(path, body, key=f"by-link-{next(_turns)}")


def _links_to(operation_id: str) -> Iterator[tuple[str, str, dict[str, Any], dict[str, str]]]:
    for path, methods in document(os.environ["SSC_FUZZ_URL"])["paths"].items():
        for method, operation in methods.items():
            if "{" in path or method not in ("get", "post") or path.endswith("/reset"):
                continue
            for answer in operation["responses"].values():
                for link in answer.get("links", {}).values():
                    if link["operationId"] == operation_id:
                        yield method, path, operation, link["parameters"]


def _makes_first(found: tuple[str, str, Any, Any]) -> bool:
    return found[0] == "get"
