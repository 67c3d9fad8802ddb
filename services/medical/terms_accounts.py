"""A region's figures for personal accounts, as values of the domain."""

from datetime import date

from services.medical.domain.account_year import CreditTerms
from services.medical.domain.sharing import SharingTerms
from sscsim import policy
from sscsim.policy import Figures

SERVICE, SCHEME = "medical", "personal_account"


def credit(region: str, day: date, pack: str | None = None) -> CreditTerms:
    """What is credited each year; PolicyMissing or FigureMissing where nobody says so."""
    return credit_from(policy.scheme(SERVICE, region, SCHEME, pack).on(day))


def credit_from(figures: Figures) -> CreditTerms:
    return CreditTerms(
        starts_on=figures.month_day("year.starts_on"),
        active_ratio=figures.ratio("credit.active_ratio"),
        retired_monthly=figures.money("credit.retired_monthly"),
        months_ahead=figures.number("credit.months_ahead"),
        default_base=figures.money("default_base"),
        interest_ratio=figures.ratio("interest.ratio"),
    )


def sharing(region: str, day: date, pack: str | None = None) -> SharingTerms:
    return sharing_from(policy.scheme(SERVICE, region, SCHEME, pack).on(day))


def sharing_from(figures: Figures) -> SharingTerms:
    return SharingTerms(
        allowed=figures.flag("family_sharing.allowed"),
        across_pools=figures.flag("family_sharing.across_pools"),
        across_provinces=figures.flag("family_sharing.across_provinces"),
    )
