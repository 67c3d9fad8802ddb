"""Looking for rows that break a law of the bank side."""

from typing import Any

import sqlalchemy as sa

from services.card.store.tables_bank import (
    bank_accounts,
    bank_entries,
    bank_holds,
    credit_file_lines,
    credit_files,
)
from sscsim import db
from sscsim.db import Tx


def _summed(column: Any) -> Any:
    total = sa.func.sum(sa.type_coerce(column, db.Int()))
    return sa.cast(sa.func.coalesce(total, 0), sa.BigInteger)


def balance_not_posted(tx: Tx) -> dict[str, Any] | None:
    """An account whose balance is not what its entries come to."""
    deposit = sa.literal("deposit.") + bank_accounts.c.id
    mine = bank_entries.c.account_id == bank_accounts.c.id
    came = sa.select(_summed(bank_entries.c.amount)).where(mine, bank_entries.c.credit == deposit)
    went = sa.select(_summed(bank_entries.c.amount)).where(mine, bank_entries.c.debit == deposit)
    posted = came.scalar_subquery() - went.scalar_subquery()
    balance = sa.type_coerce(bank_accounts.c.balance, db.Int())
    row = tx.one(
        sa.select(bank_accounts.c.id, balance, posted)
        .where(balance != posted)
        .order_by(bank_accounts.c.seq)
        .limit(1)
    )
    return row and {"account_id": row[0], "balance_fen": row[1], "posted_fen": int(row[2])}


def held_not_open(tx: Tx) -> dict[str, Any] | None:
    """An account that holds other than its open holds, or more than it has."""
    open_holds = (
        sa.select(_summed(bank_holds.c.amount))
        .where(bank_holds.c.account_id == bank_accounts.c.id, bank_holds.c.status == "open")
        .scalar_subquery()
    )
    held = sa.type_coerce(bank_accounts.c.held, db.Int())
    row = tx.one(
        sa.select(bank_accounts.c.id, held, open_holds)
        .where(sa.or_(held != open_holds, bank_accounts.c.balance < bank_accounts.c.held))
        .order_by(bank_accounts.c.seq)
        .limit(1)
    )
    return row and {"account_id": row[0], "held_fen": row[1], "open_holds_fen": int(row[2])}


def deposits(tx: Tx) -> dict[str, int]:
    """What the cards' accounts hold by region, compared with the control account of its book."""
    rows = tx.all(
        sa.select(bank_accounts.c.region_code, _summed(bank_accounts.c.balance))
        .group_by(bank_accounts.c.region_code)
        .order_by(bank_accounts.c.region_code)
    )
    return {f"acct.card:{region_code}": int(fen) for region_code, fen in rows}


def file_not_added_up(tx: Tx) -> dict[str, Any] | None:
    """A returned credit file whose paid lines are not its paid total, or have no entry."""
    paid = sa.and_(
        credit_file_lines.c.file_id == credit_files.c.id, credit_file_lines.c.return_code == "00"
    )
    total = sa.select(_summed(credit_file_lines.c.amount)).where(paid).scalar_subquery()
    bare = (
        sa.select(sa.func.count())
        .where(paid, credit_file_lines.c.entry_id.is_(None))
        .scalar_subquery()
    )
    said = sa.type_coerce(credit_files.c.paid_total, db.Int())
    row = tx.one(
        sa.select(credit_files.c.id, said, total)
        .where(credit_files.c.status == "returned", sa.or_(said != total, bare > 0))
        .order_by(credit_files.c.seq)
        .limit(1)
    )
    return row and {"file_id": row[0], "paid_fen": row[1], "lines_fen": int(row[2])}
