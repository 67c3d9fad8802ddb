"""Records of the employment items."""

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.employment import job_seeker as seekers
from services.benefits.domain.employment.job_hunting_subsidy import Grant
from services.benefits.domain.employment.job_seeker import JobSeeker
from services.benefits.store.tables_employment import job_seekers, subsidy_grants
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_SEEKERS, _read_seeker = reader(JobSeeker, job_seekers)
_GRANTS, _read_grant = reader(Grant, subsidy_grants)
_s, _g = job_seekers.c, subsidy_grants.c


def job_seekers_of(tx: Tx, person_id: str) -> list[JobSeeker]:
    """All registrations of the person, the first one first."""
    return [
        _read_seeker(row)
        for row in tx.all(_SEEKERS.where(_s.person_id == person_id).order_by(_s.ordinal))
    ]


def current_job_seeker(tx: Tx, person_id: str) -> JobSeeker | None:
    """The registration in force, if there is one."""
    found = _SEEKERS.where(_s.person_id == person_id, _s.status == seekers.REGISTERED)
    row = tx.one(found.order_by(_s.ordinal.desc()).limit(1))
    return _read_seeker(row) if row else None


def find_job_seeker(tx: Tx, job_seeker_id: str, *, lock: bool = False) -> JobSeeker | None:
    query = _SEEKERS.where(_s.id == job_seeker_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read_seeker(row) if row else None


def next_job_seeker(tx: Tx, person_id: str) -> int:
    tx.lock("job seeker", person_id)
    last = tx.scalar(sa.select(sa.func.max(_s.ordinal)).where(_s.person_id == person_id))
    return (last or 0) + 1


def add_job_seeker(tx: Tx, made: JobSeeker) -> None:
    tx.execute(job_seekers.insert(), values(made))


def change_job_seeker(tx: Tx, known: JobSeeker, **changes: Any) -> JobSeeker:
    now = tx.world.now
    changed = replace(known, **changes, version=known.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(job_seekers.update().where(_s.id == known.id).values(**written))
    return changed


def page_of_job_seekers(tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
    query = _SEEKERS.where(*(_s[name] == value for name, value in filters.items()))
    return tx.page(query, job_seekers, page).map(_read_seeker)


# ---- grants


def grant_of(tx: Tx, person_id: str, item_code: str) -> Grant | None:
    """The one-off subsidy of this kind that the person had, if any."""
    row = tx.one(_GRANTS.where(_g.person_id == person_id, _g.item_code == item_code))
    return _read_grant(row) if row else None


def grant_by_application(tx: Tx, application_id: str) -> Grant | None:
    row = tx.one(_GRANTS.where(_g.application_id == application_id))
    return _read_grant(row) if row else None


def find_grant(tx: Tx, grant_id: str, *, lock: bool = False) -> Grant | None:
    query = _GRANTS.where(_g.id == grant_id)
    row = tx.one(query.with_for_update() if lock else query)
    return _read_grant(row) if row else None


def page_of_grants(tx: Tx, page: PageQuery, filters: dict[str, Any]) -> Page:
    query = _GRANTS.where(*(_g[name] == value for name, value in filters.items()))
    return tx.page(query, subsidy_grants, page).map(_read_grant)


def add_grant(tx: Tx, made: Grant) -> None:
    tx.execute(subsidy_grants.insert(), values(made))


def change_grant(tx: Tx, known: Grant, **changes: Any) -> Grant:
    now = tx.world.now
    changed = replace(known, **changes, version=known.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(subsidy_grants.update().where(_g.id == known.id).values(**written))
    return changed
