"""Records of training, certificates, titles and examinations."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa

from services.benefits.domain.training import course as courses
from services.benefits.domain.training import exam as exams
from services.benefits.domain.training import subsidy as subsidies
from services.benefits.domain.training import voucher as vouchers
from services.benefits.domain.training.course import Course, Training
from services.benefits.domain.training.exam import Examination, ExamRegistration
from services.benefits.domain.training.skill_certificate import SkillCertificate
from services.benefits.domain.training.subsidy import SkillGrant
from services.benefits.domain.training.title import Ballot, Title
from services.benefits.domain.training.voucher import Voucher
from services.benefits.store import tables_training as tables
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

R = TypeVar(
    "R", Course, Training, Voucher, SkillCertificate, SkillGrant, Title, Ballot, Examination,
    ExamRegistration,
)  # fmt: skip
_TABLES: dict[type, sa.Table] = {
    Course: tables.training_courses,
    Training: tables.trainings,
    Voucher: tables.training_vouchers,
    SkillCertificate: tables.skill_certificates,
    SkillGrant: tables.skill_grants,
    Title: tables.professional_titles,
    Ballot: tables.title_ballots,
    Examination: tables.examinations,
    ExamRegistration: tables.exam_registrations,
}
_READERS: dict[type, tuple[sa.Select[Any], Callable[[Any], Any]]] = {
    kind: reader(kind, table) for kind, table in _TABLES.items()
}


def find(tx: Tx, kind: type[R], record_id: str, *, lock: bool = False) -> R | None:
    """The record with this id."""
    return one(tx, kind, lock=lock, id=record_id)


def one(tx: Tx, kind: type[R], *, lock: bool = False, **equal: Any) -> R | None:
    """The one record whose columns are so."""
    table, (query, read) = _TABLES[kind], _READERS[kind]
    query = query.where(*(table.c[name] == value for name, value in equal.items()))
    row = tx.one(query.with_for_update() if lock else query)
    return read(row) if row else None


def all_of(tx: Tx, kind: type[R], **equal: Any) -> list[R]:
    """All records whose columns are so, the oldest first."""
    table, (query, read) = _TABLES[kind], _READERS[kind]
    query = query.where(*(table.c[name] == value for name, value in equal.items()))
    return [read(row) for row in tx.all(query.order_by(table.c.created_at, table.c.id))]


def add(tx: Tx, made: Any) -> None:
    """Keep a new record."""
    tx.execute(_TABLES[type(made)].insert(), values(made))


def change(tx: Tx, known: R, **changes: Any) -> R:
    """The record with its changes, a version on."""
    now, table = tx.world.now, _TABLES[type(known)]
    changed = replace(known, **changes, version=known.version + 1, updated_at=now)
    written = {**changes, "version": changed.version, "updated_at": now}
    tx.execute(table.update().where(table.c.id == known.id).values(**written))
    return changed


def page(tx: Tx, kind: type[R], page: PageQuery, filters: dict[str, Any]) -> Page:
    """A page of records, the newest first."""
    table, (query, read) = _TABLES[kind], _READERS[kind]
    query = query.where(*(table.c[name] == value for name, value in filters.items()))
    return tx.page(query, table, page).map(read)


# ---- courses


def places_taken(tx: Tx, course_id: str) -> int:
    """How many have a place; the caller holds the course."""
    t = tables.trainings.c
    counted = sa.select(sa.func.count()).where(
        t.course_id == course_id, t.status != courses.DROPPED
    )
    return int(tx.scalar(counted) or 0)


def open_trainings(tx: Tx, person_id: str) -> list[tuple[Training, Course]]:
    """The courses that the person is in today, with their announcements."""
    found = [
        each
        for each in all_of(tx, Training, person_id=person_id)
        if each.status in (courses.ENROLLED, courses.ATTENDED)
    ]
    known = {each.course_id: find(tx, Course, each.course_id) for each in found}
    return [(each, course) for each in found if (course := known[each.course_id]) is not None]


def signed_in(tx: Tx, training_id: str, day: date, verification_id: str) -> bool:
    """Note a day of attendance; False when it was noted before."""
    table = tables.training_days
    found = sa.select(sa.func.count()).where(
        table.c.training_id == training_id, table.c.on_date == day
    )
    if tx.scalar(found):
        return False
    row = {"training_id": training_id, "on_date": day, "verification_id": verification_id}
    tx.execute(table.insert(), row)
    return True


# ---- vouchers


def next_voucher(tx: Tx, year: int) -> int:
    """The place of the next voucher in the year's row; nobody else gets it meanwhile."""
    tx.lock("training voucher", str(year))
    v = tables.training_vouchers.c
    return int(tx.scalar(sa.select(sa.func.count()).where(v.year == year)) or 0) + 1


def voucher_of_payment(tx: Tx, order_id: str) -> Voucher | None:
    """The voucher that a payment settles."""
    return one(tx, Voucher, lock=True, payment_id=order_id, status=vouchers.REDEEMED)


# ---- subsidies


def grants_of(tx: Tx, person_id: str, *kinds: str) -> tuple[SkillGrant, ...]:
    """What the person had of these subsidies, the first one first."""
    assert set(kinds) <= set(subsidies.SUBSIDIES)
    found = all_of(tx, SkillGrant, person_id=person_id)
    return tuple(each for each in found if each.subsidy in kinds)


# ---- examinations


def seats_taken(tx: Tx, examination_id: str) -> int:
    """How many have a seat; the caller holds the examination."""
    r = tables.exam_registrations.c
    counted = sa.select(sa.func.count()).where(
        r.examination_id == examination_id, r.status.in_(exams.OPEN)
    )
    return int(tx.scalar(counted) or 0)


def registrations_count(tx: Tx, person_id: str, examination_id: str) -> int:
    """How often the person registered for it, given up ones too."""
    r = tables.exam_registrations.c
    counted = sa.select(sa.func.count()).where(
        r.person_id == person_id, r.examination_id == examination_id
    )
    return int(tx.scalar(counted) or 0)


def open_registration(tx: Tx, person_id: str, examination_id: str) -> ExamRegistration | None:
    """The registration with which nobody registers again."""
    for each in all_of(tx, ExamRegistration, person_id=person_id, examination_id=examination_id):
        if each.status in exams.OPEN:
            return each
    return None
