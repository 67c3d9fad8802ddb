"""Diagnoses of visits: revisions are added, never changed."""

from collections.abc import Sequence

from services.medical.domain.diagnosis import Diagnosis
from services.medical.store.tables import visit_diagnoses
from sscsim.db import Tx
from sscsim.db.rows import reader, values

_SELECT, _read = reader(Diagnosis, visit_diagnoses)


def add(tx: Tx, found: Sequence[Diagnosis]) -> None:
    if found:
        tx.execute(visit_diagnoses.insert(), [values(one) for one in found])


def of_revision(tx: Tx, visit_id: str, revision: int) -> list[Diagnosis]:
    """In their order; none where there is no such revision."""
    query = _SELECT.where(
        visit_diagnoses.c.visit_id == visit_id, visit_diagnoses.c.revision == revision
    )
    return [_read(row) for row in tx.all(query.order_by(visit_diagnoses.c.ordinal))]
