"""What claims of kinds that are no medical bills come to, by the parties behind the regions.

Both sums are grouped over a covering index that holds none of the medical claims; the few
deductions are found by their claims.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.settlement.domain.kinds import MEDICAL
from services.settlement.domain.statements import PartyLine, Statement
from services.settlement.store.rows import total
from services.settlement.store.tables import claims, deductions
from services.settlement.store.tables_cycles import statement_party_lines
from sscsim.db import Tx
from sscsim.kernel.money import Money

_KEYS = (
    claims.c.home_region,
    claims.c.care_region,
    claims.c.purpose,
    claims.c.payer_party,
    claims.c.payee_party,
    claims.c.is_prior_year,
)
# the words of the partial index, and not a parameter: else no planner would use it
_OF_THE_CYCLE = (claims.c.cycle_id == bindparam("cycle_id"), sa.text(f"claims.kind <> '{MEDICAL}'"))
_summed = (
    sa.select(*_KEYS, sa.func.count().label("claims"), total(claims.c.clearing).label("amount"))
    .where(*_OF_THE_CYCLE)
    .group_by(*_KEYS)
    .order_by(*_KEYS)
)
_taken = (
    sa.select(*_KEYS, total(deductions.c.amount).label("amount"))
    .join(claims, claims.c.id == deductions.c.claim_id)
    .where(deductions.c.cycle_id == bindparam("cycle_id"))
    .group_by(*_KEYS)
)
_of = (
    sa.select(statement_party_lines)
    .where(statement_party_lines.c.statement_id.in_(bindparam("ids", expanding=True)))
    .order_by(statement_party_lines.c.statement_id, statement_party_lines.c.ordinal)
)


def computed(
    tx: Tx, cycle_id: str, payer: str | None = None
) -> dict[tuple[str, str], tuple[PartyLine, ...]]:
    """(payer, payee) -> the lines that a cycle's claims come to, in order."""
    taken = {tuple(row[:6]): row.amount for row in tx.all(_taken, {"cycle_id": cycle_id})}
    found: dict[tuple[str, str], list[PartyLine]] = {}
    for row in tx.all(_summed, {"cycle_id": cycle_id}):
        if payer is not None and row.home_region != payer:
            continue
        off = taken.get(tuple(row[:6]), Money.zero())
        line = PartyLine(
            row.purpose,
            row.payer_party,
            row.payee_party,
            row.claims,
            row.amount - off,
            off,
            bool(row.is_prior_year),
        )
        found.setdefault((row.home_region, row.care_region), []).append(line)
    return {pair: _in_order(lines) for pair, lines in found.items()}


def _in_order(lines: Sequence[PartyLine]) -> tuple[PartyLine, ...]:
    return tuple(sorted(lines, key=lambda line: line.key))


def keep(tx: Tx, statement_id: str, statement: Statement) -> None:
    """Keep the lines of a statement; nothing for one of medical bills."""
    rows: list[dict[str, Any]] = [
        {
            "statement_id": statement_id,
            "ordinal": ordinal,
            "purpose": line.purpose,
            "payer_party": line.payer_party,
            "payee_party": line.payee_party,
            "is_prior_year": line.is_prior_year,
            "claims": line.claims,
            "total": line.total,
            "deducted": line.deducted,
        }
        for ordinal, line in enumerate(statement.lines, start=1)
        if isinstance(line, PartyLine)
    ]
    tx.add_all(statement_party_lines, rows)


def of(tx: Tx, statement_ids: Sequence[str]) -> dict[str, tuple[PartyLine, ...]]:
    """The lines of each statement, as they were kept."""
    found: dict[str, list[PartyLine]] = {}
    for row in tx.all(_of, {"ids": list(statement_ids)}) if statement_ids else ():
        line = PartyLine(
            row.purpose,
            row.payer_party,
            row.payee_party,
            row.claims,
            row.total,
            row.deducted,
            bool(row.is_prior_year),
        )
        found.setdefault(row.statement_id, []).append(line)
    return {statement_id: tuple(lines) for statement_id, lines in found.items()}
