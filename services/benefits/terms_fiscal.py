"""The standards of fiscal subsidies in force, as values of the domain."""

from datetime import date

from services.benefits import problems_fiscal as problems
from services.benefits import terms
from services.benefits.domain.fiscal.programme import Programme, Standard
from services.benefits.store.catalogue_programmes import programmes
from sscsim.policy import Figures

SCHEME = "fiscal_subsidies"


def programme(code: str) -> Programme:
    """ProgrammeNotFound."""
    found = programmes().get(code)
    if found is None:
        raise problems.ProgrammeNotFound(subsidy_code=code)
    return found


def standard(code: str, region_code: str, day: date) -> Standard:
    """Raises policy.PolicyMissing and policy.FigureMissing."""
    return standard_from(programme(code), terms.figures_of(SCHEME, region_code, day))


def standard_from(known: Programme, figures: Figures) -> Standard:
    return Standard(
        rule=known.rule,
        amount=figures.money(f"{known.code}.amount").value,
        from_age=figures.number(f"{known.code}.age").value if known.has_age else None,
        notice_days=figures.number("notice_days").value,
        credit_days=figures.number("credit_days").value,
    )
