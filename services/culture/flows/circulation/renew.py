"""Renewing and recalling loans (续借、召回)."""

from collections.abc import Sequence

from services.culture import problems_libraries as problems
from services.culture.domain import loans, renewing
from services.culture.domain.loans import Loan
from services.culture.flows import known
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import lend, lose, standing
from services.culture.flows.loans import ShownLoan
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint


def renew(loan_id: str) -> ShownLoan:
    """Renew a loan by the rules of the library that lent.

    LoanNotFound, RegionNotAllowed, RenewalRefused with every reason, LibraryRuleMissing where
    the house doesn't say whether it renews, PolicyMissing, FigureMissing.
    """
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        known.desk_of_role(loan.library_id)
        changed = renewed(tx, loan)
        failpoint("culture.renew.before_commit")
        return tx.answer(shown_loans.shown(tx, [changed])[0])


def renewed(tx: Tx, loan: Loan) -> Loan:
    """The loan, renewed; it is held, and a refusal changes nothing. RenewalRefused."""
    against = reasons(tx, loan)
    if against:
        said = [(code, renewing.REASONS[code]) for code in against]
        raise problems.RenewalRefused(said, "", loan_id=loan.id)
    house = known.rules(tx, loan.library_id).house
    due = loans.renewed_due(loan, house, tx.world.today)
    changed = moved_due(tx, loan, due_on=due, renewals=loan.renewals + 1, overdue_since=None)
    about = {"id": loan.id, "reader_id": loan.reader_id, "due_on": due.isoformat()}
    tx.emit("loan.renewed", loan.id, {**about, "renewals": changed.renewals})
    return changed


def reasons(tx: Tx, loan: Loan) -> Sequence[str]:
    """Why a loan can't be renewed now."""
    reader = known.reader(tx, loan.reader_id, lock=True)
    at = known.library(loan.library_id)
    membership = known.membership(tx, reader, at)
    rules = known.rules(tx, at.id)
    copy = known.copy(tx, loan.copy_id)
    title = known.title(tx, loan.title_id)
    waiting = rows.waiting_for(tx, loan.title_id, loan.network_id)
    one = standing.case(tx, reader, membership, at.id, rules, copy, title)
    blocked = standing.is_blocked_besides(one, loan.days_overdue(tx.world.today) > 0)
    return renewing.reasons(
        renewing.Case(rules, loan, tx.world.today, waiting=len(waiting), is_blocked=blocked)
    )


def moved_due(tx: Tx, loan: Loan, **changes: object) -> Loan:
    """The loan with another last day, which is noticed instead of the earlier one."""
    tx.cancel_job(lend.OVERDUE, loan.term)
    tx.cancel_job(lose.LOSE, loan.term)
    changed = rows.LOANS.change(tx, loan, **changes)
    lend.watch(tx, changed)
    return changed


def recall(loan_id: str) -> ShownLoan:
    """Call a loan back (召回): somebody else needs the copy sooner.

    LoanNotFound, RegionNotAllowed, LoanMoveNotAllowed where it isn't open or was called back.
    """
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        known.desk(loan.library_id)
        if loan.status != loans.OPEN or loan.recalled_on is not None:
            raise problems.LoanMoveNotAllowed(loan_id=loan.id, status=loan.status, allowed="–")
        rules = known.rules(tx, loan.library_id)
        due = loans.recalled_due(loan.due_on, tx.world.today, rules)
        said = {"recalled_on": tx.world.today}
        if due == loan.due_on:
            changed = rows.LOANS.change(tx, loan, **said)
        else:
            changed = moved_due(tx, loan, due_on=due, **said)
        about = {"id": loan.id, "reader_id": loan.reader_id, "due_on": due.isoformat()}
        tx.emit("loan.recalled", loan.id, about)
        return tx.answer(shown_loans.shown(tx, [changed])[0])
