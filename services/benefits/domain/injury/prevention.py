"""Projects that prevent work injuries (工伤预防项目), paid by the insurance's fund.

Ministry 2017 no. 13: associations and employers apply; what an area spends on them in a year is a
share of what it collected in the year before; a part is paid ahead, the rest against acceptance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from services.benefits import problems_injury_fund as problems
from sscsim.kernel import explain
from sscsim.kernel.explain import Explanation, Figure
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

APPLIED, APPROVED, REFUSED, DONE, STOPPED = "applied", "approved", "refused", "done", "stopped"
MACHINE: Final = Machine(
    "prevention project",
    initial=APPLIED,
    edges=[
        (APPLIED, "approve", APPROVED),
        (APPLIED, "refuse", REFUSED),
        (APPROVED, "finish", DONE),
        (APPROVED, "stop", STOPPED),
    ],
)
PROJECT_STATUSES: Final = MACHINE.states
PLANNED, ACCEPTED, VOID = "planned", "accepted", "void"
PART: Final = Machine(
    "part of a prevention project",
    initial=PLANNED,
    edges=[(PLANNED, "accept", ACCEPTED), (PLANNED, "drop", VOID)],
)
PART_STATUSES: Final = PART.states
ASSOCIATION, EMPLOYER = "association", "employer"
APPLICANTS: Final = (ASSOCIATION, EMPLOYER)
TRAINING, PUBLICITY = "training", "publicity"
PROJECT_KINDS: Final = (PUBLICITY, TRAINING)
"""宣传、培训: the two that the fund pays for."""
FUND, PURPOSE = "work_injury", "工伤预防费"


@dataclass(frozen=True, slots=True)
class PreventionRule:
    """share: of what was collected in the year before, for all projects of a year. first: at most,
    of a project's sum, in its first part. parts: at most, how many. income: what was collected, as
    the area published it; None: what is on record counts."""

    share: Figure[Fraction]
    first: Figure[Fraction]
    parts: Figure[int]
    income: Figure[Money] | None = None

    def ceiling(self, recorded: Money) -> Explanation:
        """What a year's projects may cost together, rounded half up to the fen. recorded: what
        was collected in the year before, as it is on record."""
        income = recorded if self.income is None else self.income
        step = explain.amount(
            "prevention.ceiling",
            "income * share",
            {"income": income, "share": self.share},
            Text(
                zh="上年度征缴收入 {income} 元 × {share}，本年度预防费限额 {result} 元",
                en="{share} of the {income} collected in the year before: {result} at most",
            ),
            rounding="half_up_fen",
            share="prevention",
        )
        return Explanation(step.money, (step,))

    def check_parts(self, amounts: Sequence[Money]) -> None:
        """PreventionParts: too many, or too much of the sum ahead."""
        total = sum_money(amounts)
        if len(amounts) > self.parts.value:
            raise problems.PreventionTooManyParts(parts=len(amounts), most=self.parts.value)
        if amounts[0].exact() > total.exact() * self.first.value:
            share = self.first.value * 100
            most = f"{(Decimal(share.numerator) / share.denominator).normalize():f}%"
            raise problems.PreventionTooMuchAhead(first=amounts[0], total=total, most=most)

    def check_ceiling(self, recorded: Money, committed: Money, wanted: Money) -> Explanation:
        """How the year's limit comes about; PreventionCeiling where the project goes above it.

        committed: what other projects of the year have been granted.
        """
        found = self.ceiling(recorded)
        if committed + wanted > found.total:
            raise problems.PreventionCeiling(
                wanted=wanted, committed=committed, ceiling=found.total
            )
        return found


@dataclass(frozen=True, slots=True)
class PreventionProject:
    """One project. amount: what its parts sum to, of them paid or ordered: `accepted`.

    explanation: of the limit of its year, once it was approved
    """

    id: str
    number: str
    party_id: str | None
    applicant_kind: str
    applicant_credit_code: str
    applicant_name: str
    region_code: str
    year: int
    kind: str
    title: str
    amount: Money
    accepted: Money
    applied_on: date
    reviewed_on: date | None
    reason: str | None
    explanation: dict[str, Any] | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PreventionPart:
    """A part of the money, against what has to be accepted for it (验收)."""

    id: str
    project_id: str
    ordinal: int
    milestone: str
    amount: Money
    evidence: str | None
    accepted_on: date | None
    payment_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


def number_of(region_code: str, year: int, serial: int) -> str:
    """
    >>> number_of("990100", 2026, 7)
    'GSYF-990100-2026-00007'
    """
    return f"GSYF-{region_code}-{year}-{serial:05d}"
