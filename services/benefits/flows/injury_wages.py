"""The wage behind the benefits of an injury: twelve months of contribution wages before it.

One place to ask. No records of contributions are kept here: it is the average that was declared
with the application, or that the agency confirmed, as if each month had been it.
"""

from services.benefits import terms_injury as terms
from services.benefits.domain.injury.recognition import WorkInjury
from services.benefits.domain.injury.wage import MONTHS
from sscsim.kernel.explain import Step
from sscsim.kernel.money import Money


def before(injury: WorkInjury) -> list[Money]:
    """Contribution wages of the months before, newest last; none where nobody knows them."""
    return [] if injury.wage is None else [injury.wage] * MONTHS


def own(injury: WorkInjury) -> Step | None:
    """本人工资, within its limits; None where no wage is known. PolicyMissing, FigureMissing."""
    wages = before(injury)
    return terms.wage(injury.region_code, injury.injured_on).own(wages) if wages else None
