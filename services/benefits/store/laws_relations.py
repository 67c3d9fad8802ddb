"""What must hold between files and their transfers, wages and their accounts, dues and payments."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain.files import personnel_file, transfer
from services.benefits.domain.labour import due
from services.benefits.store import tables_files, tables_labour, tables_wages
from services.benefits.store.tables import benefit_payments
from sscsim.db import Tx

Counterexample = dict[str, Any] | None

_f, _t = tables_files.personnel_files.c, tables_files.file_transfers.c
_p, _s, _l = tables_wages.wage_projects.c, tables_wages.wage_sheets.c, tables_wages.wage_lines.c
_d, _b = tables_labour.labour_dues.c, benefit_payments.c


def file_in_two_places(tx: Tx) -> Counterexample:
    """A file that moves without one open transfer, or lies still while one is open."""
    is_open = sa.func.count(sa.case((_t.status.in_(transfer.OPEN), 1)))
    moves = sa.case((_f.status.in_(personnel_file.MOVING), 1), else_=0)
    row = tx.one(
        sa.select(_f.id, _f.status, is_open.label("open"))
        .select_from(
            tables_files.personnel_files.outerjoin(tables_files.file_transfers, _t.file_id == _f.id)
        )
        .group_by(_f.id, _f.status)
        .having(is_open != moves)
        .order_by(_f.id)
        .limit(1)
    )
    return row and {"file_id": row.id, "status": row.status, "open_transfers": int(row.open)}


def wage_account_off(tx: Tx) -> Counterexample:
    """An account that sent what it did not hold, or other than its sheets and their lines say."""
    sheets, lines = _sum_by(tx, _s.project_id, _s.total), _sum_by(tx, _l.sheet_id, _l.amount)
    for row in tx.all(sa.select(_p.id, _p.deposited, _p.sent).order_by(_p.id)):
        if row.sent > row.deposited or row.sent.fen != sheets.get(row.id, 0):
            sent = {"sent_fen": row.sent.fen, "sheets_fen": sheets.get(row.id, 0)}
            return {"project_id": row.id, "deposited_fen": row.deposited.fen, **sent}
    for row in tx.all(sa.select(_s.id, _s.total).order_by(_s.id)):
        if row.total.fen != lines.get(row.id, 0):
            return {"sheet_id": row.id, "total_fen": row.total.fen, "lines": lines.get(row.id, 0)}
    return None


def _sum_by(tx: Tx, key: sa.Column[Any], amount: sa.Column[Any]) -> dict[str, int]:
    total = sa.cast(sa.func.sum(sa.type_coerce(amount, sa.BigInteger)), sa.BigInteger)
    rows = tx.all(sa.select(key.label("key"), total.label("total")).group_by(key).order_by(key))
    return {row.key: int(row.total) for row in rows}


def due_off_payment(tx: Tx) -> Counterexample:
    """A due that is paid, or being paid, by another sum than it is, or by nothing."""
    row = tx.one(
        sa.select(_d.id, _d.status)
        .select_from(tables_labour.labour_dues.outerjoin(benefit_payments, _b.id == _d.payment_id))
        .where(
            sa.or_(
                sa.and_(
                    _d.status.in_((due.PAYING, due.RETURNED, due.PAID)),
                    sa.or_(_b.id.is_(None), _b.amount != _d.amount),
                ),
                sa.and_(_d.status.in_((due.OWED, due.OVERDUE)), _d.payment_id.is_not(None)),
            )
        )
        .order_by(_d.id)
        .limit(1)
    )
    return row and {"due_id": row.id, "status": row.status}
