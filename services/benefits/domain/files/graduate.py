"""Receiving a graduate (高校毕业生接收, HRSS-078): the diploma is checked, the file comes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision
from services.benefits.domain.files import personnel_file as files
from services.benefits.domain.files.personnel_file import PersonnelFile
from sscsim.kernel.periods import Month
from sscsim.kernel.states import Machine

REGISTERED, FILE_REQUESTED, COMPLETED = "registered", "file_requested", "completed"
GRADUATE: Final = Machine(
    "graduate",
    initial=REGISTERED,
    edges=[
        (REGISTERED, "request_file", FILE_REQUESTED),
        (REGISTERED, "complete", COMPLETED),
        (FILE_REQUESTED, "complete", COMPLETED),
        (FILE_REQUESTED, "give_up", REGISTERED),
    ],
)
GRADUATE_STATUSES: Final = GRADUATE.states
_DIPLOMA_DIGITS: Final = 18
_YEAR: Final = slice(6, 10)
"""An 18-digit number: five of the school, one of the kind, four of the year, eight more."""

ELSEWHERE = decision.reason(
    "graduate_goes_elsewhere",
    "去向地为 {region}，应由去向地办理接收",
    "The graduate goes to {region}, which receives them",
)
NOT_YET = decision.reason(
    "not_graduated_yet", "毕业日期 {day} 未到", "The day of graduation, {day}, is still to come"
)
TOO_LATE = decision.reason(
    "graduate_reception_over",
    "毕业已超过 {months} 个月，不再按毕业生办理接收",
    "Graduated more than {months} months ago: no longer received as a graduate",
    "择业期内办理接收",
)
RECEIVED_BEFORE = decision.reason(
    "graduate_received_before",
    "该毕业证书已办理接收（{record_id}）",
    "A graduate was received with this diploma already ({record_id})",
    "同一毕业证书只接收一次",
)
FILE_MOVES = decision.reason(
    "graduate_file_moves",
    "档案 {file_id} 状态为 {status}，暂不能调取",
    "The file {file_id} is {status} and can't be asked for now",
)
UNCONFIRMED = decision.reason(
    "diploma_unconfirmed",
    "学历数据未能核验毕业证书编号 {number}，须补充毕业证书",
    "Data don't confirm the number {number}; the diploma itself is wanted",
    "先数据核查，后补充材料",
)


@dataclass(frozen=True, slots=True)
class Graduate:
    """One reception. diploma_number: once, whoever shows it."""

    id: str
    person_id: str
    application_id: str
    region_code: str
    school_name: str
    diploma_number: str
    graduated_on_date: date
    education: str
    destination: str
    transfer_id: str | None
    completed_on: date | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at.

    within_months: of the graduation, in which one is received as a graduate
    earlier: who was received with this diploma
    """

    within_months: int
    send_days: int
    earlier: Graduate | None
    file: PersonnelFile | None


def decide(case: Case, facts: Facts) -> Decision:
    """Received once a diploma, in time, by the area where the graduate goes."""
    asked, today = case.inputs, case.today
    if asked["destination_region_code"] != case.competent_region:
        return decision.refuse_acceptance(ELSEWHERE.with_(region=asked["destination_region_code"]))
    against = []
    graduated: date = asked["graduated_on_date"]
    if graduated > today:
        against.append(NOT_YET.with_(day=graduated.isoformat()))
    elif Month.of(today) - Month.of(graduated) > facts.within_months:
        against.append(TOO_LATE.with_(months=facts.within_months))
    if facts.earlier is not None:
        against.append(RECEIVED_BEFORE.with_(record_id=facts.earlier.id))
    if facts.file is not None and facts.file.status != files.SHELVED:
        against.append(FILE_MOVES.with_(file_id=facts.file.id, status=facts.file.status))
    if against:
        return decision.reject(*against)
    if not is_confirmed(asked["diploma_number"], graduated) and "diploma" not in asked:
        why = UNCONFIRMED.with_(number=asked["diploma_number"])
        return decision.ask_supplement("diploma", why=(why,))
    return decision.approve(send_days=facts.send_days)


def is_confirmed(number: str, graduated: date) -> bool:
    """Whether the number alone agrees with the year of graduation (学历电子注册号).

    >>> is_confirmed("510011202606000123", date(2026, 6, 30))
    True
    >>> is_confirmed("510011202506000123", date(2026, 6, 30))
    False
    """
    is_registered = len(number) == _DIPLOMA_DIGITS and number.isdigit()
    return is_registered and number[_YEAR] == str(graduated.year)
