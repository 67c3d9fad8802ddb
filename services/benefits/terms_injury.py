"""The rules of work injury insurance in force on a day, as values of the domain."""

from datetime import date

from services.benefits import terms_contributions as contributions
from services.benefits.domain.injury import GRADES
from services.benefits.domain.injury.deadlines import DeadlineRule
from services.benefits.domain.injury.death import DeathRule
from services.benefits.domain.injury.devices import DeviceRule
from services.benefits.domain.injury.disability import DisabilityRule
from services.benefits.domain.injury.floating import FloatingRule
from services.benefits.domain.injury.grade import CARE_LEVELS
from services.benefits.domain.injury.leaving import FIXED, LEAVING, LeavingRule, NearRetirement
from services.benefits.domain.injury.payout import CertificationRule
from services.benefits.domain.injury.platform import PlatformRule
from services.benefits.domain.injury.prevention import PreventionRule
from services.benefits.domain.injury.stop_work import StopWorkRule
from services.benefits.domain.injury.wage import WageRule
from services.benefits.terms import figures_of
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.policy import Figures

LAW, INCOME, FLOATING = "work_injury", "national_income", "injury_rate_floating"
LEAVING_GRANTS, DEVICES, PLATFORM = "injury_leaving", "injury_devices", "platform_injury"
PREVENTION = "injury_prevention"


def law(region_code: str, day: date) -> Figures:
    """What the regulation says everywhere. Raises policy.PolicyMissing."""
    return figures_of(LAW, region_code, day)


def national_income(region_code: str, day: date) -> Figure[Money]:
    """Urban disposable income a head of the whole country in the year before the day, yuan a
    year. Raises policy.PolicyMissing and policy.FigureMissing."""
    return figures_of(INCOME, region_code, day).money("urban")


def wage(region_code: str, day: date) -> WageRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return wage_from(law(region_code, day), contributions.average_wage(region_code, day))


def wage_from(figures: Figures, average: Figure[Money]) -> WageRule:
    return WageRule(average, figures.ratio("wage.floor"), figures.ratio("wage.ceiling"))


def disability_from(figures: Figures) -> DisabilityRule:
    paid = {
        grade: f"allowance.grade_{grade}"
        for grade in GRADES
        if figures.has(f"allowance.grade_{grade}")
    }
    return DisabilityRule(
        lump_sum={grade: figures.number(f"lump_sum.grade_{grade}") for grade in GRADES},
        allowance={grade: figures.ratio(leaf) for grade, leaf in paid.items()},
        care={level: figures.ratio(f"care.{level}") for level in CARE_LEVELS},
    )


def stop_work_from(figures: Figures) -> StopWorkRule:
    return StopWorkRule(figures.number("stop_work.most"), figures.number("stop_work.extension"))


def death_from(figures: Figures) -> DeathRule:
    return DeathRule(
        funeral=figures.number("death.funeral"),
        grant=figures.number("death.grant"),
        spouse=figures.ratio("dependants.spouse"),
        other=figures.ratio("dependants.other"),
        lonely=figures.ratio("dependants.lonely"),
        advance=figures.ratio("missing.advance"),
        missing=figures.number("missing.months"),
    )


def certification(region_code: str, day: date) -> CertificationRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return certification_from(law(region_code, day))


def certification_from(figures: Figures) -> CertificationRule:
    return CertificationRule(figures.number("certification.months").value)


def deadlines_from(figures: Figures) -> DeadlineRule:
    def number(name: str) -> int:
        return figures.number(f"deadlines.{name}").value

    return DeadlineRule(
        employer_days=number("employer"),
        person_months=number("person"),
        decide_days=number("decide"),
        clear_days=number("clear"),
        appraise_days=number("appraise"),
        appraise_extension=number("appraise_extension"),
        again_days=number("again"),
        recheck_months=number("recheck"),
    )


def floating(region_code: str, day: date) -> FloatingRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return floating_from(figures_of(FLOATING, region_code, day))


def floating_from(figures: Figures) -> FloatingRule:
    return FloatingRule(
        low_2=figures.ratio("factor.low_2"),
        low_1=figures.ratio("factor.low_1"),
        high_1=figures.ratio("factor.high_1"),
        high_2=figures.ratio("factor.high_2"),
        below_2=figures.ratio("used.below_2").value,
        below_1=figures.ratio("used.below_1").value,
        above_1=figures.ratio("used.above_1").value,
        above_2=figures.ratio("used.above_2").value,
        frequent=figures.ratio("injuries.frequent"),
        years=figures.number("assessment.years").value,
        from_month=figures.number("assessment.from_month").value,
    )


def prevention(region_code: str, day: date) -> PreventionRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return prevention_from(figures_of(PREVENTION, region_code, day))


def prevention_from(figures: Figures) -> PreventionRule:
    return PreventionRule(
        share=figures.ratio("share"),
        first=figures.ratio("first"),
        parts=figures.number("parts"),
        income=figures.money("income") if figures.has("income") else None,
    )


def leaving(region_code: str, day: date) -> LeavingRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return leaving_from(figures_of(LEAVING_GRANTS, region_code, day))


def leaving_from(figures: Figures) -> LeavingRule:
    """Each grade needs its figure in the unit of the base; FigureMissing names what is missing."""
    base = figures.word("base")

    def grants(name: str) -> dict[int, Figure[int] | Figure[Money]]:
        if base.value == FIXED:
            return {grade: figures.money(f"{name}_amount.grade_{grade}") for grade in LEAVING}
        return {grade: figures.number(f"{name}.grade_{grade}") for grade in LEAVING}

    near = None
    if figures.has("near_retirement.years"):
        near = NearRetirement(
            figures.number("near_retirement.years"), figures.ratio("near_retirement.cut")
        )
    return LeavingRule(base, grants("medical"), grants("employment"), near)


def device(region_code: str, day: date, kind: str) -> DeviceRule:
    """Raises policy.PolicyMissing, and policy.FigureMissing for a kind that isn't on the list."""
    return device_from(figures_of(DEVICES, region_code, day), kind)


def device_from(figures: Figures, kind: str) -> DeviceRule:
    return DeviceRule(kind, figures.money(f"{kind}.cap"), figures.number(f"{kind}.lasts"))


def platform(region_code: str, day: date, trade: str) -> PlatformRule:
    """Raises policy.PolicyMissing where the trial isn't, and policy.FigureMissing before it."""
    return platform_from(figures_of(PLATFORM, region_code, day), trade)


def platform_from(figures: Figures, trade: str) -> PlatformRule:
    return PlatformRule(trade, figures.money(f"premium.{trade}"), figures.ratio("wage_share"))
