"""Taking back what just failed at a machine: a book that didn't leave it, or didn't stay in it.

History is added to: a loan that came to nothing is ended without a fine, a return that came to
nothing is followed by a new loan with the last day of the old one.
"""

from typing import Any

from services.culture import problems_libraries as problems
from services.culture.domain import fees, loans
from services.culture.domain import holds as hold_words
from services.culture.domain.holds import Hold
from services.culture.domain.library import Library
from services.culture.domain.loans import Loan
from services.culture.domain.titles import Copy
from services.culture.flows import known
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import lend, placing, take_back
from services.culture.flows.loans import ShownLoan
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def cancel_loan(loan_id: str, library_id: str) -> ShownLoan:
    """The copy never left (借出撤销): ended without a fine; kept again for who it was kept for.

    LibraryNotFound, RegionNotAllowed, LoanNotFound, LoanNotCancellable unless it was lent here
    today and nothing came of it since.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        is_new = loan.status == loans.OPEN and not loan.renewals and loan.recalled_on is None
        if not is_new or loan.library_id != at.id or loan.lent_at.date() != tx.world.today:
            raise problems.LoanNotCancellable(loan_id=loan_id)
        known.reader(tx, loan.reader_id, lock=True)
        copy = known.copy(tx, loan.copy_id, lock=True)
        ended, _ = take_back.ended_at(tx, loan, at, is_late_charged=False)
        fetched = _fetched_by(tx, loan)
        if fetched is None:
            placing.place(tx, copy, at.id, known.rules(tx, at.id))
        else:
            _keep_again(tx, fetched, copy, at)
        about = {"id": loan.id, "reader_id": loan.reader_id, "library_id": at.id}
        tx.emit("loan.cancelled", loan.id, about)
        failpoint("culture.cancel_loan.before_commit")
        return tx.answer(shown_loans.shown(tx, [ended])[0])


def _fetched_by(tx: Tx, loan: Loan) -> Hold | None:
    """The hold that ended with this loan."""
    c = rows.HOLDS.c
    found = rows.HOLDS.every(
        tx,
        c.copy_id == loan.copy_id,
        c.reader_id == loan.reader_id,
        c.status == hold_words.COLLECTED,
        c.ready_on.is_not(None),
        c.updated_at >= loan.created_at,
    )
    return found[-1] if found else None


def _keep_again(tx: Tx, fetched: Hold, copy: Copy, at: Library) -> None:
    """A hold of its own in place of the one that is over, with the copy on the shelf."""
    number = rows.HOLDS.count(tx, rows.HOLDS.c.reader_id == fetched.reader_id) + 1
    again: dict[str, Any] = {
        name: getattr(fetched, name)
        for name in ("reader_id", "person_id", "title_id", "network_id")
    }
    made = Hold(
        id=tx.new_id("hld", fetched.reader_id, number),
        pickup_library_id=at.id,
        copy_id=None,
        live_copy_id=None,
        status=hold_words.WAITING,
        ready_on=None,
        expires_on=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
        **again,
    )
    rows.HOLDS.add(tx, made)
    about = {"id": made.id, "reader_id": made.reader_id, "title_id": made.title_id}
    tx.emit("hold.placed", made.id, {**about, "library_id": at.id})
    copy = placing.moved(tx, copy, "keep_for_hold", location_id=at.id)
    placing.keep_ready(tx, made, copy, known.rules(tx, at.id))


def cancel_return(loan_id: str, library_id: str) -> ShownLoan:
    """The copy is still with the reader (还书撤销): lent again until the same last day, whatever
    the rules say; what isn't paid of a fine for being late is waived.

    LibraryNotFound, RegionNotAllowed, LoanNotFound, ReaderClosed, LoanNotCancellable unless it
    was taken back here today and nobody has the copy now.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        reader = known.reader(tx, loan.reader_id, lock=True)
        copy = known.copy(tx, loan.copy_id, lock=True)
        is_last = (loan.status, loan.returned_to) == (loans.RETURNED, at.id)
        if not is_last or loan.updated_at.date() != tx.world.today or _is_out(tx, copy):
            raise problems.LoanNotCancellable(loan_id=loan_id)
        membership = known.membership(tx, reader, known.library(loan.library_id))
        _waive(tx, loan)
        copy = placing.let_go(tx, copy)
        copy = rows.COPIES.change(tx, copy, location_id=loan.library_id)
        lender = known.library(loan.library_id)
        one, _ = lend.case(tx, reader, membership, lender, copy, password_checked=True)
        again = lend.lent(tx, reader, lender, one, due_on=loan.due_on)
        if loan.renewals:
            again = rows.LOANS.change(tx, again, renewals=loan.renewals)
        about = {"id": loan.id, "reader_id": loan.reader_id, "library_id": at.id}
        tx.emit("loan.return_cancelled", loan.id, {**about, "loan_id": again.id})
        failpoint("culture.cancel_return.before_commit")
        return tx.answer(shown_loans.shown(tx, [again])[0])


def _is_out(tx: Tx, copy: Copy) -> bool:
    return rows.LOANS.first(tx, rows.LOANS.c.open_copy_id == copy.id) is not None


def _waive(tx: Tx, loan: Loan) -> None:
    c = rows.FEES.c
    for fee in rows.FEES.held(tx, c.loan_id == loan.id, c.kind == fees.OVERDUE):
        if fee.payable:
            waived = fee.waived + fee.payable
            rows.FEES.change(tx, fee, waived=waived, status=fees.settled(fee, fee.paid, waived))
            about = {"id": fee.id, "reader_id": fee.reader_id, "amount_fen": fee.payable.fen}
            tx.emit("reader_fee.waived", fee.id, about)


def last_of(library_id: str, barcode: str, *, is_out: bool) -> str:
    """The id of the loan of a copy that is out, or of the one that was taken back last.

    CopyNotFound, CopyNotOnLoan where there is none.
    """
    known.library(library_id)
    with store.read() as tx:
        copy = known.copy_with(tx, barcode)
        c = rows.LOANS.c
        if is_out:
            found = rows.LOANS.first(tx, c.open_copy_id == copy.id)
        else:
            ended = rows.LOANS.every(tx, c.copy_id == copy.id, c.status == loans.RETURNED)
            found = ended[-1] if ended else None
        if found is None:
            raise problems.CopyNotOnLoan(barcode=barcode)
        return found.id
