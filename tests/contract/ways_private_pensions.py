"""Ways to private pensions in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import once, town
from tests.support import money_private_pension as made

Values = dict[str, Any]


def _id(path: str) -> str:
    return path.split("/")[3]


def _pension() -> Values:
    return {"private_pension_id": _id(made.with_cash(town())[1])}


@once
def _a_pension() -> Values:
    return _pension()


@once
def _drawn() -> Values:
    return {"private_pension_id": _id(made.drawn(town()))}


def _moving() -> Values:
    return {**_pension(), "body": {"bank_code": made.OTHER_BANK}}


def _buying() -> Values:
    return {**_pension(), "body": {"product_code": "F0001", "amount_fen": 100_000}}


def _through_bank() -> Values:
    path = made.opened(town())[1]
    return {"private_pension_id": _id(path), "body": made.through_bank(town(), 100)}


def _due() -> Values:
    card, _ = made.opened(town())
    town().account(30_000, card=card)
    return {"contribution_id": _id(made.contribution_due(town(), card))}


@once
def _a_contribution() -> Values:
    return _due()


def _paying() -> Values:
    return {**_due(), "body": {"password": "471592"}}


def _paid() -> Values:
    path = made.opened(town())[1]
    done = town().post(f"{path}/contributions", made.through_bank(town()))
    return {"contribution_id": done["id"]}


def _holding() -> Values:
    return {"holding_id": _id(made.holding(town())[1])}


@once
def _a_holding() -> Values:
    return _holding()


def _selling() -> Values:
    return {**_holding(), "body": {"amount_fen": 1_000}}


def _product() -> Values:
    return {"product_code": "F0001"}


WAYS: dict[str, Callable[[], Values]] = {
    "buyPrivatePensionProduct": _buying,
    "changePrivatePensionBank": _moving,
    "getPrivatePension": _a_pension,
    "getPrivatePensionContribution": _a_contribution,
    "getPrivatePensionHolding": _a_holding,
    "getPrivatePensionProduct": _product,
    "getPrivatePensionRoom": _a_pension,
    "getPrivatePensionTaxSaving": _a_pension,
    "listPrivatePensionEntries": _a_pension,
    "listPrivatePensionFundsAccounts": _a_pension,
    "listPrivatePensionPayouts": _drawn,
    "payPrivatePensionContribution": _paying,
    "redeemPrivatePensionHolding": _selling,
    "refundPrivatePensionContribution": _paid,
    "takeInPrivatePensionContribution": _through_bank,
}
