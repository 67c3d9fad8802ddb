"""Mediation of a labour dispute (劳动争议调解, HRSS-079): by agreement, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.labour import dispute
from services.benefits.domain.labour.dispute import DisputeTimes
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

SESSION, AGREED, CONFIRMED, FAILED = "session", "agreed", "confirmed", "failed"
MEDIATION: Final = Machine(
    "labour mediation",
    initial=SESSION,
    edges=[
        (SESSION, "agree", AGREED),
        (SESSION, "fail", FAILED),
        (AGREED, "confirm", CONFIRMED),
    ],
)
MEDIATION_STATUSES: Final = MEDIATION.states


@dataclass(frozen=True, slots=True)
class Mediation:
    """One mediation. session_on: the day of the session; until_date: after it, it has failed.

    agreed: what the employer is to pay by pay_by_date; due_id: where that is followed
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
    session_on: date
    until_date: date
    agreed: Money | None
    agreed_on: date | None
    pay_by_date: date | None
    agreement: str | None
    failed_reason: str | None
    due_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at: what is open between this person and this employer."""

    times: DisputeTimes
    mediation: Mediation | None
    open_case: str | None


def decide(case: Case, facts: Facts) -> Decision:
    """A session is appointed for a dispute that nobody deals with already."""
    claims = [plain_claim(each) for each in case.inputs["claims"]]
    against = dispute.not_yet(case.inputs["arisen_on_date"], case.today)
    if facts.mediation is not None and facts.mediation.status == SESSION:
        known = facts.mediation
        against.append(
            dispute.MEDIATION_OPEN.with_(record_id=known.id, until=known.until_date.isoformat())
        )
    if facts.open_case is not None:
        against.append(dispute.CASE_OPEN.with_(record_id=facts.open_case))
    if against:
        return decision.reject(*against)
    if unclear := dispute.without_sum(claims):
        return decision.ask_supplement("claims", why=tuple(unclear))
    return decision.approve(claims=claims, claimed=dispute.claimed(claims))


def plain_claim(claim: Mapping[str, Any]) -> dict[str, Any]:
    """A claim as the record keeps it."""
    amount = claim.get("amount_fen")
    said = {"claim": claim["claim"], "facts": claim["facts"]}
    return said | ({} if amount is None else {"amount_fen": amount.fen})
