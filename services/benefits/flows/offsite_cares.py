"""Care elsewhere that was confirmed: it expires by its day, or is cancelled before."""

from typing import Any

from services.benefits import problems_injury as problems
from services.benefits.domain.injury import offsite as domain
from services.benefits.domain.injury.offsite import OffsiteCare
from services.benefits.flows import relations
from services.benefits.store import injury_care, store
from sscsim import world
from sscsim.db import Page, PageQuery

EXPIRE = "benefits.expire_offsite_care"
KEPT = injury_care.offsite_cares


def expire(record_id: str) -> None:
    """Its last day is over (due job)."""
    with store.write() as tx:
        found = KEPT.find(tx, record_id, lock=True)
        assert found is not None, "a confirmation is never removed"
        if found.status == domain.CONFIRMED:
            status = domain.MACHINE.after(found.status, "expire")
            over = KEPT.change(tx, found, status=status, ended_on=found.to_date)
            tx.emit("offsite_care.expired", over.id, told(over))
        tx.complete_job()


def cancel(record_id: str) -> OffsiteCare:
    """Its holder, or the agency, ends it today. OffsiteCareNotFound, RecordState."""
    with store.write() as tx:
        found = relations.held(tx, KEPT, record_id, problems.OffsiteCareNotFound)
        if world.current().role == "agency":
            world.require_region(found.region_code)
        status = relations.after(domain.MACHINE, found, "cancel")
        done = KEPT.change(tx, found, status=status, ended_on=tx.world.today)
        tx.emit("offsite_care.cancelled", done.id, told(done))
        return tx.answer(done)


def told(known: OffsiteCare) -> dict[str, Any]:
    """What an event says of a confirmation."""
    return {
        "id": known.id,
        "person_id": known.person_id,
        "care_region_code": known.care_region_code,
        "status": known.status,
    }


# ---- reading


def get(record_id: str) -> OffsiteCare:
    with store.read() as tx:
        return relations.seen(tx, KEPT, record_id, problems.OffsiteCareNotFound)


def page(page: PageQuery, filters: dict[str, Any]) -> Page:
    return relations.page(store, KEPT, page, filters)
