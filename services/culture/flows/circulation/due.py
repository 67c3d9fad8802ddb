"""What falls due by itself: a loan is late, a kept copy wasn't fetched."""

from datetime import timedelta

from services.culture.domain import holds as hold_words
from services.culture.domain import loans
from services.culture.domain.loans import Loan
from services.culture.flows import known
from services.culture.flows.circulation import holding, lose
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def overdue_due(key: str) -> None:
    """The first day after a loan's last one, unless it was moved or the loan ended."""
    loan_id, _, due = key.partition(":")
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        if loan.status == loans.OPEN and loan.due_on.isoformat() == due:
            late(tx, loan)
        failpoint("culture.loan_overdue.before_commit")
        tx.complete_job()


def late(tx: Tx, loan: Loan) -> Loan:
    """Note that a loan is late, once, and when it will count as lost."""
    rules = known.rules(tx, loan.library_id)
    lost_on = loan.due_on + timedelta(days=rules.common.lost_after_days.value)
    due_at = max(known.midnight_after(lost_on), tx.world.now)
    tx.schedule_again(lose.LOSE, f"{loan.id}:{loan.due_on}", due_at)
    if loan.overdue_since is not None:
        return loan
    since = loan.due_on + timedelta(days=1)
    changed = rows.LOANS.change(tx, loan, overdue_since=since)
    about = {"id": loan.id, "reader_id": loan.reader_id, "due_on": loan.due_on.isoformat()}
    tx.emit("loan.overdue", loan.id, about)
    return changed


def hold_expired_due(hold_id: str) -> None:
    """The day after the last one on which a kept copy could be fetched."""
    with store.write() as tx:
        hold = known.hold(tx, hold_id, lock=True)
        if hold.status == hold_words.READY:
            holding.ended(tx, hold, "expire")
        failpoint("culture.hold_expires.before_commit")
        tx.complete_job()
