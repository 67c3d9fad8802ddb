"""The law of what libraries of one city settled among themselves."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from services.culture.store import tables_city_clearing as tables
from sscsim.db import Tx

_d, _k = tables.city_dues.c, tables.city_clearings.c


def clearing_off_dues(tx: Tx) -> dict[str, Any] | None:
    """A clearing is the sum and the number of its dues, all of its month and between its two; and
    nothing of a month that was settled is left."""
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counts: dict[str, int] = defaultdict(int)
    known = {row.id: row for row in tx.all(sa.select(tables.city_clearings).order_by(_k.seq))}
    settled = {(row.first_id, row.second_id, row.month) for row in known.values()}
    for due in tx.all(sa.select(tables.city_dues).order_by(_d.seq)):
        first, second = sorted((due.payer_id, due.payee_id))
        of = known.get(due.clearing_id) if due.clearing_id else None
        between = (first, second, due.month)
        if of is None:
            if due.clearing_id or between in settled:
                return {"due_id": due.id, "month": due.month}
            continue
        if between != (of.first_id, of.second_id, of.month):
            return {"due_id": due.id, "clearing_id": of.id}
        sums[of.id][due.payer_id] += due.amount.fen
        counts[of.id] += 1
    for row in known.values():
        given = sums[row.id]
        owed = (given[row.first_id], given[row.second_id], counts[row.id])
        if owed != (row.owed_by_first.fen, row.owed_by_second.fen, row.count):
            return {"clearing_id": row.id, "dues": counts[row.id]}
    return None
