"""Somebody who has died, and who claims something after them: what has to be so."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from services.benefits.domain import decision
from services.benefits.domain.decision import Case, Person, Reason

_RULE: Final = "死亡待遇由遗属或者继承人申领"
NUMBER_UNKNOWN = decision.reason(
    "deceased_number_unknown",
    "社会保障号码 {number} 查无此人",
    "Nobody has the social security number {number}",
    _RULE,
)
NOT_REPORTED = decision.reason(
    "death_not_registered",
    "死亡尚未登记",
    "No death is registered of them",
    _RULE,
)
ANOTHER_DAY = decision.reason(
    "death_on_another_day",
    "登记的死亡日期为 {registered}，申报为 {said}",
    "The death is registered on {registered}, not on {said}",
    _RULE,
)
ONESELF = decision.reason(
    "deceased_is_the_applicant",
    "申请人与死亡人员是同一人",
    "The applicant is the person who has died",
    _RULE,
)


@dataclass(frozen=True, slots=True)
class Dead:
    """Whom it is about, as the card service knows them; relation: what they are to the claimant, as
    far as it is known there."""

    person: Person | None
    died_on: date | None
    relation: str | None


def against(case: Case, dead: Dead) -> list[Reason]:
    """Why nothing can be claimed after that person."""
    if dead.person is None:
        return [NUMBER_UNKNOWN.with_(number=f"…{case.inputs['deceased_number'][-4:]}")]
    if case.subject is not None and dead.person.id == case.subject.id:
        return [ONESELF]
    if dead.died_on is None:
        return [NOT_REPORTED]
    said = case.inputs["died_on_date"]
    if said != dead.died_on:
        return [ANOTHER_DAY.with_(registered=dead.died_on.isoformat(), said=said.isoformat())]
    return []


def wanted(case: Case, dead: Dead, *, has_proof_input: bool = True) -> tuple[str, ...]:
    """A kinship that is not known has to be proved."""
    if dead.relation is not None or "kinship_proof" in case.inputs or not has_proof_input:
        return ()
    return ("kinship_proof",)
