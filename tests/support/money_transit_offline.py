"""Buses without network, and what is uploaded of them, as a caller makes it ready.

Part of `tests/support/money.py: CASES`: what takes money from a chip, or tells of it later.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from services.transport.domain import signing
from services.transport.domain.taps import PURSE, RIDE, Seen
from sscsim import clock
from sscsim.kernel.money import Money
from tests.support.money_benefits import Parts, Town
from tests.support.money_transit_cards import CARDS, id_of, issued

LINE, FARE = "DEMO-BUS-L01", 160
"""A bus of Demo City with a flat fare of 2.00, of which a card pays 80 %."""
UPLOADS, RECORDS, LIST = "/v1/tap-uploads", "/v1/chip-record-uploads", "/v1/hot-list"


@dataclass
class Bus:
    """A reader on a bus, which has a key and the whole hot list."""

    town: Town
    id: str
    number: str
    key: str = ""
    version: int = 0
    taps: int = 0

    def ride(self, card: str, ago: timedelta = timedelta(0)) -> dict[str, Any]:
        """The chip pays, and the bus signs the tap; `card` is its path."""
        now = clock.read_instant(self.town.get("/v1/gate-time")["now"]) - ago
        at = now.replace(microsecond=0)
        asked = {
            "kind": RIDE,
            "terminal_number": self.number,
            "amount_fen": FARE,
            "tapped_at": clock.shown(at),
        }
        done = self.town.post(f"{card}/chip/transactions", asked)
        self.taps += 1
        number = self.town.get(card)["number"]
        seen = Seen(
            RIDE, PURSE, number, self.number, at,
            terminal_sequence=self.taps, card_sequence=done["sequence"],
            taken=Money(FARE), tac=done["tac"],
        )  # fmt: skip
        return {
            "kind": RIDE,
            "medium": PURSE,
            "reference": number,
            "terminal_number": self.number,
            "terminal_sequence": self.taps,
            "tapped_at": clock.shown(at),
            "card_sequence": done["sequence"],
            "taken_fen": FARE,
            "tac": done["tac"],
            "key_version": self.version,
            "signature": signing.signature(seen, bytes.fromhex(self.key)),
        }


def bus(town: Town) -> Bus:
    """A new one, ready to go."""
    new = {
        "fare_system_id": "DEMO-BUS",
        "kind": "bus",
        "line_id": LINE,
        "vehicle_id": f"WAY-{next(town.numbers)}",
    }
    made = town.post("/v1/terminals", new)
    issued_ = town.post(f"/v1/terminals/{made['id']}/keys")
    found = Bus(town, made["id"], made["number"], issued_["key"], issued_["version"])
    newest = town.get("/v1/gate-time")["hot_list_number"]
    town.post(f"{LIST}/loads", {"terminal_number": found.number, "number": newest})
    return found


def balance(town: Town, card: str) -> Callable[[], int]:
    return lambda: int(town.get(card)["balance_fen"])


def named(town: Town) -> str:
    return f"way-{next(town.numbers)}"


def create_chip_transaction(town: Town) -> Parts:
    card, reader = issued(town, 2_000), bus(town)
    body = {"kind": RIDE, "terminal_number": reader.number, "amount_fen": FARE}
    look = lambda: town.get(f"{card}/chip")["balance_fen"]  # noqa: E731
    return f"{card}/chip/transactions", body, look, 2_000 - FARE, 2_000


def create_tap_upload(town: Town) -> Parts:
    card = issued(town, 2_000)
    body = {"reference": named(town), "taps": [bus(town).ride(card)]}
    return UPLOADS, body, balance(town, card), 2_000 - FARE, 2_000


def reading(town: Town, card: str, reader: Bus) -> dict[str, Any]:
    """What was read of a card's chip at a counter."""
    chip = town.get(f"{card}/chip")
    cards = [{"application": chip["application"], "journeys": chip["journey_records"]}]
    return {"reference": named(town), "terminal_number": reader.number, "cards": cards}


def create_chip_record_upload(town: Town) -> Parts:
    card, reader = issued(town, 2_000), bus(town)
    reader.ride(card)
    return RECORDS, reading(town, card, reader), balance(town, card), 2_000 - FARE, 2_000


def waiting(town: Town) -> tuple[str, str]:
    """The id of a tap that waits because it was uploaded late, and the path of its card."""
    card, reader = issued(town, 2_000), bus(town)
    reader.ride(card, ago=timedelta(hours=25))
    done = town.post(RECORDS, reading(town, card, reader))
    [line] = town.get(f"{UPLOADS}/{done['id']}/taps", result="pending")["data"]
    return line["tap_id"], card


def release_tap(town: Town) -> Parts:
    tap_id, card = waiting(town)
    body = {"decision": "accept"}
    return f"/v1/taps/{tap_id}/release", body, balance(town, card), 2_000 - FARE, 2_000


def issue_terminal_key(town: Town) -> Parts:
    path = f"/v1/terminals/{bus(town).id}"
    return f"{path}/keys", None, lambda: town.get(path)["key_version"], 2, 1


def listing(town: Town) -> dict[str, Any]:
    number = town.get(issued(town))["number"]
    return {"medium": PURSE, "reference": number, "reason": "faulty"}


def entries(town: Town, body: dict[str, Any]) -> Callable[[], int]:
    """How many entries of the list are of this medium, from now on."""
    newest = town.get("/v1/gate-time")["hot_list_number"]

    def look() -> int:
        found = town.get(LIST, after=newest, limit=1_000)["data"]
        return sum(one["reference"] == body["reference"] for one in found)

    return look


def add_to_hot_list(town: Town) -> Parts:
    body = listing(town)
    return LIST, body, entries(town, body), 1, 0


def remove_from_hot_list(town: Town) -> Parts:
    body = listing(town)
    town.post(LIST, body)
    return f"{LIST}/remove", body, entries(town, body), 1, 0


def every_kind(town: Town) -> None:
    """An upload of each kind, a tap that was released, media on and off the list, another city."""
    for make in (create_tap_upload, create_chip_record_upload, release_tap, remove_from_hot_list):
        path, body, *_ = make(town)
        town.post(path, body)
    waiting(town)
    create_chip_transaction(town)
    town.post("/v1/card-acceptances", {"transit_issuer_id": "IC-NC", "since": "2026-03-20"})


CASES: dict[str, Callable[[Town], Parts]] = {
    "addToHotList": add_to_hot_list,
    "createChipRecordUpload": create_chip_record_upload,
    "createChipTransaction": create_chip_transaction,
    "createTapUpload": create_tap_upload,
    "issueTerminalKey": issue_terminal_key,
    "releaseTap": release_tap,
    "removeFromHotList": remove_from_hot_list,
}
"""By operation id: what is called, with what, where its effect is seen, once and before."""

__all__ = ["CARDS", "CASES", "bus", "every_kind", "id_of", "reading"]
