"""Recording that a work injury was recognised (工伤认定), as far as bills need to know it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.medical import problems_kinds as problems
from services.medical.domain.recognition import DECIDED, Recognition
from services.medical.domain.vocabulary import WORK_INJURY
from services.medical.flows import people
from services.medical.store import recognitions, store, visits
from sscsim import world
from sscsim.db import Page, PageQuery


def record(
    person_id: str,
    injured_on: date,
    decision_number: str,
    body_part: str,
    valid_until: date | None = None,
) -> Recognition:
    """A decision of the region where the person was insured against it on the day.

    Numbers of the benefits service's decisions are that service's own to give.
    """
    if decision_number.startswith(DECIDED):
        raise problems.RecognitionNotByHand(decision_number=decision_number)
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
        same = recognitions.of_accident(tx, person_id, injured_on)
        if same is not None and same.is_decided:
            raise problems.RecognitionExists(
                decision_number=same.decision_number, recognition_id=same.id
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


def decided(
    person_id: str,
    home_region_code: str,
    decision_number: str,
    injured_on: date,
    body_part: str,
) -> None:
    """Take over a decision of the benefits service, which is the source; once for its number.

    What an agency had noted of the same accident by hand becomes this decision, so that there are
    never two of one accident, and visits that rest on it go on.
    """
    with store.write() as tx:
        if recognitions.with_number(tx, decision_number) is not None:
            return
        noted = recognitions.of_accident(tx, person_id, injured_on)
        if noted is not None and not noted.is_decided:
            recognitions.change(
                tx, noted, decision_number=decision_number, body_part=body_part, valid_until=None
            )
            return
        ordinal = recognitions.next_ordinal(tx, person_id)
        made = Recognition(
            id=tx.new_id("wir", person_id, ordinal),
            person_id=person_id,
            home_region_code=home_region_code,
            decision_number=decision_number,
            injured_on=injured_on,
            body_part=body_part,
            valid_until=None,
            version=1,
            created_at=world.now(),
            updated_at=world.now(),
        )
        recognitions.add(tx, made, ordinal)
        data = {"id": made.id, "person_id": person_id, "injured_on": injured_on.isoformat()}
        tx.emit("work_injury.recognised", made.id, data)


def end(decision_number: str, last_day: date) -> None:
    """Bills rest on it to this day and no longer."""
    with store.write() as tx:
        found = recognitions.with_number(tx, decision_number)
        if found is not None and found.valid_until is None:
            recognitions.change(tx, found, valid_until=max(last_day, found.injured_on))


def settled_on(decision_number: str) -> list[dict[str, Any]]:
    """Visits that rest on this decision and were settled by card, the first one first."""
    with store.read() as tx:
        found = recognitions.with_number(tx, decision_number)
        stays = visits.settled_on(tx, found.id) if found else []
    return [
        {
            "visit_id": stay.id,
            "admission_date": stay.admission_date,
            "discharge_date": stay.discharge_date or stay.admission_date,
            "total_fen": stay.bill.total,
        }
        for stay in stays
    ]


def get(recognition_id: str) -> Recognition:
    with store.read() as tx:
        found = recognitions.find(tx, recognition_id)
    if found is None:
        raise problems.RecognitionNotFound(recognition_id=recognition_id)
    return found


def page(page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        return recognitions.page(tx, page, **filters)
