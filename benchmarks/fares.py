"""Pricing a ride, beside the same integer arithmetic written bare.

The ride is a senior's across Chengdu, outside the peak, by the card's concessions: six of them are
looked at, each by its own conditions. The limit is what those rules come to in plain integers,
without a word on why. Both are taken in turns, and must agree to the fen. The shortest way is
looked up once and kept, as the service does; `way found` is the search itself, beside the same
search by bare dictionaries and a heap.
"""

from datetime import date, datetime
from heapq import heappop, heappush

from benchmarks.measure import Ratio, seconds_each
from services.transport import terms
from services.transport.domain import network as networks
from services.transport.domain.quote import Journey, Quote, quote
from services.transport.domain.rider import Rider
from services.transport.store import catalogue
from sscsim.kernel.periods import CHINA

FROM, TO = "CD-METRO-000", "CD-METRO-127"
NOON = datetime(2026, 4, 1, 12, 0, tzinfo=CHINA)
AGE = 66
ON, OFF, BARE = "ride priced, written out", "ride priced", "ride in bare integers"
FOUND, BARE_FOUND = "way found", "way in bare dictionaries"
_STEPS = (
    *((4_000, 200), (8_000, 300), (12_000, 400), (18_000, 500), (24_000, 600)),
    *((32_000, 700), (40_000, 800), (50_000, 900), (70_000, 1_000)),
)


def bare(metres: int, age: int, minute: int, is_workday: bool) -> tuple[int, int]:
    """List fare and what is paid, in fen; Chengdu's figures as literals."""
    full = next((fare for up_to, fare in _STEPS if metres <= up_to), 0)
    if not full:
        full = 1_000 + -(-(metres - 70_000) // 20_000) * 100
    percent = 90
    if age >= 70 and not (is_workday and (450 <= minute < 540 or 1_050 <= minute < 1_140)):
        percent = 0
    return full, (full * percent * 2 + 100) // 200


def bare_way(neighbours: dict[str, list[tuple[str, int]]], start: str, end: str) -> int:
    """Metres of the shortest way."""
    done: set[str] = set()
    waiting = [(0, start)]
    while waiting:
        metres, here = heappop(waiting)
        if here in done:
            continue
        done.add(here)
        for there, length in neighbours[here]:
            if there not in done:
                heappush(waiting, (metres + length, there))
        if here == end:
            far = metres
    return far


def measured(rounds: int, calls: int = 500) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Seconds of each, and their ratios."""
    rules = terms.fares("510100", "rail", date(2026, 4, 1))
    chengdu = catalogue.networks()["CD-METRO"]
    metres = chengdu.distance(FROM, TO)
    assert metres is not None
    rider = Rider(age=AGE)
    neighbours: dict[str, list[tuple[str, int]]] = {}
    for line in chengdu.lines:
        for (start, end), length in networks.pairs_of(line).items():
            neighbours.setdefault(start, []).append((end, length))

    def priced() -> Quote:
        way = chengdu.distance(FROM, TO)
        assert way is not None
        return quote(Journey("rail", {"distance": way}, NOON), rider, rules)

    def written_out() -> object:
        return priced().explanation.as_json()

    def in_integers() -> tuple[int, int]:
        return bare(metres, AGE, 12 * 60, True)

    def way_found() -> int:
        return networks.search(chengdu, FROM)[TO][0]

    def way_bare() -> int:
        return bare_way(neighbours, FROM, TO)

    made = priced()
    assert (made.list_fare.fen, made.fare.fen) == in_integers()
    assert way_found() == way_bare() == metres
    work = {BARE: in_integers, OFF: priced, ON: written_out, FOUND: way_found, BARE_FOUND: way_bare}
    times = {BARE: calls * 20, OFF: calls, ON: calls, FOUND: calls // 20, BARE_FOUND: calls // 20}
    costs: dict[str, list[float]] = {name: [] for name in work}
    for number in range(rounds + 1):  # the first of each isn't counted
        for name, each in work.items():
            took = seconds_each(each, times[name])
            if number:
                costs[name].append(took)

    def beside(name: str, limit: str) -> list[float]:
        return [one / least for one, least in zip(costs[name], costs[limit], strict=True)]

    ratios = [
        Ratio("a ride priced", "the same in bare integers", "none set", beside(OFF, BARE)),
        Ratio("and written out", "the same in bare integers", "none set", beside(ON, BARE)),
        Ratio(
            "a way found", "the same in bare dictionaries", "none set", beside(FOUND, BARE_FOUND)
        ),
    ]
    return costs, ratios
