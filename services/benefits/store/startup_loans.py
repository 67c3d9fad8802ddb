"""Start-up loans and their instalments."""

from typing import Any

from services.benefits.domain.employment import startup_loan as domain
from services.benefits.domain.employment.startup_loan import Instalment, Loan
from services.benefits.store.changing import changed
from services.benefits.store.kept import OfPerson
from services.benefits.store.tables_subsidies import startup_loan_instalments
from services.benefits.store.tables_subsidies import startup_loans as loan_rows
from sscsim.db import Tx
from sscsim.db.rows import reader, values

loans = OfPerson(Loan, loan_rows)
_SELECT, _read = reader(Instalment, startup_loan_instalments)
_i = startup_loan_instalments.c


def instalments(tx: Tx, loan_id: str) -> list[Instalment]:
    """The schedule, the first one first."""
    return [_read(row) for row in tx.all(_SELECT.where(_i.loan_id == loan_id).order_by(_i.number))]


def find_instalment(tx: Tx, loan_id: str, number: int) -> Instalment | None:
    row = tx.one(_SELECT.where(_i.loan_id == loan_id, _i.number == number))
    return _read(row) if row else None


def open_instalments(tx: Tx, loan_id: str) -> list[Instalment]:
    """Those that nobody has paid, the first one first."""
    return [each for each in instalments(tx, loan_id) if each.status in (domain.DUE, domain.MISSED)]


def add_instalment(tx: Tx, made: Instalment) -> None:
    tx.execute(startup_loan_instalments.insert(), values(made))


def change_instalment(tx: Tx, known: Instalment, **changes: Any) -> Instalment:
    return changed(tx, startup_loan_instalments, known, **changes)
