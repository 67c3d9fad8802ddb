"""The laws of claims that are no medical bills; each looks for a counterexample."""

from typing import Any

import sqlalchemy as sa

from services.settlement.domain import chart
from services.settlement.domain.kinds import MEDICAL
from services.settlement.store import cycles as cycle_store
from services.settlement.store import ledger
from services.settlement.store.rows import total
from services.settlement.store.tables import claims, deductions
from services.settlement.store.tables_books import journals
from services.settlement.store.tables_clearing import pass_shares
from services.settlement.store.tables_cycles import cycles
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from sscsim.web import invariant

Counterexample = dict[str, Any] | None
ZERO = Money.zero()
_BOTH_SIDES = {
    "payable.pension": ("receivable.pension", "R:"),
    "payable.acquirer": ("receivable.issuer", "T:"),
    "due.to": ("due.from", "L:"),
}
"""What one book owes -> what the other is owed, and whose books these are."""


@invariant(
    "claims.kinds",
    Text(zh="每个周期只含一类业务", en="A cycle holds claims of its own kind, one line a pair"),
)
def cycles_hold_one_kind(tx: Tx) -> Counterexample:
    """And the lines of a statement by parties come to its total."""
    row = tx.one(
        sa.select(claims.c.id, claims.c.kind, cycles.c.kind)
        .join(cycles, cycles.c.id == claims.c.cycle_id)
        .where(claims.c.kind != cycles.c.kind)
        .order_by(claims.c.id)
        .limit(1)
    )
    if row is not None:
        return {"claim_id": row[0], "kind": row[1], "cycle_kind": row[2]}
    for cycle in cycle_store.every(tx):
        if cycle.is_medical or not cycle.statement_version or cycle.status == "aborted":
            continue
        for kept, each in cycle_store.published(tx, cycle):
            if kept.total != each.total:
                figures = {"total_fen": kept.total.fen, "lines_fen": each.total.fen}
                return {"cycle_id": cycle.id, "payer": kept.payer, "payee": kept.payee, **figures}
    return None


@invariant(
    "claims.sides",
    Text(
        zh="养老、乘车、图书馆的应付等于对方应收",
        en="What funds, operators and libraries owe each other stands on both sides",
    ),
)
def both_sides_agree(tx: Tx) -> Counterexample:
    for owing, (due, books) in _BOTH_SIDES.items():
        owed = {
            (book.removeprefix(books), account.partition(":")[2]): -amount
            for (book, account), amount in _balances(tx, owing).items()
        }
        claimed = {
            (account.partition(":")[2], book.removeprefix(books)): amount
            for (book, account), amount in _balances(tx, due).items()
        }
        for payer, payee in sorted({*owed, *claimed}):
            sides = owed.get((payer, payee), ZERO), claimed.get((payer, payee), ZERO)
            if sides[0] != sides[1]:
                figures = {"owed_fen": sides[0].fen, "claimed_fen": sides[1].fen}
                return {"account": owing, "payer": payer, "payee": payee, **figures}
    return None


def _balances(tx: Tx, group: str) -> dict[tuple[str, str], Money]:
    return ledger.balances_by_book(tx, *ledger.under(group))


@invariant(
    "claims.pension",
    Text(
        zh="养老转移应付等于未付的结算单",
        en="What pension funds owe each other are their claims that are not paid",
    ),
)
def pension_debts_are_claims(tx: Tx) -> Counterexample:
    """Only claims move these accounts, so that none is lost and none comes twice."""
    waiting = sa.and_(
        claims.c.kind == "pension_transfer",
        claims.c.status.not_in(("reversed", "expired")),
        sa.or_(cycles.c.paid_at.is_(None), claims.c.cycle_id.is_(None)),
    )
    claimed = _by_pair(tx, total(claims.c.clearing), waiting)
    taken = _by_pair(
        tx,
        total(deductions.c.amount),
        sa.and_(waiting, deductions.c.claim_id == claims.c.id),
    )
    owed = {
        (chart.region_of(book) or "", account.partition(":")[2]): -amount
        for (book, account), amount in _balances(tx, "payable.pension").items()
    }
    for pair in sorted({*claimed, *owed}):
        due = claimed.get(pair, ZERO) - taken.get(pair, ZERO)
        if due != owed.get(pair, ZERO):
            figures = {"claims_fen": due.fen, "owed_fen": owed.get(pair, ZERO).fen}
            return {"payer": pair[0], "payee": pair[1], **figures}
    return None


def _by_pair(tx: Tx, column: Any, where: Any) -> dict[tuple[str, str], Money]:
    pair = (claims.c.home_region, claims.c.care_region)
    statement = (
        sa.select(*pair, column)
        .select_from(claims.outerjoin(cycles, cycles.c.id == claims.c.cycle_id))
        .where(where)
        .group_by(*pair)
        .order_by(*pair)
    )
    return {(row[0], row[1]): row[2] for row in tx.all(statement)}


@invariant(
    "claims.pass_shares",
    Text(zh="年卡分成合计等于总额", en="The shares of a pass come to what was shared out"),
)
def shares_come_to_the_pool(tx: Tx) -> Counterexample:
    """To the fen; a venue of another province has a claim of exactly its share."""
    row = tx.one(
        sa.select(pass_shares.c.event, total(pass_shares.c.amount), sa.func.max(pass_shares.c.pool))
        .group_by(pass_shares.c.event)
        .having(sa.func.sum(pass_shares.c.amount) != sa.func.max(pass_shares.c.pool))
        .order_by(pass_shares.c.event)
        .limit(1)
    )
    if row is not None:
        return {"event": row[0], "shares_fen": row[1].fen}
    row = tx.one(
        sa.select(pass_shares.c.event, pass_shares.c.venue)
        .outerjoin(claims, claims.c.id == pass_shares.c.claim_id)
        .where(
            pass_shares.c.claim_id.is_not(None),
            sa.or_(claims.c.id.is_(None), claims.c.clearing != pass_shares.c.amount),
        )
        .order_by(pass_shares.c.event, pass_shares.c.ordinal)
        .limit(1)
    )
    return row and {"event": row[0], "venue": row[1]}


@invariant(
    "claims.booked",
    Text(zh="每张结算单在付款方入账一次", en="A claim of any kind is booked once by who owes it"),
)
def claims_are_booked(tx: Tx) -> Counterexample:
    """L1, or L7 of a correction; what takes others back has the mirrors of what it takes."""
    row = tx.one(
        sa.select(claims.c.id)
        .outerjoin(
            journals,
            sa.and_(
                journals.c.claim_id == claims.c.id,
                journals.c.kind.in_(("L1", "L7")),
                journals.c.event == claims.c.id + ":home",
            ),
        )
        .where(
            claims.c.kind != MEDICAL,
            claims.c.reverses.is_(None),
            claims.c.adjusts.is_(None),
            journals.c.id.is_(None),
        )
        .order_by(claims.c.id)
        .limit(1)
    )
    return row and {"claim_id": row[0]}


KIND_CHECKS = (
    cycles_hold_one_kind,
    both_sides_agree,
    pension_debts_are_claims,
    shares_come_to_the_pool,
    claims_are_booked,
)
