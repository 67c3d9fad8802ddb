"""An electronic labour contract (电子劳动合同, HRSS-083): signed by both, changed, ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from services.benefits import problems_relations as problems
from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Decision, Person
from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

EMPLOYER_SIGNED, IN_FORCE, AMENDED = "employer_signed", "in_force", "amended"
ENDED, DECLINED, LAPSED = "ended", "declined", "lapsed"
CONTRACT: Final = Machine(
    "labour contract",
    initial=EMPLOYER_SIGNED,
    edges=[
        (EMPLOYER_SIGNED, "sign", IN_FORCE),
        (EMPLOYER_SIGNED, "decline", DECLINED),
        (EMPLOYER_SIGNED, "lapse", LAPSED),
        (IN_FORCE, "change", AMENDED),
        (IN_FORCE, "end", ENDED),
        (AMENDED, "change", AMENDED),
        (AMENDED, "end", ENDED),
    ],
)
CONTRACT_STATUSES: Final = CONTRACT.states
RUNNING: Final = (IN_FORCE, AMENDED)
FIXED: Final = "fixed_term"
ENDINGS: Final = ("contract_ended", "dismissed", "laid_off", "bankruptcy", "resigned", "other")

PROPOSED, SIGNED, REFUSED = "proposed", "signed", "refused"
CHANGE: Final = Machine(
    "contract change",
    initial=PROPOSED,
    edges=[(PROPOSED, "sign", SIGNED), (PROPOSED, "refuse", REFUSED)],
)
CHANGE_STATUSES: Final = CHANGE.states
CHANGE_KINDS: Final = ("amendment", "renewal")

NOBODY = decision.reason(
    "worker_unknown", "社会保障号码查无此人", "Nobody has this social security number"
)
DEAD = decision.reason("worker_deceased", "劳动者已死亡", "The worker has died")
TOO_YOUNG = decision.reason(
    "worker_below_working_age",
    "劳动者未满 {working_age} 周岁（{age} 周岁）",
    "The worker is {age}, below the working age of {working_age}",
    "禁止用人单位招用未满十六周岁的未成年人",
)
ENDS_FIRST = decision.reason(
    "contract_ends_before_it_begins",
    "终止日期 {end} 不晚于起始日期 {start}",
    "It ends on {end}, not after it begins on {start}",
)
NO_END = decision.reason(
    "fixed_term_without_end", "固定期限合同须有终止日期", "A fixed term has an end"
)
END_UNWANTED = decision.reason(
    "open_term_with_end",
    "{kind} 合同不写终止日期",
    "A contract of the kind {kind} says no end",
)
ELSEWHERE = decision.reason(
    "worker_under_contract",
    "劳动者与其他单位的合同 {record_id} 尚未终止",
    "The worker's contract {record_id} with another employer goes on",
    "同时与两个用人单位建立全日制劳动关系的不予备案",
)
HERE = decision.reason(
    "contract_exists",
    "与该劳动者的合同 {record_id} 状态为 {status}",
    "There is a contract with this worker already, {record_id}, {status}",
)


@dataclass(frozen=True, slots=True)
class LabourContract:
    """One contract. party_id: of the employer; fixed_terms: how many followed each other.

    sign_by: last day for the worker's signature; verification_id: of the card that signed
    """

    id: str
    application_id: str
    party_id: str
    employer_credit_code: str
    person_id: str
    region_code: str
    contract_kind: str
    start_date: date
    end_date: date | None
    post: str
    monthly_wage: Money
    contract_sha256: str
    fixed_terms: int
    sign_by: date
    signed_on: date | None
    verification_id: str | None
    ended_on: date | None
    leaving_reason: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ContractChange:
    """One change or renewal, proposed by the employer: terms before and after, for good."""

    id: str
    contract_id: str
    ordinal: int
    kind: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    proposed_on: date
    answered_on: date | None
    verification_id: str | None
    status: str
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ContractTimes:
    """working_age in years, sign_days in days, fixed_terms as a number of contracts."""

    working_age: int
    sign_days: int
    fixed_terms: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at. `running`: the worker's contracts that are signed or to be."""

    times: ContractTimes
    worker: Person | None
    running: tuple[LabourContract, ...]


def decide(case: Case, facts: Facts) -> Decision:
    """Filed for the worker's signature when such a contract may be made."""
    against = [*_of_worker(case, facts), *_of_terms(case.inputs)]
    for each in facts.running:
        if each.party_id == case.party_id:
            against.append(HERE.with_(record_id=each.id, status=each.status))
        elif each.status in RUNNING:
            against.append(ELSEWHERE.with_(record_id=each.id))
    if against:
        return decision.reject(*against)
    return decision.approve(
        person_id=facts.worker.id if facts.worker else None, sign_days=facts.times.sign_days
    )


def _of_worker(case: Case, facts: Facts) -> list[decision.Reason]:
    if facts.worker is None:
        return [NOBODY]
    if facts.worker.living_state == "deceased":
        return [DEAD]
    age = facts.worker.age_on(case.inputs["start_date"])
    if age < facts.times.working_age:
        return [TOO_YOUNG.with_(working_age=facts.times.working_age, age=age)]
    return []


def _of_terms(asked: Mapping[str, Any]) -> list[decision.Reason]:
    end, kind = asked.get("end_date"), asked["contract_kind"]
    if kind == FIXED and end is None:
        return [NO_END]
    if kind != FIXED and end is not None:
        return [END_UNWANTED.with_(kind=kind)]
    if end is not None and end <= asked["start_date"]:
        return [ENDS_FIRST.with_(end=end.isoformat(), start=asked["start_date"].isoformat())]
    return []


def check_renewal(
    contract: LabourContract, end: date | None, fixed_terms: int, *, worker_asks: bool
) -> None:
    """OpenEndedDue after so many fixed terms unless the worker asks for one; DatesReversed."""
    if end is None:
        return
    last = contract.end_date or contract.start_date
    if end <= last:
        raise problems.DatesReversed(later=end.isoformat(), earlier=last.isoformat())
    if contract.fixed_terms >= fixed_terms and not worker_asks:
        raise problems.OpenEndedDue(terms=contract.fixed_terms)
