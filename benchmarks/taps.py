"""Taps through the gateway, and the rules of fares, each beside the least that it could be.

A tap is a POST that is authenticated, judged, priced and booked; its limit is a bare Flask view
that parses the same body and inserts it as one row, on the same server. The rules of fares stand
beside the city's ladder in plain integers, without a word on why: as a day's taps price them,
where journeys that agree in all a price depends on are worked out once, and each by itself with
its steps. Rounds are taken in turns; what is compared agrees to the fen.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks.fares import bare
from benchmarks.http import KEY, Caller, served
from benchmarks.measure import Ratio, seconds_each
from scenarios.client import Client
from services.transport import terms
from services.transport.domain import riding
from services.transport.domain.network import metres_by_fare
from services.transport.domain.pricing import Asked, Pricer
from services.transport.domain.rules import DISTANCE, RAIL
from services.transport.domain.tariff import Metres
from services.transport.store import catalogue
from sscsim.kernel.periods import CHINA

INSERT, TAP = "bare Flask POST that inserts", "tap at a gate, through the gateway"
RULES, STEPS, LADDER = (
    "ride of a day's taps priced",
    "ride priced, with its steps",
    "ride by ladder",
)
SYSTEM, DAY = "CD-METRO", date(2026, 4, 1)
GATES = {"entry": "990100000101", "exit": "990100000104"}
"""Two gates of the preset `demo`; between them a ride for 3.60."""
LOAD_FEN = 20_000


class Riders:
    """Cards that go in and out again, one after the other, while the clock runs."""

    def __init__(self, port: int, how_many: int) -> None:
        self.owner, self.keys = Client(f"http://127.0.0.1:{port}", KEY), count(1)
        self.sequences = count(1)
        self.cards = [self._card() for _ in range(how_many)]
        self.owner.call("PUT", "/sandbox/v1/clock", {"mode": "running", "rate": 60})

    def _card(self) -> str:
        body = {"region_code": "990100", "first_load_fen": LOAD_FEN}
        made = self.owner.post("/v1/transit-cards", body, key=f"bench:card:{next(self.keys)}")
        return str(made["number"])

    def bodies(self, kind: str) -> list[bytes]:
        """A tap of each card."""
        said = {"kind": kind, "medium": "transit_card", "terminal_number": GATES[kind]}
        return [
            json.dumps(
                said | {"reference": number, "terminal_sequence": next(self.sequences)}
            ).encode()
            for number in self.cards
        ]


def measured(folder: Path, rounds: int, calls: int) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Seconds a tap and a bare insert, and of the fare rules; with their ratios."""
    costs: dict[str, list[float]] = {INSERT: [], TAP: []}
    with served(folder) as port:
        caller, riders, keys = Caller(port), Riders(port, calls), count(1)
        json_header = {"Content-Type": "application/json"}
        through = json_header | {"Authorization": f"Bearer {KEY}"}

        def tapped(body: bytes) -> None:
            headers = through | {"Idempotency-Key": f"tap-{next(keys)}"}
            answer = json.loads(caller.call("POST", "/v1/taps", body, headers))
            assert answer["code"] == "OK", answer

        def inserted(body: bytes) -> None:
            caller.call("POST", "/bare-insert", body, json_header)

        def in_turn(call: Callable[[bytes], None], some: Iterator[bytes]) -> None:
            call(next(some))

        for number in range(rounds + 1):  # the first round makes stores and finds the way
            took = {INSERT: 0.0, TAP: 0.0}
            for kind in GATES:
                bodies = riders.bodies(kind)
                for name, call in ((INSERT, inserted), (TAP, tapped)):
                    took[name] += seconds_each(partial(in_turn, call, iter(bodies)), calls)
            if number:
                for name, seconds in took.items():
                    costs[name].append(seconds / len(GATES))
        caller.connection.close()
        riders.owner.close()
    beside = [bare_one / one for bare_one, one in zip(costs[INSERT], costs[TAP], strict=True)]
    rules, ratios = rules_measured(rounds)
    against = Ratio("a tap at a gate", "a bare Flask POST that inserts", "none set", beside)
    return costs | rules, [against, *ratios]


RIDES = 2_000
"""Of the day whose prices are worked out; they agree in many things, as rides of a day do."""


def of_a_day() -> list[Asked]:
    """Rides of one day in Chengdu: always the same ones, of riders of all ages."""
    stations = sorted(catalogue.networks()[SYSTEM].stations)
    found = []
    for number in range(RIDES):
        start, end = stations[number * 7 % 60], stations[(number * 13 + 5) % 60]
        entered = datetime(2026, 4, 1, 6, tzinfo=CHINA) + timedelta(minutes=number * 17 % 960)
        found.append(
            Asked(
                how=riding.RODE,
                entered_at=entered,
                exited_at=entered + timedelta(minutes=20 + number % 60),
                start=start,
                end=end,
                age=(24, 35, 48, 66, 72)[number % 5],
            )
        )
    return found


def pricer(ways: dict[tuple[str, str], dict[str, Metres]]) -> Pricer:
    """With nothing kept of earlier prices; the ways of the network are known."""

    def way(start: str | None, end: str | None, line_id: str | None) -> dict[str, Metres]:
        return ways[start or "", end or ""]

    fares, rules = terms.fares("510100", RAIL, DAY), terms.riding("510100", DAY)
    return Pricer(RAIL, fares, rules, way, lambda station, charge: None)


def rules_measured(rounds: int) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Seconds a ride: priced as a day's taps are, with its steps, and by a bare ladder."""
    chengdu = catalogue.networks()[SYSTEM]
    rides = of_a_day()
    metres = [chengdu.distance(each.start or "", each.end or "") or 0 for each in rides]
    ways: dict[tuple[str, str], dict[str, Metres]] = {}
    for each in rides:
        pair = each.start or "", each.end or ""
        ways[pair] = dict(metres_by_fare(chengdu.legs(*pair) or ())) or {DISTANCE: 0}
    plain = [
        (length, each.age or 0, each.entered_at.hour * 60 + each.entered_at.minute)
        for length, each in zip(metres, rides, strict=True)
    ]

    def priced() -> list[int]:
        prices = pricer(ways)
        return [prices.price(each).fare.fen for each in rides]

    def by_ladder() -> list[int]:
        return [bare(length, age, minute, True)[1] for length, age, minute in plain]

    def with_steps() -> list[int]:
        prices = pricer(ways)
        return [prices.explained(each).fare.fen for each in rides[: RIDES // 10]]

    assert priced() == by_ladder() and with_steps() == by_ladder()[: RIDES // 10]
    costs: dict[str, list[float]] = {RULES: [], STEPS: [], LADDER: []}
    work = ((RULES, priced, RIDES), (STEPS, with_steps, RIDES // 10), (LADDER, by_ladder, RIDES))
    for number in range(rounds + 1):  # the first one isn't counted
        for name, price, of in work:
            took = seconds_each(price, 1) / of
            if number:
                costs[name].append(took)
    least = costs[LADDER]

    def beside(name: str) -> list[float]:
        return [one / limit for one, limit in zip(costs[name], least, strict=True)]

    return costs, [
        Ratio("a day's rides priced", "the ladder in bare integers", "none set", beside(RULES)),
        Ratio("and each by its steps", "the ladder in bare integers", "none set", beside(STEPS)),
    ]
