"""Ending an enrolment."""

from dataclasses import replace
from datetime import date

from services.card.domain import enrolment as domain
from services.card.domain.enrolment import Enrolment
from services.card.flows import known
from services.card.flows.enrol import told
from services.card.store import enrolments, store
from sscsim import world
from sscsim.failpoints import failpoint


def end(enrolment_id: str, to_date: date) -> Enrolment:
    """Set the last day of an enrolment that has none."""
    with store.read() as tx:
        person_id = known.enrolment(tx, enrolment_id).person_id
    with store.write() as tx:
        known.locked_person(tx, person_id)
        enrolment = known.enrolment(tx, enrolment_id)
        world.require_region(enrolment.region_code)
        domain.check_end(enrolment, to_date)
        ended = replace(
            enrolment, to_date=to_date, version=enrolment.version + 1, updated_at=world.now()
        )
        enrolments.change(tx, ended)
        tx.emit("enrolment.ended", ended.id, told(ended))
        failpoint("card.end_enrolment.before_commit")
        return tx.answer(ended)
