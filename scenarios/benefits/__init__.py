"""Journeys of service items: from the card to the effect, read back somewhere else.

Each is a function of a `Desk`, registered by the code of its item; whatever isn't as it has to
be raises. The demo, the tests and the coverage page know a journey by `JOURNEYS`.
"""

from collections.abc import Callable, Mapping

from scenarios.benefits import (
    annuities,
    cards,
    contributions,
    electronic_cards,
    employment,
    employment_subsidies,
    examinations,
    injury_benefits,
    injury_care,
    injury_ends,
    institution_pensions,
    institution_transfers,
    insurance_rights,
    labour,
    military_transfers,
    own_contributions,
    pension_ends,
    pensions,
    personnel_files,
    private_pensions,
    residents_pensions,
    skills,
    startups,
    titles,
    training,
    transfers,
    unemployment,
    unemployment_grants,
    unemployment_moves,
    work,
    work_injury,
)
from scenarios.benefits.desk import Desk

Journey = Callable[[Desk], None]

JOURNEYS: Mapping[str, Journey] = {
    **employment.JOURNEYS,
    **employment_subsidies.JOURNEYS,
    **startups.JOURNEYS,
    **training.JOURNEYS,
    **skills.JOURNEYS,
    **titles.JOURNEYS,
    **examinations.JOURNEYS,
    **work.JOURNEYS,
    **cards.JOURNEYS,
    **electronic_cards.JOURNEYS,
    **personnel_files.JOURNEYS,
    **labour.JOURNEYS,
    **contributions.JOURNEYS,
    **pensions.JOURNEYS,
    **residents_pensions.JOURNEYS,
    **institution_pensions.JOURNEYS,
    **pension_ends.JOURNEYS,
    **work_injury.JOURNEYS,
    **injury_benefits.JOURNEYS,
    **annuities.JOURNEYS,
    **private_pensions.JOURNEYS,
    **own_contributions.JOURNEYS,
    **insurance_rights.JOURNEYS,
    **injury_ends.JOURNEYS,
    **injury_care.JOURNEYS,
    **transfers.JOURNEYS,
    **institution_transfers.JOURNEYS,
    **military_transfers.JOURNEYS,
    **unemployment.JOURNEYS,
    **unemployment_grants.JOURNEYS,
    **unemployment_moves.JOURNEYS,
}
"""By the code of the item; a line a domain."""

__all__ = ["JOURNEYS", "Desk", "Journey"]
