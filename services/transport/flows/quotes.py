"""What a journey would cost. Reads; writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.transport import problems, terms
from services.transport.domain import passes
from services.transport.domain.network import Leg, Network, metres_by_fare, only
from services.transport.domain.quote import Journey, Quote, quote
from services.transport.domain.rider import Rider
from services.transport.domain.rules import BUS, DISTANCE, EXIT_STATION_MAXIMUM, GRADES, STAGES
from services.transport.domain.system import FareSystem
from services.transport.domain.tariff import Metres
from services.transport.domain.transfer import FirstRide
from services.transport.flows import systems
from services.transport.store import catalogue, packs, store
from sscsim import world
from sscsim.kernel.explain import Figure, origin, shown
from sscsim.kernel.money import Money
from sscsim.kernel.periods import age_on, china_day


@dataclass(frozen=True)
class Quoted:
    """A quote beside what was asked."""

    system: FareSystem
    journey: Journey
    legs: tuple[Leg, ...]
    quote: Quote
    asked: Mapping[str, Any]

    @property
    def distance(self) -> int | None:
        """Metres; None of a bus with a flat fare whose stops weren't said."""
        if "distance_m" in self.asked:
            return int(self.asked["distance_m"])
        if "origin_station_id" in self.asked:
            return sum(leg.metres for leg in self.legs)
        return None

    @property
    def explanation(self) -> dict[str, Any]:
        return shown(self.quote.explanation.as_json(), world.current().language)

    @property
    def policy_origin(self) -> dict[str, Any]:
        return origin(self.quote.explanation.bases())


def ask(**asked: Any) -> Quoted:
    """The fare of one journey on the day of its entry.

    FareSystemNotFound; StationUnknown, LineUnknown, NoPath, JourneyIncomplete, TimesWrong;
    ConcessionUnknown, ConcessionNotDue, PassUnknown; PolicyMissing, FigureMissing,
    FareRuleMissing.
    """
    system = systems.system_of(asked["fare_system_id"])
    entered_at = asked.setdefault("entered_at", world.now())
    _check_times(asked, entered_at)
    journey, legs = _journey(system, asked, entered_at)
    with store.read() as tx:
        pack = packs.text_of(tx, system.region)
    rules = terms.fares(system.region, system.kind, china_day(entered_at), pack)
    rider = _rider(system, asked.get("rider", {}), entered_at)
    made = quote(journey, rider, rules, _first(asked), _held(asked))
    return Quoted(system, journey, legs, made, asked)


def _check_times(asked: Mapping[str, Any], entered_at: datetime) -> None:
    """TimesWrong where one moment must not be before, or after, another."""
    exited_at = asked.get("exited_at")
    if exited_at is not None and exited_at < entered_at:
        raise problems.TimesWrong("/exited_at")
    for name, member in (("first_ride", "tapped_at"), ("day_pass", "first_entered_at")):
        if name in asked and asked[name][member] > entered_at:
            raise problems.TimesWrong(f"/{name}/{member}")
    birth = asked.get("rider", {}).get("birth_date")
    if birth is not None and birth > china_day(entered_at):
        raise problems.TimesWrong("/rider/birth_date")


# ---------------------------------------------------------------- the journey


def _journey(
    system: FareSystem, asked: Mapping[str, Any], entered_at: datetime
) -> tuple[Journey, tuple[Leg, ...]]:
    legs: tuple[Leg, ...] = ()
    metres: dict[str, Metres]
    start, end = asked.get("origin_station_id"), asked.get("destination_station_id")
    if (start is None) != (end is None):
        missing = "origin" if start is None else "destination"
        raise problems.JourneyIncomplete(f"/{missing}_station_id")
    if start is not None and "distance_m" in asked:
        raise problems.JourneyIncomplete("/distance_m")
    if start is not None:
        legs, metres = _between(system, asked)
    else:
        metres = _by_distance(system, asked)

    def longest(charge: str) -> Figure[int] | None:
        if start is None or end is None:
            return None
        network = systems.network_of(system.id)
        far = network.longest_from(end) if charge == EXIT_STATION_MAXIMUM else network.longest()
        return Figure(far, catalogue.basis_of_distances(network))

    journey = Journey(
        mode=system.kind,
        metres=metres,
        entered_at=entered_at,
        exited_at=asked.get("exited_at"),
        is_same_station=start is not None and start == end,
        line_id=legs[0].line.id if legs and system.kind == BUS else asked.get("line_id"),
        vehicle=asked.get("vehicle_id"),
        named_station=asked.get("enters_at_named_station", False),
        longest=longest,
    )
    return journey, legs


def _by_distance(system: FareSystem, asked: Mapping[str, Any]) -> dict[str, Metres]:
    """Without stations: the distance that the caller says, or a bus's flat fare."""
    by = asked.get("charged_by") or _of_line(system, asked.get("line_id"))
    if by is None:
        by = DISTANCE if system.kind != BUS else (STAGES if "distance_m" in asked else GRADES[0])
    if "distance_m" not in asked and by not in GRADES:
        raise problems.JourneyIncomplete("/distance_m")
    return {by: asked.get("distance_m", 0)}


def _of_line(system: FareSystem, line_id: str | None) -> str | None:
    """How a line is charged; LineUnknown."""
    if line_id is None:
        return None
    network = catalogue.networks().get(system.id)
    found = {line.id: line.fare for line in network.lines} if network else {}
    if line_id not in found:
        raise problems.LineUnknown(system.id, line_id)
    return found[line_id]


def _between(
    system: FareSystem, asked: Mapping[str, Any]
) -> tuple[tuple[Leg, ...], dict[str, Metres]]:
    """The shortest way, on the one line of a bus, and its metres by how they are charged."""
    network = catalogue.networks().get(system.id)
    start, end = asked["origin_station_id"], asked["destination_station_id"]
    for member, station in (("origin_station_id", start), ("destination_station_id", end)):
        if network is None or station not in network.stations:
            raise problems.StationUnknown(system.id, station, f"/{member}")
    assert network is not None
    ridden = _of_bus(network, asked) if system.kind == BUS else network
    legs = ridden.legs(start, end)
    if legs is None:
        raise problems.NoPath(start, end)
    basis = catalogue.basis_of_distances(network)
    metres = metres_by_fare(legs)
    if not legs:
        metres[ridden.lines[0].fare if system.kind == BUS else DISTANCE] = 0
    return legs, {by: Figure(length, basis) for by, length in metres.items()}


def _of_bus(network: Network, asked: Mapping[str, Any]) -> Network:
    """The network of the one bus line that is ridden.

    JourneyIncomplete where no line is named and not exactly one serves both stops; LineUnknown
    where the named one doesn't.
    """
    stops = {asked["origin_station_id"], asked["destination_station_id"]}
    serving = [line for line in network.lines if stops <= set(line.station_ids)]
    named = asked.get("line_id")
    if named is not None:
        serving = [line for line in serving if line.id == named]
        if not serving:
            raise problems.LineUnknown(network.id, named)
    if not serving:
        raise problems.NoPath(asked["origin_station_id"], asked["destination_station_id"])
    if len(serving) > 1:
        raise problems.JourneyIncomplete("/line_id")
    return only(network, serving[0])


# ---------------------------------------------------------------- the rider


def _rider(system: FareSystem, said: Mapping[str, Any], entered_at: datetime) -> Rider:
    birth = said.get("birth_date")
    return Rider(
        medium=said.get("medium", "card"),
        card_is_local=said.get("card_region_code", system.region) == system.region,
        age=None if birth is None else age_on(birth, china_day(entered_at)),
        statuses=frozenset(said.get("statuses", ())),
        height_cm=said.get("height_cm"),
        nth_child=said.get("nth_child"),
        trips_before=said.get("trips_this_month", 0),
        spent_before=said.get("spent_this_month", Money.zero()),
        uses_before=said.get("uses_this_month", 0),
        wanted=said.get("concession"),
    )


def _first(asked: Mapping[str, Any]) -> FirstRide | None:
    said = asked.get("first_ride")
    if said is None:
        return None
    return FirstRide(
        said["mode"],
        said["tapped_at"],
        said["list_fare"],
        said.get("line_id"),
        said.get("vehicle_id"),
    )


def _held(asked: Mapping[str, Any]) -> passes.Held | None:
    if "day_pass" in asked:
        return passes.Held(first_entered_at=asked["day_pass"]["first_entered_at"])
    if "monthly_pass" in asked:
        said = asked["monthly_pass"]
        return passes.Held(holder=said["holder"], rides_before=said["rides_this_month"])
    return None
