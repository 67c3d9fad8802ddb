"""Recognition of a work injury (工伤认定): what a bill at the expense of its fund rests on.

Deciding it is another service's matter; this is the decision as the medical side knows it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from services.medical import problems_kinds as problems

DECIDED = "GSRD-"
"""How the numbers of decisions of the benefits service begin; nobody else gives such numbers."""


@dataclass(frozen=True, slots=True)
class Recognition:
    id: str
    person_id: str
    home_region_code: str
    decision_number: str  # 认定决定书编号
    injured_on: date
    body_part: str
    valid_until: date | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def is_decided(self) -> bool:
        """Whether the benefits service decided it: an agency noted the others by hand."""
        return self.decision_number.startswith(DECIDED)

    def check_visit(self, person_id: str, home_region_code: str, day: date) -> None:
        """RecognitionNotOfPerson; RecognitionNotInForce before the injury or after the last day."""
        if (self.person_id, self.home_region_code) != (person_id, home_region_code):
            raise problems.RecognitionNotOfPerson(recognition_id=self.id)
        if day < self.injured_on or (self.valid_until is not None and day > self.valid_until):
            raise problems.RecognitionNotInForce(
                recognition_id=self.id,
                on=day,
                injured_on=self.injured_on,
                valid_until=self.valid_until or "–",
            )
