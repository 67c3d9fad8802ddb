"""What the files of a month are made of, of any version of its statements.

A claim stands in a version if it was in the month when that was made: it still is, or it left
later (`claim_moves.from_version`). A deduction counts in the versions after it.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from services.settlement.domain.clearing_files import ClaimLine, NoticeTold
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.statements import Line
from services.settlement.store.rows import PARTS, split_of, summed_parts
from services.settlement.store.tables import claims, deductions
from services.settlement.store.tables_clearing import claim_moves
from services.settlement.store.tables_cycles import cycles, notices, statement_lines, statements
from sscsim.db import Tx

_AT_A_TIME = 1_000
"""How many claims are in memory at once."""


# ---- statements


def statement(tx: Tx, cycle_id: str, version: int, payer: str, payee: str) -> Any | None:
    """The row of one version of a pair's statement, carried over or not."""
    where = (
        statements.c.cycle_id == cycle_id,
        statements.c.statement_version == version,
        statements.c.payer == payer,
        statements.c.payee == payee,
    )
    return tx.one(sa.select(statements).where(*where))


def every_statement(tx: Tx, cycle_id: str) -> list[Any]:
    """All versions of all statements of a month, the newest first."""
    order = (statements.c.statement_version.desc(), statements.c.payer, statements.c.payee)
    return list(
        tx.all(sa.select(statements).where(statements.c.cycle_id == cycle_id).order_by(*order))
    )


def lines(tx: Tx, statement_id: str) -> list[Line]:
    """The lines that a statement was made with."""
    rows = tx.all(
        sa.select(statement_lines)
        .where(statement_lines.c.statement_id == statement_id)
        .order_by(statement_lines.c.insurance, statement_lines.c.is_prior_year)
    )
    return [
        Line(row.insurance, row.claims, split_of(row), row.deducted, bool(row.is_prior_year))
        for row in rows
    ]


def claim_lines(tx: Tx, cycle: Cycle, version: int, payer: str, payee: str) -> Iterator[ClaimLine]:
    """The claims of a version of a statement, a line after the other, never all at once.

    In the order of the statement's lines, then of the claims' ids.
    """
    pair = (claims.c.home_region == payer, claims.c.care_region == payee)
    still_there = _columns(claims.c.rule, claims.c.is_prior_year).where(
        claims.c.cycle_id == cycle.id, *pair
    )
    left = (
        _columns(claim_moves.c.from_rule, claim_moves.c.from_prior_year)
        .join(claim_moves, claim_moves.c.claim_id == claims.c.id)
        .where(
            claim_moves.c.from_cycle_id == cycle.id,
            claim_moves.c.from_version >= version,
            sa.func.coalesce(claim_moves.c.cycle_id, "") != cycle.id,
            *pair,
        )
    )
    members = sa.union_all(still_there, left).subquery()
    taken = _deducted(cycle, version, payer, payee).subquery()
    found = (
        sa.select(members, *(taken.c[name].label(f"off_{name}") for name in PARTS))
        .outerjoin(taken, taken.c.claim_id == members.c.id)
        .order_by(members.c.insurance, members.c.line_prior_year, members.c.id)
        .execution_options(yield_per=_AT_A_TIME)
    )
    with tx.conn.execute(found) as rows:
        for row in rows:
            yield _line(row)


def _columns(rule: Any, is_prior_year: Any) -> Any:
    return sa.select(
        claims.c.id,
        claims.c.exchange_id,
        claims.c.insurance,
        is_prior_year.label("line_prior_year"),
        rule.label("line_rule"),
        claims.c.institution_id,
        claims.c.person_id,
        claims.c.settled_at,
        sa.func.coalesce(claims.c.reverses, claims.c.adjusts, claims.c.refers).label("takes_back"),
        *(claims.c[name] for name in PARTS),
    ).select_from(claims)


def _deducted(cycle: Cycle, version: int, payer: str, payee: str) -> Any:
    """By claim, what audits had taken off when the version was made."""
    made_in = cycles.alias("made_in")
    before = sa.or_(
        deductions.c.made_in.is_(None),
        made_in.c.month < str(cycle.month),
        sa.and_(deductions.c.made_in == cycle.id, deductions.c.made_version < version),
    )
    return (
        sa.select(deductions.c.claim_id, *summed_parts(deductions))
        .select_from(deductions.outerjoin(made_in, made_in.c.id == deductions.c.made_in))
        .where(deductions.c.home_region == payer, deductions.c.care_region == payee, before)
        .group_by(deductions.c.claim_id)
    )


def _line(row: Any) -> ClaimLine:
    taken = split_of(row, "off_")
    return ClaimLine(
        claim_id=row.id,
        settlement_id=row.exchange_id,
        insurance=row.insurance,
        is_prior_year=bool(row.line_prior_year),
        rule=row.line_rule,
        institution_id=row.institution_id,
        person_id=row.person_id,
        settled_at=row.settled_at,
        takes_back=row.takes_back,
        split=split_of(row) - taken,
        deducted=taken.clearing,
    )


# ---- notices


def notice(tx: Tx, cycle_id: str, notice_id: str) -> tuple[NoticeTold, str | None] | None:
    """A notice as its region was told it, and its statement where one is behind it."""
    row = tx.one(
        sa.select(notices).where(notices.c.cycle_id == cycle_id, notices.c.id == notice_id)
    )
    return (_told(tx, row), row.statement_id) if row is not None else None


def every_notice(tx: Tx, cycle_id: str) -> list[Any]:
    """The rows of all notices of a month, to pay and to receive."""
    order = (notices.c.kind, notices.c.region, notices.c.counterpart, notices.c.id)
    return list(tx.all(sa.select(notices).where(notices.c.cycle_id == cycle_id).order_by(*order)))


def _told(tx: Tx, row: Any) -> NoticeTold:
    to_pay = row.kind == "payment"
    payer, payee = (row.region, row.counterpart) if to_pay else (row.counterpart, row.region)
    paying = row if to_pay else _other_side(tx, row)
    serial = paying.bank_serial or paying.id[-20:]
    return NoticeTold(row.id, row.kind, payer, payee, row.amount, serial, row.issued_at)


def _other_side(tx: Tx, row: Any) -> Any:
    """The notice to pay that belongs to a notice to receive."""
    behind = (
        notices.c.statement_id == row.statement_id
        if row.statement_id is not None
        else notices.c.statement_id.is_(None)
    )
    found = tx.one(
        sa.select(notices).where(
            notices.c.cycle_id == row.cycle_id,
            notices.c.kind == "payment",
            notices.c.region == row.counterpart,
            notices.c.counterpart == row.region,
            behind,
        )
    )
    assert found is not None
    return found
