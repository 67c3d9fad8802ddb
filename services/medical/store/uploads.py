"""Uploaded records: revisions are added, never changed; the newest of a key counts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from services.medical.domain.upload import Upload
from services.medical.store.tables_uploads import interface_uploads as _TABLE
from sscsim.db import Tx
from sscsim.db.rows import reader, values

SELECT, read = reader(Upload, _TABLE)
_c = _TABLE.c
_later = _TABLE.alias("later")
_SUPERSEDED = (
    sa.select(sa.literal(1))
    .where(
        _later.c.institution_code == _c.institution_code,
        _later.c.infno == _c.infno,
        _later.c.business_key == _c.business_key,
        _later.c.revision > _c.revision,
    )
    .exists()
)
STANDING = sa.and_(~_SUPERSEDED, _c.is_withdrawn == sa.false())
"""Of a row: it is the newest of its key, and was not made invalid."""
_NEWEST = (
    SELECT.where(
        _c.institution_code == sa.bindparam("institution_code"),
        _c.infno == sa.bindparam("infno"),
        _c.business_key == sa.bindparam("business_key"),
    )
    .order_by(_c.revision.desc())
    .limit(1)
)
_KEYS = sa.select(sa.func.count(sa.distinct(_c.business_key))).where(
    _c.infno == sa.bindparam("infno")
)


def lock(tx: Tx, institution_code: str, infno: str, keys: Sequence[str]) -> None:
    tx.lock_some("uploads", institution_code, infno, keys=keys)


def newest(tx: Tx, institution_code: str, infno: str, business_key: str) -> Upload | None:
    asked = {
        "institution_code": institution_code,
        "infno": infno,
        "business_key": business_key,
    }
    row = tx.one(_NEWEST, asked)
    return read(row) if row else None


def add(tx: Tx, made: Upload) -> None:
    tx.execute(_TABLE.insert().values(values(made)))


def count_of_keys(tx: Tx, infno: str) -> int:
    """How many records of a number there are in the whole world; under a lock of the caller's."""
    return int(tx.scalar(_KEYS, {"infno": infno}) or 0)


def found(
    tx: Tx,
    institution_code: str,
    infno: str,
    conditions: Mapping[str, Any],
    days: tuple[datetime | None, datetime | None] = (None, None),
    page: tuple[int, int] | None = None,
) -> list[Upload]:
    """Records that stand, in the order in which they were uploaded."""
    query = _standing(SELECT, institution_code, [infno], conditions, days).order_by(_c.seq)
    if page is not None:
        query = query.limit(page[1]).offset((page[0] - 1) * page[1])
    return [read(row) for row in tx.all(query)]


def totals(
    tx: Tx,
    institution_code: str,
    infnos: Sequence[str],
    conditions: Mapping[str, Any],
    days: tuple[datetime | None, datetime | None],
) -> tuple[int, int, int]:
    """How many records stand, how much they are about in fen, how many of them have faults."""
    amount = sa.type_coerce(_c.amount, sa.BigInteger)
    query = sa.select(
        sa.func.count(),
        sa.cast(sa.func.coalesce(sa.func.sum(amount), 0), sa.BigInteger),
        sa.func.coalesce(sa.func.sum(sa.case((_c.fault_count > 0, 1), else_=0)), 0),
    ).select_from(_TABLE)
    row = tx.all(_standing(query, institution_code, infnos, conditions, days))[0]
    return int(row[0]), int(row[1]), int(row[2])


def mismatches(
    tx: Tx,
    institution_code: str,
    sums: str,
    lines: str,
    days: tuple[datetime | None, datetime | None],
    page: tuple[int, int],
) -> list[tuple[str, int, int]]:
    """Visits of which a sum was uploaded (under the number `sums`) that is not that of its lines:
    the visit's number, the sum and that of the lines, in fen."""
    amount = sa.type_coerce(_c.amount, sa.BigInteger)
    of_lines = _standing(
        sa.select(
            _c.visit_number, sa.cast(sa.func.sum(amount), sa.BigInteger).label("fen")
        ).select_from(_TABLE),
        institution_code,
        [lines],
        {},
    )
    added = of_lines.group_by(_c.visit_number).subquery()
    mine = sa.func.coalesce(added.c.fen, 0)
    query = sa.select(_c.visit_number, amount, mine).select_from(
        _TABLE.outerjoin(added, added.c.visit_number == _c.visit_number)
    )
    query = _standing(query, institution_code, [sums], {}, days).where(amount != mine)
    query = query.order_by(_c.seq).limit(page[1]).offset((page[0] - 1) * page[1])
    return [(row[0], int(row[1]), int(row[2])) for row in tx.all(query)]


def _standing(
    query: Any,
    institution_code: str,
    infnos: Sequence[str],
    conditions: Mapping[str, Any],
    days: tuple[datetime | None, datetime | None] = (None, None),
) -> Any:
    query = query.where(_c.institution_code == institution_code, _c.infno.in_(infnos), STANDING)
    for name, value in conditions.items():
        query = query.where(_c[name] == value)
    since, until = days
    if since is not None:
        query = query.where(_c.created_at >= since)
    return query if until is None else query.where(_c.created_at < until)
