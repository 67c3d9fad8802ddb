"""What libraries of one city owe each other: reading and writing."""

from collections.abc import Sequence

from services.culture.domain.city_clearing import CityClearing, CityDue
from services.culture.store import tables_city_clearing as tables
from services.culture.store.kept import Kept
from sscsim.db import Tx

DUES = Kept(CityDue, tables.city_dues)
CLEARINGS = Kept(CityClearing, tables.city_clearings)


def open_dues(tx: Tx, first: str, second: str, month: str) -> list[CityDue]:
    """What these two owe each other of a month and nobody settled yet, the oldest first."""
    c = DUES.c
    both = (first, second)
    return DUES.held(
        tx,
        c.payer_id.in_(both),
        c.payee_id.in_(both),
        c.month == month,
        c.clearing_id.is_(None),
    )


def settle(tx: Tx, dues: Sequence[CityDue], clearing_id: str) -> None:
    table = tables.city_dues
    ids = [due.id for due in dues]
    tx.execute(table.update().where(table.c.id.in_(ids)).values(clearing_id=clearing_id))
