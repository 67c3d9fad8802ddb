"""The rules of contributions in force for a month, as values of the domain."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from services.benefits.domain.contributions import (
    EMPLOYER,
    INJURY,
    INSURANCES,
    MATERNITY,
    MEDICAL,
    PENSION,
    PERSON,
    UNEMPLOYMENT,
)
from services.benefits.domain.contributions.arrears import ArrearsRule
from services.benefits.domain.contributions.base import BaseRule, Limit
from services.benefits.domain.contributions.flexible import FlexibleRule
from services.benefits.domain.contributions.posting import Rate
from services.benefits.domain.contributions.resident import ResidentRule
from services.benefits.terms import figures_of
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.policy import Figures

BASE, MINIMUM_WAGE = "contribution_base", "minimum_wage"
RATES, OF_MEDICAL = "contribution_rates", "medical_contribution"
FLEXIBLE, RESIDENT, ARREARS = (
    "flexible_contribution",
    "resident_contribution",
    "contribution_arrears",
)
SIZES = ("large", "small")
"""Of an employer, as reliefs tell them apart: large, or small and medium-sized (中小微企业)."""


def bases(region_code: str, day: date) -> Mapping[str, BaseRule]:
    """By insurance. Raises policy.PolicyMissing and policy.FigureMissing; the minimum wage is
    asked for only where the region makes it the floor of the unemployment insurance."""
    figures = figures_of(BASE, region_code, day)
    if figures.word("unemployment_floor").value == "base":
        return bases_from(figures)
    return bases_from(figures, minimum_wage(region_code, day))


def bases_from(figures: Figures, least: Figure[Money] | None = None) -> Mapping[str, BaseRule]:
    """least: the floor of the unemployment insurance, where it has one of its own."""
    common = BaseRule(
        figures.money("average_wage"),
        _limit(figures, "lowest", "floor"),
        _limit(figures, "highest", "ceiling"),
    )
    found = dict.fromkeys(INSURANCES, common)
    if least is not None:
        found[UNEMPLOYMENT] = BaseRule(common.average, least, common.ceiling)
    return found


def _limit(figures: Figures, published: str, share: str) -> Limit:
    """The limit that the area published, else its share of the average."""
    return figures.money(published) if figures.has(published) else figures.ratio(share)


def average_wage(region_code: str, day: date) -> Figure[Money]:
    """Of the area, a month. Raises policy.PolicyMissing and policy.FigureMissing."""
    return figures_of(BASE, region_code, day).money("average_wage")


def minimum_wage(region_code: str, day: date) -> Figure[Money]:
    """Of the city, a month. Raises policy.PolicyMissing and policy.FigureMissing."""
    return figures_of(MINIMUM_WAGE, region_code, day).money("amount")


@dataclass(frozen=True, slots=True)
class Employer:
    """What of an employer decides its rates. industry_class: 1 to 8, by risk; size: one of
    `SIZES`; floating: of the class's rate, None where it pays the rate itself."""

    industry_class: int
    size: str
    floating: Figure[Fraction] | None = None


def rates(
    region_code: str, day: date, employer: Employer, insurances: Collection[str] = INSURANCES
) -> tuple[Rate, ...]:
    """What employer and employee pay to these insurances, of the base.

    Raises policy.PolicyMissing and policy.FigureMissing (also for a class that there isn't).
    """
    found = rates_from(figures_of(RATES, region_code, day), employer, insurances)
    if {MEDICAL, MATERNITY} & set(insurances):
        medical = figures_of(OF_MEDICAL, region_code, day)
        found += medical_rates_from(medical, insurances)
    return found


def rates_from(
    figures: Figures, employer: Employer, insurances: Collection[str] = INSURANCES
) -> tuple[Rate, ...]:
    """Pension, unemployment and work injury, those of them that are asked for.

    A relief is of what employers pay to these three.
    """
    leaf = f"relief.{employer.size}"
    relief = figures.ratio(leaf) if figures.has(leaf) else None
    found = []
    for insurance in (PENSION, UNEMPLOYMENT):
        if insurance in insurances:
            of_employer = figures.ratio(f"{insurance}.employer")
            found.append(Rate(insurance, EMPLOYER, of_employer, relief=relief))
            found.append(Rate(insurance, PERSON, figures.ratio(f"{insurance}.person")))
    if INJURY in insurances:
        injury = figures.ratio(f"injury.class_{employer.industry_class}")
        found.append(Rate(INJURY, EMPLOYER, injury, employer.floating, relief))
    return tuple(found)


def medical_rates_from(
    figures: Figures, insurances: Collection[str] = INSURANCES
) -> tuple[Rate, ...]:
    """Medical and maternity, which the medical insurance collects together."""
    every = (
        Rate(MEDICAL, EMPLOYER, figures.ratio("employer")),
        Rate(MEDICAL, PERSON, figures.ratio("person")),
        Rate(MATERNITY, EMPLOYER, figures.ratio("maternity")),
    )
    return tuple(rate for rate in every if rate.insurance in insurances)


def injury_rate(region_code: str, day: date, industry_class: int) -> Figure[Fraction]:
    """Of the base, of a class's employers. Raises policy.PolicyMissing and policy.FigureMissing."""
    return figures_of(RATES, region_code, day).ratio(f"injury.class_{industry_class}")


def construction_rate(region_code: str, day: date) -> Figure[Fraction]:
    """Of a contract's price. Raises policy.PolicyMissing and policy.FigureMissing."""
    return figures_of(RATES, region_code, day).ratio("injury.construction")


def flexible(region_code: str, day: date, with_medical: bool) -> FlexibleRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    base = bases(region_code, day)[PENSION]
    medical = None
    if with_medical:
        medical = figures_of(OF_MEDICAL, region_code, day).ratio("flexible")
    return flexible_from(figures_of(FLEXIBLE, region_code, day), base, medical)


def flexible_from(
    figures: Figures, base: BaseRule, medical: Figure[Fraction] | None = None
) -> FlexibleRule:
    return FlexibleRule(base, figures.ratio("pension"), figures.ratio("account"), medical)


def resident(region_code: str, day: date) -> ResidentRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return resident_from(figures_of(RESIDENT, region_code, day))


def resident_from(figures: Figures) -> ResidentRule:
    return ResidentRule(figures.ladder("tiers"), figures.number("age"))


def arrears(region_code: str, day: date) -> ArrearsRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return arrears_from(figures_of(ARREARS, region_code, day))


def arrears_from(figures: Figures) -> ArrearsRule:
    return ArrearsRule(
        due_day=figures.number("due_day"),
        late_fee=figures.ratio("late_fee"),
        cap=figures.ratio("cap") if figures.has("cap") else None,
        fine_least=figures.ratio("fine.least"),
        fine_most=figures.ratio("fine.most"),
    )
