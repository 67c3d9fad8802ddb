"""Networks: the shortest way, stations and lines over HTTP, map data, GTFS."""

import csv
import io
import zipfile
from itertools import pairwise
from typing import Any

import networkx as nx
import partridge
import pytest

from services.transport.domain.chains import chains
from services.transport.domain.network import Line, Network, Segment, Station
from services.transport.store import catalogue
from tests.support.bench import SignedClient

NETWORKS = catalogue.networks()
CITIES = ("CD-METRO", "CQ-RAIL", "GZ-METRO", "SH-METRO", "HZ-METRO", "NJ-METRO", "HF-METRO")


def graph(network: Network) -> Any:
    found = nx.Graph()
    found.add_nodes_from(network.stations)
    for line in network.lines:
        for each in line.segments:
            known = found.get_edge_data(each.start, each.end, {"metres": each.metres})
            found.add_edge(each.start, each.end, metres=min(each.metres, known["metres"]))
    return found


@pytest.mark.parametrize("name", NETWORKS)
def test_every_way_from_some_stations_is_the_shortest(name: str) -> None:
    network = NETWORKS[name]
    stations = list(network.stations)
    for origin in stations[:: max(1, len(stations) // 7)]:
        lengths = nx.single_source_dijkstra_path_length(graph(network), origin, weight="metres")
        for station in stations:
            assert network.distance(origin, station) == lengths.get(station)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_legs_of_a_way_join_and_sum(name: str) -> None:
    network = NETWORKS[name]
    stations = list(network.stations)
    origin = stations[0]
    for station in stations[1::5]:
        legs = network.legs(origin, station)
        if legs is None:
            assert network.distance(origin, station) is None
            continue
        assert sum(leg.metres for leg in legs) == network.distance(origin, station)
        assert (legs[0].station_ids[0], legs[-1].station_ids[-1]) == (origin, station)
        for leg, following in pairwise(legs):
            assert leg.station_ids[-1] == following.station_ids[0]
            assert leg.line.id != following.line.id
        for leg in legs:
            assert set(leg.station_ids) <= set(leg.line.station_ids)


def test_ways_are_the_same_there_and_back() -> None:
    network = NETWORKS["CD-METRO"]
    stations = list(network.stations)
    for one, other in zip(stations[::9], reversed(stations[::9]), strict=True):
        assert network.distance(one, other) == network.distance(other, one)


def small(*segments: tuple[str, str, str, int]) -> Network:
    names = dict.fromkeys(end for _, start, stop, _ in segments for end in (start, stop))
    lines = dict.fromkeys(line for line, *_ in segments)
    return Network(
        "SMALL",
        {name: Station(name, name, name, "30", "100") for name in names},
        tuple(
            Line(line, line, line, "rail", False, "distance", "invented",
                 tuple(Segment(*each) for each in segments if each[0] == line))
            for line in lines
        ),
    )  # fmt: skip


def test_a_tie_goes_to_fewer_stations() -> None:
    network = small(("1", "A", "B", 100), ("1", "B", "C", 100), ("2", "A", "C", 200))
    legs = network.legs("A", "C")
    assert legs is not None
    assert [leg.line.id for leg in legs] == ["2"]


def test_side_by_side_a_rider_stays_on_one_line() -> None:
    network = small(
        ("1", "A", "B", 100), ("2", "A", "B", 100), ("2", "B", "C", 100), ("2", "C", "D", 100)
    )
    legs = network.legs("A", "D")
    assert legs is not None
    assert [(leg.line.id, leg.metres) for leg in legs] == [("2", 300)]


def test_what_a_network_does_not_have() -> None:
    network = NETWORKS["DEMO-METRO"]
    with pytest.raises(KeyError):
        network.legs("DEMO-METRO-000", "nowhere")
    with pytest.raises(KeyError):
        network.legs("nowhere", "DEMO-METRO-000")
    assert network.legs("DEMO-METRO-000", "DEMO-METRO-000") == ()
    assert network.legs("DEMO-METRO-000", "DEMO-METRO-012") is None
    assert (network.longest_from("DEMO-METRO-000"), network.longest()) == (45_000, 55_000)


def test_seven_cities_have_their_stations() -> None:
    counts = {name: (len(NETWORKS[name].lines), len(NETWORKS[name].stations)) for name in CITIES}
    assert counts == {
        "CD-METRO": (17, 353),
        "CQ-RAIL": (16, 281),
        "GZ-METRO": (22, 378),
        "SH-METRO": (22, 423),
        "HZ-METRO": (16, 305),
        "NJ-METRO": (13, 212),
        "HF-METRO": (6, 171),
    }
    assert {line.status for name in CITIES for line in NETWORKS[name].lines} == {"assumed"}


def test_known_lengths() -> None:
    lengths = {
        (name, line.name_zh): line.metres for name in CITIES for line in NETWORKS[name].lines
    }
    assert round(lengths["CD-METRO", "2号线"], -1) == 41_740
    # Line 1 has its branch from 四河 on: 41.25 km and the 1527 m from the junction
    assert 41_000 < lengths["CD-METRO", "1号线"] < 43_000


def test_a_branch_and_a_loop_are_drawn_as_they_run() -> None:
    line = next(line for line in NETWORKS["CD-METRO"].lines if line.name_zh == "1号线")
    main, branch = chains(line)
    assert (len(main), len(branch)) == (24, 12)
    assert branch[0] in main
    loops = [line for name in CITIES for line in NETWORKS[name].lines if line.is_loop]
    assert loops
    assert all(chain[0] == chain[-1] for line in loops for chain in chains(line))


@pytest.mark.db
def test_networks_lines_and_stations(transport: SignedClient) -> None:
    listed = transport.get("/v1/transit-networks?limit=200").json["data"]
    assert [one["id"] for one in listed] == list(NETWORKS)
    assert [
        one["id"] for one in transport.get("/v1/transit-networks?region_code=500000").json["data"]
    ] == ["CQ-RAIL", "CQ-BUS"]
    one = transport.get("/v1/transit-networks/CD-METRO").json
    assert (one["lines"], one["stations"], one["distance_status"]) == (17, 353, "assumed")
    lines = transport.get("/v1/transit-networks/DEMO-BUS/lines").json["data"]
    assert [line["charged_by"] for line in lines] == ["standard", "ordinary", "stages"]
    path = "/v1/transit-networks/DEMO-METRO/stations"
    first = transport.get(f"{path}?limit=5").json
    assert (len(first["data"]), first["has_more"]) == (5, True)
    rest = transport.get(f"{path}?limit=50&cursor={first['next_cursor']}").json
    assert len(first["data"]) + len(rest["data"]) == 13
    assert transport.get(f"{path}?name=squ").json["data"][0]["line_ids"] == [
        "DEMO-METRO-L01",
        "DEMO-METRO-L02",
    ]
    on_line = transport.get(f"{path}?line_id=DEMO-METRO-L02").json["data"]
    assert [each["id"][-3:] for each in on_line] == ["007", "008", "003", "009", "010"]
    assert transport.get(f"{path}?line_id=DEMO-METRO-L77").json["code"] == "line_unknown"
    for bad in ("", "/lines", "/stations", "/map", "/gtfs.zip"):
        answer = transport.get(f"/v1/transit-networks/NOWHERE{bad}")
        assert answer.json["code"] == "transit_network_not_found"  # fmt: skip


@pytest.mark.db
def test_fare_systems_say_how_far_to_trust_them(transport: SignedClient) -> None:
    listed = transport.get("/v1/fare-systems?limit=200").json["data"]
    assert [one["id"] for one in listed] == list(catalogue.systems())
    status = {one["id"]: one["policy_status"] for one in listed}
    assert status["HK-SUBURBAN"] == status["HF-METRO"] == "assumed"
    assert status["DEMO-METRO"] == "invented"
    hefei = transport.get("/v1/fare-systems/HF-METRO").json
    assert "PROPOSAL" in hefei["policy_note"]
    assert hefei["network_id"] == "HF-METRO"
    assert "network_id" not in transport.get("/v1/fare-systems/BJ-METRO").json
    early = transport.get("/v1/fare-systems/HF-METRO?on=2019-12-31").json
    assert "policy_status" not in early
    assert early["concessions"] == []
    old = transport.get("/v1/fare-systems?limit=200&on=1900-01-01").json["data"]
    assert len(old) == len(listed)
    assert not any("policy_status" in each for each in old), "nobody has figures of that day"
    assert transport.get("/v1/fare-systems/NOWHERE").json["code"] == "fare_system_not_found"


@pytest.mark.db
@pytest.mark.parametrize("name", ["CD-METRO", "DEMO-BUS"])
def test_map_data_is_geojson(transport: SignedClient, name: str) -> None:
    answer = transport.get(f"/v1/transit-networks/{name}/map")
    assert answer.mimetype == "application/json"
    assert answer.json["type"] == "FeatureCollection"
    features = answer.json["features"]
    points = [one for one in features if one["geometry"]["type"] == "Point"]
    assert len(points) == len(NETWORKS[name].stations)
    for point in points:
        longitude, latitude = point["geometry"]["coordinates"]
        assert 95 < longitude < 125
        assert 18 < latitude < 45
    lines = [one for one in features if one["geometry"]["type"] == "MultiLineString"]
    assert {one["id"] for one in lines} == {line.id for line in NETWORKS[name].lines}


def tables(content: bytes) -> dict[str, list[dict[str, str]]]:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return {
        name: list(csv.DictReader(io.StringIO(archive.read(name).decode())))
        for name in archive.namelist()
    }


@pytest.mark.db
@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.filterwarnings("default")  # of the library's own libraries
def test_the_feed_is_gtfs(transport: SignedClient, tmp_path: Any, name: str) -> None:
    answer = transport.get(f"/v1/transit-networks/{name}/gtfs.zip")
    assert answer.mimetype == "application/zip"
    path = tmp_path / "gtfs.zip"
    path.write_bytes(answer.data)
    feed = partridge.load_feed(str(path))
    ridden = [line for line in NETWORKS[name].lines if line.segments]
    served = {station for line in ridden for station in line.station_ids}
    assert set(feed.routes.route_id) == {line.id for line in ridden}
    assert set(feed.stops.stop_id) == served  # the library drops what no trip calls at
    assert set(feed.stop_times.trip_id) == set(feed.trips.trip_id)
    assert set(feed.frequencies.trip_id) == set(feed.trips.trip_id)
    busy = partridge.read_busiest_date(str(path))
    assert busy[0].year == 2026
    for _, times in feed.stop_times.groupby("trip_id"):
        assert times.arrival_time.is_monotonic_increasing
        assert times.stop_sequence.is_monotonic_increasing


@pytest.mark.db
def test_the_feed_prices_the_pairs_of_a_small_network(transport: SignedClient) -> None:
    path = "/v1/transit-networks/{}/gtfs.zip"
    found = tables(transport.get(path.format("DEMO-METRO")).data)
    prices = {row["fare_id"]: row["price"] for row in found["fare_attributes.txt"]}
    pairs = {
        (row["origin_id"][-3:], row["destination_id"][-3:]): prices[row["fare_id"]]
        for row in found["fare_rules.txt"]
    }
    assert len(pairs) == 12 * 11
    assert (pairs["000", "005"], pairs["005", "000"]) == ("4.00", "4.00")
    assert pairs["000", "011"] == "15.00"
    products = {row["fare_product_id"]: row["amount"] for row in found["fare_products.txt"]}
    assert products == {
        "ladder-5000": "2.00", "ladder-10000": "3.00", "ladder-20000": "4.00", "day-pass": "15.00"
    }  # fmt: skip
    large = tables(transport.get(path.format("SH-METRO")).data)
    assert large["fare_rules.txt"] == []
    again = transport.get(path.format("DEMO-METRO")).data
    assert again == transport.get(path.format("DEMO-METRO")).data
