"""Public notices and objections."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.notice import Notice, Objection
from services.benefits.store.tables import notice_objections, public_notices
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Notice, public_notices)
_OBJECTIONS, _read_objection = reader(Objection, notice_objections)


def find(tx: Tx, notice_id: str) -> Notice | None:
    row = tx.one(_SELECT.where(public_notices.c.id == notice_id))
    return _read(row) if row else None


def next_ordinal(tx: Tx, application_id: str) -> int:
    t = public_notices.c
    last = tx.scalar(sa.select(sa.func.max(t.ordinal)).where(t.application_id == application_id))
    return (last or 0) + 1


def add(tx: Tx, notice: Notice) -> None:
    tx.execute(public_notices.insert(), values(notice))


def change(tx: Tx, notice: Notice, **changes: Any) -> Notice:
    now = tx.world.now
    changed = replace(notice, **changes, version=notice.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(public_notices.update().where(public_notices.c.id == notice.id).values(**written))
    return changed


def page(tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
    query = _SELECT.where(*(public_notices.c[name] == value for name, value in filters.items()))
    return tx.page(query, public_notices, page).map(_read)


def object_to(tx: Tx, notice_id: str, reason: str) -> Objection:
    """Add an objection; the notice is held by its application's lock."""
    t = notice_objections.c
    last = tx.scalar(sa.select(sa.func.max(t.ordinal)).where(t.notice_id == notice_id))
    ordinal = (last or 0) + 1
    now = tx.world.now
    made = Objection(
        id=tx.new_id("obj", notice_id, ordinal),
        notice_id=notice_id,
        ordinal=ordinal,
        reason=reason,
        party_id=tx.world.party_id,
        version=1,
        created_at=now,
        updated_at=now,
    )
    tx.execute(notice_objections.insert(), values(made))
    return made


def page_of_objections(tx: Tx, page: PageQuery, notice_id: str) -> Page:
    query = _OBJECTIONS.where(notice_objections.c.notice_id == notice_id)
    return tx.page(query, notice_objections, page).map(_read_objection)
