"""Chips of transit cards over HTTP: read, paying without network, records taken apart."""

from typing import Any

from services.transport import problems_cards as cards
from services.transport import problems_offline as problems
from services.transport.api import views_offline as views
from services.transport.api.views_cards import CARD
from services.transport.flows import chip_records, chips
from sscsim.kernel.money import Money
from sscsim.web import Blueprint

transit_chips = Blueprint(
    "transit_chips",
    tag="Transit chips",
    description="The chip of a transit card (交通联合 T-Union) at a reader, and its records.",
)
_PATH = "/v1/transit-cards/<id('tca'):transit_card_id>/chip"


def _read(found: chips.ChipRead) -> dict[str, Any]:
    chip = found.chip
    left = max(chip.balance, Money.zero())
    return {
        "transit_card_id": found.card.id,
        "number": chip.number,
        "balance_fen": chip.balance,
        "sequence": chip.sequence,
        "offline_total_fen": chip.offline_total,
        "waiting": len(found.waiting),
        "application": found.application.encode().hex(),
        "balance": left.fen.to_bytes(4, "big").hex(),
        "purse_records": [each.encode().hex() for each in found.purse],
        "journey_records": [each.encode().hex() for each in found.journeys],
    }


def _record(found: chip_records.ShownRecord) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": found.kind, "hex": found.bytes.hex()}
    if found.kind == chip_records.BALANCE:
        return shown | {"balance_fen": found.record}
    if found.place:
        shown["place"] = found.place
    return shown | {found.kind: found.record}


@transit_chips.get(
    _PATH,
    answer=views.ChipView,
    scope="transit_card.read",
    roles=("transit", "agency", "holder"),
    problems=(cards.TransitCardNotFound,),
    path_examples=CARD,
)
def read_chip(transit_card_id: str) -> Any:
    """Read a transit card's chip as a reader does: balance, purse records, journey records.

    Bytes in hexadecimal digits, by the layouts that public readers of such cards describe.
    """
    return _read(chips.read(transit_card_id))


@transit_chips.post(
    f"{_PATH}/transactions",
    body=views.ChipTransactionNew,
    answer=views.ChipTransactionView,
    status=201,
    key="required",
    location="/v1/transit-cards/{transit_card_id}/chip",
    scope="transit.write",
    roles=("transit",),
    problems=(
        cards.TransitCardNotFound,
        problems.ChipRefuses,
        problems.ReaderClockWrong,
        problems.EntryTakesNothing,
    ),
    links={"readChip": {"transit_card_id": "$response.body#/transit_card_id"}},
    path_examples=CARD,
    example={"kind": "entry", "terminal_number": views.GATE, "amount_fen": 0},
)
def create_chip_transaction(transit_card_id: str, body: dict[str, Any]) -> Any:
    """Have the chip count an entry, or pay, at a reader without network.

    The chip minds its balance and its counter, and nothing else. It answers with the code (TAC)
    that proves the transaction when the terminal uploads it; until then the purse doesn't know.
    """
    return chips.transact(transit_card_id, **body)


@transit_chips.post(
    "/v1/chip-records/decode",
    body=views.RecordCoded,
    answer=views.ChipRecordView,
    status=200,
    scope="transit.read",
    problems=(problems.ChipRecordUnreadable,),
    example={"kind": "balance", "hex": "00000168"},
)
def decode_chip_record(body: dict[str, Any]) -> Any:
    """Take a record of a chip apart: purse, journey, application block, balance."""
    return _record(chip_records.decode(body["kind"], body["hex"]))


@transit_chips.post(
    "/v1/chip-records/encode",
    body=views.RecordSaid,
    answer=views.ChipRecordView,
    status=200,
    scope="transit.read",
    problems=(problems.ChipRecordUnreadable,),
    example={
        "purse": {
            "sequence": 7,
            "amount_fen": 360,
            "type": "compound_purchase",
            "terminal": views.GATE,
            "tapped_at": views.MOMENT,
        }
    },
)
def encode_chip_record(body: dict[str, Any]) -> Any:
    """Put a record together from its values."""
    [(kind, said)] = body.items()
    return _record(chip_records.encode(kind, said))
