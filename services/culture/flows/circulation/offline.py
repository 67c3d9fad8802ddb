"""What a machine did by itself while nobody answered (脱机交易): it is so, whatever the rules say.

A copy that was thought to be elsewhere is in the reader's hands: whoever had it before has given it
back, and who waited for it goes on waiting. What the rules don't allow is told as an exception.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from services.culture.domain import lending, loans
from services.culture.domain.library import Library
from services.culture.domain.loans import Loan
from services.culture.domain.readers import Reader
from services.culture.domain.titles import Copy
from services.culture.flows import known
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import lend, placing, renew, take_back
from services.culture.flows.loans import ShownLoan
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.clock import SHANGHAI
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Problem


def lend_offline(
    library_id: str, barcode: str, offline: Mapping[str, Any], reader_id: str
) -> ShownLoan:
    """Record that a machine lent a copy: `lent_at`, and `due_on` if it named a last day.

    LibraryNotFound, RegionNotAllowed, ReaderNotFound, NotAReader, ReaderClosed, CopyNotFound,
    CopyMoveNotAllowed for a copy that was withdrawn, PolicyMissing, FigureMissing.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        reader = known.reader(tx, reader_id, lock=True)
        copy = known.copy_with(tx, barcode)
        own = rows.LOANS.first(tx, rows.LOANS.c.open_copy_id == copy.id)
        lent_at, due_on = min(offline["lent_at"], tx.world.now), offline.get("due_on")
        if own is not None and own.reader_id == reader.id and own.status == loans.OPEN:
            loan = _renewed(tx, own, at, due_on)
        else:
            loan = _lent(tx, reader, at, copy, lent_at.astimezone(SHANGHAI), due_on)
        failpoint("culture.lend_offline.before_commit")
        return tx.answer(shown_loans.shown(tx, [loan])[0])


def _lent(
    tx: Tx, reader: Reader, at: Library, copy: Copy, lent_at: datetime, due_on: date | None
) -> Loan:
    membership = known.membership(tx, reader, at)
    one, hold = lend.case(tx, reader, membership, at, copy, password_checked=True)
    against = lending.reasons(one)
    before = rows.loan_of_copy(tx, copy)
    if before is not None:
        known.reader(tx, before.reader_id, lock=True)
        take_back.ended_at(tx, before, at, is_late_charged=True, day=lent_at.date())
        copy = placing.moved(tx, copy, "reshelve", location_id=at.id)
    is_mine = hold is not None and hold.reader_id == reader.id
    if not is_mine:
        copy = placing.let_go(tx, copy)
    if copy.location_id != at.id:
        copy = rows.COPIES.change(tx, copy, location_id=at.id)
    due_on = max(due_on, lent_at.date()) if due_on else None
    loan = lend.lent(tx, reader, at, replace(one, copy=copy), lent_at=lent_at, due_on=due_on)
    lend.collect(tx, reader, copy, hold if is_mine else None)
    if against:
        take_back.excepted(tx, loan, at, against)
    return loan


def renew_offline(loan_id: str, library_id: str, due_on: date | None = None) -> ShownLoan:
    """Record that a machine renewed a loan, until the last day that it named or the rules give.

    LibraryNotFound, RegionNotAllowed, LoanNotFound, LoanMoveNotAllowed where it isn't open.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        renew.check_open(loan)
        known.reader(tx, loan.reader_id, lock=True)
        return tx.answer(shown_loans.shown(tx, [_renewed(tx, loan, at, due_on)])[0])


def _renewed(tx: Tx, loan: Loan, at: Library, due_on: date | None) -> Loan:
    try:
        against = tuple(renew.reasons(tx, loan))
    except Problem as unknown:
        if due_on is None:
            raise
        against = (unknown.code,)
    house = known.rules(tx, loan.library_id).house
    last = max(due_on or loans.renewed_due(loan, house, tx.world.today), loan.lent_on)
    changed = renew.due_by_hand(tx, loan, last, renewals=loan.renewals + 1)
    about = {"id": loan.id, "reader_id": loan.reader_id, "due_on": last.isoformat()}
    tx.emit("loan.renewed", loan.id, {**about, "renewals": changed.renewals})
    if against:
        take_back.excepted(tx, changed, at, against)
    return changed
