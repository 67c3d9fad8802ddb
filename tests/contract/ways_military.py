"""Ways to what the army has sent, in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import LEFT_OUT, town
from tests.support import money_transfers as made

Values = dict[str, Any]


def _noted() -> Values:
    """A voucher whose money hasn't come in full."""
    body = made.voucher(town())
    return {"military_transfer_id": town().post("/v1/military-transfers", body)["id"]}


def _noting() -> Values:
    return {"body": {"index_bp": LEFT_OUT, **made.voucher(town())}}


def _funds() -> Values:
    return {**_noted(), "body": {"amount_fen": 15_000}}


WAYS: dict[str, Callable[[], Values]] = {
    "getMilitaryTransfer": _noted,
    "receiveMilitaryTransfer": _noting,
    "receiveArmyFunds": _funds,
}
"""By operation."""
