"""Whom a claim after a death is about: asked of the card service before the decision."""

from datetime import date

from services.benefits.domain.decision import Case
from services.benefits.domain.pension import record
from services.benefits.domain.pension.deceased import Dead
from services.benefits.flows import applicants, pension_overdrawn, pensions
from services.benefits.store import pensions as records
from sscsim import peers
from sscsim.db import Tx
from sscsim.kernel.periods import Month

NOBODY = Dead(None, None, None)


def gather(case: Case) -> Dead:
    """Who has the number, when they died, and what they are to the claimant."""
    number = case.inputs.get("deceased_number")
    person = applicants.person_with_number(number) if number else None
    if person is None or case.subject is None:
        return NOBODY
    found = peers.call("card", "POST", "/internal/v1/deaths", {"person_ids": [person.id]})["data"]
    died_on = date.fromisoformat(found[0]["died_on"]) if found else None
    relation = None
    if person.id != case.subject.id:
        relation, _ = applicants.relation(case.subject.id, person.id)
    return Dead(person, died_on, relation)


def end_all(tx: Tx, person_id: str, died_on: date, application_id: str) -> list[str]:
    """All that a person drew ends with the month of their death; the ids of it."""
    ended = []
    for each in records.drawn(tx, person_id):
        last = pension_overdrawn.last_month(each, died_on)
        pensions.end(tx, each, "died", last, application_id=application_id)
        ended.append(each.id)
    return ended


def months_drawn(tx: Tx, person_id: str, died_on: date) -> int | None:
    """For how many months they had drawn an employee's pension; None for who had not retired."""
    found = [
        each
        for each in records.pensions.of(tx, person_id)
        if each.scheme == record.EMPLOYEE and each.kind == record.PENSION
    ]
    if not found:
        return None
    return max(0, Month.of(died_on) - Month.parse(found[0].from_month) + 1)
