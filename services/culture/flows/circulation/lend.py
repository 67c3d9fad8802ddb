"""Lending a copy at a library's desk or machine (借书)."""

from datetime import date, datetime

from services.culture import problems_libraries as problems
from services.culture.domain import holds as hold_words
from services.culture.domain import lending, loans
from services.culture.domain.holds import Hold
from services.culture.domain.lending import Case
from services.culture.domain.library import Library
from services.culture.domain.loans import Loan
from services.culture.domain.readers import Membership, Reader
from services.culture.domain.titles import Copy
from services.culture.flows import known
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import placing, standing
from services.culture.flows.loans import ShownLoan
from services.culture.flows.readers import identify
from services.culture.flows.readers.identify import Shown
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint

OVERDUE = "culture.loan_overdue"


def lend(
    library_id: str, barcode: str, reader_id: str | None = None, **credential: str | None
) -> ShownLoan:
    """Lend a copy to the reader whose card is shown, or, by id, whose card is looked at again.

    Raises what `identify.reader_at` and `lend_to` raise.
    """
    known.desk(library_id)
    reader, shown = identify.reader_at(library_id, reader_id, **credential)
    return lend_to(library_id, barcode, reader, shown)


def lend_to(library_id: str, barcode: str, reader: Reader, shown: Shown) -> ShownLoan:
    """Lend a copy to a reader whose card was just found good.

    LibraryNotFound, RegionNotAllowed, NotAReader, ReaderClosed, CopyNotFound, LoanRefused with
    every reason, PolicyMissing, FigureMissing.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        reader = known.reader(tx, reader.id, lock=True)
        membership = known.membership(tx, reader, at)
        if shown.card_id != membership.card_id:
            membership = rows.MEMBERSHIPS.change(tx, membership, card_id=shown.card_id)
        copy = known.copy_with(tx, barcode)
        one, hold = case(tx, reader, membership, at, copy, password_checked=shown.password_checked)
        against = lending.reasons(one)
        if against:
            said = [(code, lending.REASONS[code]) for code in against]
            raise problems.LoanRefused(said, "/barcode", barcode=barcode)
        loan = lent(tx, reader, at, one)
        collect(tx, reader, copy, hold)
        failpoint("culture.lend.before_commit")
        return tx.answer(shown_loans.shown(tx, [loan])[0])


def case(
    tx: Tx,
    reader: Reader,
    membership: Membership,
    at: Library,
    copy: Copy,
    *,
    password_checked: bool,
) -> tuple[Case, Hold | None]:
    """All that decides, and for whom the copy is kept."""
    hold = rows.HOLDS.first(tx, rows.HOLDS.c.live_copy_id == copy.id)
    one = standing.case(
        tx,
        reader,
        membership,
        at.id,
        known.rules(tx, at.id),
        copy,
        known.title(tx, copy.title_id),
        kept_for_me=hold is not None and hold.reader_id == reader.id,
        password_checked=password_checked,
    )
    return one, hold


def lent(
    tx: Tx,
    reader: Reader,
    at: Library,
    one: Case,
    *,
    lent_at: datetime | None = None,
    due_on: date | None = None,
) -> Loan:
    """The new loan of a copy that is free; now and by the rules, unless a machine had it so."""
    copy, at_time = one.copy, lent_at or tx.world.now
    lent_on = at_time.date()
    placing.moved(tx, copy, "lend")
    number = rows.LOANS.count(tx, rows.LOANS.c.copy_id == copy.id) + 1
    loan = Loan(
        id=tx.new_id("loan", copy.id, number),
        reader_id=reader.id,
        person_id=reader.person_id,
        copy_id=copy.id,
        open_copy_id=copy.id,
        title_id=copy.title_id,
        library_id=at.id,
        network_id=at.network_id,
        medium=copy.medium,
        kind=one.kind,
        price=copy.price,
        lent_on=lent_on,
        due_on=due_on or loans.due_on(lent_on, one.rules.house, copy.medium),
        renewals=0,
        recalled_on=None,
        claimed_on=None,
        overdue_since=None,
        returned_on=None,
        returned_to=None,
        status=loans.OPEN,
        lent_at=at_time,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    rows.LOANS.add(tx, loan)
    watch(tx, loan)
    about = {
        "id": loan.id,
        "reader_id": reader.id,
        "copy_id": copy.id,
        "library_id": at.id,
        "due_on": loan.due_on.isoformat(),
    }
    tx.emit("loan.created", loan.id, about)
    return loan


def watch(tx: Tx, loan: Loan) -> None:
    """Have the day after the last one noticed."""
    due_at = max(known.midnight_after(loan.due_on), tx.world.now)
    tx.schedule_again(OVERDUE, f"{loan.id}:{loan.due_on}", due_at)


def collect(tx: Tx, reader: Reader, copy: Copy, hold: Hold | None) -> None:
    """The hold this copy was kept for is over, and so is one that still waits for the title."""
    if hold is None:
        mine = [each for each in rows.live_holds(tx, reader.id) if each.title_id == copy.title_id]
        hold = next((each for each in mine if each.status == hold_words.WAITING), None)
    if hold is None:
        return
    status = hold_words.MACHINE.after(hold.status, "collect")
    rows.HOLDS.change(tx, hold, status=status, copy_id=copy.id, live_copy_id=None)
    tx.cancel_job(placing.EXPIRE, hold.id)
