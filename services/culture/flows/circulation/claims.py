"""Loans of which the reader says that they are back (声称已还), and what a search finds."""

from services.culture import problems_libraries as problems
from services.culture.domain import limits, loans
from services.culture.flows import known
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import due, lose, placing, take_back
from services.culture.flows.loans import ShownLoan
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.failpoints import failpoint


def claim(loan_id: str) -> ShownLoan:
    """The reader says that it is back: the library looks, and no fine grows meanwhile.

    LoanNotFound, RegionNotAllowed, LoanMoveNotAllowed, TooManyClaims.
    """
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        known.desk_of_role(loan.library_id)
        status = lose.after(loan, "claim_returned")
        known.reader(tx, loan.reader_id, lock=True)
        common = known.rules(tx, loan.library_id).common
        c = rows.LOANS.c
        claimed = rows.LOANS.count(tx, c.reader_id == loan.reader_id, c.status == loans.CLAIMED)
        if not limits.may_claim(claimed, common):
            raise problems.TooManyClaims(most=common.claims.value)
        placing.moved(tx, known.copy(tx, loan.copy_id, lock=True), "claim_returned")
        changed = rows.LOANS.change(tx, loan, status=status, claimed_on=tx.world.today)
        about = {"id": loan.id, "reader_id": loan.reader_id, "copy_id": loan.copy_id}
        tx.emit("loan.claimed_returned", loan.id, about)
        return tx.answer(shown_loans.shown(tx, [changed])[0])


def resolve(loan_id: str, found_at: str | None = None) -> ShownLoan:
    """What the search came to: found on a shelf of a library, which costs nothing; else it is on
    loan as before.

    LoanNotFound, RegionNotAllowed, LibraryNotFound, NotTakenBackHere, LoanMoveNotAllowed.
    """
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        known.desk(loan.library_id)
        known.reader(tx, loan.reader_id, lock=True)
        copy = known.copy(tx, loan.copy_id, lock=True)
        if found_at is None:
            status = lose.after(loan, "reject_claim")
            placing.moved(tx, copy, "give_back")
            changed = rows.LOANS.change(tx, loan, status=status, claimed_on=None)
            tx.emit("loan.claim_rejected", loan.id, {"id": loan.id, "reader_id": loan.reader_id})
            if changed.days_overdue(tx.world.today):
                changed = due.late(tx, changed)
            if tx.world.now >= due.counts_as_lost_at(tx, changed):
                # its day was let pass while the library looked for it
                changed = lose.lost(tx, changed)
            return tx.answer(shown_loans.shown(tx, [changed])[0])
        if loan.status != loans.CLAIMED:
            raise problems.LoanMoveNotAllowed(
                loan_id=loan.id,
                status=loan.status,
                allowed=", ".join(loans.MACHINE.events(loan.status)) or "–",
            )
        at = known.library(found_at)
        take_back.check_place(tx, at, loan, copy)
        ended, _ = take_back.ended_at(tx, loan, at, is_late_charged=False)
        placing.place(tx, copy, at.id, known.rules(tx, at.id))
        failpoint("culture.claim_found.before_commit")
        return tx.answer(shown_loans.shown(tx, [ended])[0])
