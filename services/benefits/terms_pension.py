"""Retirement and pension policy in force, as values of the domain.

Each reader takes the figures of a scheme on a day, so that cases can be worked out on any of them;
the functions below look them up for a region. All raise PolicyMissing and FigureMissing.
"""

from datetime import date
from fractions import Fraction

from services.benefits.domain.pension.adjustment import Adjustment
from services.benefits.domain.pension.age import TRADES, Choice, SpecialTrades
from services.benefits.domain.pension.disability import Allowance
from services.benefits.domain.pension.history import Averages
from services.benefits.domain.pension.institution import AnnuityRates
from services.benefits.domain.pension.overpayment import RecoveryRules
from services.benefits.domain.pension.payout_months import PayoutMonths
from services.benefits.domain.pension.resident import Long, ResidentRules, Tier
from services.benefits.domain.pension.rules import (
    EmployeeRules,
    Rounding,
    Supplement,
    Transitional,
)
from services.benefits.domain.pension.short_years import PayUp
from services.benefits.domain.pension.survivor import SurvivorRules
from services.benefits.terms import figures_of
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.policy import Figures, Scheme

AGED = (60, 65, 70, 75, 80, 85, 90)
"""Ages in whole years at which policies may give more."""


def choice_from(figures: Figures) -> Choice | None:
    """The span of choice; None before 2025, when there was none."""
    if not figures.has("early"):
        return None
    return Choice(figures.number("early"), figures.number("late"), figures.number("notice"))


def pay_up_from(figures: Figures) -> PayUp:
    return PayUp(figures.month("pay_up.insured_before"), figures.number("pay_up.after"))


def special_trades_from(figures: Figures) -> SpecialTrades:
    least = {trade: figures.number(f"special.least.{trade}") for trade in TRADES}
    men, women = figures.number("special.men"), figures.number("special.women")
    return SpecialTrades(men, women, least)


def payout_from(figures: Figures) -> PayoutMonths:
    return PayoutMonths(
        whole=lambda years: figures.number(f"whole.{years}"),
        oldest=figures.number("oldest"),
        interpolated=figures.flag("interpolated"),
        places=figures.number("places"),
    )


def employee_from(figures: Figures, payout: PayoutMonths) -> EmployeeRules:
    """A province's rules; what it has for the years before accounts is looked up when asked for."""
    return EmployeeRules(
        area_base=figures.money("area_base"),
        accrual=figures.ratio("accrual"),
        month_accrual=_ratio(figures, "month_accrual"),
        low_index=_ratio(figures, "low_index"),
        rounding=Rounding(
            figures.number("rounding.years_places"),
            figures.flag("rounding.years_up"),
            figures.number("rounding.index_places"),
            figures.word("rounding.amounts"),
        ),
        payout=payout,
        until=figures.month("transitional.until"),
        transitional=lambda: _transitional(figures),
        extra=_ratio(figures, "extra"),
        supplement=Supplement(
            _money(figures, "supplement.fixed"), _money(figures, "supplement.per_year")
        ),
    )


def _transitional(figures: Figures) -> Transitional:
    return Transitional(
        formula=figures.word("transitional.formula"),
        rate=figures.ratio("transitional.rate"),
        index=figures.word("transitional.index") if figures.has("transitional.index") else None,
        virtual_months=(
            figures.number("transitional.virtual_months")
            if figures.has("transitional.virtual_months")
            else None
        ),
    )


def annuity_rates_from(figures: Figures) -> AnnuityRates:
    return AnnuityRates(figures.ratio("annuity.employer"), figures.ratio("annuity.person"))


def paid_share_from(figures: Figures) -> Figure[Fraction] | None:
    """Of what the new method gives more, in the year of retirement; None after the transition."""
    return _ratio(figures, "paid_share")


def resident_from(figures: Figures) -> ResidentRules:
    bands = figures.bands("tiers")
    tiers = tuple(Tier(band.least, band.gives) for band in bands.value)
    long = None
    if figures.has("long.per_year"):
        long = Long(figures.number("long.after"), figures.money("long.per_year"))
    return ResidentRules(
        base=figures.money("base"),
        age=figures.number("age"),
        least_months=figures.number("least_months"),
        payout_months=figures.number("payout_months"),
        tiers=Figure(tiers, bands.basis),
        long=long,
        aged=tuple(_aged(figures).items()),
        interest=lambda: figures.ratio("interest"),
    )


def adjustment_from(figures: Figures) -> Adjustment:
    return Adjustment(
        year=figures.day.year,
        fixed=figures.money("fixed"),
        per_year=figures.money("per_year"),
        of_pension=figures.ratio("of_pension"),
        aged=_aged(figures),
        hard_region=_money(figures, "hard_region"),
    )


def allowance_from(figures: Figures) -> Allowance:
    return Allowance(
        figures.number("near"),
        figures.number("short.pay"),
        figures.number("short.below"),
        figures.number("short.more"),
    )


def survivor_from(figures: Figures, income: Figure[Money]) -> SurvivorRules:
    return SurvivorRules(
        income=income,
        funeral=figures.number("funeral"),
        under_5=figures.number("payment.under_5"),
        under_10=figures.number("payment.under_10"),
        upto_15=figures.number("payment.upto_15"),
        per_year=figures.number("payment.per_year"),
        most=figures.number("payment.most"),
        per_year_drawn=figures.number("retired.per_year_drawn"),
        least_retired=figures.number("retired.least"),
        capped_below=figures.number("capped_below"),
    )


def recovery_from(figures: Figures) -> RecoveryRules:
    return RecoveryRules(figures.number("instalments.most"), figures.ratio("offset.share"))


def averages_from(scheme: Scheme) -> Averages:
    """The average monthly wage by year; the last one known where none was published yet.

    FigureMissing before the first year that is known.
    """

    def average(year: int) -> Figure[Money]:
        return scheme.on(date(year, 1, 1)).money("monthly")

    return average


def _ratio(figures: Figures, leaf: str) -> Figure[Fraction] | None:
    return figures.ratio(leaf) if figures.has(leaf) else None


def _money(figures: Figures, leaf: str) -> Figure[Money] | None:
    return figures.money(leaf) if figures.has(leaf) else None


def _aged(figures: Figures) -> dict[int, Figure[Money]]:
    return {age: figures.money(f"aged.{age}") for age in AGED if figures.has(f"aged.{age}")}


# ---------------------------------------------------------------- looked up for a region


def choice(region_code: str, day: date) -> Choice | None:
    return choice_from(figures_of("retirement_choice", region_code, day))


def least_months(region_code: str, day: date) -> Figure[int]:
    """Least months of contributions for a pension from that day's month on."""
    return figures_of("retirement_choice", region_code, day).number("least_months")


def pay_up(region_code: str, day: date) -> PayUp:
    return pay_up_from(figures_of("retirement_choice", region_code, day))


def special_trades(region_code: str, day: date) -> SpecialTrades:
    return special_trades_from(figures_of("retirement_choice", region_code, day))


def payout(region_code: str, day: date) -> PayoutMonths:
    return payout_from(figures_of("payout_months", region_code, day))


def employee(region_code: str, day: date) -> EmployeeRules:
    """The rules of the province that the region lies in, on the day of retirement."""
    return employee_from(figures_of("employee_pension", region_code, day), payout(region_code, day))


def averages(region_code: str, day: date) -> Averages:
    return averages_from(figures_of("average_wage", region_code, day).scheme)


def account_share(region_code: str, day: date) -> Figure[Fraction]:
    """Of the contribution base that goes to the personal account."""
    return figures_of("pension_account", region_code, day).ratio("share")


def account_interest(region_code: str, year: int) -> Figure[Fraction]:
    """The notified rate (记账利率) of a year; the last one known where none was notified yet."""
    return figures_of("pension_account", region_code, date(year, 1, 1)).ratio("interest")


def resident(region_code: str, day: date) -> ResidentRules:
    return resident_from(figures_of("resident_pension", region_code, day))


def adjustment(region_code: str, year: int) -> Adjustment:
    return adjustment_from(figures_of("pension_adjustment", region_code, date(year, 1, 1)))


def allowance(region_code: str, day: date) -> Allowance:
    return allowance_from(figures_of("disability_allowance", region_code, day))


def survivor(region_code: str, day: date) -> SurvivorRules:
    """By the income of the province in which the deceased was insured, in force on the day."""
    income = figures_of("survivor_income", region_code, day).money("monthly")
    return survivor_from(figures_of("survivor_benefit", region_code, day), income)


def annuity_rates(region_code: str, day: date) -> AnnuityRates:
    return annuity_rates_from(figures_of("institution_pension", region_code, day))


def annuity_rates_if_owed(region_code: str, day: date) -> AnnuityRates | None:
    """None before the first day of the occupational annuity. Raises policy.PolicyMissing."""
    figures = figures_of("institution_pension", region_code, day)
    return annuity_rates_from(figures) if figures.has("annuity.employer") else None


def paid_share(region_code: str, day: date) -> Figure[Fraction] | None:
    return paid_share_from(figures_of("institution_pension", region_code, day))


def recovery(region_code: str, day: date) -> RecoveryRules:
    return recovery_from(figures_of("benefit_recovery", region_code, day))
