"""The policy in force, as values of the domain."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

from services.benefits.domain.progressive_tax import Bracket, Table
from services.benefits.domain.retirement import RetirementAges, RetirementClass
from services.benefits.store import packs, store
from sscsim import policy, world
from sscsim.db.tx import open_transaction
from sscsim.kernel import regions
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Month
from sscsim.policy import Figures, PolicyMissing

SERVICE = "benefits"
N = TypeVar("N")


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """How agencies deal with any application, in days of the calendar.

    supplement: until an application lapses for which something is wanted; appeal: until a
    rejection stands; appeal_decision: within which an appeal is decided
    """

    supplement_days: int
    appeal_days: int
    appeal_decision_days: int


def service_rules(region_code: str, day: date) -> ServiceRules:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    figures = figures_of("service_rules", region_code, day)
    return ServiceRules(
        figures.number("supplement_days").value,
        figures.number("appeal_days").value,
        figures.number("appeal_decision_days").value,
    )


def retirement(region_code: str, day: date) -> RetirementAges:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return retirement_from(figures_of("retirement", region_code, day))


def retirement_from(figures: Figures) -> RetirementAges:
    """The ages of a day, from their figures."""

    def read(name: str) -> RetirementClass:
        return RetirementClass(
            figures.number(f"{name}.age").value,
            figures.number(f"{name}.step").value,
            figures.number(f"{name}.most").value,
            Month.parse(figures.number(f"{name}.most").basis.since[:7]),
        )

    return RetirementAges(read("men"), read("women_55"), read("women_50"))


def figures_of(scheme: str, region_code: str, day: date) -> Figures:
    """A scheme's figures of a day for a region: the city's, else its province's, else those that
    several regions made together; of the first two this world's own before what is built in.

    Raises policy.PolicyMissing where there are none: nothing is borrowed from a neighbour.
    """
    try:
        province = regions.province_of(region_code)
    except regions.UnknownRegion:
        raise PolicyMissing(service=SERVICE, region=region_code, scheme=scheme) from None
    for code in dict.fromkeys((region_code, province)):
        with suppress(PolicyMissing):
            return policy.scheme(SERVICE, code, scheme, _pack(code)).on(day)
    for joint in policy.joint(SERVICE, scheme):
        if {region_code, province} & set(joint.regions):
            return joint.on(day)
    raise PolicyMissing(service=SERVICE, region=region_code, scheme=scheme)


def numbers(kind: type[N], figures: Figures) -> N:
    """A dataclass of whole numbers, each field from the figure of its name. FigureMissing."""
    names = [each.name for each in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: figures.number(name).value for name in names})


def tax_table(figures: Figures, leaf: str) -> Table:
    """A table of income tax. FigureMissing."""
    segments = figures.segments(leaf)
    brackets = tuple(Bracket(each.above, each.rate) for each in segments.value)
    return Figure(brackets, segments.basis)


_instead: ContextVar[Mapping[str, str] | None] = ContextVar("instead", default=None)


@contextmanager
def instead(packs_by_region: Mapping[str, str]) -> Iterator[None]:
    """Within it these packs stand in place of the world's own, for what would be under others."""
    token = _instead.set(packs_by_region)
    try:
        yield
    finally:
        _instead.reset(token)


def _pack(region_code: str) -> str | None:
    """The world's own pack for the region, read in the transaction that is open, if one is."""
    others = _instead.get()
    if others is not None and region_code in others:
        return others[region_code]
    if world.current_or_none() is None:
        return None
    writing = open_transaction.get()
    if writing is not None:
        return packs.text_of(writing, region_code)
    with store.read() as tx:
        return packs.text_of(tx, region_code)
