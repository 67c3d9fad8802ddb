"""Lost copies: told by the reader, or kept for so long that they count as lost."""

from services.culture import problems_libraries as problems
from services.culture.domain import fees, loans
from services.culture.domain.loans import Loan
from services.culture.flows import known
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import charging, lend, placing
from services.culture.flows.loans import ShownLoan
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.states import ForbiddenEdge

LOSE = "culture.loan_lost"


def after(loan: Loan, event: str) -> str:
    """The status that follows. LoanMoveNotAllowed."""
    try:
        return loans.MACHINE.after(loan.status, event)
    except ForbiddenEdge as edge:
        raise problems.LoanMoveNotAllowed(
            loan_id=loan.id, status=loan.status, allowed=", ".join(edge.allowed) or "–"
        ) from None


def report_lost(loan_id: str) -> ShownLoan:
    """The reader has lost it: price and fine are owed to the library that lent.

    LoanNotFound, LoanMoveNotAllowed, PolicyMissing, FigureMissing, LibraryRuleMissing.
    """
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        known.desk_of_role(loan.library_id)
        return tx.answer(shown_loans.shown(tx, [lost(tx, loan)])[0])


def lost(tx: Tx, loan: Loan) -> Loan:
    """What a lost copy leads to; the loan is held."""
    status = after(loan, "lose")
    known.reader(tx, loan.reader_id, lock=True)
    rules = known.rules(tx, loan.library_id)
    placing.moved(tx, known.copy(tx, loan.copy_id, lock=True), "lose")
    charging.late(tx, loan, rules)
    charging.lost(tx, loan, rules)
    tx.cancel_job(lend.OVERDUE, loan.term)
    tx.cancel_job(LOSE, loan.term)
    changed = rows.LOANS.change(tx, loan, status=status, open_copy_id=None)
    about = {"id": loan.id, "reader_id": loan.reader_id, "copy_id": loan.copy_id}
    tx.emit("loan.lost", loan.id, about)
    failpoint("culture.lose.before_commit")
    return changed


def lost_due(key: str) -> None:
    """The job of the day on which what is still out counts as lost."""
    loan_id, due, *_ = key.split(":")
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        if loan.status == loans.OPEN and loan.due_on.isoformat() == due:
            lost(tx, loan)
        tx.complete_job()


def found_again(tx: Tx, loan: Loan) -> None:
    """It came back after all: what isn't paid of its price is waived; what is paid stays paid."""
    for fee in rows.FEES.held(tx, rows.FEES.c.loan_id == loan.id, rows.FEES.c.kind == fees.LOST):
        if fee.payable:
            waived = fee.waived + fee.payable
            status = fees.settled(fee, fee.paid, waived)
            rows.FEES.change(tx, fee, waived=waived, status=status)
            about = {"id": fee.id, "reader_id": fee.reader_id, "amount_fen": fee.payable.fen}
            tx.emit("reader_fee.waived", fee.id, about)
