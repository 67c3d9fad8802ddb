"""Who is insured in a basic pension (参加基本养老保险), as far as the records here say.

The one place to ask. Whoever is enrolled in one, be it that contributions rest, or has months paid
in one, as an employee, in a flexible job, of an institution or as a resident.
"""

from services.benefits.domain.insurance import PENSIONS
from services.benefits.store import insurance
from sscsim.db import Tx


def is_insured(tx: Tx, person_id: str) -> bool:
    """By relations and contribution months of all regions."""
    enrolled = insurance.open_relations(tx, [person_id]).get(person_id, ())
    if any(each.kind in PENSIONS for each in enrolled):
        return True
    return insurance.has_paid(tx, person_id, PENSIONS)
