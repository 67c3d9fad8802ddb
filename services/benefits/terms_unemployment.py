"""The rules of unemployment insurance in force on a day, as values of the domain."""

from datetime import date

from services.benefits import terms_contributions as contributions
from services.benefits.domain.unemployment.benefit import AmountRule, PremiumRule
from services.benefits.domain.unemployment.claim import ClaimRule
from services.benefits.domain.unemployment.duration import DurationRule
from services.benefits.domain.unemployment.grants import DeathRule, EarlyWorkRule, JobSeekingRule
from services.benefits.domain.unemployment.price import PriceRule
from services.benefits.domain.unemployment.retention import RetentionRule
from services.benefits.terms import figures_of
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.policy import Figures

LAW, BENEFIT = "unemployment", "unemployment_benefit"
PRICES, RETENTION = "price_subsidy", "job_retention"


def law(region_code: str, day: date) -> Figures:
    """What the law says everywhere. Raises policy.PolicyMissing."""
    return figures_of(LAW, region_code, day)


def region(region_code: str, day: date) -> Figures:
    """What the region adds. Raises policy.PolicyMissing."""
    return figures_of(BENEFIT, region_code, day)


def duration_from(of_law: Figures, of_region: Figures) -> DurationRule:
    """Raises policy.FigureMissing, as all of these do."""
    return DurationRule(
        of_region.ladder("duration"), of_law.ladder("most"), of_law.number("together")
    )


def claim_from(of_law: Figures, of_region: Figures) -> ClaimRule:
    own = of_region.has("decide_days")
    return ClaimRule(
        least=of_law.number("least").value,
        claim_days=of_region.number("claim_days").value if of_region.has("claim_days") else None,
        decide_days=(of_region if own else of_law).number("decide_days").value,
    )


def amount_from(of_region: Figures, minimum_wage: Figure[Money]) -> AmountRule:
    return AmountRule(minimum_wage, of_region.ratio("share"), of_region.money("subsistence"))


def amount(region_code: str, day: date) -> AmountRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return amount_from(region(region_code, day), contributions.minimum_wage(region_code, day))


def premium_from(of_region: Figures, average: Figure[Money], of_medical: Figures) -> PremiumRule:
    return PremiumRule(
        average=average,
        base=of_region.ratio("premium_base"),
        employer=of_medical.ratio("employer"),
        person=of_medical.ratio("person"),
    )


def premium(region_code: str, day: date) -> PremiumRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    of_medical = figures_of(contributions.OF_MEDICAL, region_code, day)
    average = contributions.average_wage(region_code, day)
    return premium_from(region(region_code, day), average, of_medical)


def job_seeking_from(of_region: Figures) -> JobSeekingRule:
    return JobSeekingRule(
        of_region.ratio("job_seeking.share"), of_region.number("job_seeking.most")
    )


def early_work_from(of_region: Figures) -> EarlyWorkRule:
    return EarlyWorkRule(
        contract=of_region.number("early_work.contract"),
        insured=of_region.number("early_work.insured"),
        share=of_region.ratio("early_work.share"),
        own_business=of_region.ratio("early_work.own_business"),
    )


def death_from(of_region: Figures) -> DeathRule:
    return DeathRule(
        funeral=of_region.number("death.funeral"),
        survivors=of_region.number("death.survivors"),
        claim=of_region.number("death.claim") if of_region.has("death.claim") else None,
    )


def prices_from(figures: Figures) -> PriceRule:
    return PriceRule(figures.ratio("prices"), figures.ratio("food"))


def retention(region_code: str, day: date) -> RetentionRule:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return retention_from(figures_of(RETENTION, region_code, day))


def retention_from(figures: Figures) -> RetentionRule:
    return RetentionRule(
        small=figures.ratio("small"),
        large=figures.ratio("large"),
        months=figures.number("months"),
        layoffs=figures.ratio("layoffs"),
        small_staff=figures.number("small_staff"),
        small_layoffs=figures.ratio("small_layoffs"),
    )
