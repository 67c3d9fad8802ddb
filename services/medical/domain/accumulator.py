"""Accumulators (累计) of one insurance year: what the caps, deductibles and segments look at."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from services.medical.domain.inpatient import YearSoFar
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class YearKey:
    """Whose year: a person, an insurance, the home region, the year it began in."""

    person_id: str
    insurance_kind: str
    home_region_code: str
    insurance_year: int

    def columns(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Accumulator:
    id: str
    person_id: str
    insurance_kind: str
    home_region_code: str
    insurance_year: int
    stays: int
    pool: Money
    large_amount: Money
    big_illness_counted: Money
    assistance: Money
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def year(self) -> YearSoFar:
        return YearSoFar(
            self.stays, self.pool, self.large_amount, self.big_illness_counted, self.assistance
        )
