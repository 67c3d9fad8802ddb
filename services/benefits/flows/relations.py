"""What the acts on records of personnel files and labour relations have in common."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

from services.benefits import problems_relations as problems
from services.benefits.store.changing import Versioned
from services.benefits.store.kept import Kept
from sscsim import clock, world
from sscsim.db import Page, PageQuery, Store, Tx
from sscsim.kernel.problems import NotFound
from sscsim.kernel.states import Machine

R = TypeVar("R", bound=Versioned)


def day_after(day: date) -> datetime:
    """The first instant after a last day: when what had to be done by then is late."""
    return datetime.combine(day + timedelta(days=1), time(0, 0), clock.SHANGHAI)


def held(tx: Tx, kept: Kept[R], record_id: str, missing: type[NotFound]) -> R:
    """The record, which nobody else changes until this commits; `missing` where there is none."""
    found = kept.find(tx, record_id, lock=True)
    if found is None:
        raise missing(record_id=record_id)
    return found


def seen(tx: Tx, kept: Kept[R], record_id: str, missing: type[NotFound]) -> R:
    """The record; `missing` where there is none."""
    found = kept.find(tx, record_id)
    if found is None:
        raise missing(record_id=record_id)
    return found


def after(machine: Machine, record: Any, event: str) -> str:
    """The state that follows; RecordState where the record's state has no such move."""
    if not machine.allows(record.status, event):
        allowed = ", ".join(machine.events(record.status)) or "-"
        raise problems.RecordState(
            record_id=record.id, status=record.status, event=event, allowed=allowed
        )
    return machine.after(record.status, event)


def check_own(record: Any) -> None:
    """NotTheirRecord for an employer that looks at another's."""
    at = world.current()
    if at.role == "employer" and record.party_id != at.party_id:
        raise problems.NotTheirRecord(record_id=record.id)


def check_party(record: Any) -> None:
    """The same before an act, and agencies act for their region."""
    check_own(record)
    if world.current().role == "agency":
        world.require_region(record.region_code)


def own(store: Store, kept: Kept[R], record_id: str, missing: type[NotFound]) -> R:
    """One record, of the employer that asks if one does; `missing`, NotTheirRecord."""
    with store.read() as tx:
        found = seen(tx, kept, record_id, missing)
    check_own(found)
    return found


def own_page(store: Store, kept: Kept[Any], asked: PageQuery, filters: dict[str, Any]) -> Page:
    """An employer's own, everybody's for the others; a cursor is good for its own list only."""
    at = world.current()
    if at.role == "employer":
        asked = replace(asked, filters=f"{asked.filters}\x1f{at.party_id}")
        filters = {**filters, "party_id": at.party_id}
    return page(store, kept, asked, filters)


def page(store: Store, kept: Kept[Any], asked: PageQuery, filters: dict[str, Any]) -> Page:
    with store.read() as tx:
        return kept.page(tx, asked, filters)
