"""Ways to days of regions that were compared, and to what differs in them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.contract.towns import once, town
from tests.support import money

Values = dict[str, Any]


@once
def _difference(use: str) -> Values:
    """Each use another one: what is decided about it can be done once."""
    one = money.difference(town())
    return {"difference_id": one["id"], "reconciliation_id": one["reconciliation_id"]}


@once
def _day() -> Values:
    return {"reconciliation_id": _difference("read")["reconciliation_id"]}


def _file() -> Values:
    """What the region would say itself, sent as its own."""
    path = f"/v1/daily-reconciliations/{_day()['reconciliation_id']}/file"
    text = town().get(path, side="treatment")
    return _day() | {"body": {"side": "treatment", **money.base64_of(text)}}


@once
def _check() -> Values:
    asked = _difference("record")
    path = f"/v1/daily-differences/{asked['difference_id']}/request-check"
    town().post(path, {"reason": "大额费用存疑"})
    return asked | {"body": {"finding": "confirmed", "amount_fen": 70, "note": "多计"}}


def _quiet_day() -> Values:
    return {"body": {"region_code": "440100", "date": "2026-03-31"}}


WAYS: dict[str, Callable[[], Values]] = {
    "acceptDailyDifference": partial(_difference, "accept"),
    "correctDailyDifference": partial(_difference, "correct"),
    "createDailyReconciliation": _quiet_day,
    "disputeDailyDifference": partial(_difference, "dispute"),
    "getDailyDifference": partial(_difference, "read"),
    "getDailyFile": _day,
    "getDailyReconciliation": _day,
    "listDailyDifferences": _day,
    "recordDailyDifferenceCheck": _check,
    "requestDailyDifferenceCheck": partial(_difference, "check"),
    "rerunDailyReconciliation": _day,
    "uploadDailyFile": _file,
}
