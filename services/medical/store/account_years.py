"""Account years: what was credited on the first day of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from services.medical.domain.account import PersonalAccount
from services.medical.store.tables import account_entries, account_years, personal_accounts
from sscsim.db import Tx
from sscsim.db.rows import reader, values
from sscsim.kernel.money import Money
from sscsim.kernel.periods import china_day


@dataclass(frozen=True, slots=True)
class AccountYear:
    """`ahead` and `overpaid` are what the next year's credit is settled up with."""

    id: str
    person_id: str
    account_year: int
    region_code: str
    ahead: Money
    overpaid: Money
    credit: Money
    interest: Money
    credited_on: date
    policy_origin: dict[str, Any]
    explanation: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime


_SELECT, _read = reader(AccountYear, account_years)
_ACCOUNTS, _read_account = reader(PersonalAccount, personal_accounts)


def find(tx: Tx, person_id: str, account_year: int) -> AccountYear | None:
    found = of_people(tx, [person_id], account_year)
    return found.get(person_id)


def of_people(tx: Tx, person_ids: Sequence[str], account_year: int) -> dict[str, AccountYear]:
    query = _SELECT.where(
        account_years.c.person_id.in_(person_ids), account_years.c.account_year == account_year
    )
    return {row.person_id: _read(row) for row in tx.all(query)}


def add(tx: Tx, made: AccountYear) -> None:
    tx.execute(account_years.insert(), values(made))


def accounts_after(
    tx: Tx, region_code: str, after: int, opened_before: datetime, limit: int
) -> tuple[list[str], int]:
    """The next people with an account in the region's book, and the place of the last."""
    table = personal_accounts.c
    rows = tx.all(
        sa.select(table.person_id, table.seq)
        .where(
            table.region_code == region_code,
            table.seq > after,
            table.created_at < opened_before,
        )
        .order_by(table.seq)
        .limit(limit)
    )
    return [row.person_id for row in rows], rows[-1].seq if rows else after


def locked(tx: Tx, person_ids: Sequence[str]) -> list[PersonalAccount]:
    """These people's accounts, locked one after the other in the order of their ids."""
    query = (
        _ACCOUNTS.where(personal_accounts.c.person_id.in_(person_ids))
        .order_by(personal_accounts.c.person_id)
        .with_for_update()
    )
    return [_read_account(row) for row in tx.all(query)]


def balances(tx: Tx, person_ids: Sequence[str], before: datetime) -> dict[str, dict[date, Money]]:
    """For each person the balance at the end of each day on which it changed."""
    table = account_entries.c
    found: dict[str, dict[date, Money]] = {}
    for row in tx.all(
        sa.select(table.person_id, table.created_at, table.balance_after)
        .where(table.person_id.in_(person_ids), table.created_at < before)
        .order_by(table.person_id, table.ordinal)
    ):
        found.setdefault(row.person_id, {})[china_day(row.created_at)] = row.balance_after
    return found
