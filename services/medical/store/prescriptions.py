"""Electronic prescriptions in the store."""

from typing import Any

import sqlalchemy as sa

from services.medical.domain.prescription import (
    CANCELLED,
    EXPIRED,
    PASSED,
    VALID,
    Authorisation,
    Delivery,
    Dispensing,
    Prescription,
    Review,
)
from services.medical.store.tables_prescriptions import (
    prescription_authorisations,
    prescription_deliveries,
    prescription_dispensings,
    prescription_reviews,
    prescriptions,
)
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_ALL, _read = reader(Prescription, prescriptions)
_ONE = _ALL.where(prescriptions.c.id == sa.bindparam("id"))
_TRACED = _ALL.where(prescriptions.c.trace_code == sa.bindparam("code"))
_NUMBERED = _ALL.where(
    prescriptions.c.institution_code == sa.bindparam("code"),
    prescriptions.c.hospital_number == sa.bindparam("number"),
    prescriptions.c.state.not_in((CANCELLED, EXPIRED)),
)
_OPEN = _ALL.where(
    prescriptions.c.person_id == sa.bindparam("person_id"),
    prescriptions.c.region_code == sa.bindparam("region"),
    prescriptions.c.state == VALID,
    ~prescriptions.c.is_used,
).order_by(prescriptions.c.seq)
_COUNT = (
    sa.select(sa.func.count())
    .select_from(prescriptions)
    .where(
        prescriptions.c.institution_code == sa.bindparam("code"),
        prescriptions.c.hospital_number == sa.bindparam("number"),
    )
)


def add(tx: Tx, made: Prescription) -> None:
    tx.execute(prescriptions.insert().values(values(made)))


def find(tx: Tx, prescription_id: str, lock: bool = False) -> Prescription | None:
    row = tx.one(_ONE.with_for_update() if lock else _ONE, {"id": prescription_id})
    return _read(row) if row else None


def traced(tx: Tx, trace_code: str) -> Prescription | None:
    row = tx.one(_TRACED, {"code": trace_code})
    return _read(row) if row else None


def numbered(tx: Tx, institution_code: str, number: str) -> Prescription | None:
    """The one that bears the hospital's own number, unless that one is over."""
    row = tx.one(_NUMBERED, {"code": institution_code, "number": number})
    return _read(row) if row else None


def count_of_number(tx: Tx, institution_code: str, number: str) -> int:
    """How often the number was used, also by what is over."""
    return int(tx.scalar(_COUNT, {"code": institution_code, "number": number}))


def open_of(tx: Tx, person_id: str, region_code: str) -> list[Prescription]:
    """What a person may still have dispensed in a region, the oldest first."""
    rows = tx.all(_OPEN, {"person_id": person_id, "region": region_code})
    return [_read(row) for row in rows]


def change(tx: Tx, found: Prescription, **changed: Any) -> Prescription:
    _change(tx, prescriptions, found, changed)
    made = find(tx, found.id)
    assert made is not None
    return made


def _change(tx: Tx, table: sa.Table, found: Any, changed: dict[str, Any]) -> None:
    changed |= {"version": found.version + 1, "updated_at": tx.world.now}
    tx.execute(table.update().where(table.c.id == found.id).values(**changed))


# ---- authorisations

_RIGHTS, _read_right = reader(Authorisation, prescription_authorisations)
_RIGHT = _RIGHTS.where(prescription_authorisations.c.id == sa.bindparam("id"))
_TOKEN = _RIGHTS.where(prescription_authorisations.c.token == sa.bindparam("token"))
_DOWNLOADED = (
    _RIGHTS.where(
        prescription_authorisations.c.prescription_id == sa.bindparam("id"),
        prescription_authorisations.c.institution_code == sa.bindparam("code"),
        prescription_authorisations.c.downloaded_at.is_not(None),
    )
    .order_by(prescription_authorisations.c.seq.desc())
    .limit(1)
)
_RIGHTS_COUNTED = (
    sa.select(sa.func.count())
    .select_from(prescription_authorisations)
    .where(
        prescription_authorisations.c.prescription_id == sa.bindparam("id"),
        prescription_authorisations.c.institution_code == sa.bindparam("code"),
    )
)


def add_authorisation(tx: Tx, made: Authorisation) -> None:
    tx.execute(prescription_authorisations.insert().values(values(made)))


def authorisation(tx: Tx, named: str | None, token: str | None) -> Authorisation | None:
    """By its number, else by its token; locked."""
    asked, given = (_RIGHT, {"id": named}) if named else (_TOKEN, {"token": token})
    row = tx.one(asked.with_for_update(), given)
    return _read_right(row) if row else None


def downloaded(tx: Tx, prescription_id: str, institution_code: str) -> Authorisation | None:
    """By which the institution has it, the newest."""
    row = tx.one(_DOWNLOADED, {"id": prescription_id, "code": institution_code})
    return _read_right(row) if row else None


def count_authorisations(tx: Tx, prescription_id: str, institution_code: str) -> int:
    return int(tx.scalar(_RIGHTS_COUNTED, {"id": prescription_id, "code": institution_code}))


def change_authorisation(tx: Tx, found: Authorisation, **changed: Any) -> None:
    _change(tx, prescription_authorisations, found, changed)


# ---- reviews

_REVIEWS, _read_review = reader(Review, prescription_reviews)
_REVIEWS_OF = _REVIEWS.where(prescription_reviews.c.prescription_id == sa.bindparam("id")).order_by(
    prescription_reviews.c.seq
)


def add_review(tx: Tx, made: Review) -> None:
    tx.execute(prescription_reviews.insert().values(values(made)))


def reviews_of(tx: Tx, prescription_id: str) -> list[Review]:
    """The oldest first."""
    return [_read_review(row) for row in tx.all(_REVIEWS_OF, {"id": prescription_id})]


def is_passed(tx: Tx, prescription_id: str, institution_code: str) -> bool:
    """Whether this institution's pharmacist has passed it."""
    return any(
        one.institution_code == institution_code and one.result == PASSED
        for one in reviews_of(tx, prescription_id)
    )


# ---- what was sold, and brought

_SALES, _read_sale = reader(Dispensing, prescription_dispensings)
_SALES_OF = _SALES.where(prescription_dispensings.c.prescription_id == sa.bindparam("id")).order_by(
    prescription_dispensings.c.seq
)
_STEPS, _read_step = reader(Delivery, prescription_deliveries)
_STEPS_OF = _STEPS.where(prescription_deliveries.c.dispensing_id == sa.bindparam("id")).order_by(
    prescription_deliveries.c.ordinal
)


def add_dispensing(tx: Tx, made: Dispensing) -> None:
    tx.execute(prescription_dispensings.insert().values(values(made)))


def dispensings_of(tx: Tx, prescription_id: str) -> list[Dispensing]:
    """The oldest first, also those that were taken back."""
    return [_read_sale(row) for row in tx.all(_SALES_OF, {"id": prescription_id})]


def standing(tx: Tx, prescription_id: str) -> Dispensing | None:
    """The one that wasn't taken back."""
    found = [one for one in dispensings_of(tx, prescription_id) if one.undone_at is None]
    return found[-1] if found else None


def change_dispensing(tx: Tx, found: Dispensing, **changed: Any) -> None:
    _change(tx, prescription_dispensings, found, changed)


def add_delivery(tx: Tx, made: Delivery) -> None:
    tx.execute(prescription_deliveries.insert().values(values(made)))


def deliveries_of(tx: Tx, dispensing_id: str) -> list[Delivery]:
    """The oldest first."""
    return [_read_step(row) for row in tx.all(_STEPS_OF, {"id": dispensing_id})]
