"""A network as a GTFS feed: what trip planners read.

Stops, routes and distances are the network's. The timetable is invented: a trip each way every
five minutes at the speed below, as no timetable of these cities is at hand. Fares are
listed as products. A small network also says the list fare of each pair of stations in the older
form (`fare_rules.txt`); a price by kilometres has no other form in GTFS, and a large network would
need a row for each of many thousand pairs.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time

from services.transport.domain.chains import Chain, chains, metres_along
from services.transport.domain.network import Line, Network, metres_by_fare, only
from services.transport.domain.quote import Journey, list_fare
from services.transport.domain.rules import BUS, FareRules
from services.transport.domain.system import FareSystem
from services.transport.problems import FareRuleMissing
from sscsim.kernel.money import Money
from sscsim.kernel.periods import at

SMALL = 30
"""Stations of a network whose pairs are all priced."""
_SECONDS_A_KM, _STOP_SECONDS = 103, 30  # about 35 km/h between stations
_ROUTE_TYPE = {"rail": "1", "bus": "3"}
_NOON = time(12)
_WRITTEN_AT = (1980, 1, 1, 0, 0, 0)  # the same network is the same bytes

Rows = Iterable[Sequence[str]]


def feed(network: Network, system: FareSystem, rules: FareRules, day: date) -> bytes:
    """The zip file; fares as on the day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (columns, rows) in _tables(network, system, rules, day).items():
            text = io.StringIO()
            writer = csv.writer(text, lineterminator="\r\n")
            writer.writerow(columns.split(","))
            writer.writerows(rows)
            archive.writestr(zipfile.ZipInfo(f"{name}.txt", _WRITTEN_AT), text.getvalue())
    return out.getvalue()


def _tables(
    network: Network, system: FareSystem, rules: FareRules, day: date
) -> Mapping[str, tuple[str, Rows]]:
    lines = [line for line in network.lines if line.segments]
    pairs = list(_pairs(network, system, rules, day)) if len(network.stations) <= SMALL else []
    prices = sorted({fare for _, _, fare in pairs}, key=lambda fare: fare.fen)
    return {
        "agency": (
            "agency_id,agency_name,agency_url,agency_timezone,agency_lang",
            [_agency(system)],
        ),
        "feed_info": (
            "feed_publisher_name,feed_publisher_url,feed_lang,feed_version",
            [("ssc-simulator: invented timetable", "https://ssc.invalid/", "zh", day.isoformat())],
        ),
        "stops": ("stop_id,stop_name,stop_lat,stop_lon,zone_id", _stops(network)),
        "routes": (
            "route_id,agency_id,route_short_name,route_long_name,route_type",
            [_route(line, system) for line in lines],
        ),
        "calendar": (
            "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date",
            [("daily", *"1111111", f"{day.year}0101", f"{day.year}1231")],
        ),
        "trips": ("route_id,service_id,trip_id,direction_id", _trips(lines)),
        "stop_times": (
            "trip_id,arrival_time,departure_time,stop_id,stop_sequence,shape_dist_traveled",
            _stop_times(lines),
        ),
        "frequencies": (
            "trip_id,start_time,end_time,headway_secs,exact_times",
            [(trip, "06:00:00", "23:00:00", "300", "0") for _, trip, _, _ in _runs(lines)],
        ),
        "rider_categories": (
            "rider_category_id,rider_category_name,is_default_fare_category",
            [("adult", "成人", "1"), *((one.code, one.code, "0") for one in rules.concessions)],
        ),
        "fare_media": (
            "fare_media_id,fare_media_name,fare_media_type",
            [("ticket", "单程票", "1"), ("card", "社会保障卡", "2")],
        ),
        "fare_products": (
            "fare_product_id,fare_product_name,rider_category_id,fare_media_id,amount,currency",
            [(name, said, "adult", "ticket", fare.plain(), "CNY")
             for name, said, fare in _products(rules)],
        ),
        "fare_attributes": (
            "fare_id,price,currency_type,payment_method,transfers,agency_id",
            [(f"od-{fare.fen}", fare.plain(), "CNY", "1", "", system.operator.id)
             for fare in prices],
        ),
        "fare_rules": (
            "fare_id,origin_id,destination_id",
            [(f"od-{fare.fen}", start, end) for start, end, fare in pairs],
        ),
    }  # fmt: skip


def _agency(system: FareSystem) -> Sequence[str]:
    url = f"https://{system.id.lower()}.invalid/"
    return (system.operator.id, system.operator.name.zh, url, "Asia/Shanghai", "zh")


def _stops(network: Network) -> Iterator[Sequence[str]]:
    for station in network.stations.values():
        place = (station.latitude, station.longitude)
        yield (station.id, station.name_zh, *place, station.id)


def _route(line: Line, system: FareSystem) -> Sequence[str]:
    long_name = "" if line.name_en == line.name_zh else line.name_en
    return (line.id, system.operator.id, line.name_zh, long_name, _ROUTE_TYPE[line.mode])


def _runs(lines: Iterable[Line]) -> Iterator[tuple[Line, str, str, Chain]]:
    """Each run of each line both ways: its line, trip, direction and stations."""
    for line in lines:
        for number, chain in enumerate(chains(line), start=1):
            yield line, f"{line.id}-{number}-out", "0", chain
            yield line, f"{line.id}-{number}-back", "1", chain[::-1]


def _trips(lines: Iterable[Line]) -> Iterator[Sequence[str]]:
    for line, trip, direction, _ in _runs(lines):
        yield line.id, "daily", trip, direction


def _stop_times(lines: Iterable[Line]) -> Iterator[Sequence[str]]:
    for line, trip, _, chain in _runs(lines):
        waited = 0
        for number, (station, metres) in enumerate(
            zip(chain, metres_along(line, chain), strict=True), start=1
        ):
            arrives = 6 * 3600 + metres * _SECONDS_A_KM // 1000 + waited
            waited += _STOP_SECONDS
            yield (
                trip, _clock(arrives), _clock(arrives + _STOP_SECONDS), station, str(number),
                str(metres),
            )  # fmt: skip


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _products(rules: FareRules) -> Iterator[tuple[str, str, Money]]:
    for tariff in filter(None, (rules.ladder, rules.stages)):
        for reach in tariff.steps.value:
            yield f"{tariff.leaf}-{reach.metres}", f"≤ {reach.metres} m", reach.fare
    for grade, fare in rules.flat.items():
        yield f"flat-{grade}", grade, fare.value
    if rules.day_pass is not None:
        yield "day-pass", "日票", rules.day_pass.price.value
    for holder, held in rules.monthly_passes.items():
        yield f"monthly-pass-{holder}", f"月票 {holder}", held.price.value


def _pairs(
    network: Network, system: FareSystem, rules: FareRules, day: date
) -> Iterator[tuple[str, str, Money]]:
    """The list fare between any two stations that a line, or for rail a way, joins."""
    noon = at(day, _NOON)
    for start in network.stations:
        for end in network.stations:
            metres = _metres(network, system, start, end)
            if metres is None:
                continue
            try:
                yield start, end, list_fare(Journey(system.kind, metres, noon), rules)
            except FareRuleMissing:
                continue  # a pair without a fare has no row


def _metres(network: Network, system: FareSystem, start: str, end: str) -> Mapping[str, int] | None:
    """Metres between two stations by how they are charged; None where nobody rides so."""
    if start == end:
        return None
    if system.kind == BUS:
        serving = [line for line in network.lines if {start, end} <= set(line.station_ids)]
        ridden = only(network, serving[0]) if serving else None
    else:
        ridden = network
    legs = ridden.legs(start, end) if ridden is not None else None
    return None if legs is None else metres_by_fare(legs)
