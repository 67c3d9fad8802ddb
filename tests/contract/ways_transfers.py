"""Ways to transfers of insurance in the states that an operation needs, each new."""

from collections.abc import Callable
from typing import Any

from scenarios.benefits import transfers
from scenarios.benefits.desk import CHONGQING, DEMO_CITY, Desk
from scenarios.benefits.learning import today
from scenarios.benefits.pensioners import worked
from tests.contract.towns import relations

Values = dict[str, Any]


def _asked(desk: Desk, old: str, new: str) -> str:
    who = desk.cardholder(new, name="转移")
    worked(desk, who, region=old, months=3)
    return transfers.path_of(transfers.moved(desk, who, old, new))


def _arrived() -> str:
    """Its letter has reached Demo City, where people decide."""
    desk = relations().desk
    path = _asked(desk, DEMO_CITY, CHONGQING)
    desk.reviewed_by_hand(DEMO_CITY)
    desk.advance(by="PT2M")
    return path


def _returned() -> str:
    path = _arrived()
    relations().desk.post(f"{path}/return", {"reason": "不符"})
    return path


def _come() -> str:
    """Sheet and money have reached Demo City."""
    desk = relations().desk
    path = _asked(desk, CHONGQING, DEMO_CITY)
    desk.reviewed_by_hand(DEMO_CITY)
    desk.advance(by="PT10M")
    return path


def _refund() -> Values:
    """Years that were paid twice, on their way to the card."""
    desk = relations().desk
    who = desk.cardholder(name="重复")
    desk.account(who)
    last = today(desk).year - 1
    worked(desk, who, months=36)
    worked(desk, who, "resident", months=12, account_fen=500_000)
    made = desk.apply("HRSS-065", who, transfers.duplicates(last, last))
    return {"duplicate_refund_id": made["result"]["duplicate_refund_id"]}


def _way(make: Callable[[], str]) -> Callable[[], Values]:
    return lambda: {"insurance_transfer_id": make().rsplit("/", 1)[1]}


WAYS: dict[str, Callable[[], Values]] = {
    "getDuplicateRefund": _refund,
    "getInsuranceTransfer": _way(_arrived),
    "listInsuranceTransferMonths": _way(_come),
    "getInsuranceTransferExplanation": _way(_come),
    "closeInsuranceTransfer": _way(_arrived),
    "returnInsuranceTransfer": _way(_arrived),
    "sendTransferLetter": _way(_returned),
    "refuseInsuranceTransfer": _way(_returned),
    "mergeInsuranceTransfer": _way(_come),
}
"""By operation."""
