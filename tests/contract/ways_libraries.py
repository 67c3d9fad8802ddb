"""Ways to loans, holds, readers, copies and terminals of libraries in the states that an operation
needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import new, town
from tests.support import money_library as made

Values = dict[str, Any]
_HERE = {"library_id": made.HERE}


def _lent() -> Values:
    return {"loan_id": made.loan(town())["id"], "body": _HERE}


def _returned() -> Values:
    loan = made.loan(town())
    town().post("/v1/loans/return", {**_HERE, "barcode": loan["barcode"]})
    return {"loan_id": loan["id"], "body": _HERE}


def _due_later() -> Values:
    loan = made.loan(town())
    return {"loan_id": loan["id"], "body": {"due_date": loan["due_date"]}}


def _waiting() -> Values:
    """Somebody has the only copy."""
    loan = made.loan(town())
    other, _ = made.reader(town())
    wish = {"reader_id": other["id"], "title_id": loan["title_id"]}
    hold = town().post("/v1/holds", {**wish, "pickup_library_id": made.HERE})
    return {"hold_id": hold["id"], "body": {"pickup_library_id": "demo_branch"}}


def _reader() -> Values:
    who, _ = made.reader(town())
    return {"reader_id": who["id"], "body": {**_HERE, "reason": "读者证遗失"}}


def _blocked() -> Values:
    values = _reader()
    town().post(f"/v1/readers/{values['reader_id']}/block", values["body"])
    return values | {"body": _HERE}


def _copy() -> Values:
    return {"copy_id": made.copy(town())["id"]}


def _login() -> Values:
    return {"body": {**_HERE, "login": f"way-{new()}"}}


def _terminal() -> Values:
    return {"terminal_id": town().post("/v1/library-terminals", _login()["body"])["id"]}


WAYS: dict[str, Callable[[], Values]] = {
    "addLibraryTerminal": _login,
    "blockReader": _reader,
    "cancelLoan": _lent,
    "cancelLoanReturn": _returned,
    "changeHoldPickup": _waiting,
    "changeLibraryTerminal": _terminal,
    "closeLibraryTerminal": _terminal,
    "describeCopy": _copy,
    "getLibraryTerminal": _terminal,
    "rotateLibraryTerminalPassword": _terminal,
    "setLoanDueDate": _due_later,
    "unblockReader": _blocked,
}
