"""Ways to batches of fiscal subsidies in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import LEFT_OUT, once, town
from tests.support.money_subsidies import CASES, Case

Values = dict[str, Any]


def _made(operation: str) -> Values:
    """What the drill of the operation prepares: ids out of its path, and its body."""
    path, body, *_ = CASES[operation](town())
    parts = path.split("/")
    values: Values = {"batch_id": parts[3]} if len(parts) > 3 else {}
    if len(parts) > 5 and parts[4] == "objections":
        values["objection_id"] = parts[5]
    if len(parts) > 5 and parts[4] == "lines":
        values["line_number"] = 1
    return values | ({"body": body} if body is not None else {})


@once
def _paid() -> Values:
    return {"batch_id": Case(town()).paid().split("/")[3], "line_number": 1}


def _other_account() -> Values:
    """Corrected by nothing but the account that there is by now."""
    names = ("name", "card_id", "social_security_number")
    return _made("correctFiscalSubsidyLine") | {"body": dict.fromkeys(names, LEFT_OUT)}


def _programme() -> Values:
    return {"subsidy_code": "elder_allowance", "region_code": "990100"}


_READS = (
    "getFiscalSubsidyBatch",
    "getSubsidyBankFile",
    "getSubsidyResultFile",
    "listFiscalSubsidyLines",
    "listPublicSubsidyRoll",
    "listSubsidyObjections",
)


def _batch() -> Values:
    return {"batch_id": _paid()["batch_id"]}


WAYS: dict[str, Callable[[], Values]] = {
    **{name: (lambda name=name: _made(name)) for name in CASES},  # type: ignore[misc]
    **dict.fromkeys(_READS, _batch),
    "listFiscalSubsidyLineChanges": _paid,
    "correctFiscalSubsidyLine": _other_account,
    "getSubsidyProgramme": _programme,
}
