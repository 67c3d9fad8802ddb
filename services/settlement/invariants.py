"""The laws that hold in the books at any instant; each looks for a counterexample."""

from typing import Any

import sqlalchemy as sa

from services.settlement.domain import chart, netting
from services.settlement.domain.claims import CLAIM
from services.settlement.domain.cycles import Cycle, reached
from services.settlement.domain.kinds import MEDICAL
from services.settlement.flows import statements as making
from services.settlement.invariants_advances import ADVANCE_CHECKS
from services.settlement.invariants_books import BOOK_CHECKS
from services.settlement.invariants_files import FILE_CHECKS
from services.settlement.invariants_kinds import KIND_CHECKS
from services.settlement.invariants_lines import doubted_claims_wait, lines_are_the_claims
from services.settlement.store import claims as claim_store
from services.settlement.store import cycles as cycle_store
from services.settlement.store import ledger
from services.settlement.store import receipts as receipt_store
from services.settlement.store.rows import total
from services.settlement.store.tables import claims, deductions
from services.settlement.store.tables_books import journals, postings
from services.settlement.store.tables_clearing import claim_moves, receipts
from services.settlement.store.tables_cycles import cycles, notices, payments, statements
from sscsim.db import Tx
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from sscsim.web import invariant

ZERO = Money.zero()
Counterexample = dict[str, Any] | None


@invariant("P9", Text(zh="每张凭证在每本账中平衡", en="Every journal balances in every book"))
def journals_balance(tx: Tx) -> Counterexample:
    """A posting can't be unbalanced; what can happen is that one is lost, added or changed."""
    posted = (
        sa.select(postings.c.journal_id, total(postings.c.amount).label("amount"))
        .group_by(postings.c.journal_id)
        .subquery()
    )
    row = tx.one(
        sa.select(journals.c.id, journals.c.amount, posted.c.amount)
        .outerjoin(posted, posted.c.journal_id == journals.c.id)
        .where(sa.or_(posted.c.amount.is_(None), posted.c.amount != journals.c.amount))
        .order_by(journals.c.id)
        .limit(1)
    )
    if row is not None:
        return {"journal_id": row[0], "amount_fen": row[1].fen, "postings_fen": _fen(row[2])}
    row = tx.one(
        sa.select(postings.c.journal_id, postings.c.ordinal)
        .outerjoin(journals, journals.c.id == postings.c.journal_id)
        .where(
            sa.or_(
                journals.c.id.is_(None),
                postings.c.amount <= ZERO,
                postings.c.debit == postings.c.credit,
            )
        )
        .order_by(postings.c.journal_id)
        .limit(1)
    )
    return row and {"journal_id": row[0], "ordinal": row[1]}


@invariant(
    "P10", Text(zh="各地净额之和为零", en="Net positions sum to zero, in every netting mode")
)
def positions_sum_to_zero(tx: Tx) -> Counterexample:
    """Kept positions are those of the statements, gross, by pair and through the hub."""
    for cycle in _published_cycles(tx):
        shown = [each for _, each in cycle_store.published(tx, cycle)]
        debts = [(each.payer, each.payee, each.total) for each in shown]
        kept = {p.region: p.net for p in cycle_store.nets(tx, cycle)}
        if sum((net.fen for net in kept.values()), 0):
            return {"cycle_id": cycle.id, "sum_fen": sum(net.fen for net in kept.values())}
        wanted = {region: net for region, net in kept.items() if net}
        for mode, net in netting.NET.items():
            found = {p.region: p.net for p in netting.positions(net(debts)) if p.net}
            if found != wanted:
                return {"cycle_id": cycle.id, "mode": mode, "positions_fen": _plain(found)}
    return None


@invariant(
    "P11",
    Text(
        zh="应付等于对方应收加在途",
        en="A payable equals the other's receivable and what is in transit",
    ),
)
def both_sides_agree(tx: Tx) -> Counterexample:
    payable = ledger.balances_by_book(tx, *ledger.under("payable.region"))
    receivable = ledger.balances_by_book(tx, *ledger.under("receivable.region"))
    owed = {_pair(book, account): -amount for (book, account), amount in payable.items()}
    due = {_pair(book, account)[::-1]: amount for (book, account), amount in receivable.items()}
    moving = claim_store.in_transit(tx)
    for home, care in sorted({*owed, *due, *moving}):
        pair = (home, care)
        sides = [figures.get(pair, ZERO) for figures in (owed, due, moving)]
        if sides[0] != sides[1] + sides[2]:
            names = ("payable_fen", "receivable_fen", "in_transit_fen")
            figures = {name: side.fen for name, side in zip(names, sides, strict=True)}
            return {"home_region": home, "care_region": care, **figures}
    return None


@invariant(
    "P12", Text(zh="每张结算单至多在一个周期", en="A claim is in one cycle at most, per sign")
)
def claims_have_one_cycle(tx: Tx) -> Counterexample:
    """In one if it stands; in none if it was reversed in time, has expired or is disputed."""
    out = ("reversed", "expired", "disputed")
    row = tx.one(
        sa.select(claims.c.id, claims.c.status, claims.c.cycle_id)
        .outerjoin(cycles, cycles.c.id == claims.c.cycle_id)
        .where(
            sa.or_(
                sa.and_(claims.c.status.in_(out), claims.c.cycle_id.is_not(None)),
                sa.and_(claims.c.status.not_in(out), cycles.c.id.is_(None)),
            )
        )
        .order_by(claims.c.id)
        .limit(1)
    )
    if row is not None:
        return {"claim_id": row[0], "status": row[1], "cycle_id": row[2]}
    taken = claims.alias("taken")
    row = tx.one(
        sa.select(claims.c.id, taken.c.id)
        .join(taken, taken.c.id == claims.c.reverses)
        .where(
            sa.or_(taken.c.status.not_in(("reversed", "adjusted")), taken.c.reverses.is_not(None))
        )
        .order_by(claims.c.id)
        .limit(1)
    )
    if row is not None:
        return {"claim_id": row[0], "reverses": row[1]}
    row = tx.one(
        sa.select(claims.c.id, claims.c.adjusts)
        .outerjoin(taken, taken.c.id == claims.c.adjusts)
        .where(
            claims.c.adjusts.is_not(None),
            sa.or_(taken.c.id.is_(None), taken.c.status.not_in(("adjusted", "reversed"))),
        )
        .order_by(claims.c.id)
        .limit(1)
    )
    return row and {"claim_id": row[0], "adjusts": row[1]}


@invariant(
    "P13",
    Text(
        zh="周期明细、清算表、通知书、付款加未付相等",
        en="Items of a cycle, statements, notices, payments and what is open agree",
    ),
)
def totals_agree(tx: Tx) -> Counterexample:
    for cycle in _published_cycles(tx):
        figures = _totals(tx, cycle)
        if figures["items_fen"] != figures["statements_fen"]:
            return {"cycle_id": cycle.id, **figures}
        if cycle.notified_at is not None and (
            figures["notices_fen"] != figures["transfers_fen"]
            or figures["notices_fen"] != figures["receipts_fen"]
            or figures["notices_fen"] != figures["payments_fen"] + figures["open_fen"]
        ):
            return {"cycle_id": cycle.id, **figures}
        if cycle.paid_at is not None and figures["open_fen"]:
            return {"cycle_id": cycle.id, **figures}
    return None


def _totals(tx: Tx, cycle: Cycle) -> dict[str, int]:
    cycle_id = cycle.id
    current = (
        statements.c.cycle_id == cycle_id,
        statements.c.statement_version == cycle.statement_version,
        ~statements.c.is_excluded,
    )
    noticed = notices.c.cycle_id == cycle_id
    items = _sum(tx, claims.c.clearing, claims.c.cycle_id == cycle_id)
    taken = _sum(tx, deductions.c.amount, deductions.c.cycle_id == cycle_id)
    stated = _sum(tx, statements.c.total, *current)
    open_ = sum(notice.open.fen for notice in receipt_store.to_pay(tx, cycle_id))
    return {
        "items_fen": items - taken,
        "statements_fen": stated,
        "transfers_fen": _transfers(tx, cycle, current),
        "notices_fen": _sum(tx, notices.c.amount, noticed, notices.c.kind == "payment"),
        "receipts_fen": _sum(tx, notices.c.amount, noticed, notices.c.kind == "receipt"),
        "payments_fen": _sum(tx, payments.c.amount, payments.c.cycle_id == cycle_id),
        "open_fen": open_,
    }


def _transfers(tx: Tx, cycle: Cycle, current: Any) -> int:
    """What has to move in the way that is paid; gross, every statement by itself."""
    rows = tx.all(
        sa.select(statements.c.payer, statements.c.payee, statements.c.total).where(*current)
    )
    debts = [(row[0], row[1], row[2]) for row in rows]
    mode = cycle.how.netting_mode
    if mode == "gross":
        return sum(abs(total_.fen) for _, _, total_ in debts)
    return sum(each.amount.fen for each in netting.NET[mode](debts))


@invariant("P14", Text(zh="重复送达不重复入账", en="What came twice is booked once"))
def nothing_is_booked_twice(tx: Tx) -> Counterexample:
    """One L1 a side for a claim, one payment for a receipt, and no more for a notice than due."""
    row = tx.one(
        sa.select(journals.c.id, journals.c.claim_id)
        .where(
            journals.c.kind == "L1",
            journals.c.event != journals.c.claim_id + ":home",
            journals.c.event != journals.c.claim_id + ":care",
        )
        .order_by(journals.c.id)
        .limit(1)
    )
    if row is not None:
        return {"journal_id": row[0], "claim_id": row[1]}
    row = tx.one(
        sa.select(receipts.c.id)
        .outerjoin(
            payments,
            sa.and_(
                payments.c.bank_serial == receipts.c.bank_serial,
                payments.c.notice_id == receipts.c.notice_id,
                payments.c.amount == receipts.c.amount,
            ),
        )
        .where((receipts.c.status == "matched") != payments.c.id.is_not(None))
        .order_by(receipts.c.id)
        .limit(1)
    )
    if row is not None:
        return {"receipt_id": row[0]}
    for cycle in _published_cycles(tx):
        for notice in receipt_store.to_pay(tx, cycle.id):
            if notice.open < ZERO:
                return {"notice_id": notice.id, "open_fen": notice.open.fen}
    return None


@invariant("P17", Text(zh="清算表可按字节重现", en="Statements can be made again to the byte"))
def statements_can_be_made_again(tx: Tx) -> Counterexample:
    for cycle in _published_cycles(tx):
        kept = {(row.payer, row.payee): row for row, _ in cycle_store.published(tx, cycle)}
        made = making.computed(tx, cycle, cycle.statement_version)
        for each in made:
            row = kept.pop((each.payer, each.payee), None)
            if row is None or row.sha256 != each.sha256:
                return {"cycle_id": cycle.id, "payer": each.payer, "payee": each.payee}
        if kept:
            payer, payee = min(kept)
            return {"cycle_id": cycle.id, "payer": payer, "payee": payee}
    return None


@invariant("P21", Text(zh="清算尾差为零", en="The rounding account stays at zero"))
def nothing_is_rounded_away(tx: Tx) -> Counterexample:
    name = chart.ROUNDING
    found = ledger.balances_by_book(tx, name, name + "\x01")
    uneven = {book: amount.fen for (book, _), amount in found.items() if amount}
    return {"rounding_fen": uneven} if uneven else None


@invariant("P23", Text(zh="个人现金不入基金账", en="A person's cash never appears in a fund book"))
def no_cash_in_fund_books(tx: Tx) -> Counterexample:
    """Every account is of the chart, and settling a claim posts its clearing amount only."""
    for book, account in ledger.balances_by_book(tx, "", "\x7f"):
        if not chart.is_known(book, account):
            return {"book": book, "account": account}
    row = tx.one(
        sa.select(claims.c.id, claims.c.clearing, journals.c.amount)
        .join(journals, sa.and_(journals.c.claim_id == claims.c.id, journals.c.kind == "L1"))
        .where(claims.c.kind == MEDICAL, journals.c.amount != claims.c.clearing)
        .order_by(claims.c.id)
        .limit(1)
    )
    return row and {"claim_id": row[0], "clearing_fen": row[1].fen, "posted_fen": row[2].fen}


_REACHED = (
    ("frozen", cycles.c.frozen_at),
    ("generated", cycles.c.generated_at),
    ("signed", cycles.c.signed_at),
    ("notified", cycles.c.notified_at),
    ("settled", cycles.c.paid_at),
    ("closed", cycles.c.closed_at),
)


@invariant("P18", Text(zh="状态不倒退", en="No state moves backward"))
def states_move_forward(tx: Tx) -> Counterexample:
    """Months reach their states in order, and every move of a claim is one of its table."""
    for cycle in cycle_store.every(tx):
        if found := _out_of_order(cycle):
            return {"cycle_id": cycle.id, **found}
    last: Any = None
    order = (claim_moves.c.claim_id, claim_moves.c.ordinal)
    for row in tx.each(sa.select(claim_moves).order_by(*order)):
        follows = last is None or last.claim_id != row.claim_id or last.moved_at <= row.moved_at
        if not follows or not CLAIM.allows(row.from_state, row.event):
            return {"claim_id": row.claim_id, "ordinal": row.ordinal, "event": row.event}
        last = row
    return None


def _out_of_order(cycle: Cycle) -> dict[str, Any] | None:
    """A step that is missing behind one that was done, or a state without its step."""
    if cycle.status == "aborted":
        return {"signed_at": str(cycle.signed_at)} if cycle.signed_at else None
    before = cycle.created_at
    for state, column in _REACHED:
        at = getattr(cycle, column.name)
        if (at is not None) != reached(cycle.status, state):
            return {"status": cycle.status, "step": state}
        if at is not None:
            if at < before:
                return {"step": state, "before": before.isoformat()}
            before = at
    return None


CHECKS = (
    journals_balance,
    positions_sum_to_zero,
    both_sides_agree,
    claims_have_one_cycle,
    totals_agree,
    nothing_is_booked_twice,
    statements_can_be_made_again,
    states_move_forward,
    nothing_is_rounded_away,
    no_cash_in_fund_books,
    lines_are_the_claims,
    doubted_claims_wait,
    *ADVANCE_CHECKS,
    *BOOK_CHECKS,
    *FILE_CHECKS,
    *KIND_CHECKS,
)


def figures(tx: Tx) -> dict[str, int]:
    """What other services compare with: control accounts of subsidiary ledgers, by whose they are.

    Liabilities, with the sign of a debt turned: what `medical` keeps for its persons, the
    banks of `card` for cardholders, `transport` in purses and `culture` of readers.
    """
    return {
        f"{account}:{book.partition(':')[2]}": -amount.fen
        for account in chart.CONTROLS
        for (book, _), amount in ledger.balances_by_book(tx, account, account + "\x01").items()
    }


def transit_figures(tx: Tx) -> dict[str, int]:
    """What operators earned by rides, and what regions owe them for concessions, for
    `transport`."""
    fares = ledger.balances_by_book(tx, chart.FARES, chart.FARES + "\x01")
    owed = ledger.balances_by_book(tx, *ledger.under("concession.subsidy"))
    riders = ledger.balances_by_book(tx, chart.RIDERS, chart.RIDERS + "\x01")
    return (
        {
            f"{chart.FARES}:{book.partition(':')[2]}": -amount.fen
            for (book, _), amount in fares.items()
        }
        | {
            f"{chart.RIDERS}:{book.partition(':')[2]}": amount.fen
            for (book, _), amount in riders.items()
        }
        | {
            f"concession.subsidy:{book.partition(':')[2]}:{account.partition(':')[2]}": amount.fen
            for (book, account), amount in owed.items()
        }
    )


def benefit_figures(tx: Tx) -> dict[str, int]:
    """What each fund of HR and social security has spent in each region, and what benefits
    persons and employers owe back there, for `benefits`."""
    return {
        f"benefit.ordered:{book.partition(':')[2]}/{fund}": amount.fen
        for fund in chart.BENEFIT_FUNDS
        for (book, _), amount in ledger.balances_by_book(
            tx, chart.service_benefit(fund), chart.service_benefit(fund) + "\x01"
        ).items()
    } | {
        f"benefit.owed_back:{book.partition(':')[2]}": amount.fen
        for (book, _), amount in ledger.balances_by_book(
            tx, chart.CLAWBACK_PERSON, chart.CLAWBACK_PERSON + "\x01"
        ).items()
    }


def contribution_figures(tx: Tx) -> dict[str, int]:
    """What each fund got of contributions in each region, for `benefits`."""
    return {
        f"contribution.received:{book.partition(':')[2]}/{fund}": -amount.fen
        for fund in chart.CONTRIBUTION_FUNDS
        for (book, _), amount in ledger.balances_by_book(
            tx, chart.contribution(fund), chart.contribution(fund) + "\x01"
        ).items()
    }


def _published_cycles(tx: Tx) -> list[Cycle]:
    """Those whose statements stand: a month that was given up has lost its claims."""
    known = cycle_store.every(tx)
    return [each for each in known if each.statement_version and each.status != "aborted"]


def _pair(book: str, account: str) -> tuple[str, str]:
    """The region of a book, and the region after the colon of one of its accounts."""
    return chart.region_of(book) or "", account.partition(":")[2]


def _sum(tx: Tx, column: Any, *where: Any) -> int:
    found = tx.scalar(sa.select(total(column)).where(*where))
    return found.fen if found is not None else 0


def _fen(amount: Money | None) -> int | None:
    return None if amount is None else amount.fen


def _plain(nets: dict[str, Money]) -> dict[str, int]:
    return {region: net.fen for region, net in nets.items()}
