"""What people of a population begin with, written many at once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from services.benefits.domain.employment.unemployment import Unemployment
from services.benefits.domain.insurance.ledger import Account, AccountEntry
from services.benefits.domain.pension.certification import Certification
from services.benefits.domain.pension.record import Pension, PensionChange
from services.benefits.domain.unemployment.record import UnemploymentBenefit
from services.benefits.store.tables_employment_records import unemployment_registrations
from services.benefits.store.tables_insurance import (
    insured_employers,
    pension_account_entries,
    pension_accounts,
)
from services.benefits.store.tables_pension import (
    pension_certifications,
    pension_changes,
    pensions,
)
from services.benefits.store.tables_unemployment import unemployment_benefits
from sscsim.db import Tx
from sscsim.db.rows import values


def employers(tx: Tx, region_code: str) -> int:
    """How many employers a region has."""
    c = insured_employers.c
    return int(tx.scalar(sa.select(sa.func.count()).where(c.region_code == region_code)))


def add_unemployed(
    tx: Tx, registered: Sequence[Unemployment], granted: Sequence[UnemploymentBenefit]
) -> None:
    _add(tx, unemployment_registrations, registered)
    _add(tx, unemployment_benefits, granted)


def add_pensions(
    tx: Tx,
    granted: Sequence[Pension],
    changes: Sequence[PensionChange],
    certified: Sequence[Certification],
    accounts: Sequence[tuple[Account, AccountEntry]],
) -> None:
    _add(tx, pensions, granted)
    _add(tx, pension_changes, changes)
    _add(tx, pension_certifications, certified)
    _add(tx, pension_accounts, [account for account, _ in accounts])
    _add(tx, pension_account_entries, [entry for _, entry in accounts])


def _add(tx: Tx, table: sa.Table, records: Sequence[Any]) -> None:
    tx.add_all(table, [values(each) for each in records])
