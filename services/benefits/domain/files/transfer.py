"""Asking for a file and sending it (档案接收与转递, HRSS-075)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.files import personnel_file as files
from services.benefits.domain.files.personnel_file import PersonnelFile
from sscsim.kernel.states import Machine

LETTER_ISSUED, IN_TRANSIT, RECEIVED = "letter_issued", "in_transit", "received"
RETURNED, SHELVED, CANCELLED = "returned", "shelved", "cancelled"
TRANSFER: Final = Machine(
    "file transfer",
    initial=LETTER_ISSUED,
    edges=[
        (LETTER_ISSUED, "send", IN_TRANSIT),
        (LETTER_ISSUED, "cancel", CANCELLED),
        (IN_TRANSIT, "receive", RECEIVED),
        (IN_TRANSIT, "return", RETURNED),
        (RETURNED, "send", IN_TRANSIT),
        (RETURNED, "cancel", CANCELLED),
        (RECEIVED, "shelve", SHELVED),
    ],
)
TRANSFER_STATUSES: Final = TRANSFER.states
OPEN: Final = (LETTER_ISSUED, IN_TRANSIT, RECEIVED, RETURNED)

OTHER_AREA = decision.reason(
    "file_goes_elsewhere",
    "档案转入地为 {region}，应由转入地机构开具调档函",
    "The file is to go to {region}, whose agency writes the letter",
    "调档函由转入机构开具",
)
SAME_PLACE = decision.reason(
    "file_stays_where_it_is",
    "转出机构与转入机构相同",
    "The file is to go where it comes from",
)
NOT_THERE = decision.reason(
    "file_not_at_sender",
    "档案现存 {region} {agency}，不在所填转出机构",
    "The file lies at {agency} in {region}, not at the agency named",
    "一人一档，档案只在一处",
)
ON_ITS_WAY = decision.reason(
    "file_on_its_way",
    "档案 {file_id} 正在转递（{status}）",
    "The file {file_id} is being transferred already ({status})",
    "一人一档，档案只在一处",
)
LENT_OUT = decision.reason(
    "file_lent_out",
    "档案 {file_id} 正在借阅，归还后方可转递",
    "The file {file_id} is lent out and has to come back first",
)


@dataclass(frozen=True, slots=True)
class FileTransfer:
    """One transfer. letter_number: of the letter that asks (调档函); send_by: its last day.

    documents_sent: how many were listed when it was sent
    graduate_id: the reception that it belongs to, if one asked for it
    """

    id: str
    file_id: str
    person_id: str
    application_id: str
    letter_number: str
    from_region_code: str
    from_agency: str
    to_region_code: str
    to_agency: str
    reason: str
    send_by: date
    is_overdue: bool
    sent_on: date | None
    documents_sent: int | None
    courier_number: str | None
    received_on: date | None
    shelved_on: date | None
    return_reason: str | None
    graduate_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at. `file`: the person's, if any agency has shown one here.

    send_days: working days that a sender has
    """

    file: PersonnelFile | None
    send_days: int


def decide(case: Case, facts: Facts) -> Decision:
    """A letter is written when the file can come from where it is said to lie."""
    asked = case.inputs
    if asked["to_region_code"] != case.competent_region:
        return decision.refuse_acceptance(OTHER_AREA.with_(region=asked["to_region_code"]))
    against = []
    sender = (asked["from_region_code"], asked["from_agency"])
    if sender == (asked["to_region_code"], asked["to_agency"]):
        against.append(SAME_PLACE)
    against += _standing_against(facts.file, *sender)
    if against:
        return decision.reject(*against)
    return decision.approve(send_days=facts.send_days)


def _standing_against(
    file: PersonnelFile | None, from_region: str, from_agency: str
) -> list[decision.Reason]:
    if file is None:
        return []
    against = []
    if (file.region_code, file.agency) != (from_region, from_agency):
        against.append(NOT_THERE.with_(region=file.region_code, agency=file.agency))
    if file.status in files.MOVING:
        against.append(ON_ITS_WAY.with_(file_id=file.id, status=file.status))
    if file.status == files.LENT:
        against.append(LENT_OUT.with_(file_id=file.id))
    return against


def letter_number(region_code: str, day: date, ordinal: int) -> str:
    """The number of a letter.

    >>> letter_number("990100", date(2026, 4, 1), 7)
    '调990100-2026-0007'
    """
    return f"调{region_code}-{day.year}-{ordinal:04d}"
