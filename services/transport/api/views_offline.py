"""Chips, hot lists, keys and uploads, as they are asked for and answered."""

from typing import Any

import marshmallow as ma

from services.transport.api import views
from services.transport.api.views_riding import GATE_NUMBER
from services.transport.domain import acceptance, chip, chips, hot_list, taps, uploads
from services.transport.flows import chip_records, gates
from services.transport.flows.uploads.receive import LENGTHS
from services.transport.problems_offline import ChipRecordUnreadable
from sscsim.demo_people import SEED
from sscsim.kernel.explain import STATUSES as SOURCE_STATUSES
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ListQuery, Resource, Schema, View, fields

GATE = GATE_NUMBER
"""A gate of the demo metro's first station, in the preset `demo`."""
UPLOAD = {"tap_upload_id": resource_id("tup", SEED, "transport", "owner", "gate-2026-04-01")}
MOMENT = "2026-04-01T08:00:00+08:00"
NUMBER = "9799010000000000010"
_HEX = "(?:[0-9a-fA-F]{2})+"


def hexadecimal(length: int, **kwargs: Any) -> fields.Text:
    """Bytes in hexadecimal digits, two each."""
    return fields.Text(min=2 * length, max=2 * length, pattern=_HEX, **kwargs)


def terminal_number(**kwargs: Any) -> fields.Text:
    return fields.Text(
        min=12, max=12, pattern="[0-9]{12}", description="12 digits.", example=GATE, **kwargs
    )


# ---------------------------------------------------------------- chips


class ChipTransactionNew(Schema):
    """What a reader without network has the chip do."""

    kind = fields.Enum(taps.KINDS, required=True, description="`ride`: once on a bus.")
    terminal_number = terminal_number(required=True)
    amount_fen = fields.Fen(
        attribute="amount", required=True, max=10**9, description="Zero of an entry.", example=0
    )
    tapped_at = fields.Instant(
        description="By the reader's clock, however wrong it is; now when left out."
    )
    station_id = views.code(description="Of a reader that moves; else its own.")
    line_id = views.code()


class ChipTransactionView(Resource):
    id = fields.Id("chp", required=True)
    object = fields.Object("chip_transaction")
    transit_card_id = fields.Id("tca", required=True)
    sequence = fields.Int(min=1, required=True, description="The card's own count.")
    kind = fields.Enum(taps.KINDS, required=True)
    amount_fen = fields.Fen(required=True, attribute="amount")
    balance_after_fen = fields.Fen(
        required=True, min=-fields.MAX_FEN, attribute="balance_after", description="Of the chip."
    )
    offline_total_fen = fields.Fen(
        required=True,
        attribute="offline_total",
        description="Paid without network since the chip last met one, with this.",
    )
    terminal_number = terminal_number(required=True)
    tapped_at = fields.Instant(required=True, attribute="at")
    tac = hexadecimal(4, required=True, description="Transaction authentication code (TAC).")
    status = fields.Enum(
        chips.STATUSES,
        required=True,
        description="`waiting`: no terminal has uploaded it; `returned`: refused there, and the "
        "money is on the chip again.",
    )
    tap_id = fields.Id("tap")
    purse_record = hexadecimal(chip.PURSE_LENGTH, required=True)
    journey_record = hexadecimal(chip.JOURNEY_LENGTH, required=True)


class ChipView(View):
    """All that a reader sees, in the layouts of T-Union as far as they are known."""

    object = fields.Object("chip")
    transit_card_id = fields.Id("tca", required=True)
    number = fields.Text(required=True, max=19)
    balance_fen = fields.Fen(
        required=True,
        min=-fields.MAX_FEN,
        description="The purse's, less what no terminal has uploaded yet.",
    )
    sequence = fields.Int(min=0, required=True)
    offline_total_fen = fields.Fen(required=True)
    waiting = fields.Int(min=0, required=True, description="Transactions not uploaded yet.")
    application = hexadecimal(chip.APPLICATION_LENGTH, required=True)
    balance = hexadecimal(4, required=True, description="The answer to `80 5C 00 02 04`.")
    purse_records = fields.List(
        hexadecimal(chip.PURSE_LENGTH), required=True, description="The newest first."
    )
    journey_records = fields.List(
        hexadecimal(chip.JOURNEY_LENGTH), required=True, description="The newest first."
    )


class RecordCoded(Schema):
    """A record in hexadecimal digits."""

    kind = fields.Enum(chip_records.KINDS, required=True)
    hex = fields.Text(required=True, min=8, max=96, pattern=_HEX, example="00000168")


class PurseRecordSaid(Schema):
    sequence = fields.Int(min=0, max=65_535, required=True)
    amount_fen = fields.Fen(attribute="amount", required=True, max=2**32 - 1)
    type = fields.Enum(tuple(chip.PURSE_TYPES.values()), required=True)
    terminal = terminal_number(required=True)
    tapped_at = fields.Instant(attribute="at", required=True, description="To the second.")


class JourneyRecordSaid(Schema):
    type = fields.Enum(tuple(chip.JOURNEY_TYPES.values()), required=True)
    terminal = fields.Text(min=16, max=16, pattern="[0-9]{16}", required=True)
    kind = fields.Enum(tuple(chip.JOURNEY_KINDS.values()), required=True)
    station = fields.Text(min=14, max=14, pattern="[0-9]{14}", required=True)
    amount_fen = fields.Fen(attribute="amount", required=True, max=2**32 - 1)
    balance_after_fen = fields.Fen(attribute="balance_after", required=True, max=2**32 - 1)
    tapped_at = fields.Instant(attribute="at", required=True, description="To the second.")
    city = fields.Text(min=4, max=4, pattern="[0-9]{4}", required=True)
    acquirer = fields.Text(min=16, max=16, pattern="[0-9]{16}", required=True)


class ApplicationSaid(Schema):
    card_type = fields.Int(min=0, max=255, required=True)
    city = fields.Text(min=4, max=4, pattern="[0-9]{4}", required=True)
    number = fields.Text(min=19, max=19, pattern="[0-9]{19}", required=True)
    issued_on = fields.Date(required=True)
    expires_on = fields.Date(required=True)


class RecordSaid(Schema):
    """Exactly one record."""

    purse = fields.Nested(PurseRecordSaid)
    journey = fields.Nested(JourneyRecordSaid)
    application = fields.Nested(ApplicationSaid)

    @ma.validates_schema
    def one_record(self, data: Any, **_: Any) -> None:
        if len(data) != 1:
            raise ChipRecordUnreadable("purse / journey / application: 1", "/purse")


class RecordPlaceView(View):
    """As far as this simulator's own numbers are known."""

    region_code = fields.Region()
    fare_system_id = views.code()
    line_id = views.code()
    station_id = views.code()


class PurseRecordView(PurseRecordSaid, View):
    """A purse record, taken apart."""


class JourneyRecordView(JourneyRecordSaid, View):
    """A journey record, taken apart."""


class ApplicationView(ApplicationSaid, View):
    """An application block, taken apart."""


class ChipRecordView(View):
    object = fields.Object("chip_record")
    kind = fields.Enum(chip_records.KINDS, required=True)
    hex = fields.Text(required=True, max=96)
    purse = fields.Nested(PurseRecordView)
    journey = fields.Nested(JourneyRecordView)
    application = fields.Nested(ApplicationView)
    balance_fen = fields.Fen()
    place = fields.Nested(RecordPlaceView, description="Of a journey record.")


# ---------------------------------------------------------------- gates


class GateTimeView(View):
    object = fields.Object("gate_time")
    now = fields.Instant(required=True, description="The sandbox clock: set the gate's by it.")
    hot_list_number = fields.Int(min=0, required=True, description="The newest there is.")


class LimitView(View):
    """A figure with how far it can be trusted: most of them are assumed, and say so."""

    name = fields.Text(required=True, max=40)
    value_fen = fields.Fen()
    value_minutes = fields.Int(min=0)
    value_days = fields.Int(min=0)
    source_status = fields.Enum(SOURCE_STATUSES, required=True)
    source = fields.Text(required=True, max=400)


class AcceptanceView(View):
    """One issuer's cards in one city on one day."""

    object = fields.Object("card_acceptance")
    transit_issuer_id = views.code(required=True)
    number_prefix = fields.Text(required=True, max=8)
    region_code = fields.Region(required=True, description="Where they are used.")
    on_date = fields.Date(required=True)
    state = fields.Enum(
        acceptance.STATES,
        required=True,
        description="`spreading`: terminals may not all take them yet; `fading`: a terminal "
        "without network may still.",
    )
    listed_from = fields.Date(required=True)
    listed_until = fields.Date(description="Absent: without end.")
    everywhere_on = fields.Date(required=True, description="By then every terminal takes them.")
    nowhere_on = fields.Date(description="From then on no terminal does.")
    days_status = fields.Enum(
        SOURCE_STATUSES, required=True, description="Of the days that terminals have."
    )


class GateSettingsView(View):
    object = fields.Object("gate_settings")
    region_code = fields.Region(required=True)
    now = fields.Instant(required=True)
    hot_list_number = fields.Int(min=0, required=True)
    limits = fields.List(fields.Nested(LimitView), required=True)
    accepted = fields.List(fields.Nested(AcceptanceView), required=True)


class GateSettingsQuery(Schema):
    region_code = fields.Region(
        required=True, description="A city with a fare system.", example="990100"
    )


class AcceptanceQuery(Schema):
    region_code = fields.Region(
        required=True, description="A city with a fare system.", example="990100"
    )
    on = fields.Date(description="Today when left out.")


class AcceptancesView(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(AcceptanceView), required=True)


class ListingNew(Schema):
    transit_issuer_id = views.code(required=True, attribute="issuer_id", example="IC-NC")
    since = fields.Date(required=True, description="From this day on.")
    until = fields.Date(description="And up to this one; absent: without end.")


class ListingView(View):
    object = fields.Object("issuer_listing")
    transit_issuer_id = views.code(required=True)
    since = fields.Date(required=True)
    until = fields.Date()


class TerminalKeyView(Resource):
    """Shown this once."""

    id = fields.Id("tky", required=True)
    object = fields.Object("terminal_key")
    terminal_id = fields.Id("trm", required=True)
    terminal_number = terminal_number(required=True)
    version = fields.Int(min=1, required=True)
    key = hexadecimal(32, required=True, description="HMAC-SHA256 key; it is kept nowhere.")
    issued_at = fields.Instant(required=True)


# ---------------------------------------------------------------- the hot list


class HotListQuery(Schema):
    after = fields.QueryInt(
        min=0, max=10**12, load_default=0, description="The newest number you have."
    )
    limit = fields.QueryInt(min=1, max=1_000, load_default=200)


class HotListEntryView(View):
    """Whoever is on it for two reasons comes off it when both were removed."""

    id = fields.Id("hle", required=True)
    object = fields.Object("hot_list_entry")
    number = fields.Int(min=1, required=True, description="From 1, without gaps.")
    action = fields.Enum(hot_list.ACTIONS, required=True)
    medium = fields.Enum(taps.MEDIA, required=True)
    reference = fields.Text(
        required=True,
        max=64,
        description="A card's number, a bank card's token; of a code a name that only the centre "
        "knows.",
    )
    reason = fields.Enum(hot_list.REASONS, required=True)
    created_at = fields.Instant(required=True)


class HotListView(View):
    object = fields.Object("hot_list")
    number = fields.Int(min=0, required=True, description="The newest there is.")
    issued_at = fields.Instant(required=True)
    data = fields.List(fields.Nested(HotListEntryView), required=True, max=1_000)
    has_more = fields.Bool(required=True)


class HotListing(Schema):
    medium = fields.Enum(taps.MEDIA, required=True)
    reference = fields.Text(required=True, max=64, pattern="[A-Za-z0-9_-]+", example=NUMBER)
    reason = fields.Enum(
        gates.BY_HAND, required=True, description="Others come and go with what they are of."
    )


class HotListLoadNew(Schema):
    terminal_number = terminal_number(required=True)
    number = fields.Int(min=0, required=True, description="Up to which it has the whole list.")


class HotListLoadView(View):
    object = fields.Object("hot_list_load")
    id = fields.Id("hll", required=True)
    terminal_id = fields.Id("trm", required=True)
    number = fields.Int(min=0, required=True)
    loaded_at = fields.Instant(required=True)
    good_until = fields.Instant(
        required=True, description="Later taps without network are refused (`HOT_LIST_STALE`)."
    )


# ---------------------------------------------------------------- uploads


class QueuedTap(Schema):
    """A tap that a terminal took without network, and signed."""

    kind = fields.Enum(taps.KINDS, required=True)
    medium = fields.Enum(taps.MEDIA, required=True)
    reference = fields.Text(
        required=True,
        max=3_000,
        pattern=r"[A-Za-z0-9._-]+",
        description="The card's number, the text of the code, the token of the bank card.",
    )
    terminal_number = terminal_number(required=True)
    terminal_sequence = fields.Int(
        min=1, max=10**12, required=True, description="The terminal's own count of its taps."
    )
    tapped_at = fields.Instant(required=True, description="To the second, by the terminal's clock.")
    station_id = views.code()
    line_id = views.code()
    vehicle_id = fields.Text(max=40, pattern="[A-Za-z0-9-]+")
    card_sequence = fields.Int(min=0, max=10**6, description="The card's own count.")
    taken_fen = fields.Fen(attribute="taken", max=10**9, description="What the chip paid.")
    tac = hexadecimal(4, description="The card's code for it.")
    key_version = fields.Int(min=1, max=10**6, description="Of the key that it is signed with.")
    signature = hexadecimal(32, description="See the guide: HMAC-SHA256 over the tap's lines.")


def _reference() -> fields.Text:
    return fields.Text(
        required=True,
        max=60,
        pattern="[A-Za-z0-9._-]+",
        description="Your own name of the upload; the same one with the same content is answered "
        "the same.",
    )


class TapUploadNew(Schema):
    reference = _reference()
    taps = fields.List(fields.Nested(QueuedTap), required=True, min=1, max=uploads.MOST)


class CardRead(Schema):
    application = hexadecimal(LENGTHS["application"] // 2, required=True)
    journeys = fields.List(
        hexadecimal(LENGTHS["journey"] // 2), required=True, min=1, max=chip.JOURNEY_RECORDS
    )


class RecordUploadNew(Schema):
    reference = _reference()
    terminal_number = terminal_number(required=True)
    cards = fields.List(fields.Nested(CardRead), required=True, min=1, max=100)


class TapUploadView(Resource):
    id = fields.Id("tup", required=True)
    object = fields.Object("tap_upload")
    reference = fields.Text(required=True, max=60)
    way = fields.Enum(taps.WAYS, required=True)
    status = fields.Enum(uploads.STATUSES, required=True)
    count = fields.Int(min=1, required=True)
    decided = fields.Int(min=0, required=True, attribute="done")
    accepted = fields.Int(min=0, required=True)
    adjusted = fields.Int(min=0, required=True)
    pending = fields.Int(min=0, required=True)
    rejected = fields.Int(min=0, required=True)


class TapUploadFilters(ListQuery):
    reference = fields.Text(max=60, pattern="[A-Za-z0-9._-]+")
    status = fields.Enum(uploads.STATUSES)


class UploadedTapsQuery(Schema):
    after = fields.QueryInt(min=0, max=10**6, load_default=0, description="Ordinal you have.")
    limit = fields.QueryInt(min=1, max=1_000, load_default=200)
    result = fields.Enum(taps.RESULTS)


class UploadedTapView(View):
    object = fields.Object("uploaded_tap")
    ordinal = fields.Int(min=1, required=True, description="In the order of the upload, from 1.")
    kind = fields.Enum(taps.KINDS, required=True)
    medium = fields.Enum(taps.MEDIA, required=True)
    terminal_number = terminal_number(required=True)
    terminal_sequence = fields.Int(min=1)
    card_sequence = fields.Int(min=0)
    tapped_at = fields.Instant(required=True)
    taken_fen = fields.Fen()
    result = fields.Enum(taps.RESULTS, description="Absent: not decided yet.")
    code = fields.Enum(taps.CODES)
    tap_id = fields.Id("tap")
    journey_id = fields.Text(max=40)


class UploadedTapsView(View):
    object = fields.Object("list")
    data = fields.List(fields.Nested(UploadedTapView), required=True, max=1_000)
    has_more = fields.Bool(required=True)


class TapDecision(Schema):
    decision = fields.Enum(("accept", "refuse"), required=True)


class ReleasedTapView(View):
    object = fields.Object("released_tap")
    id = fields.Id("tap", required=True)
    result = fields.Enum(taps.RESULTS, required=True)
    code = fields.Enum(taps.CODES, required=True)
    journey_id = fields.Text(max=40)
