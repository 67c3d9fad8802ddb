"""What a message says of a stay, as the flows take it: our words, and what is kept as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Given = Mapping[str, Any]
"""Fields of a message by name, as JSON values."""


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """A row of diagnoses. `number` (诊断排序号) is its key; what isn't `is_western` (中医) is kept
    and nothing follows from it: the list of diseases has none."""

    number: int
    code: str
    is_main: bool
    is_western: bool
    given: Given


@dataclass(frozen=True, slots=True)
class Treated:
    """Where and by whom, by codes of the institution's own or of the country's."""

    department_code: str
    doctor_code: str


@dataclass(frozen=True, slots=True)
class Admission:
    """`home_region`: where the message says that the person is insured; None: here."""

    person_id: str
    insurance_kind: str
    kind: str
    med_type: str
    on: date
    is_emergency: bool
    treated: Treated
    delivery: str | None
    visit_number: str
    certificate_type: str
    home_region: str | None
    diagnoses: Sequence[Diagnosed] = ()
    given: Given = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """A correction of an admission; None: nothing is said of it."""

    on: date
    kind: str
    med_type: str
    is_emergency: bool | None
    treated: Treated
    delivery: str | None
    visit_number: str
    certificate_type: str
    diagnoses: Sequence[Diagnosed]
    given: Given


@dataclass(frozen=True, slots=True)
class Discharge:
    insurance_kind: str
    on: date
    delivery: str | None
    diagnoses: Sequence[Diagnosed]
    given: Given
