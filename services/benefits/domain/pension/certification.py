"""Certification of entitlement (待遇领取资格认证): once in so many months, who draws a pension is
seen to be alive, by matched data, by face, at a counter or by a visit.

It is due in the last month of the time for which the one before is good; when that is over, it is
overdue and the payment is paused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from sscsim.kernel.explain import Figure
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

DUE, CERTIFIED, OVERDUE = "due", "certified", "overdue"
MACHINE: Final = Machine(
    "certification",
    initial=CERTIFIED,
    edges=[
        (CERTIFIED, "fall_due", DUE),
        (DUE, "miss", OVERDUE),
        (CERTIFIED, "certify", CERTIFIED),
        (DUE, "certify", CERTIFIED),
        (OVERDUE, "certify", CERTIFIED),
    ],
)
STATUSES: Final = MACHINE.states
METHODS: Final = ("data_match", "face", "counter", "visit")

_RULE: Final = "社会保险经办条例第二十六条"
NOTHING_DRAWN = decision.reason(
    "certification_without_pension",
    "没有正在领取的养老保险待遇，无须认证",
    "No pension is drawn, and there is nothing to certify",
    _RULE,
)
ABROAD_BY_EMBASSY = decision.reason(
    "certification_abroad_unproved",
    "境外居住的须提交驻外使领馆出具的生存证明",
    "Who lives abroad needs a proof of life from an embassy",
    _RULE,
)
NO_FACE = decision.reason(
    "certification_without_face",
    "人脸识别认证须提交人脸照片",
    "A certification by face needs the photo",
    _RULE,
)


@dataclass(frozen=True, slots=True)
class Certification:
    """A person's; valid_until: the last day on which it is good."""

    id: str
    person_id: str
    region_code: str
    method: str | None
    living_place: str | None
    certified_on: date | None
    valid_until: date
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """Pensions that are drawn; for how many months a certification is good."""

    drawn: Sequence[str]
    valid: Figure[int]


def good_until(day: date, months: int) -> date:
    """The last day of the time for which a certification of that day is good.

    >>> good_until(date(2026, 1, 31), 13).isoformat()
    '2027-02-28'
    """
    return (Month.of(day) + months).day(day.day)


def decide(case: Case, facts: Facts) -> Decision:
    """At once: by what was shown."""
    reasons = []
    if not facts.drawn:
        reasons.append(NOTHING_DRAWN)
    if case.inputs["living_place"] == "abroad" and "embassy_certificate" not in case.inputs:
        reasons.append(ABROAD_BY_EMBASSY)
    if case.inputs["method"] == "face" and "face_photo" not in case.inputs:
        reasons.append(NO_FACE)
    if reasons:
        return decision.reject(*reasons)
    return decision.approve(until=good_until(case.today, facts.valid.value))
