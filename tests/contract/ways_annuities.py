"""Ways to annuity accounts in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import LEFT_OUT, once, town
from tests.support import money_annuity as made

Values = dict[str, Any]


def _account() -> Values:
    return {"annuity_account_id": made.joined(town())["id"]}


@once
def _drawn() -> Values:
    return {"annuity_account_id": made.drawn(town()).split("/")[3]}


def _opening() -> Values:
    return {"body": made.joining(town())}


def _paying() -> Values:
    body = {"contribution_base_fen": LEFT_OUT, **made.contribution(town())}
    return {**_account(), "body": body}


def _earning() -> Values:
    return {**_account(), "body": made.income(town())}


def _left() -> Values:
    return {"body": {"private_pension_id": LEFT_OUT, **made.left(town())}}


def _inherited() -> Values:
    found = town().post("/v1/account-inheritances", made.left(town()))
    return {"account_inheritance_id": found["id"]}


def _dividing() -> Values:
    return {**_inherited(), "body": made.division(town(), 2, 1)}


@once
def _divided() -> Values:
    path, body, *_ = made.divide(town())
    town().post(path, body)
    return {"account_inheritance_id": path.split("/")[3]}


WAYS: dict[str, Callable[[], Values]] = {
    "contributeToAnnuity": _paying,
    "creditAnnuityIncome": _earning,
    "divideAccountInheritance": _dividing,
    "getAccountInheritance": _divided,
    "getAnnuityAccount": _drawn,
    "listAnnuityEntries": _drawn,
    "listAnnuityPayouts": _drawn,
    "listInheritanceShares": _divided,
    "openAccountInheritance": _left,
    "openAnnuityAccount": _opening,
}
