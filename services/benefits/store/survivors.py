"""What survivors were paid after a death."""

from services.benefits.domain.pension.survivor_claim import SurvivorBenefit
from services.benefits.store.kept import Kept
from services.benefits.store.tables_pension import survivor_benefits
from sscsim.db import Tx

benefits = Kept(SurvivorBenefit, survivor_benefits)


def after(tx: Tx, deceased_id: str) -> SurvivorBenefit | None:
    """What was paid after this death; once at most."""
    return benefits.newest(tx, benefits.c.deceased_id == deceased_id)


def of_application(tx: Tx, application_id: str) -> SurvivorBenefit | None:
    return benefits.newest(tx, benefits.c.application_id == application_id)
