"""Recording that a work injury was recognised (工伤认定), as far as bills need to know it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.medical import problems_kinds as problems
from services.medical.domain.recognition import Recognition
from services.medical.domain.vocabulary import WORK_INJURY
from services.medical.flows import people
from services.medical.store import recognitions, store
from sscsim import world
from sscsim.db import Page, PageQuery


def record(
    person_id: str,
    injured_on: date,
    decision_number: str,
    body_part: str,
    valid_until: date | None = None,
) -> Recognition:
    """A decision of the region where the person was insured against it on the day."""
    is_over = valid_until is not None and valid_until < injured_on
    if injured_on > world.today() or is_over:
        raise problems.RecognitionDatesWrong(
            injured_on=injured_on, today=world.today(), valid_until=valid_until or "–"
        )
    home = people.coverage(person_id, WORK_INJURY, injured_on).home_region_code
    world.require_region(home)
    with store.write() as tx:
        taken = recognitions.with_number(tx, decision_number)
        if taken is not None:
            raise problems.RecognitionExists(
                decision_number=decision_number, recognition_id=taken.id
            )
        ordinal = recognitions.next_ordinal(tx, person_id)
        made = Recognition(
            id=tx.new_id("wir", person_id, ordinal),
            person_id=person_id,
            home_region_code=home,
            decision_number=decision_number,
            injured_on=injured_on,
            body_part=body_part,
            valid_until=valid_until,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        recognitions.add(tx, made, ordinal)
        data = {"id": made.id, "person_id": person_id, "injured_on": injured_on.isoformat()}
        tx.emit("work_injury.recognised", made.id, data)
        return tx.answer(made)


def get(recognition_id: str) -> Recognition:
    with store.read() as tx:
        found = recognitions.find(tx, recognition_id)
    if found is None:
        raise problems.RecognitionNotFound(recognition_id=recognition_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return recognitions.page(tx, page, **filters)
