"""The rules of transfers and of annuities in force on a day, as values of the domain."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from services.benefits.domain.annuities.tax import AnnuityTax
from services.benefits.domain.annuity import Manners
from services.benefits.domain.insurance import UNEMPLOYMENT
from services.benefits.domain.transfer.record import InsuranceTransfer
from services.benefits.domain.transfer.saga import Limits
from services.benefits.domain.transfer.sums import MovingRule, Shares
from services.benefits.domain.transfer.temporary import TemporaryRule
from services.benefits.terms import figures_of, tax_table
from sscsim.kernel import regions
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Month
from sscsim.policy import Figures, PolicyMissing, Scheme

LAW, CLEARING, ANNUITY = "pension_transfer", "transfer_clearing", "annuity"
EVERYWHERE = "nationwide"


def law(region_code: str, day: date) -> Figures:
    """What holds everywhere. Raises policy.PolicyMissing."""
    return figures_of(LAW, region_code, day)


def place_from(figures: Figures) -> Figure[int]:
    """Months of contributions that make a province the place of the pension. Raises
    policy.FigureMissing, as all of these do."""
    return figures.number("place.least")


def temporary_from(figures: Figures) -> TemporaryRule:
    return TemporaryRule(figures.number("temporary.men"), figures.number("temporary.women"))


def moving_from(figures: Figures) -> MovingRule:
    return MovingRule(
        since=figures.number("pooled.since"),
        pooled=figures.ratio("pooled.share"),
        account=shares_from(figures.scheme),
    )


def shares_from(scheme: Scheme) -> Shares:
    """The legal share by year. FigureMissing before personal accounts; ValueError for a year in
    which it changed, whose months would have to be told apart."""

    def share(year: int) -> Figure[Fraction]:
        first, last = (scheme.on(day) for day in (date(year, 1, 1), date(year, 12, 31)))
        found = first.ratio("account.share")
        if last.ratio("account.share").value != found.value:
            raise ValueError(f"the share of the account changed within {year}")
        return found

    return share


def institutions_since(region_code: str, day: date) -> Figure[Month]:
    """First month of institutions' contributions of whose bases a part of the fund moves."""
    return law(region_code, day).month("institution.since")


def army_since(region_code: str, day: date) -> Figure[Month]:
    """First month of service that the army pays for."""
    return law(region_code, day).month("army.since")


def limits_from(figures: Figures, total: Figure[int] | None = None) -> Limits:
    return Limits(
        audit=figures.number("deadlines.audit"),
        close=figures.number("deadlines.close"),
        merge=figures.number("deadlines.merge"),
        total=total,
    )


def total_between(old: str, new: str, day: date) -> Figure[int] | None:
    """Working days for all of a transfer between two provinces of one co-operation that clear by
    period, as the new one has them; None for all others, and before they did."""
    if regions.province_of(old) == regions.province_of(new) or not _cooperate(old, new):
        return None
    try:
        both = [figures_of(CLEARING, code, day) for code in (old, new)]
    except PolicyMissing:
        return None
    return both[-1].number("total") if all(each.has("total") for each in both) else None


def _cooperate(old: str, new: str) -> bool:
    """Whether they have joined a scheme that isn't everybody's."""
    return any(scheme.id != EVERYWHERE for scheme in regions.schemes_between(old, new))


def limits(old: str, new: str, day: date) -> Limits:
    """Of a transfer that is applied for on a day. Raises policy.PolicyMissing as well."""
    return limits_from(law(new, day), total_between(old, new, day))


def unemployment_limits(new: str, day: date) -> Limits:
    """Of one of unemployment insurance, whose money always goes with its case."""
    figures = law(new, day)
    usual = limits_from(figures)
    return replace(usual, close=figures.number("deadlines.unemployment"))


def limits_of(transfer: InsuranceTransfer) -> Limits:
    """Of this one. Raises policy.PolicyMissing as well."""
    if transfer.from_kind == UNEMPLOYMENT:
        return unemployment_limits(transfer.to_region_code, transfer.applied_on)
    return limits(transfer.from_region_code, transfer.to_region_code, transfer.applied_on)


def manners_from(figures: Figures, kind: str) -> Manners:
    """Of a kind of annuity, by the case."""
    return lambda case: figures.words(f"{kind}.{case}")


def annuity_tax(region_code: str, day: date) -> AnnuityTax:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    yearly = figures_of("income_tax", region_code, day)
    return annuity_tax_from(figures_of("annuity_tax", region_code, day), yearly)


def annuity_tax_from(of_month: Figures, of_year: Figures) -> AnnuityTax:
    return AnnuityTax(
        monthly=tax_table(of_month, "monthly"),
        yearly=tax_table(of_year, "brackets"),
    )


def manners(region_code: str, day: date, kind: str) -> Manners:
    """Raises policy.PolicyMissing as well."""
    return manners_from(figures_of(ANNUITY, region_code, day), kind)
