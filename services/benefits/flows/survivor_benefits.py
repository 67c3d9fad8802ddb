"""Survivor benefits, read."""

from typing import Any

from services.benefits import problems_pension as problems
from services.benefits.domain.pension.survivor_claim import SurvivorBenefit
from services.benefits.store import store, survivors
from sscsim.db import Page, PageQuery


def get(benefit_id: str) -> SurvivorBenefit:
    """SurvivorBenefitNotFound."""
    with store.read() as tx:
        found = survivors.benefits.find(tx, benefit_id)
    if found is None:
        raise problems.SurvivorBenefitNotFound(benefit_id=benefit_id)
    return found


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return survivors.benefits.page(tx, page, filters)
