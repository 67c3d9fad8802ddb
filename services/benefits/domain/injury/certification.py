"""Certification of whoever draws a work-injury benefit by the month (资格认证, HRSS-051)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.injury.payout import CertificationRule
from sscsim.kernel.states import Machine

CODE: Final = "HRSS-051"
DUE, CERTIFIED, OVERDUE = "due", "certified", "overdue"
MACHINE: Final = Machine(
    "certification of entitlement",
    initial=DUE,
    edges=[(DUE, "certify", CERTIFIED), (DUE, "miss", OVERDUE), (OVERDUE, "certify", CERTIFIED)],
)
CERTIFICATION_STATUSES: Final = MACHINE.states
METHODS: Final = ("data_match", "face", "counter", "visit")

NOTHING_DRAWN = decision.reason(
    "nothing_to_certify",
    "没有需要认证的定期待遇：{benefit}",
    "No benefit by the month of this kind is drawn: {benefit}",
)


@dataclass(frozen=True, slots=True)
class InjuryCertification:
    """One certification of a person's benefits of a kind; due_date: the last day for it."""

    id: str
    person_id: str
    benefit: str
    ordinal: int
    region_code: str
    due_date: date
    application_id: str | None
    method: str | None
    certified_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """is_drawn: whether the person draws such a benefit, or drew it until it was suspended."""

    rule: CertificationRule
    is_drawn: bool


def decide(case: Case, facts: Facts) -> Decision:
    """Certified for a year from today; by the face only with a photo of it."""
    if not facts.is_drawn:
        return decision.reject(NOTHING_DRAWN.with_(benefit=case.inputs["benefit"]))
    if case.inputs["method"] == "face" and "face_photo" not in case.inputs:
        return decision.ask_supplement("face_photo")
    return decision.approve(until=facts.rule.until(case.today))
