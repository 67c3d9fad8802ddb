"""What happened at gates: reading and writing its records."""

from collections.abc import Sequence

import sqlalchemy as sa

from services.culture.domain import admission as words
from services.culture.domain.admission import Admission
from services.culture.domain.pass_use import Use
from services.culture.store import tables_venues as tables
from services.culture.store.kept import Kept
from sscsim.db import Tx
from sscsim.kernel.periods import china_day

admissions = Kept(Admission, tables.venue_admissions)


def of_gate(tx: Tx, venue_id: str, gate_no: str, sequence: int) -> Admission | None:
    """The record that a gate numbered so."""
    c = admissions.c
    found = admissions.every(
        tx, c.venue_id == venue_id, c.gate_no == gate_no, c.sequence == sequence
    )
    return found[0] if found else None


def uses_of(tx: Tx, travel_pass_id: str) -> list[Use]:
    """All visits that a pass paid for, in the order in which they were recorded."""
    c = admissions.c
    rows = tx.all(
        sa.select(c.venue_code, c.arrived_at)
        .where(c.travel_pass_id == travel_pass_id, c.result == words.ADMITTED)
        .order_by(c.seq)
    )
    return [Use(row[0], china_day(row[1])) for row in rows]


def visits_of_month(
    tx: Tx, product: str, issuer_region: str, month: str
) -> Sequence[tuple[str, int]]:
    """(code of the venue, how many visits by pass) of a month, by code."""
    c = admissions.c
    return [
        (row[0], int(row[1]))
        for row in tx.all(
            sa.select(c.venue_code, sa.func.count())
            .where(c.product == product, c.issuer_region == issuer_region, c.month == month)
            .where(c.result == words.ADMITTED)
            .group_by(c.venue_code)
            .order_by(c.venue_code)
        )
    ]
