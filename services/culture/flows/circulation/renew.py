"""Renewing and recalling loans (续借、召回)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.culture import problems_libraries as problems
from services.culture.domain import loans, renewing
from services.culture.domain.loans import Loan
from services.culture.flows import known
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import due, lend, lose, standing
from services.culture.flows.loans import ShownLoan
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.problems import Problem


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
    due_on = loans.renewed_due(loan, house, tx.world.today)
    changed = moved_due(tx, loan, due_on=due_on, renewals=loan.renewals + 1, overdue_since=None)
    about = {"id": loan.id, "reader_id": loan.reader_id, "due_on": due_on.isoformat()}
    tx.emit("loan.renewed", loan.id, {**about, "renewals": changed.renewals})
    return changed


@dataclass(frozen=True, slots=True)
class Renewals:
    """What came of renewing everything: loans, and the refused ones with what speaks against."""

    renewed: tuple[ShownLoan, ...]
    refused: tuple[tuple[ShownLoan, str], ...]


def renew_all(reader_id: str, library_id: str) -> Renewals:
    """Renew what a reader has of the libraries that this desk acts for, each by itself.

    LibraryNotFound, ReaderNotFound, NotAReader, ReaderClosed, RegionNotAllowed.
    """
    at = known.desk(library_id)
    done: list[Loan] = []
    refused: list[tuple[Loan, str]] = []
    with store.write() as tx:
        reader = known.reader(tx, reader_id, lock=True)
        known.membership(tx, reader, at)
        for found in rows.out_of(tx, reader.id):
            loan = known.loan(tx, found.id, lock=True)
            try:
                known.desk_of_role(loan.library_id)
                done.append(renewed(tx, loan))
            except Problem as against:
                refused.append((loan, against.code))
        shown = shown_loans.shown(tx, done)
        left = shown_loans.shown(tx, [loan for loan, _ in refused])
        codes = [code for _, code in refused]
        return tx.answer(Renewals(tuple(shown), tuple(zip(left, codes, strict=True))))


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
    tx.cancel_job(lend.OVERDUE, f"{loan.id}:{loan.due_on}")
    tx.cancel_job(lose.LOSE, f"{loan.id}:{loan.due_on}")
    changed = rows.LOANS.change(tx, loan, **changes)
    lend.watch(tx, changed)
    return changed


def set_due(loan_id: str, due_on: date, reason: str = "") -> ShownLoan:
    """Name another last day by hand, sooner or later, whatever the rules say.

    LoanNotFound, RegionNotAllowed, LoanMoveNotAllowed where it isn't open, DueDateWrong.
    """
    with store.write() as tx:
        loan = known.loan(tx, loan_id, lock=True)
        known.desk(loan.library_id)
        check_open(loan)
        if due_on < loan.lent_on:
            raise problems.DueDateWrong(lent_on=loan.lent_on.isoformat())
        changed = due_by_hand(tx, loan, due_on)
        about = {"id": loan.id, "reader_id": loan.reader_id, "due_on": due_on.isoformat()}
        tx.emit("loan.due_date_set", loan.id, {**about, "reason": reason})
        return tx.answer(shown_loans.shown(tx, [changed])[0])


def check_open(loan: Loan) -> None:
    """LoanMoveNotAllowed."""
    if loan.status != loans.OPEN:
        raise problems.LoanMoveNotAllowed(loan_id=loan.id, status=loan.status, allowed="–")


def due_by_hand(tx: Tx, loan: Loan, due_on: date, **changes: object) -> Loan:
    """The loan with a last day that may be over already."""
    if due_on == loan.due_on:
        return rows.LOANS.change(tx, loan, **changes)
    if (tx.world.today - due_on).days <= 0:
        changes["overdue_since"] = None
        return moved_due(tx, loan, due_on=due_on, **changes)
    return due.late(tx, moved_due(tx, loan, due_on=due_on, overdue_since=None, **changes))


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
        due_on = loans.recalled_due(loan.due_on, tx.world.today, rules)
        said = {"recalled_on": tx.world.today}
        if due_on == loan.due_on:
            changed = rows.LOANS.change(tx, loan, **said)
        else:
            changed = moved_due(tx, loan, due_on=due_on, **said)
        about = {"id": loan.id, "reader_id": loan.reader_id, "due_on": due_on.isoformat()}
        tx.emit("loan.recalled", loan.id, about)
        return tx.answer(shown_loans.shown(tx, [changed])[0])
