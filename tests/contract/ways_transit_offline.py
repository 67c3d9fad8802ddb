"""Ways to chips, hot lists and uploads in the states that an operation needs."""

from collections.abc import Callable
from typing import Any

from tests.contract.towns import LEFT_OUT, once, town
from tests.support import money_transit_offline as made
from tests.support.money_transit_cards import id_of, issued

Values = dict[str, Any]


def _card() -> Values:
    return {"transit_card_id": id_of(issued(town(), 2_000))}


@once
def _a_card() -> Values:
    return _card()


def _paying() -> Values:
    path, body, *_ = made.create_chip_transaction(town())
    more = {"tapped_at": LEFT_OUT, "station_id": LEFT_OUT, "line_id": LEFT_OUT}
    return {"transit_card_id": path.split("/")[3], "body": {**body, **more}}


def _body(operation: str) -> Callable[[], Values]:
    return lambda: {"body": made.CASES[operation](town())[1]}


@once
def _uploaded() -> Values:
    path, body, *_ = made.create_tap_upload(town())
    return {"tap_upload_id": town().post(path, body)["id"]}


def _waiting() -> Values:
    return {"tap_id": made.waiting(town())[0], "body": {"decision": "accept"}}


def _terminal() -> Values:
    return {"terminal_id": made.bus(town()).id}


def _loading() -> Values:
    newest = town().get("/v1/gate-time")["hot_list_number"]
    return {"body": {"terminal_number": made.bus(town()).number, "number": newest}}


def _city() -> Values:
    return {"region_code": "990100"}


def _issuer() -> Values:
    body = {"transit_issuer_id": "IC-NC", "since": "2026-03-20", "until": LEFT_OUT}
    return {"body": body}


def _record() -> Values:
    return {"body": {"kind": "balance", "hex": "00000168"}}


def _values() -> Values:
    purse = {
        "sequence": 7,
        "amount_fen": 360,
        "type": "compound_purchase",
        "terminal": "990100000101",
        "tapped_at": "2026-04-01T08:00:00+08:00",
    }
    return {"body": {"purse": purse, "journey": LEFT_OUT, "application": LEFT_OUT}}


WAYS: dict[str, Callable[[], Values]] = {
    "addToHotList": _body("addToHotList"),
    "createCardAcceptance": _issuer,
    "createChipRecordUpload": _body("createChipRecordUpload"),
    "createChipTransaction": _paying,
    "createHotListLoad": _loading,
    "createTapUpload": _body("createTapUpload"),
    "decodeChipRecord": _record,
    "encodeChipRecord": _values,
    "getGateSettings": _city,
    "getTapUpload": _uploaded,
    "issueTerminalKey": _terminal,
    "listCardAcceptances": _city,
    "listUploadedTaps": _uploaded,
    "readChip": _a_card,
    "releaseTap": _waiting,
    "removeFromHotList": _body("removeFromHotList"),
}
"""By operation."""
