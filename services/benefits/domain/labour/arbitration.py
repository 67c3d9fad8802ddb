"""Arbitration of a labour dispute (劳动争议仲裁, HRSS-080): accepted, served, heard, decided.

The application is decided when the case is accepted, in five days; the case has times of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits import problems_relations as problems
from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.labour import dispute, mediation
from services.benefits.domain.labour.dispute import DisputeTimes
from services.benefits.domain.labour.mediation import Mediation
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

FILED, SERVED, HEARD, AWARDED = "filed", "served", "heard", "awarded"
FINAL, SUED, WITHDRAWN = "final", "sued", "withdrawn"
ARBITRATION: Final = Machine(
    "arbitration case",
    initial=FILED,
    edges=[
        (FILED, "serve", SERVED),
        (FILED, "withdraw", WITHDRAWN),
        (FILED, "sue", SUED),
        (SERVED, "hear", HEARD),
        (SERVED, "withdraw", WITHDRAWN),
        (SERVED, "sue", SUED),
        (HEARD, "award", AWARDED),
        (HEARD, "withdraw", WITHDRAWN),
        (HEARD, "sue", SUED),
        (AWARDED, "become_final", FINAL),
        (AWARDED, "sue", SUED),
    ],
)
ARBITRATION_STATUSES: Final = ARBITRATION.states
OPEN: Final = (FILED, SERVED, HEARD, AWARDED)
UNDECIDED: Final = (FILED, SERVED, HEARD)
PARTIES: Final = ("applicant", "respondent")

LIMITATION = decision.reason(
    "limitation_over",
    "争议发生于 {day}，已超过 {months} 个月的仲裁时效",
    "The dispute arose on {day}: the limitation of {months} months is over",
    "劳动争议调解仲裁法第二十七条：时效一年；在职期间拖欠工资的不受限制",
)
NOT_MEDIATED = decision.reason(
    "mediation_not_found",
    "没有与该单位的调解记录",
    "There is no record of a mediation with this employer",
)


@dataclass(frozen=True, slots=True)
class ArbitrationCase:
    """One case. serve_by, award_by: last days of the commission; sue_until: of the parties.

    awarded: the sum of `award`, which says for each kind of claim how much
    late_with: the step that the commission is late with, `serve` or `award`
    """

    id: str
    application_id: str
    person_id: str
    person_name: str
    region_code: str
    respondent_credit_code: str
    respondent_name: str
    arisen_on: date
    claims: Sequence[Mapping[str, Any]]
    claimed: Money
    filed_on: date
    serve_by: date
    served_on: date | None
    hearing_on: date | None
    heard_on: date | None
    award_by: date
    is_extended: bool
    extension_reason: str | None
    awarded_on: date | None
    award: Sequence[Mapping[str, Any]]
    awarded: Money | None
    sue_until: date | None
    sued_by: str | None
    late_with: str | None
    due_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at: what there is between this person and this employer.

    is_employed: a labour contract with the employer is in force
    agreement_broken: what was agreed in mediation was not paid in time
    """

    times: DisputeTimes
    mediation: Mediation | None
    open_case: str | None
    is_employed: bool
    agreement_broken: bool = False


def decide(case: Case, facts: Facts) -> Decision:
    """Accepted within the year, for what is not dealt with elsewhere, nor settled."""
    asked = case.inputs
    claims = [mediation.plain_claim(each) for each in asked["claims"]]
    arisen: date = asked["arisen_on_date"]
    against = dispute.not_yet(arisen, case.today)
    if dispute.is_over(arisen, case.today, facts.times.limitation_months) and not _wages_at_work(
        claims, facts
    ):
        months = facts.times.limitation_months
        against.append(LIMITATION.with_(day=arisen.isoformat(), months=months))
    against += _mediated(facts, was_said=asked["was_mediated"])
    if facts.open_case is not None:
        against.append(dispute.CASE_OPEN.with_(record_id=facts.open_case))
    if against:
        return decision.reject(*against)
    if unclear := dispute.without_sum(claims):
        return decision.ask_supplement("claims", why=tuple(unclear))
    return decision.approve(claims=claims, claimed=dispute.claimed(claims))


def _wages_at_work(claims: Sequence[Mapping[str, Any]], facts: Facts) -> bool:
    """Wages owed while the contract goes on are not limited (第二十七条第四款)."""
    return facts.is_employed and all(each["claim"] == "wages" for each in claims)


def _mediated(facts: Facts, *, was_said: bool) -> list[decision.Reason]:
    """A failed mediation opens the way; a running one and an agreement that is kept close it."""
    known = facts.mediation
    if known is None:
        return [NOT_MEDIATED] if was_said else []
    if known.status == mediation.SESSION:
        return [
            dispute.MEDIATION_OPEN.with_(record_id=known.id, until=known.until_date.isoformat())
        ]
    is_kept = known.status in (mediation.AGREED, mediation.CONFIRMED)
    if is_kept and not facts.agreement_broken:
        return [dispute.AGREEMENT_STANDS.with_(record_id=known.id)]
    return []


def check_award(case: ArbitrationCase, award: Sequence[Mapping[str, Any]]) -> Money:
    """The sum of an award; AwardAboveClaims when a claim gets more than was asked for."""
    for kind in dict.fromkeys(each["claim"] for each in award):
        asked, given = (dispute.claimed(those, kind) for those in (case.claims, award))
        if given > asked:
            raise problems.AwardAboveClaims(claim=kind, claimed=asked.fen, awarded=given.fen)
    return dispute.claimed(award)


def check_suing(case: ArbitrationCase, today: date) -> None:
    """SuingTooLate after the parties' days, SuingTooEarly while the commission has its own."""
    if case.sue_until is not None and today > case.sue_until:
        raise problems.SuingTooLate(record_id=case.id, until=case.sue_until.isoformat())
    if case.status in UNDECIDED and today <= case.award_by:
        raise problems.SuingTooEarly(record_id=case.id, until=case.award_by.isoformat())
