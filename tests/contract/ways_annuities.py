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


WAYS: dict[str, Callable[[], Values]] = {
    "contributeToAnnuity": _paying,
    "creditAnnuityIncome": _earning,
    "getAnnuityAccount": _drawn,
    "listAnnuityEntries": _drawn,
    "listAnnuityPayouts": _drawn,
    "openAnnuityAccount": _opening,
}
