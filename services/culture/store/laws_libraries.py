"""Laws of the libraries: each looks for a counterexample, and finds None while it holds."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from services.culture.domain import fees as fee_words
from services.culture.domain import holds as hold_words
from services.culture.domain import loans as loan_words
from services.culture.domain import titles as title_words
from services.culture.store import tables_libraries as tables
from sscsim.db import Tx
from sscsim.kernel import explain
from sscsim.kernel.money import Money

Counterexample = dict[str, Any] | None
_c, _l, _h, _t = tables.copies.c, tables.loans.c, tables.holds.c, tables.transits.c
_f, _p, _m, _d = tables.fees.c, tables.payments.c, tables.memberships.c, tables.deposit_entries.c
_OUT_STATUS = {loan_words.OPEN: title_words.ON_LOAN, loan_words.CLAIMED: title_words.CLAIMED}
ZERO = Money.zero()


def copy_in_two_places(tx: Tx) -> Counterexample:
    """A copy that is on loan without one loan, on the hold shelf without one hold, on its way
    without one transit; or that is there and one of them says otherwise."""
    needed = {
        title_words.ON_LOAN: "loan",
        title_words.CLAIMED: "loan",
        title_words.ON_HOLD_SHELF: "hold",
        title_words.IN_TRANSIT: "transit",
    }
    claimed: dict[str, list[str]] = defaultdict(list)
    for row in tx.all(sa.select(_l.copy_id).where(_l.status.in_(loan_words.OUT))):
        claimed[row.copy_id].append("loan")
    for row in tx.all(sa.select(_h.copy_id).where(_h.status == hold_words.READY)):
        claimed[row.copy_id].append("hold")
    for row in tx.all(sa.select(_t.copy_id).where(_t.status == hold_words.UNDER_WAY)):
        claimed[row.copy_id].append("transit")
    for row in tx.all(sa.select(_c.id, _c.status).order_by(_c.seq)):
        want = [needed[row.status]] if row.status in needed else []
        if claimed.pop(row.id, []) != want:
            return {"copy_id": row.id, "status": row.status}
    return {"copy_id": min(claimed), "status": "unknown"} if claimed else None


def loan_off_copy(tx: Tx) -> Counterexample:
    """A loan that is out says which copy is out by it, and the copy has the state that fits; one
    that ended, or was lost, has let go of it."""
    asked = sa.select(_l.id, _l.status, _l.copy_id, _l.open_copy_id, _c.status.label("copy"))
    for row in tx.all(asked.join(tables.copies, _c.id == _l.copy_id).order_by(_l.seq)):
        is_out = row.status in loan_words.OUT
        if row.open_copy_id != (row.copy_id if is_out else None):
            return {"loan_id": row.id, "open_copy_id": row.open_copy_id}
        if is_out and row.copy != _OUT_STATUS[row.status]:
            return {"loan_id": row.id, "status": row.status, "copy_status": row.copy}
    return None


def hold_off_copy(tx: Tx) -> Counterexample:
    """A hold whose copy is kept or coming names it; any other has let go of it."""
    live = (hold_words.COMING, hold_words.READY)
    for row in tx.all(sa.select(_h.id, _h.status, _h.copy_id, _h.live_copy_id).order_by(_h.seq)):
        want = row.copy_id if row.status in live else None
        if row.live_copy_id != want or (row.status in live and row.copy_id is None):
            return {"hold_id": row.id, "status": row.status}
    moving = sa.select(_t.id, _t.status, _t.copy_id, _t.moving_copy_id).order_by(_t.seq)
    for row in tx.all(moving):
        if row.moving_copy_id != (row.copy_id if row.status == hold_words.UNDER_WAY else None):
            return {"transit_id": row.id, "status": row.status}
    return None


def deposit_off_entries(tx: Tx) -> Counterexample:
    """A membership's deposit is the sum of its entries, and each entry says what is left then."""
    sums: dict[str, Money] = defaultdict(Money.zero)
    asked = sa.select(_d.id, _d.membership_id, _d.amount, _d.balance)
    for row in tx.all(asked.order_by(_d.membership_id, _d.ordinal)):
        sums[row.membership_id] += row.amount
        if row.balance != sums[row.membership_id] or row.balance < ZERO:
            return {"entry_id": row.id, "balance_fen": row.balance.fen}
    for row in tx.all(sa.select(_m.id, _m.deposit).order_by(_m.seq)):
        if row.deposit != sums[row.id]:
            return {"membership_id": row.id, "deposit_fen": row.deposit.fen}
    return None


def fee_off_payments(tx: Tx) -> Counterexample:
    """What is paid of a fee is the sum of its parts of payments, what is reserved that of those
    under way; it is settled when nothing is owed, and never more than that."""
    paid: dict[str, int] = defaultdict(int)
    reserved: dict[str, int] = defaultdict(int)
    for row in tx.all(
        sa.select(_p.id, _p.amount, _p.purpose, _p.parts, _p.status).order_by(_p.seq)
    ):
        if row.purpose == fee_words.FEES and sum(row.parts.values()) != row.amount.fen:
            return {"payment_id": row.id, "amount_fen": row.amount.fen}
        into = {fee_words.PAID: paid, **dict.fromkeys(fee_words.IN_FLIGHT, reserved)}
        for fee_id, fen in row.parts.items() if row.status in into else ():
            into[row.status][fee_id] += fen
    asked = sa.select(_f.id, _f.amount, _f.paid, _f.waived, _f.reserved, _f.status)
    for row in tx.all(asked.order_by(_f.seq)):
        owed = row.amount - row.paid - row.waived
        wrong = (
            (row.paid.fen, row.reserved.fen) != (paid.pop(row.id, 0), reserved.pop(row.id, 0))
            or not ZERO <= row.reserved <= owed
            or (row.status == fee_words.OPEN) != bool(owed)
        )
        if wrong:
            return {"fee_id": row.id, "paid_fen": row.paid.fen, "owed_fen": owed.fen}
    left = sorted({*paid, *reserved})
    return {"fee_id": left[0]} if left else None


def false_explanation(tx: Tx) -> Counterexample:
    """A fee's explanation, computed again, gives its amount."""
    asked = sa.select(_f.id, _f.amount, _f.explanation).where(_f.explanation.is_not(None))
    for row in tx.all(asked.order_by(_f.seq)):
        found = explain.faults(row.explanation)
        if found or row.explanation["totals"]["total_fen"] != row.amount.fen:
            return {"fee_id": row.id, "faults": found}
    return None


def deposits(tx: Tx) -> dict[str, int]:
    """What each library keeps of its readers, for the control account of its book."""
    asked = sa.select(_d.library_id, sa.func.sum(_d.amount)).group_by(_d.library_id)
    return {f"deposit.reader:{row[0]}": _fen(row[1]) for row in tx.all(asked) if _fen(row[1])}


def _fen(amount: Any) -> int:
    return int(amount.fen) if isinstance(amount, Money) else int(amount)
