"""A designated institution (定点医疗机构): where one can be treated on insurance."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Institution:
    """`institution_code` is the code it is known by in the trade: H and eleven digits."""

    id: str
    institution_code: str
    name: str
    level: str
    region_code: str
    version: int
    created_at: datetime
    updated_at: datetime
