"""Enrolling a person in an insurance."""

from datetime import date
from typing import Any

from services.card.domain import enrolment as domain
from services.card.domain.enrolment import Enrolment
from services.card.domain.person import check_lived, check_pooling_area
from services.card.flows import known
from services.card.store import enrolments, store
from sscsim import world
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money


def enrol(
    person_id: str,
    insurance_kind: str,
    region_code: str,
    from_date: date,
    to_date: date | None = None,
    category: str = "active",
    contribution_base: Money | None = None,
) -> Enrolment:
    """Start an enrolment of the person; PersonDeceased if it began after their death."""
    check_pooling_area(region_code, since=from_date)
    domain.check_terms(insurance_kind, category, from_date, to_date)
    domain.check_base(insurance_kind, category, contribution_base)
    world.require_region(region_code)
    with store.write() as tx:
        check_lived(known.locked_person(tx, person_id), from_date)
        existing = enrolments.of_person(tx, person_id)
        domain.check_room(insurance_kind, from_date, to_date, existing)
        enrolment = Enrolment(
            id=tx.new_id("enr", person_id, len(existing) + 1),
            person_id=person_id,
            insurance_kind=insurance_kind,
            region_code=region_code,
            category=category,
            from_date=from_date,
            to_date=to_date,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
            contribution_base=contribution_base,
        )
        enrolments.add(tx, enrolment)
        tx.emit("enrolment.started", enrolment.id, told(enrolment))
        failpoint("card.enrol.before_commit")
        return tx.answer(enrolment)


def told(enrolment: Enrolment) -> dict[str, Any]:
    told = {
        "id": enrolment.id,
        "person_id": enrolment.person_id,
        "insurance_kind": enrolment.insurance_kind,
        "region_code": enrolment.region_code,
        "from_date": enrolment.from_date.isoformat(),
    }
    return told | ({"to_date": enrolment.to_date.isoformat()} if enrolment.to_date else {})
