"""Reading, copying or borrowing a file (档案查借阅, HRSS-076)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Person
from services.benefits.domain.files import personnel_file as files
from services.benefits.domain.files.personnel_file import PersonnelFile
from sscsim.kernel.states import Machine

APPROVED, LENT, OVERDUE, RETURNED = "approved", "lent", "overdue", "returned"
CONSULTATION: Final = Machine(
    "file consultation",
    initial=APPROVED,
    edges=[
        (APPROVED, "lend", LENT),
        (LENT, "miss", OVERDUE),
        (LENT, "give_back", RETURNED),
        (OVERDUE, "give_back", RETURNED),
    ],
)
CONSULTATION_STATUSES: Final = CONSULTATION.states
BORROWS_FOR: Final = ("political_review", "promotion", "judicial")
COPIES_FOR: Final = (*BORROWS_FOR, "employment")

NOBODYS = decision.reason(
    "file_person_unknown", "社会保障号码查无此人", "Nobody has this social security number"
)
NOT_HERE = decision.reason(
    "file_not_here",
    "该人员的档案不在 {region}",
    "The person's file is not kept in {region}",
    "由档案保管机构办理",
)
NOT_SHELVED = decision.reason(
    "file_not_shelved",
    "档案 {file_id} 不在库（{status}）",
    "The file {file_id} is not on its shelf ({status})",
)
OWN_FILE = decision.reason(
    "reader_reads_own_file",
    "任何个人不得查阅本人的档案",
    "Nobody reads the file of oneself",
    "任何个人不得查阅、借阅本人的档案",
)
ONE_READER = decision.reason(
    "one_reader_only",
    "须有两名以上不同的查阅人员",
    "Two different members of the unit have to read it",
    "两名以上工作人员查阅",
)
NO_BORROWING = decision.reason(
    "purpose_not_for_this_way",
    "用途 {purpose} 不能 {way} 档案",
    "A file can't be taken this way ({way}) for the purpose {purpose}",
    "档案一般不外借",
)
LETTER_WANTED = decision.reason(
    "unit_letter_wanted", "须提交单位介绍信", "The letter of the unit is wanted"
)


@dataclass(frozen=True, slots=True)
class FileConsultation:
    """One consultation. due_date: by when a borrowed file is back."""

    id: str
    file_id: str
    person_id: str
    application_id: str
    party_id: str
    region_code: str
    unit_credit_code: str
    purpose: str
    way: str
    readers: Sequence[Mapping[str, Any]]
    allowed_on: date
    due_date: date | None
    returned_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at. `person`: whose number it is; borrow_days: working days."""

    person: Person | None
    file: PersonnelFile | None
    borrow_days: int


def decide(case: Case, facts: Facts) -> Decision:
    """Two members of a unit with a letter, for a purpose that needs it; never one's own file."""
    asked = case.inputs
    against = [*_of_file(case, facts), *_of_readers(asked)]
    allowed_for = {"borrow": BORROWS_FOR, "copy": COPIES_FOR}.get(asked["way"])
    if allowed_for is not None and asked["purpose"] not in allowed_for:
        against.append(NO_BORROWING.with_(purpose=asked["purpose"], way=asked["way"]))
    if against:
        return decision.reject(*against)
    if "unit_letter" not in asked:
        return decision.ask_supplement("unit_letter", why=(LETTER_WANTED,))
    return decision.approve(
        file_id=facts.file.id if facts.file else None, borrow_days=facts.borrow_days
    )


def _of_file(case: Case, facts: Facts) -> list[decision.Reason]:
    if facts.person is None:
        return [NOBODYS]
    if facts.file is None or facts.file.region_code != case.competent_region:
        return [NOT_HERE.with_(region=case.competent_region)]
    if facts.file.status != files.SHELVED:
        return [NOT_SHELVED.with_(file_id=facts.file.id, status=facts.file.status)]
    return []


def _of_readers(asked: Mapping[str, Any]) -> list[decision.Reason]:
    numbers = [each["social_security_number"] for each in asked["readers"]]
    against = []
    if len(set(numbers)) < len(numbers):
        against.append(ONE_READER)
    if asked["subject_number"] in numbers:
        against.append(OWN_FILE)
    return against
