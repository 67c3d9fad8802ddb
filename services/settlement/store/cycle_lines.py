"""What the claims of each month come to, kept as claims enter and leave it.

So a month is frozen, and its statements made, of a thousand rows, however many its claims. The
line changes in the transaction that changes the claim; claims that are no medical bills have none
and are summed by their parties. Nobody has to believe it: whoever signs
adds up the claims themselves, and so does an invariant.
"""

from functools import reduce
from operator import add
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects import postgresql, sqlite

from services.settlement.domain.kinds import MEDICAL
from services.settlement.store.rows import PARTS, total
from services.settlement.store.tables import claims, deductions
from services.settlement.store.tables_clearing import cycle_lines
from sscsim.db import Tx
from sscsim.kernel.money import Money

_KEYS = ("payer", "payee", "insurance", "is_prior_year")
_COLUMNS = (*_KEYS, "claims", *PARTS)
_GROUPS = (
    claims.c.cycle_id,
    claims.c.home_region,
    claims.c.care_region,
    claims.c.insurance,
    claims.c.is_prior_year,
)
_of_cycle = (
    sa.select(*(cycle_lines.c[name] for name in _COLUMNS))
    .where(cycle_lines.c.cycle_id == bindparam("cycle_id"), cycle_lines.c.claims != 0)
    .order_by(*(cycle_lines.c[name] for name in _KEYS))
)

_pair = (cycle_lines.c.payer, cycle_lines.c.payee)
_sums = (
    sa.select(
        *_pair,
        total(cycle_lines.c.claims).label("claims"),
        *(total(cycle_lines.c[name]).label(name) for name in PARTS),
    )
    .where(cycle_lines.c.cycle_id == bindparam("cycle_id"), cycle_lines.c.claims != 0)
    .group_by(*_pair)
    .subquery()
)
_taken = (
    sa.select(
        deductions.c.home_region, deductions.c.care_region, total(deductions.c.amount).label("off")
    )
    .where(deductions.c.cycle_id == bindparam("cycle_id"))
    .group_by(deductions.c.home_region, deductions.c.care_region)
    .subquery()
)
_fen = deductions.c.amount.type
_zero = sa.literal(Money.zero(), _fen)
_amount = reduce(add, (_sums.c[name] for name in PARTS))
_by_pair = (
    sa.select(
        _sums.c.payer,
        _sums.c.payee,
        _sums.c.claims,
        sa.type_coerce(_amount - sa.func.coalesce(_taken.c.off, _zero), _fen),
    )
    .outerjoin(
        _taken,
        sa.and_(_taken.c.home_region == _sums.c.payer, _taken.c.care_region == _sums.c.payee),
    )
    .order_by(_sums.c.payer, _sums.c.payee)
)


def of(tx: Tx, cycle_id: str) -> list[Any]:
    """Rows as `claims.summed` would give them, by payer and payee."""
    return list(tx.all(_of_cycle, {"cycle_id": cycle_id}))


def by_pair(tx: Tx, cycle_id: str) -> list[tuple[str, str, int, Money]]:
    """(payer, payee, claims, amount) of a month, deductions taken off, in order."""
    found = tx.all(_by_pair, {"cycle_id": cycle_id})
    return [(row[0], row[1], row[2], row[3]) for row in found]


def enter(tx: Tx, where: Any) -> None:
    """The chosen claims are in their months now."""
    _shift(tx, where, 1)


def leave(tx: Tx, where: Any) -> None:
    """The chosen claims are about to leave their months, or to stand on another line there."""
    _shift(tx, where, -1)


def _shift(tx: Tx, where: Any, sign: int) -> None:
    """Added up where they are, in one statement and in one order, so that nobody waits in a
    ring."""
    sums = (total(claims.c[name]) for name in PARTS)
    source = (
        sa.select(
            *_GROUPS,
            sa.type_coerce(sign * sa.func.count(), cycle_lines.c.claims.type),
            *(each if sign > 0 else sa.type_coerce(-each, each.type) for each in sums),
        )
        .where(claims.c.cycle_id.is_not(None), claims.c.kind == MEDICAL, where)
        .group_by(*_GROUPS)
        .order_by(*_GROUPS)
    )
    insert = sqlite.insert if tx.conn.dialect.name == "sqlite" else postgresql.insert
    made = insert(cycle_lines).from_select(["cycle_id", *_COLUMNS], source)
    added = {
        name: sa.type_coerce(cycle_lines.c[name] + made.excluded[name], cycle_lines.c[name].type)
        for name in ("claims", *PARTS)
    }
    tx.conn.execute(made.on_conflict_do_update(index_elements=["cycle_id", *_KEYS], set_=added))
