"""Ways to the files of a month that waits for its payments, and to the messages of its banks."""

from collections.abc import Callable
from typing import Any

from tests.contract import seeds
from tests.contract.towns import new, owner
from tests.support import bank

Values = dict[str, Any]


def _waiting() -> Values:
    return dict(seeds.made("a clearing cycle waits for payments", keep=False))


def _report() -> Values:
    found = _waiting()
    number = new()
    came = bank.came(number, 1, payer=found["payer_region_code"])
    content = bank.day(came, region=found["payee_region_code"], named=f"STM-{number}")
    return {**found, "body": bank.body(content, form="camt.053")}


def _stray() -> tuple[Values, Any]:
    found = dict(seeds.made("money came in that matches nothing", keep=False))
    path = f"/v1/clearing-cycles/{found['cycle_id']}/receipts/{found['receipt_id']}"
    return found, owner().get(path)


def _return() -> Values:
    found, receipt = _stray()
    content = bank.going_back(
        receipt["bank_serial"],
        receipt["amount_fen"],
        named=f"RTR-{new()}",
        payer=receipt["payer_region_code"],
        payee=receipt["payee_region_code"],
    )
    return {**found, "body": bank.body(content)}


def _message() -> Values:
    found = _report()
    path = f"/v1/clearing-cycles/{found['cycle_id']}/bank-reports"
    made = owner().post(path, found["body"], key=f"way-{new()}")
    return {"cycle_id": found["cycle_id"], "bank_message_id": made["id"]}


def _returned() -> Values:
    found, _ = _stray()
    path = f"/v1/clearing-cycles/{found['cycle_id']}/receipts/{found['receipt_id']}/return"
    owner().post(path, key=f"way-{new()}")
    return found


WAYS: dict[str, Callable[[], Values]] = {
    "getBankMessage": _message,
    "getClearingNoticeFile": _waiting,
    "getClearingStatementFile": _waiting,
    "getPaymentMessage": _waiting,
    "getReturnMessage": _returned,
    "uploadBankReport": _report,
    "uploadBankReturn": _return,
}
