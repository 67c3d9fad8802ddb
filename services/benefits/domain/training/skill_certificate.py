"""Skill and qualification certificates (职业技能等级证书、职业资格证书, HRSS-071).

Appraisal organisations issue skill certificates of eight grades (新八级工); a qualification comes
of an examination. A certificate can be taken back, and then counts for nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits import problems_training as problems
from services.benefits.domain.certificate import Printed, line
from services.benefits.domain.decision import Case
from sscsim.kernel.states import Machine

LEVELS: Final = (
    "apprentice",
    "primary",
    "intermediate",
    "senior",
    "technician",
    "senior_technician",
    "special_technician",
    "chief_technician",
)
"""学徒工、初级工、中级工、高级工、技师、高级技师、特级技师、首席技师, the lowest first."""
KINDS: Final = ("skill_level", "qualification")
VALID, REVOKED = "valid", "revoked"
MACHINE: Final = Machine("skill certificate", initial=VALID, edges=[(VALID, "revoke", REVOKED)])
STATUSES: Final = MACHINE.states
FINDINGS: Final = ("valid", "revoked", "differs", "unknown")


@dataclass(frozen=True, slots=True)
class SkillCertificate:
    """One certificate. `level` stands in those of the eight grades alone."""

    id: str
    number: str
    kind: str
    person_id: str
    party_id: str
    region_code: str
    issuer_name: str
    occupation: str
    level: str | None
    issued_on: date
    status: str
    revoked_reason: str | None
    version: int
    created_at: datetime
    updated_at: datetime


def check_issue(issued_on: date, today: date, level: str, held: Sequence[SkillCertificate]) -> None:
    """CertificateOfTomorrow; LevelHeldAlready for a level that is no step up in the occupation."""
    if issued_on > today:
        raise problems.CertificateOfTomorrow(day=issued_on.isoformat())
    for each in held:
        if each.level is not None and LEVELS.index(each.level) >= LEVELS.index(level):
            raise problems.LevelHeldAlready(number=each.number, level=each.level)


def finding(found: SkillCertificate | None, person_id: str | None, level: str | None) -> str:
    """What whoever verifies a certificate is told."""
    if found is None:
        return "unknown"
    if found.status == REVOKED:
        return "revoked"
    other_person = person_id is not None and person_id != found.person_id
    other_level = level is not None and level != found.level
    return "differs" if other_person or other_level else "valid"


def within(case: Case, found: Sequence[SkillCertificate]) -> list[SkillCertificate]:
    """The person's certificates, or the one whose number is named."""
    number = case.inputs.get("certificate_number")
    return [each for each in found if number is None or each.number == number]


def shown(found: Sequence[SkillCertificate]) -> dict[str, Any]:
    """The answer; that there is none is an answer too."""
    return {
        "outcome": "returned" if found else "none_found",
        "records": [
            {
                "id": each.id,
                "number": each.number,
                "kind": each.kind,
                "occupation": each.occupation,
                **({"level": each.level} if each.level else {}),
                "issuer_name": each.issuer_name,
                "issued_on_date": each.issued_on.isoformat(),
                "status": each.status,
            }
            for each in found
        ],
    }


def printed(found: Sequence[SkillCertificate]) -> Printed:
    """What the printed answer says."""
    lines = [
        line(
            "证书",
            "Certificate",
            f"{each.number} {each.occupation} {each.level or ''} {each.status}",
        )
        for each in found
    ] or [line("查询结果", "Result", "无证书记录", "no certificate found")]
    return Printed(
        "职业技能等级证书、职业资格证书", "Skill and qualification certificates", tuple(lines)
    )
