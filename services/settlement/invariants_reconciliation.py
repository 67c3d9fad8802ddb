"""Laws of the daily reconciliation: what was compared is what was recorded."""

from typing import Any

import sqlalchemy as sa

from services.settlement.domain.kinds import MEDICAL
from services.settlement.domain.reconciliation import MIRROR
from services.settlement.domain.reconciliation_states import OPEN, status
from services.settlement.store.rows import total
from services.settlement.store.tables import claims
from services.settlement.store.tables_reconciliation import (
    ALL,
    daily_differences,
    daily_lines,
    daily_reconciliations,
    daily_runs,
)
from sscsim.db import Tx
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None
_c, _l, _n = claims.c, daily_lines.c, daily_runs.c
_r, _d = daily_reconciliations.c, daily_differences.c
_in_the_mirror = _l.side.in_((ALL, MIRROR))
_of_last_run = sa.and_(_l.reconciliation_id == _r.id, _l.run == _r.run)


@invariant(
    "settlement.claim_in_daily_file",
    Text(
        zh="已对账之日的每张结算单在镜像文件中恰有一行",
        en="Each claim of a reconciled day is in exactly one line of the mirror's file",
    ),
)
def claims_are_in_files(tx: Tx) -> Counterexample:
    """Those that were recorded before the day was compared, in both regions' days."""
    for own in (_c.home_region, _c.care_region):
        line = sa.and_(_of_last_run, _in_the_mirror, _l.settlement_id == _c.exchange_id)
        row = tx.one(
            sa.select(_c.id, _r.id.label("reconciliation_id"), sa.func.count(_l.seq).label("lines"))
            .select_from(
                daily_reconciliations.join(
                    daily_runs, sa.and_(_n.reconciliation_id == _r.id, _n.run == _r.run)
                )
                .join(
                    claims,
                    sa.and_(
                        own == _r.region,
                        _c.settled_at >= _r.begins_at,
                        _c.settled_at < _r.ends_at,
                        _c.adjusts.is_(None),
                        _c.kind == MEDICAL,
                        _c.recorded_at < _n.begun_at,
                    ),
                )
                .outerjoin(daily_lines, line)
            )
            .group_by(_c.id, _r.id)
            .having(sa.func.count(_l.seq) != 1)
            .order_by(_c.id, _r.id)
            .limit(1)
        )
        if row is not None:
            return {"claim_id": row[0], "reconciliation_id": row[1], "lines": int(row[2])}
    return None


@invariant(
    "settlement.daily_file_of_claims",
    Text(
        zh="镜像文件每行有对应结算单且金额一致",
        en="Each line of the mirror's file is a claim, with its amount",
    ),
)
def lines_are_claims(tx: Tx) -> Counterexample:
    row = tx.one(
        sa.select(_l.reconciliation_id, _l.settlement_id, _l.clearing, _c.clearing.label("claimed"))
        .select_from(
            daily_lines.join(daily_reconciliations, _of_last_run).outerjoin(
                claims, _c.exchange_id == _l.settlement_id
            )
        )
        .where(_in_the_mirror, sa.or_(_c.id.is_(None), _c.clearing != _l.clearing))
        .order_by(_l.reconciliation_id, _l.settlement_id)
        .limit(1)
    )
    if row is None:
        return None
    claimed = row.claimed.fen if row.claimed is not None else None
    found = {"reconciliation_id": row[0], "settlement_id": row[1]}
    return {**found, "line_fen": row.clearing.fen, "claim_fen": claimed}


@invariant(
    "settlement.daily_file_sum",
    Text(zh="文件合计等于各行之和", en="The sum a file states is that of its lines"),
)
def files_state_their_sums(tx: Tx) -> Counterexample:
    summed = (
        sa.select(
            _l.reconciliation_id,
            _l.run,
            sa.func.count().label("count"),
            total(_l.clearing).label("sum"),
        )
        .where(_in_the_mirror)
        .group_by(_l.reconciliation_id, _l.run)
    )
    lines = {(row[0], row[1]): (int(row[2]), row[3].fen) for row in tx.all(summed)}
    runs = sa.select(_n.reconciliation_id, _n.run, _n.files).where(_n.finished_at.is_not(None))
    for row in tx.all(runs.order_by(_n.reconciliation_id, _n.run)):
        stated = (row.files[MIRROR]["count"], row.files[MIRROR]["sum_fen"])
        found = lines.get((row[0], row[1]), (0, 0))
        if stated != found:
            where = {"reconciliation_id": row[0], "run": row[1]}
            return {**where, "stated": list(stated), "found": list(found)}
    return None


@invariant(
    "settlement.daily_open_count",
    Text(
        zh="日对账状态与未决差异一致", en="A day's state is that of its differences that are open"
    ),
)
def days_count_what_is_open(tx: Tx) -> Counterexample:
    open_now = sa.func.count(_d.id)
    rows = tx.all(
        sa.select(_r.id, _r.run, _r.differing_count, _r.open_count, _r.status, open_now)
        .select_from(
            daily_reconciliations.outerjoin(
                daily_differences,
                sa.and_(_d.reconciliation_id == _r.id, _d.status.in_(OPEN)),
            )
        )
        .group_by(_r.id, _r.run, _r.differing_count, _r.open_count, _r.status)
        .order_by(_r.id)
    )
    for row in rows:
        left = int(row[5])
        if (row.open_count, row.status) != (left, status(row.run, row.differing_count, left)):
            return {"reconciliation_id": row.id, "open": left, "status": row.status}
    return None


CHECKS = (claims_are_in_files, lines_are_claims, files_state_their_sums, days_count_what_is_open)
