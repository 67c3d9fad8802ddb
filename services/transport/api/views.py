"""Schemas that several doors of the transport service share."""

from typing import Any

from services.transport.domain.rules import BUS, CONCESSIONS, RAIL
from services.transport.domain.system import SINGLE_TAP, TAP_IN_OUT
from sscsim.kernel.explain import STATUSES
from sscsim.web import ListQuery, Schema, View, fields

KINDS = (RAIL, BUS)
SYSTEM = "DEMO-METRO"
STATION, OTHER_STATION = "DEMO-METRO-000", "DEMO-METRO-005"


def code(**kwargs: Any) -> fields.Text:
    """The id of a fare system, network, station or line: capitals, digits and hyphens."""
    return fields.Text(max=40, pattern="[A-Z0-9]+(?:-[A-Z0-9]+)*", **kwargs)


def region() -> fields.Region:
    return fields.Region(description="Of this city only.", example="990100")


class NamedView(View):
    zh = fields.Text(required=True)
    en = fields.Text(required=True)


class OperatorView(View):
    """Who runs it: invented names."""

    id = code(required=True)
    name = fields.Nested(NamedView, required=True)


class ConcessionView(View):
    code = fields.Enum(CONCESSIONS, required=True)
    pays_bp = fields.Bp(required=True, description="The part of the list fare, as a rule.")
    source_status = fields.Enum(STATUSES, required=True)


class FareSystemView(View):
    id = code(required=True)
    object = fields.Object("fare_system")
    region_code = fields.Region(required=True)
    kind = fields.Enum(KINDS, required=True)
    mode = fields.Enum((TAP_IN_OUT, SINGLE_TAP), required=True)
    name = fields.Nested(NamedView, required=True)
    operator = fields.Nested(OperatorView, required=True)
    network_id = code(description="Absent where no stations are known: ask by distance.")
    on_date = fields.Date(required=True)
    policy_title = fields.Text(max=500, description="Absent where no figures hold on the day.")
    policy_note = fields.Text(max=2000)
    policy_status = fields.Enum(
        STATUSES, description="Of the figures in force the least trustworthy one's."
    )
    concessions = fields.List(fields.Nested(ConcessionView), required=True)


class FareSystemFilters(ListQuery):
    region_code = region()
    on = fields.Date(description="Figures in force on this day; today when left out.")


class FareSystemQuery(Schema):
    on = fields.Date(description="Figures in force on this day; today when left out.")


class NetworkView(View):
    id = code(required=True)
    object = fields.Object("transit_network")
    region_code = fields.Region(required=True)
    kind = fields.Enum(KINDS, required=True)
    name = fields.Nested(NamedView, required=True)
    operator = fields.Nested(OperatorView, required=True)
    lines = fields.Int(min=0, required=True)
    stations = fields.Int(min=0, required=True)
    distance_status = fields.Enum(
        STATUSES, required=True, description="No distance here is an operator's own."
    )


class NetworkFilters(ListQuery):
    region_code = region()


class LineView(View):
    id = code(required=True)
    object = fields.Object("transit_line")
    network_id = code(required=True)
    name_zh = fields.Text(required=True)
    name_en = fields.Text(required=True)
    mode = fields.Enum(KINDS, required=True)
    is_loop = fields.Bool(required=True)
    charged_by = fields.Text(
        required=True,
        description="`distance`, `stages`, a grade of bus with a flat fare, or a line's own fare.",
    )
    distance_m = fields.Int(min=0, required=True)
    distance_status = fields.Enum(STATUSES, required=True)
    station_ids = fields.List(code(), required=True, description="In the order of the line.")


class StationView(View):
    id = code(required=True)
    object = fields.Object("transit_station")
    network_id = code(required=True)
    name_zh = fields.Text(required=True)
    name_en = fields.Text(required=True)
    latitude = fields.Text(required=True, max=12, example="30.657420")
    longitude = fields.Text(required=True, max=12, example="104.065840")
    line_ids = fields.List(code(), required=True)


class StationFilters(ListQuery):
    line_id = code(description="Stations of this line, in its order.", example="DEMO-METRO-L01")
    name = fields.Text(max=40, description="Characters of the name, Chinese or English.")


class MapGeometryView(View):
    type = fields.Enum(("Point", "MultiLineString"), required=True)
    coordinates = fields.AnyJson(required=True, description="Longitude before latitude.")


class MapFeatureView(View):
    type = fields.Enum(("Feature",), required=True)
    id = code(required=True)
    geometry = fields.Nested(MapGeometryView, required=True)
    properties = fields.Plain(required=True)


class MapView(View):
    """A FeatureCollection of RFC 7946."""

    type = fields.Enum(("FeatureCollection",), required=True)
    features = fields.List(fields.Nested(MapFeatureView), required=True, max=5_000)
