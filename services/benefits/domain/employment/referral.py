"""An introduction of a job-seeker to an employer (职业介绍): interview, then hired or declined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sscsim.kernel.states import Machine

PROPOSED, INTERVIEW, HIRED, DECLINED = "proposed", "interview", "hired", "declined"
MACHINE: Final = Machine(
    "job referral",
    initial=PROPOSED,
    edges=[
        (PROPOSED, "invite", INTERVIEW),
        (PROPOSED, "decline", DECLINED),
        (INTERVIEW, "hire", HIRED),
        (INTERVIEW, "decline", DECLINED),
    ],
)
STATUSES: Final = MACHINE.states
DECLINED_BY: Final = ("seeker", "employer", "hired_elsewhere", "vacancy_gone")


@dataclass(frozen=True, slots=True)
class Referral:
    """`parts`: what the score is made of, as it was when the two were introduced."""

    id: str
    job_seeker_id: str
    job_vacancy_id: str
    person_id: str
    score: int
    parts: Sequence[Any]
    interview_on: date | None
    decided_on: date | None
    declined_by: str | None
    reason: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime
