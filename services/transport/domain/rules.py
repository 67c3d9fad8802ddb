"""The fare rules of one city on one day, as they stand in its policy.

Every value is a Figure: it remembers the leaf of the policy and its source. A rule that the city
doesn't have is None or empty. See `policy/<region>/rail.yaml` and `bus.yaml`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from sscsim.kernel.explain import Figure
from sscsim.kernel.ladder import Ladder, Reach
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Window

RAIL, BUS = "rail", "bus"
DISTANCE, STAGES = "distance", "stages"
OWN_LINES = ("apm", "airport", "daxing_airport")
GRADES = ("standard", "ordinary")
STATUSES = ("student", "pupil", "disabled", "disabled_1_2", "disabled_soldier")
CONCESSIONS = (
    *("card", "card_monthly", "student", "pupil", "senior_60_64", "senior_60_69", "senior_65"),
    *("senior_65_69", "senior_70", "child", "disabled", "disabled_1_2", "disabled_soldier"),
    "early_bird",
)
HOLDERS = ("adult", "student")
NETWORK_MAXIMUM, EXIT_STATION_MAXIMUM = "network_maximum", "exit_station_maximum"


@dataclass(frozen=True, slots=True)
class Tariff:
    """A fare by distance (里程计价): steps, and what is charged behind the last one."""

    leaf: str  # where it stands, for what is said of a figure that is missing
    steps: Figure[tuple[Reach, ...]]
    then_every: Figure[int] | None = None  # metres
    then_adds: Figure[Money] | None = None
    beyond: Figure[Money] | None = None  # instead: one fare for all that is longer


@dataclass(frozen=True, slots=True)
class Conditions:
    """Whose concession it is. What is None asks for nothing."""

    from_age: Figure[int] | None = None
    below_age: Figure[int] | None = None
    status: Figure[str] | None = None
    below_height_cm: Figure[int] | None = None
    per_adult: Figure[int] | None = None
    within: Figure[tuple[Window, ...]] | None = None  # on working days, by entry
    named_stations: Figure[bool] | None = None


@dataclass(frozen=True, slots=True)
class Concession:
    """A concession (优惠): the part of the fare that is paid, and when it is another part."""

    code: str
    conditions: Conditions
    pays: Figure[Fraction]
    peak: Figure[tuple[Window, ...]] | None = None  # on working days, by entry
    peak_pays: Figure[Fraction] | None = None
    by_trip: Figure[Ladder] | None = None  # from this trip of the month on, percent
    by_spending: Figure[tuple[tuple[Money, Fraction], ...]] | None = None
    uses_a_month: Figure[int] | None = None
    afterwards_pays: Figure[Fraction] | None = None


@dataclass(frozen=True, slots=True)
class TransferRule:
    """What a second ride costs less (换乘优惠). Minutes count from the first tap."""

    within: Figure[int]
    pairs: Figure[tuple[str, ...]]
    discount: Figure[Money] | None = None
    free_up_to: Figure[Money] | None = None
    off_list_fare: Figure[bool] | None = None
    same_route_gap: Figure[int] | None = None
    same_vehicle: Figure[bool] | None = None


@dataclass(frozen=True, slots=True)
class Overtime:
    """What is charged for staying in longer than `FareRules.time_limit`."""

    charge: Figure[str]
    replaces_fare: Figure[bool]
    network_maximum: Figure[Money] | None = None


@dataclass(frozen=True, slots=True)
class DayPass:
    """A day pass (日票); minutes from the first entry."""

    price: Figure[Money]
    entries_within: Figure[int]
    last_exit_within: Figure[int]


@dataclass(frozen=True, slots=True)
class MonthlyPass:
    """A monthly pass (月票) for so many rides."""

    price: Figure[Money]
    rides: Figure[int]


@dataclass(frozen=True, slots=True)
class FareRules:
    """Everything a fare of one system depends on."""

    out_of_town_cards: Figure[bool] | None = None
    ladder: Tariff | None = None
    cap: Figure[Money] | None = None
    own: Mapping[str, Tariff | Figure[Money]] = field(default_factory=dict)
    flat: Mapping[str, Figure[Money]] = field(default_factory=dict)
    stages: Tariff | None = None
    concessions: tuple[Concession, ...] = ()
    transfer: TransferRule | None = None
    time_limit: Figure[int] | None = None  # minutes
    overtime: Overtime | None = None
    same_station_free: Figure[int] | None = None  # minutes
    day_pass: DayPass | None = None
    monthly_passes: Mapping[str, MonthlyPass] = field(default_factory=dict)
