"""A designated institution (定点医疗机构): where one can be treated on insurance."""

from dataclasses import dataclass
from datetime import datetime

from services.medical.domain.vocabulary import HOSPITAL, PHARMACY


@dataclass(frozen=True, slots=True)
class Institution:
    """`institution_code` is the code it is known by in the trade: H or P and eleven digits."""

    id: str
    institution_code: str
    name: str
    kind: str
    level: str
    region_code: str
    version: int
    created_at: datetime
    updated_at: datetime


def kind_of(institution_code: str) -> str:
    """What the first letter of the code says: H a hospital, P a pharmacy.

    >>> kind_of("P51010000001")
    'pharmacy'
    """
    return PHARMACY if institution_code.startswith("P") else HOSPITAL
