"""Looking for counterexamples to the laws of the medical store."""

from typing import Any

import sqlalchemy as sa

from services.medical.domain.settlement import SETTLEMENT
from services.medical.store.tables import (
    account_entries,
    fee_line_withdrawals,
    fee_lines,
    insured_settlements,
    personal_accounts,
    settlements,
    visits,
)
from sscsim.db import Tx
from sscsim.kernel import explain

Found = dict[str, Any] | None


def raw(column: Any) -> Any:
    """An amount as the whole number of fen that it is."""
    return sa.type_coerce(column, sa.BigInteger)


def total(column: Any) -> Any:
    """A sum as a whole number on both databases."""
    return sa.cast(sa.func.coalesce(sa.func.sum(raw(column)), 0), sa.BigInteger)


def shown(row: Any | None) -> Found:
    """A row as a counterexample: names and plain numbers."""
    if row is None:
        return None
    return {name: getattr(value, "fen", value) for name, value in row._mapping.items()}


def unequal_split(tx: Tx) -> Found:
    """A settlement whose parts don't sum (P1)."""
    s = settlements.c
    apart = sa.or_(
        raw(s.own_pay) + raw(s.over_limit) + raw(s.preself) + raw(s.in_scope) != raw(s.total),
        raw(s.fund_pay) + raw(s.hospital_part) + raw(s.person_part) != raw(s.total),
        raw(s.account_pay) + raw(s.cash_pay) != raw(s.person_part),
        raw(s.own_account_pay) + raw(s.family_account_pay) != raw(s.account_pay),
        raw(s.fund_pay) + raw(s.account_pay) != raw(s.clearing_amount),
    )
    names = ("total", "own_pay", "over_limit", "preself", "in_scope", "fund_pay", "hospital_part",
             "person_part", "account_pay", "cash_pay", "clearing_amount")  # fmt: skip
    row = tx.one(
        sa.select(s.id, *(s[name] for name in names)).where(apart).order_by(s.seq).limit(1)
    )
    return shown(row)


_AMOUNTS = (
    *("total", "own_pay", "over_limit", "preself", "in_scope", "fund_pay", "hospital_part"),
    *("person_part", "account_pay", "own_account_pay", "family_account_pay", "cash_pay"),
)


def negative_amount(tx: Tx) -> Found:
    """A settlement of a bill with an amount below zero, or more family than account money (P2)."""
    s = settlements.c
    below = sa.or_(*(raw(s[name]) < 0 for name in _AMOUNTS))
    row = tx.one(
        sa.select(s.id, *(s[name] for name in _AMOUNTS))
        .where(s.kind == SETTLEMENT)
        .where(sa.or_(below, raw(s.family_account_pay) > raw(s.account_pay)))
        .order_by(s.seq)
        .limit(1)
    )
    return shown(row)


def funds_over_scope(tx: Tx) -> Found:
    """A settlement for which the funds pay more than is in scope and paid first (P3)."""
    s = settlements.c
    row = tx.one(
        sa.select(s.id, s.fund_pay, s.in_scope, s.preself)
        .where(s.kind == SETTLEMENT, raw(s.fund_pay) > raw(s.in_scope) + raw(s.preself))
        .order_by(s.seq)
        .limit(1)
    )
    return shown(row)


def false_explanation(tx: Tx) -> Found:
    """A settlement whose explanation, computed again, says something else than its amounts."""
    s = settlements.c
    rows = tx.conn.execute(
        sa.select(s.id, s.funds, s.total, s.fund_pay, s.hospital_part, s.account_pay, s.cash_pay,
                  s.explanation).where(s.settled_at.is_not(None)).order_by(s.seq)
    )  # fmt: skip
    for row in rows:
        if row.explanation is None:
            return {"settlement_id": row.id, "faults": ["there is no explanation"]}
        faults = explain.faults(row.explanation)
        for name in ("total", "fund_pay", "hospital_part", "account_pay", "cash_pay"):
            said, stands = row.explanation["totals"].get(f"{name}_fen"), getattr(row, name).fen
            if said != stands:
                faults.append(f"{name}: explained as {said}, recorded as {stands}")
        if sum(row.funds.values()) != row.fund_pay.fen:
            faults.append(f"the funds sum to {sum(row.funds.values())}, not {row.fund_pay.fen}")
        if faults:
            return {"settlement_id": row.id, "faults": faults}
    return None


def bill_off_lines(tx: Tx) -> Found:
    """A visit whose sums are not those of its fee lines."""
    parts = ("own_pay", "over_limit", "preself", "in_scope")
    sums = (
        sa.select(fee_lines.c.visit_id, *(total(fee_lines.c[part]).label(part) for part in parts))
        .where(fee_lines.c.id.not_in(sa.select(fee_line_withdrawals.c.fee_line_id)))
        .group_by(fee_lines.c.visit_id)
        .subquery()
    )
    stands = {part: raw(visits.c[part]) for part in parts}
    apart = sa.or_(*(stands[part] != sa.func.coalesce(sums.c[part], 0) for part in parts))
    row = tx.one(
        sa.select(
            visits.c.id,
            *(stands[part].label(f"said_{part}") for part in parts),
            *(sa.func.coalesce(sums.c[part], 0).label(f"lines_{part}") for part in parts),
        )
        .select_from(visits.outerjoin(sums, sums.c.visit_id == visits.c.id))
        .where(apart)
        .order_by(visits.c.seq)
        .limit(1)
    )
    return shown(row)


def refund_over_charge(tx: Tx) -> Found:
    """A line of which more is taken back than was charged, or that counts no more itself."""
    withdrawn = sa.select(fee_line_withdrawals.c.fee_line_id)
    parts = ("own_pay", "over_limit", "preself", "in_scope")

    def amount(of: Any) -> Any:
        return sum((raw(of.c[part]) for part in parts[1:]), raw(of.c[parts[0]]))

    back, first = fee_lines.alias("back"), fee_lines.alias("first")
    taken = (
        sa.select(
            back.c.refund_of,
            sa.func.min(back.c.visit_id).label("visit_id"),
            sa.cast(sa.func.sum(amount(back)), sa.BigInteger).label("taken"),
        )
        .where(back.c.refund_of.is_not(None), back.c.id.not_in(withdrawn))
        .group_by(back.c.refund_of)
        .subquery()
    )
    wrong = sa.or_(
        first.c.id.is_(None),
        first.c.visit_id != taken.c.visit_id,
        first.c.id.in_(withdrawn),
        amount(first) + taken.c.taken < 0,
    )
    row = tx.one(
        sa.select(taken.c.refund_of, taken.c.taken, first.c.visit_id)
        .select_from(taken.outerjoin(first, first.c.id == taken.c.refund_of))
        .where(wrong)
        .order_by(taken.c.refund_of)
        .limit(1)
    )
    return shown(row)


def reversal_off_original(tx: Tx) -> Found:
    """A reversal that doesn't give back exactly what its original took (P8)."""
    back, first = settlements.alias("back"), settlements.alias("first")
    names = ("total", "fund_pay", "hospital_part", "account_pay", "cash_pay", "clearing_amount")
    pairs = {name: (raw(back.c[name]), raw(first.c[name])) for name in names}
    row = tx.one(
        sa.select(
            back.c.id,
            first.c.id.label("original"),
            *(a.label(f"reversal_{n}") for n, (a, _) in pairs.items()),
            *(b.label(f"original_{n}") for n, (_, b) in pairs.items()),
        )
        .select_from(back.join(first, first.c.id == back.c.reverses))
        .where(
            back.c.settled_at.is_not(None),
            sa.or_(first.c.status != "reversed", *(a + b != 0 for a, b in pairs.values())),
        )
        .order_by(back.c.seq)
        .limit(1)
    )
    return shown(row)


def undone_on_one_side(tx: Tx) -> Found:
    """A corrected settlement that counts at home, or a correction there of one that stands.

    While a correction is on its way the home side may be ahead.
    """
    s, i = settlements.c, insured_settlements.c
    undone = insured_settlements.alias("undone")
    row = tx.one(
        sa.select(s.id, s.status, i.reversed_by)
        .select_from(
            settlements.join(insured_settlements, i.exchange_id == s.id).outerjoin(
                undone, undone.c.original == s.id
            )
        )
        .where(
            sa.or_(
                sa.and_(s.status == "corrected", undone.c.exchange_id.is_(None)),
                sa.and_(
                    undone.c.kind == "correction",
                    s.status.not_in(("corrected", "correcting", "running", "unknown", "settled")),
                ),
                sa.and_(
                    undone.c.exchange_id.is_not(None),
                    raw(undone.c.account_pay) + raw(i.account_pay) != 0,
                ),
            )
        )
        .order_by(s.seq)
        .limit(1)
    )
    return shown(row)


def account_off_journal(tx: Tx) -> Found:
    """An account whose balance isn't that of its journal, or is below zero."""
    amount = raw(account_entries.c.amount)
    signed = sa.case((account_entries.c.kind == "settlement", -amount), else_=amount)
    sums = (
        sa.select(account_entries.c.person_id, total(signed).label("entries"))
        .group_by(account_entries.c.person_id)
        .subquery()
    )
    balance = raw(personal_accounts.c.balance)
    entries = sa.func.coalesce(sums.c.entries, 0)
    row = tx.one(
        sa.select(
            personal_accounts.c.id,
            personal_accounts.c.person_id,
            balance.label("balance_fen"),
            entries.label("journal_fen"),
        )
        .select_from(
            personal_accounts.outerjoin(sums, sums.c.person_id == personal_accounts.c.person_id)
        )
        .where(sa.or_(balance != entries, balance < 0))
        .order_by(personal_accounts.c.seq)
        .limit(1)
    )
    return shown(row)


def care_without_home(tx: Tx) -> Found:
    """A settlement that stands here with other money than the home side recorded, or none."""
    s, i = settlements.c, insured_settlements.c
    rows = tx.all(
        sa.select(s.id, s.account_pay, i.account_pay.label("home_account_pay"))
        .select_from(settlements.outerjoin(insured_settlements, i.exchange_id == s.id))
        .where(
            s.settled_at.is_not(None),
            sa.or_(
                i.exchange_id.is_(None),
                raw(s.account_pay) != raw(i.account_pay),
            ),
        )
        .order_by(s.seq)
        .limit(1)
    )
    for row in rows:
        home = row.home_account_pay
        return {"settlement_id": row.id, "account_pay_fen": row.account_pay.fen,
                "home_account_pay_fen": home.fen if home is not None else None}  # fmt: skip
    return None


def account_balances(tx: Tx) -> dict[str, int]:
    """Account money by region, to be compared with the control accounts of the books."""
    rows = tx.all(
        sa.select(personal_accounts.c.region_code, total(personal_accounts.c.balance).label("fen"))
        .group_by(personal_accounts.c.region_code)
        .order_by(personal_accounts.c.region_code)
    )
    return {f"acct.person:{row.region_code}": int(row.fen) for row in rows}
