"""A transit network: stations, lines, and the shortest way between two stations.

Distances are whole metres. A station that several lines share is one station: changing lines
there costs no metres. Two ways of one length differ by the number of stations on the way, then
by the stations' ids, so that the same question is always answered the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush


@dataclass(frozen=True, slots=True)
class Station:
    """A station (车站) or stop. Degrees as published; the source doesn't say of which datum."""

    id: str
    name_zh: str
    name_en: str
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Two neighbouring stations of a line; travelled both ways."""

    line_id: str
    start: str
    end: str
    metres: int


@dataclass(frozen=True, eq=False)
class Line:
    """A line (线路). `fare`: by which rule of its fare system it is charged."""

    id: str
    name_zh: str
    name_en: str
    mode: str  # "rail" or "bus"
    is_loop: bool
    fare: str  # "distance", "stages", a grade of bus, or the name of a line with its own fare
    status: str  # how far its distances can be trusted, as a source's status
    segments: tuple[Segment, ...]

    @property
    def metres(self) -> int:
        return sum(segment.metres for segment in self.segments)

    @property
    def station_ids(self) -> tuple[str, ...]:
        """In the order of the line; where it branches, the branch comes last."""
        ends = (end for each in self.segments for end in (each.start, each.end))
        return tuple(dict.fromkeys(ends))


@dataclass(frozen=True, slots=True)
class Leg:
    """A part of a way on one line."""

    line: Line
    station_ids: tuple[str, ...]
    metres: int


@dataclass(frozen=True, eq=False)
class Network:
    """All lines of one operator in one city."""

    id: str
    stations: Mapping[str, Station]
    lines: tuple[Line, ...]

    def legs(self, origin: str, destination: str) -> tuple[Leg, ...] | None:
        """The shortest way, by line; empty at the same station, None where there is none.

        KeyError for a station that the network doesn't have.
        """
        if destination not in self.stations:
            raise KeyError(destination)
        came_from = _tree(self, origin)
        if destination not in came_from:
            return None
        way: list[Segment] = []
        here = destination
        while here != origin:
            segment = came_from[here][1]
            assert segment is not None
            way.append(segment)
            here = segment.start
        return tuple(self._by_line(way[::-1]))

    def distance(self, origin: str, destination: str) -> int | None:
        """Metres of the shortest way; None where there is none."""
        found = _tree(self, origin).get(destination)
        return None if found is None else found[0]

    def longest_from(self, station: str) -> int:
        """Metres to the farthest station that can be reached."""
        return _farthest(_tree(self, station))

    def longest(self) -> int:
        """Metres between the two stations that lie farthest apart."""
        return _longest(self)

    def line(self, line_id: str) -> Line:
        return next(line for line in self.lines if line.id == line_id)

    def _by_line(self, way: Sequence[Segment]) -> Iterator[Leg]:
        """Where several lines run side by side, a rider stays on the line as long as it goes."""
        start = 0
        while start < len(way):
            runs = [self._run(way, start, line) for line in self.lines]
            length = max(runs)
            line = self.lines[runs.index(length)]
            ridden = way[start : start + length]
            stations = (ridden[0].start, *(segment.end for segment in ridden))
            yield Leg(line, stations, sum(segment.metres for segment in ridden))
            start += length

    def _run(self, way: Sequence[Segment], start: int, line: Line) -> int:
        pairs = pairs_of(line)
        length = 0
        for segment in way[start:]:
            if pairs.get((segment.start, segment.end)) != segment.metres:
                break
            length += 1
        return length


def metres_by_fare(legs: Sequence[Leg]) -> dict[str, int]:
    """Metres of a way by the rule by which its lines are charged."""
    found: dict[str, int] = {}
    for leg in legs:
        found[leg.line.fare] = found.get(leg.line.fare, 0) + leg.metres
    return found


@lru_cache(maxsize=1024)
def only(network: Network, line: Line) -> Network:
    """The network as someone sees it who rides this line only."""
    return Network(f"{network.id}/{line.id}", network.stations, (line,))


_Found = tuple[int, Segment | None]


@lru_cache(maxsize=512)
def _tree(network: Network, origin: str) -> Mapping[str, _Found]:
    """The search from a station, kept: the same origins are asked for again and again."""
    return search(network, origin)


def search(network: Network, origin: str) -> Mapping[str, _Found]:
    """For each station that can be reached: metres, and the last segment of the way there."""
    if origin not in network.stations:
        raise KeyError(origin)
    neighbours = _neighbours(network)
    found: dict[str, _Found] = {}
    waiting: list[tuple[int, int, str, str, Segment | None]] = [(0, 0, origin, "", None)]
    while waiting:
        metres, stops, here, _, segment = heappop(waiting)
        if here in found:
            continue
        found[here] = (metres, segment)
        for each in neighbours.get(here, ()):
            if each.end not in found:
                further = metres + each.metres
                heappush(waiting, (further, stops + 1, each.end, f"{here} {each.line_id}", each))
    return found


@lru_cache(maxsize=64)
def _neighbours(network: Network) -> Mapping[str, tuple[Segment, ...]]:
    found: dict[str, list[Segment]] = {}
    for line in network.lines:
        for (start, end), metres in pairs_of(line).items():
            found.setdefault(start, []).append(Segment(line.id, start, end, metres))
    return {start: tuple(segments) for start, segments in found.items()}


@lru_cache(maxsize=1024)
def pairs_of(line: Line) -> Mapping[tuple[str, str], int]:
    """Each pair of neighbours, both ways round, with its metres."""
    there = {(each.start, each.end): each.metres for each in line.segments}
    back = {(each.end, each.start): each.metres for each in line.segments}
    return {**back, **there}


@lru_cache(maxsize=64)
def _longest(network: Network) -> int:
    return max(_farthest(search(network, station)) for station in network.stations)


def _farthest(found: Mapping[str, _Found]) -> int:
    return max(metres for metres, _ in found.values())
