"""Applications and the steps that were taken."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.benefits.domain import application as domain
from services.benefits.domain.application import Application
from services.benefits.domain.step import Step
from services.benefits.store.tables import service_application_steps, service_applications
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Application, service_applications)
_t = service_applications.c
_by_id = _SELECT.where(_t.id == bindparam("id"))
_by_id_locked = _by_id.with_for_update()
_last_ordinal = sa.select(sa.func.max(_t.ordinal)).where(
    _t.subject == bindparam("subject"), _t.item_code == bindparam("item_code")
)
_open = (
    _SELECT.where(
        _t.subject == bindparam("subject"),
        _t.item_code == bindparam("item_code"),
        _t.status.in_(domain.OPEN),
    )
    .order_by(_t.seq.desc())
    .limit(1)
)
_STEPS, _read_step = reader(Step, service_application_steps)
_last_step = sa.select(sa.func.max(service_application_steps.c.ordinal)).where(
    service_application_steps.c.application_id == bindparam("id")
)


def find(tx: Tx, application_id: str, *, lock: bool = False) -> Application | None:
    row = tx.one(_by_id_locked if lock else _by_id, {"id": application_id})
    return _read(row) if row else None


def next_ordinal(tx: Tx, subject: str, item_code: str) -> int:
    """How often the subject has applied for the item, this time included; held until the end."""
    tx.lock("service application", subject, item_code)
    return (tx.scalar(_last_ordinal, {"subject": subject, "item_code": item_code}) or 0) + 1


def open_one(tx: Tx, subject: str, item_code: str) -> Application | None:
    """The application of the subject for the item that is not closed, if there is one."""
    row = tx.one(_open, {"subject": subject, "item_code": item_code})
    return _read(row) if row else None


def add(tx: Tx, application: Application, subject: str) -> None:
    tx.execute(service_applications.insert(), values(application) | {"subject": subject})


def change(tx: Tx, application: Application, **changes: Any) -> Application:
    """The application with these changes and the next version, kept."""
    now = tx.world.now
    changed = replace(application, **changes, version=application.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(service_applications.update().where(_t.id == application.id).values(**written))
    return changed


def page(tx: Tx, page: PageQuery, filters: dict[str, Any], region: str | None = None) -> Page:
    """`region`: only what is accepted or decided there, a province or a city."""
    query = _SELECT.where(*(_t[name] == value for name, value in filters.items()))
    if region is not None:
        query = query.where(
            sa.or_(_in(_t.accepting_region, region), _in(_t.competent_region, region))
        )
    return tx.page(query, service_applications, page).map(_read)


def _in(column: Any, region: str) -> Any:
    """Whether the column's region is this one, or lies in this province."""
    if not region.endswith("0000"):
        return column == region
    return sa.and_(column >= region, column <= region[:2] + "9999")


# ---- steps


def note_step(tx: Tx, application_id: str, **said: Any) -> None:
    """Add a step to the history."""
    ordinal = (tx.scalar(_last_step, {"id": application_id}) or 0) + 1
    tx.execute(
        service_application_steps.insert(),
        {"application_id": application_id, "ordinal": ordinal, "created_at": tx.world.now, **said},
    )


def page_of_steps(tx: Tx, page: PageQuery, application_id: str) -> Page:
    query = _STEPS.where(service_application_steps.c.application_id == application_id)
    return tx.page(query, service_application_steps, page).map(_read_step)
