"""Terminals, taps, journeys and authorisations, as they are asked for and answered."""

from typing import Any

from services.transport.api import views
from services.transport.api.views_quotes import FareOriginView
from services.transport.domain import journeys, riding, taps, terminals
from services.transport.domain.rules import CONCESSIONS
from services.transport.flows.riding import repair
from services.transport.flows.riding.reading import ShownJourney
from sscsim.demo_people import SEED
from sscsim.kernel.ids.resource import resource_id
from sscsim.web import ExplanationView, ListQuery, Resource, Schema, View, fields

GATE_NUMBER, BUS_NUMBER = "990100000101", "990100000201"
TERMINAL = {"terminal_id": resource_id("trm", SEED, "transport", GATE_NUMBER)}
TAP = {"tap_id": "tap_" + "0" * 26}
JOURNEY = {"transit_journey_id": "tjr_" + "0" * 26}
AUTHORISATION = {"transit_authorisation_id": "tau_" + "0" * 26}


def number(**kwargs: Any) -> fields.Text:
    return fields.Text(
        min=12, max=12, pattern="[0-9]{12}", description="12 digits.", example=GATE_NUMBER, **kwargs
    )


def vehicle(**kwargs: Any) -> fields.Text:
    return fields.Text(max=40, pattern="[A-Za-z0-9-]{1,40}", example="DEMO-1001", **kwargs)


class TerminalNew(Schema):
    fare_system_id = views.code(required=True, example=views.SYSTEM)
    kind = fields.Enum(terminals.KINDS, required=True)
    number = number()
    station_id = views.code(description="Of a gate, or of a counter.", example=views.STATION)
    line_id = views.code(description="Of a reader on a bus; one with a flat fare.")
    vehicle_id = vehicle()


class TerminalView(Resource):
    id = fields.Id("trm", required=True)
    object = fields.Object("terminal")
    number = number(required=True)
    operator_id = views.code(required=True)
    fare_system_id = views.code(required=True)
    kind = fields.Enum(terminals.KINDS, required=True)
    station_id = views.code()
    line_id = views.code()
    vehicle_id = vehicle()
    status = fields.Enum(terminals.STATUSES, required=True)
    key_version = fields.Int(
        min=0, required=True, description="Of the key it signs with; 0: it has none yet."
    )
    last_sequence = fields.Int(min=0, required=True)
    hot_list_number = fields.Int(min=0, required=True)
    hot_list_at = fields.Instant()
    last_seen_at = fields.Instant()


class TerminalFilters(ListQuery):
    fare_system_id = views.code(example=views.SYSTEM)
    kind = fields.Enum(terminals.KINDS)
    status = fields.Enum(terminals.STATUSES)


class TapNew(Schema):
    """A tap at a terminal with network; its moment is that of the sandbox's clock."""

    kind = fields.Enum(taps.KINDS, required=True, description="A bus is tapped once: `ride`.")
    medium = fields.Enum(taps.MEDIA, required=True)
    reference = fields.Text(
        required=True,
        max=3_000,
        description="The transit card's number; the text of the code that is shown; or the bank "
        "card's token. The id of a social security card is a token that its own bank answers for; "
        "any other is asked of an acquirer, whom you play.",
        example="9799010000000000428",
    )
    terminal_number = number(required=True)
    terminal_sequence = fields.Int(
        min=1, max=10**9, description="The terminal's own count, if it keeps one."
    )


class TapView(Resource):
    id = fields.Id("tap", required=True)
    object = fields.Object("tap")
    medium = fields.Enum(taps.MEDIA, required=True)
    kind = fields.Enum(taps.KINDS, required=True)
    way = fields.Enum(taps.WAYS, required=True)
    terminal_number = fields.Text(required=True, max=16)
    fare_system_id = views.code()
    region_code = fields.Region()
    station_id = views.code()
    line_id = views.code()
    vehicle_id = vehicle()
    terminal_sequence = fields.Int(min=0)
    card_sequence = fields.Int(min=0)
    taken_fen = fields.Fen(
        attribute="taken", description="What a terminal without network took from the chip."
    )
    upload_id = fields.Text(max=40)
    tapped_at = fields.Instant(required=True)
    received_at = fields.Instant(required=True)
    result = fields.Enum(taps.RESULTS, required=True)
    code = fields.Enum(
        taps.CODES, required=True, description="Why: `OK`, or what stood against it."
    )
    transit_journey_id = fields.Id("tjr", attribute="journey_id")
    fare_fen = fields.Fen(
        attribute="fare", description="Of its journey, as it stands now; 0 while it is open."
    )


class TapFilters(ListQuery):
    terminal_number = number()
    journey_id = fields.Id("tjr", description="Taps of this journey.")
    result = fields.Enum(taps.RESULTS)
    code = fields.Enum(taps.CODES)


class JourneyView(Resource):
    id = fields.Id("tjr", required=True)
    object = fields.Object("transit_journey")
    rider_id = fields.Id("trd", required=True, description="One card, one holder of codes.")
    fare_system_id = views.code(required=True)
    region_code = fields.Region(required=True)
    medium = fields.Enum(taps.MEDIA, required=True)
    entry_tap_id = fields.Id("tap")
    exit_tap_id = fields.Id("tap")
    entry_station_id = views.code()
    exit_station_id = views.code()
    line_id = views.code()
    vehicle_id = vehicle()
    entered_at = fields.Instant(required=True)
    exited_at = fields.Instant(description="Or when it counted as ended.")
    status = fields.Enum(journeys.STATUSES, required=True)
    rule = fields.Enum(
        (*riding.WAYS_IN_COMPLETE, *riding.REPAIRS, journeys.FARE_SET),
        description="By which a journey is charged that lacks a tap, or that somebody decided.",
    )
    list_fare_fen = fields.Fen(required=True, attribute="list_fare")
    concession = fields.Enum(CONCESSIONS)
    concession_discount_fen = fields.Fen(required=True, attribute="concession_discount")
    transfer_discount_fen = fields.Fen(required=True, attribute="transfer_discount")
    pass_fen = fields.Fen(required=True, attribute="pass_paid")
    surcharge_fen = fields.Fen(required=True, attribute="surcharge")
    fare_fen = fields.Fen(required=True, attribute="fare")
    payer = fields.Enum(journeys.PAYERS, required=True)
    charge_status = fields.Enum(journeys.CHARGE_STATUSES, required=True)
    service_day = fields.Date(required=True)


class ChargeView(View):
    id = fields.Id("tch", required=True)
    object = fields.Object("transit_charge")
    ordinal = fields.Int(min=1, required=True)
    issuer_id = fields.Text(required=True, max=40)
    operator_id = views.code(required=True)
    payer = fields.Enum(journeys.PAYERS, required=True)
    amount_fen = fields.Fen(required=True, min=-fields.MAX_FEN, attribute="amount")
    subsidy_fen = fields.Fen(
        required=True,
        min=-fields.MAX_FEN,
        attribute="subsidy",
        description="What the rider's region pays for the concession.",
    )
    subsidy_region_code = fields.Region(attribute="subsidy_region")
    batch_day = fields.Date(required=True)
    status = fields.Enum(journeys.CHARGE_STATUSES, required=True)
    created_at = fields.Instant(required=True)


class JourneyDetailView(JourneyView):
    charges = fields.List(fields.Nested(ChargeView), required=True)
    policy_origin = fields.Nested(FareOriginView)
    explanation = fields.Nested(
        ExplanationView,
        description="Made again by the calculation; absent of an open journey, and where this "
        "world's figures were changed since.",
    )


class JourneyFilters(ListQuery):
    rider_id = fields.Id("trd")
    fare_system_id = views.code(example=views.SYSTEM)
    status = fields.Enum(journeys.STATUSES)
    charge_status = fields.Enum(journeys.CHARGE_STATUSES)
    service_day = fields.Date()


class RepairSaid(Schema):
    kind = fields.Enum(repair.KINDS, required=True)
    station_id = views.code(
        description="Whose tap is missing: of `exit_added` and `entry_added` only."
    )
    reason = fields.Text(required=True, max=200, example="Rider came to the counter")


class AuthorisationView(Resource):
    id = fields.Id("tau", required=True)
    object = fields.Object("transit_authorisation")
    transit_journey_id = fields.Id("tjr", required=True, attribute="journey_id")
    charge_id = fields.Id("tch", required=True)
    token = fields.Text(required=True, max=64)
    way = fields.Enum(journeys.AUTHORISED_BY, required=True)
    amount_fen = fields.Fen(
        required=True, min=-fields.MAX_FEN, attribute="amount", description="Below 0: given back."
    )
    status = fields.Enum(journeys.AUTHORISATION_STATUSES, required=True)
    reason = fields.Text(max=60)
    decided_at = fields.Instant()


class AuthorisationFilters(ListQuery):
    status = fields.Enum(journeys.AUTHORISATION_STATUSES)
    journey_id = fields.Id("tjr", description="Of this journey.")


class AuthorisationRefusal(Schema):
    reason = fields.Text(required=True, max=60, example="insufficient_funds")


class CollectionOrder(Schema):
    charge_ids = fields.List(fields.Id("tch"), min=1, max=100, required=True)


def journey(one: ShownJourney) -> dict[str, Any]:
    made = one.journey
    return {
        **{name: getattr(made, name) for name in made.__dataclass_fields__},
        "charges": one.charges,
        "explanation": one.explanation,
        "policy_origin": one.policy_origin,
    }
