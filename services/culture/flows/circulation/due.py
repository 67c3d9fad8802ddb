"""What falls due by itself: a loan is late, a kept copy wasn't fetched."""

from datetime import datetime, timedelta

from services.culture.domain import holds as hold_words
from services.culture.domain import limits, loans
from services.culture.domain.loans import Loan
from services.culture.flows import known
from services.culture.flows.circulation import holding, lose
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def overdue_due(key: str) -> None:
    """The first day after a loan's last one, unless it was moved or the loan ended."""
    loan_id, due, *_ = key.split(":")
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        if loan.status == loans.OPEN and loan.due_on.isoformat() == due:
            late(tx, loan)
        failpoint("culture.loan_overdue.before_commit")
        tx.complete_job()


def late(tx: Tx, loan: Loan) -> Loan:
    """Note that a loan is late, once, and when it will count as lost."""
    due_at = max(counts_as_lost_at(tx, loan), tx.world.now)
    tx.schedule_again(lose.LOSE, loan.term, due_at)
    if loan.overdue_since is not None:
        return loan
    since = loan.due_on + timedelta(days=1)
    changed = rows.LOANS.change(tx, loan, overdue_since=since)
    about = {"id": loan.id, "reader_id": loan.reader_id, "due_on": loan.due_on.isoformat()}
    tx.emit("loan.overdue", loan.id, about)
    return changed


def counts_as_lost_at(tx: Tx, loan: Loan) -> datetime:
    """From when on a loan that isn't back counts as lost."""
    common = known.rules(tx, loan.library_id).common
    return known.midnight_after(limits.out_until(loan.due_on, common))


def hold_expired_due(hold_id: str) -> None:
    """The day after the last one on which a kept copy could be fetched."""
    with store.write() as tx:
        hold = known.hold(tx, hold_id, lock=True)
        if hold.status == hold_words.READY:
            holding.ended(tx, hold, "expire")
        failpoint("culture.hold_expires.before_commit")
        tx.complete_job()
