"""A finding on the capacity to work (劳动能力鉴定结论, HRSS-043), by a panel of experts.

Regulation, articles 21 to 29. A first finding may be looked at again, by the province, within
days of its receipt; what comes of that is final. A year later it may be reviewed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Reason
from services.benefits.domain.injury import grade, known
from services.benefits.domain.injury.deadlines import DeadlineRule
from services.benefits.domain.injury.recognition import WorkInjury
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-043"
GRADED, APPEALED, FINAL = "graded", "appealed", "final"
MACHINE: Final = Machine(
    "labour-capacity finding",
    initial=GRADED,
    edges=[
        (GRADED, "appeal", APPEALED),
        (GRADED, "stand", FINAL),
        (FINAL, "appeal", APPEALED),  # asked for in time, and concluded later
    ],
)
FINDING_STATUSES: Final = MACHINE.states
FIRST, AGAIN, REVIEW = "first", "again", "review"
APPRAISAL_KINDS: Final = (FIRST, AGAIN, REVIEW)
NO_CARE: Final = "none"
CARE: Final = {"partial": "part", "major": "most", "complete": "full"}
"""How the form names a level of care, and how the rule does."""
assert tuple(sorted(CARE.values())) == tuple(sorted(grade.CARE_LEVELS))
CARE_WORDS: Final = (NO_CARE, *CARE)
PANELS: Final = (3, 5)
"""Experts of a panel (article 25)."""
DEVICES: Final = (
    *("prosthesis", "orthosis", "artificial_eye", "denture", "wheelchair", "hearing_aid"),
    "crutch",
)
"""辅助器具 that a panel may find needed, as the form of HRSS-047 names them."""

PANEL_WANTED = decision.reason(
    "appraisal_panel_wanted",
    "须由 3 名或者 5 名专家组成的专家组提出鉴定意见",
    "A panel of three or five experts has to say what it found",
    "工伤保险条例第二十五条",
)
FOUND_BEFORE = decision.reason(
    "appraisal_done_before",
    "已有鉴定结论 {number}，应申请再次鉴定或者复查鉴定",
    "There is a finding already, {number}: ask for another, or for a review",
    "工伤保险条例第二十六条、第二十八条",
)
NOTHING_FOUND = decision.reason(
    "appraisal_not_done",
    "尚无鉴定结论，应申请初次鉴定",
    "Nothing was found before: ask for a first appraisal",
)
FINAL_ALREADY = decision.reason(
    "appraisal_final",
    "鉴定结论 {number} 已是最终结论",
    "The finding {number} is final",
    "工伤保险条例第二十六条",
)
NOT_FINAL = decision.reason(
    "appraisal_not_final",
    "鉴定结论 {number} 在 {until} 前仍可申请再次鉴定",
    "The finding {number} may still be contested, until {until}",
    "工伤保险条例第二十六条",
)
RECEIVED_WRONG = decision.reason(
    "appraisal_received_wrong",
    "收到日期 {day} 早于作出结论的日期 {concluded} 或晚于今天",
    "Received on {day}: before the finding, {concluded}, or after today",
)


@dataclass(frozen=True, slots=True)
class Panel:
    """What the experts found. grade: 1 to 10, None where the injury has none."""

    id: str
    application_id: str
    region_code: str
    experts: int
    grade: int | None
    care_level: str
    devices: Sequence[str]
    concluded_on: date
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. contest_until: last day for another; None where it is final from the first."""

    id: str
    number: str
    injury_id: str
    person_id: str
    ordinal: int
    application_id: str
    region_code: str
    kind: str
    grade: int | None
    care_level: str
    devices: Sequence[str]
    concluded_on: date
    contest_until: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def needs_care(self) -> bool:
        return self.care_level != NO_CARE


@dataclass(frozen=True, slots=True)
class Facts:
    """findings: of the injury, the first one first; panel: None before it has met."""

    limits: DeadlineRule
    applied_on: date
    injury: WorkInjury | None
    is_theirs: bool = False
    findings: Sequence[Finding] = ()
    panel: Panel | None = None


def decide(case: Case, facts: Facts) -> Decision:
    """The panel's grade, once it has met, where the appraisal may be asked for."""
    number = case.inputs["recognition_number"]
    against = known.against(facts.injury, number, case.competent_region, facts.is_theirs)
    if case.lacks:
        return decision.ask_supplement(*case.lacks)
    against = against or _against(case, facts)
    if against:
        return decision.reject(*against)
    if facts.panel is None:
        return decision.needs_review(PANEL_WANTED)
    kind = case.inputs["appraisal_kind"]
    until = None if kind == AGAIN else case.today + timedelta(days=facts.limits.again_days)
    return decision.approve(contest_until=until)


def _against(case: Case, facts: Facts) -> list[Reason]:
    kind = case.inputs["appraisal_kind"]
    last = facts.findings[-1] if facts.findings else None
    if kind == FIRST:
        return [FOUND_BEFORE.with_(number=last.number)] if last is not None else []
    if last is None:
        return [NOTHING_FOUND]
    if kind == AGAIN:
        return _against_again(case, facts, last)
    if last.status == GRADED:
        return [NOT_FINAL.with_(number=last.number, until=last.contest_until)]
    return facts.limits.refuses_recheck(last.concluded_on, facts.applied_on)


def _against_again(case: Case, facts: Facts, last: Finding) -> list[Reason]:
    if last.kind == AGAIN:
        return [FINAL_ALREADY.with_(number=last.number)]
    received: date = case.inputs["first_finding_date"]
    if not last.concluded_on <= received <= case.today:
        return [RECEIVED_WRONG.with_(day=received, concluded=last.concluded_on)]
    return facts.limits.refuses_again(received, facts.applied_on)


def number_of(region_code: str, year: int, serial: int) -> str:
    """Of the finding (鉴定结论书编号).

    >>> number_of("990100", 2026, 3)
    'LDNL-990100-2026-00003'
    """
    return f"LDNL-{region_code}-{year}-{serial:05d}"
