"""Looking for counterexamples to the law of a month's payout of unemployment benefit."""

from typing import Any

import sqlalchemy as sa

from services.benefits.domain.unemployment import record, run
from services.benefits.store.tables_unemployment import (
    unemployment_benefit_months,
    unemployment_runs,
)
from sscsim.db import Tx

_r, _m = unemployment_runs.c, unemployment_benefit_months.c


def _fen(column: Any) -> Any:
    return sa.type_coerce(column, sa.BigInteger)


def _total(amount: Any, which: Any) -> Any:
    summed = sa.func.sum(sa.case((which, amount), else_=0))
    return sa.cast(sa.func.coalesce(summed, 0), sa.BigInteger)


def _count(which: Any) -> Any:
    return sa.func.count(sa.case((which, 1)))


def run_off_lines(tx: Tx) -> dict[str, Any] | None:
    """A run whose counts or sums are not those of its lines, or that ended with one open."""
    whole, net = _fen(_m.amount), _fen(_m.amount) - _fen(_m.kept_back)
    paid = _m.status.in_((record.PAID, record.TAKEN_BACK))
    returned, waits = _m.status == record.RETURNED, _m.status == record.ORDERED
    row = tx.one(
        sa.select(_r.id)
        .select_from(unemployment_runs.outerjoin(unemployment_benefit_months, _m.run_id == _r.id))
        .group_by(
            _r.id, _r.lines_count, _r.total, _r.kept_back, _r.paid_count, _r.paid_total,
            _r.returned_count, _r.returned_total, _r.status,
        )
        .having(
            sa.or_(
                _count(_m.id.is_not(None)) != _r.lines_count,
                _total(whole, sa.true()) != _fen(_r.total),
                _total(_fen(_m.kept_back), sa.true()) != _fen(_r.kept_back),
                _count(paid) != _r.paid_count,
                _total(net, paid) != _fen(_r.paid_total),
                _count(returned) != _r.returned_count,
                _total(net, returned) != _fen(_r.returned_total),
                sa.and_(_r.status == run.COMPLETED, _count(waits) != 0),
            )
        )
        .order_by(_r.id)
        .limit(1)
    )  # fmt: skip
    return row and {"unemployment_run_id": row.id}
