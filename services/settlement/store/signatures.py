"""Who signed which statement."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.cycles import Cycle
from services.settlement.store.tables_cycles import signatures, statements
from sscsim.db import Tx

_current = (
    statements.c.cycle_id == bindparam("cycle_id"),
    statements.c.statement_version == bindparam("version"),
    ~statements.c.is_excluded,
)
_by_region = (
    sa.select(signatures.c.statement_id)
    .join(statements, statements.c.id == signatures.c.statement_id)
    .where(*_current, signatures.c.region == bindparam("region"))
)
_of_cycle = (
    sa.select(signatures.c.statement_id, signatures.c.region)
    .join(statements, statements.c.id == signatures.c.statement_id)
    .where(*_current)
)


def _unsigned_by(side: Any) -> Any:
    return ~sa.exists().where(
        signatures.c.statement_id == statements.c.id, signatures.c.region == side
    )


_lacking = (
    sa.select(statements.c.id)
    .where(
        *_current,
        sa.or_(_unsigned_by(statements.c.payer), _unsigned_by(statements.c.payee)),
    )
    .order_by(statements.c.payer.desc(), statements.c.payee.desc())
    .limit(1)
)
"""From the end: where regions sign in their order, the last pairs lack a signature longest."""


def add(tx: Tx, made: Iterable[tuple[str, str, str, str]], *, is_deemed: bool = False) -> None:
    """Keep signatures: (statement id, region, digest that was signed, signature)."""
    rows = [
        {
            "statement_id": statement_id,
            "region": region,
            "sha256": digest,
            "signature": signature,
            "is_deemed": is_deemed,
            "signed_at": tx.world.now,
        }
        for statement_id, region, digest, signature in made
    ]
    tx.add_all(signatures, rows)


def by_region(tx: Tx, cycle: Cycle, region: str) -> set[str]:
    """The statements of the current version that a region has signed."""
    return {row[0] for row in tx.all(_by_region, {**_now(cycle), "region": region})}


def of_cycle(tx: Tx, cycle: Cycle) -> dict[str, set[str]]:
    """Statement of the current version -> the regions that have signed it, if any has."""
    found: dict[str, set[str]] = {}
    for statement_id, region in tx.all(_of_cycle, _now(cycle)):
        found.setdefault(statement_id, set()).add(region)
    return found


def is_complete(tx: Tx, cycle: Cycle) -> bool:
    """Whether both sides have signed every statement of the current version."""
    return tx.scalar(_lacking, _now(cycle)) is None


def _now(cycle: Cycle) -> dict[str, Any]:
    return {"cycle_id": cycle.id, "version": cycle.statement_version}


def of_statements(tx: Tx, statement_ids: Sequence[str]) -> dict[str, list[Any]]:
    """The signatures of each statement, whole, by region."""
    found: dict[str, list[Any]] = {statement_id: [] for statement_id in statement_ids}
    statement = (
        sa.select(signatures)
        .where(signatures.c.statement_id.in_(statement_ids))
        .order_by(signatures.c.statement_id, signatures.c.region)
    )
    for row in tx.all(statement) if found else ():
        found[row.statement_id].append(row)
    return found
