"""Insurance relations (参保关系): opened, changed into one another, ended; many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.benefits.domain import insurance as words
from services.benefits.domain.insurance import relation as domain
from services.benefits.domain.insurance.relation import Relation
from services.benefits.store import insurance
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month

_RIVALS = {
    words.EMPLOYEE_PENSION: (words.RESIDENT_PENSION,),
    words.INSTITUTION_PENSION: (words.RESIDENT_PENSION, words.EMPLOYEE_PENSION),
}
"""What is set aside when somebody enters a scheme."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """Somebody to enrol in one kind. wage: what was declared; base: what is paid on."""

    person_id: str
    person_name: str
    kind: str
    category: str
    region_code: str
    wage: Money
    base: Money
    first: Month
    application_id: str | None = None
    employer_party_id: str | None = None
    employer_credit_code: str | None = None


def enrol(tx: Tx, people: Sequence[Enrolled]) -> list[Relation]:
    """Open the relations, held by person before; what they take the place of is set aside."""
    ids = {each.person_id for each in people}
    insurance.hold(tx, ids)
    _set_aside(tx, people, insurance.open_relations(tx, ids))
    last = insurance.ordinals(tx, ids)
    made = []
    for each in people:
        ordinal = last[each.person_id, each.kind] = last.get((each.person_id, each.kind), 0) + 1
        made.append(_relation(tx, each, ordinal))
    insurance.add_relations(tx, made)
    tx.emit_all("insurance_relation.opened", [(each.id, told(each)) for each in made])
    return made


def _set_aside(tx: Tx, people: Sequence[Enrolled], open_: dict[str, list[Relation]]) -> None:
    """Residents' relations rest while somebody works; those of flexible jobs end."""
    resting: dict[str, Relation] = {}
    ending: dict[date, dict[str, Relation]] = {}
    for each in people:
        for known in open_.get(each.person_id, ()):
            rivals = (each.kind, *_RIVALS.get(each.kind, ()))
            if known.kind not in rivals:
                continue
            if known.kind == words.RESIDENT_PENSION and known.status == domain.ENROLLED:
                resting[known.id] = known
            elif known.category == words.FLEXIBLE:
                ending.setdefault(each.first.first, {})[known.id] = known
    _suspended(tx, list(resting.values()))
    for day, known_of_day in sorted(ending.items()):
        ended_all(tx, list(known_of_day.values()), day, "changed_scheme")


def _relation(tx: Tx, each: Enrolled, ordinal: int) -> Relation:
    return Relation(
        id=tx.new_id("isr", each.person_id, each.kind, ordinal),
        person_id=each.person_id,
        person_name=each.person_name,
        kind=each.kind,
        category=each.category,
        region_code=each.region_code,
        ordinal=ordinal,
        application_id=each.application_id,
        employer_party_id=each.employer_party_id,
        employer_credit_code=each.employer_credit_code,
        wage=each.wage,
        base=each.base,
        from_month=str(each.first),
        started_on=each.first.first,
        suspended_on=None,
        ended_on=None,
        ended_for=None,
        status=domain.ENROLLED,
        live=1,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _suspended(tx: Tx, known: Sequence[Relation]) -> None:
    """They rest: nothing is paid, and nobody else may open one."""
    insurance.suspend_relations(tx, [each.id for each in known])
    said = {"status": domain.SUSPENDED}
    tx.emit_all("insurance_relation.suspended", [(each.id, told(each) | said) for each in known])


def resumed(tx: Tx, known: Relation, **changes: Any) -> Relation:
    """It goes on."""
    after = domain.MACHINE.after(known.status, "resume")
    changed = insurance.relations.change(tx, known, status=after, suspended_on=None, **changes)
    tx.emit("insurance_relation.opened", changed.id, told(changed))
    return changed


def ended(tx: Tx, known: Relation, on: date, why: str) -> Relation:
    """It is over from a day on."""
    changed = insurance.end_relation(tx, known, on, why)
    tx.emit("insurance_relation.ended", changed.id, {**told(changed), "ended_for": why})
    return changed


def ended_all(tx: Tx, known: Sequence[Relation], on: date, why: str) -> None:
    """Many at once, which all end on one day."""
    insurance.end_relations(tx, [each.id for each in known], on, why)
    said = {"status": domain.ENDED, "ended_for": why}
    tx.emit_all("insurance_relation.ended", [(each.id, told(each) | said) for each in known])


def work_ended(tx: Tx, person_id: str, credit_code: str, day: date) -> None:
    """Their employment ended: they are insured there to the end of that month."""
    for each in insurance.open_relations(tx, [person_id]).get(person_id, []):
        if each.employer_credit_code == credit_code:
            ended(tx, each, max(Month.of(day).last, each.started_on), "left")


def told(known: Relation) -> dict[str, Any]:
    """What an event says of a relation."""
    return {
        "id": known.id,
        "person_id": known.person_id,
        "kind": known.kind,
        "region_code": known.region_code,
        "status": known.status,
    }
