"""Accumulators (累计) of one insurance year: what the caps, deductibles and segments look at."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from services.medical.domain.year import YearSoFar
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class YearKey:
    """Whose year: a person, an insurance, the home region, the year it began in."""

    person_id: str
    insurance_kind: str
    home_region_code: str
    insurance_year: int

    def columns(self) -> dict[str, Any]:
        return {
            "person_id": self.person_id,
            "insurance_kind": self.insurance_kind,
            "home_region_code": self.home_region_code,
            "insurance_year": self.insurance_year,
        }


@dataclass(frozen=True, slots=True)
class Accumulator:
    id: str
    person_id: str
    insurance_kind: str
    home_region_code: str
    insurance_year: int
    stays: int
    pool: Money
    outpatient_deductible: Money
    outpatient_pool: Money
    large_amount: Money
    big_illness_counted: Money
    assistance: Money
    pharmacy_deductible: Money
    pharmacy_pool: Money
    chronic_pool: Money
    prenatal_pool: Money
    delivery_pool: Money
    work_injury: Money
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def key(self) -> YearKey:
        return YearKey(
            self.person_id, self.insurance_kind, self.home_region_code, self.insurance_year
        )

    @property
    def year(self) -> YearSoFar:
        return YearSoFar(**{part.name: getattr(self, part.name) for part in fields(YearSoFar)})
