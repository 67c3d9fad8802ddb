"""A fare quote, as it is asked for and answered."""

from typing import Any

from services.transport.api import views
from services.transport.domain.rider import MEDIA
from services.transport.domain.rules import (
    CONCESSIONS,
    GRADES,
    HOLDERS,
    OWN_LINES,
    STAGES,
    STATUSES,
)
from services.transport.domain.rules import DISTANCE as BY_DISTANCE
from services.transport.flows.quotes import Quoted
from sscsim.kernel.explain import STATUSES as SOURCE_STATUSES
from sscsim.web import ExplanationView, Schema, View, fields

_CHARGES = (BY_DISTANCE, STAGES, *GRADES, *OWN_LINES)


class QuoteRider(Schema):
    """What the card's register says of the rider, and what was counted in the calendar month."""

    medium = fields.Enum(MEDIA, load_default="card")
    card_region_code = fields.Region(
        description="The city that issued the card; the network's own when left out."
    )
    birth_date = fields.Date(example="1950-03-08")
    statuses = fields.List(fields.Enum(STATUSES), max=5)
    height_cm = fields.Int(min=30, max=250, description="Of a child.")
    nth_child = fields.Int(
        min=1, max=20, description="Of the children with one paying adult; absent: with none."
    )
    concession = fields.Text(
        max=40, description="Only this one, or a refusal.", example=CONCESSIONS[0]
    )
    trips_this_month = fields.Int(min=0, max=10_000, description="Bus and metro, before this one.")
    spent_this_month_fen = fields.Fen(attribute="spent_this_month")
    uses_this_month = fields.Int(min=0, max=10_000, description="Of the concession so far.")


class FirstRideSaid(Schema):
    """The ride before, where this one may be a transfer."""

    mode = fields.Enum(views.KINDS, required=True)
    tapped_at = fields.Instant(required=True, description="The first tap of it.")
    list_fare_fen = fields.Fen(attribute="list_fare", required=True)
    line_id = fields.Text(max=40)
    vehicle_id = fields.Text(max=40)


class DayPassHeld(Schema):
    first_entered_at = fields.Instant(required=True)


class MonthlyPassHeld(Schema):
    holder = fields.Enum(HOLDERS, required=True)
    rides_this_month = fields.Int(min=0, max=10_000, load_default=0)


class FareQuoteNew(Schema):
    """Either both stations, or `distance_m`; of a bus with a flat fare the line is enough."""

    fare_system_id = views.code(required=True, example=views.SYSTEM)
    origin_station_id = views.code(example=views.STATION)
    destination_station_id = views.code(example=views.OTHER_STATION)
    distance_m = fields.Int(min=0, max=1_000_000, description="Metres, in place of stations.")
    line_id = views.code(description="Of a bus.")
    charged_by = fields.Enum(
        _CHARGES, description="With `distance_m`: by which of the system's fares."
    )
    vehicle_id = fields.Text(max=40)
    entered_at = fields.Instant(description="Now when left out. Time windows are judged by it.")
    exited_at = fields.Instant(description="Without it no overtime is looked at.")
    enters_at_named_station = fields.Bool(
        description="Whether the station is one of those that a concession names."
    )
    rider = fields.Nested(QuoteRider)
    first_ride = fields.Nested(FirstRideSaid)
    day_pass = fields.Nested(DayPassHeld)
    monthly_pass = fields.Nested(MonthlyPassHeld)


class FareLegView(View):
    line_id = views.code(required=True)
    station_ids = fields.List(views.code(), required=True)
    distance_m = fields.Int(min=0, required=True)


class FarePackView(View):
    pack = fields.Text(required=True, max=400, example="transport/990100/rail")
    version = fields.Text(required=True, max=500)
    origin = fields.Enum(("builtin", "world"), required=True)


class FareOriginView(View):
    """How far the figures can be trusted: the weakest status of all used, distances too."""

    status = fields.Enum(SOURCE_STATUSES, required=True)
    packs = fields.List(fields.Nested(FarePackView), required=True)


class FareQuoteView(View):
    object = fields.Object("fare_quote")
    fare_system_id = views.code(required=True)
    region_code = fields.Region(required=True)
    entered_at = fields.Instant(required=True)
    exited_at = fields.Instant()
    distance_m = fields.Int(min=0, description="Of the shortest way.")
    legs = fields.List(fields.Nested(FareLegView), required=True)
    list_fare_fen = fields.Fen(required=True)
    concession = fields.Enum(CONCESSIONS, description="Absent: none, the list fare is paid.")
    concession_discount_fen = fields.Fen(required=True)
    transfer_discount_fen = fields.Fen(required=True)
    pass_fen = fields.Fen(required=True, description="What a pass pays.")
    surcharge_fen = fields.Fen(required=True, description="Charged beside the fare.")
    is_overtime = fields.Bool(required=True)
    fare_fen = fields.Fen(required=True, description="What is paid.")
    policy_origin = fields.Nested(FareOriginView, required=True)
    explanation = fields.Nested(ExplanationView, required=True)


def quoted(one: Quoted) -> dict[str, Any]:
    made = one.quote
    return {
        "fare_system_id": one.system.id,
        "region_code": one.system.region,
        "entered_at": one.journey.entered_at,
        "exited_at": one.journey.exited_at,
        "distance_m": one.distance,
        "legs": [
            {
                "line_id": leg.line.id,
                "station_ids": leg.station_ids,
                "distance_m": leg.metres,
            }
            for leg in one.legs
        ],
        "list_fare_fen": made.list_fare,
        "concession": made.concession,
        "concession_discount_fen": made.share("concession_discount"),
        "transfer_discount_fen": made.share("transfer_discount"),
        "pass_fen": made.share("pass"),
        "surcharge_fen": made.surcharge,
        "is_overtime": made.is_overtime,
        "fare_fen": made.fare,
        "policy_origin": one.policy_origin,
        "explanation": one.explanation,
    }
