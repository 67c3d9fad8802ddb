"""Taking a copy back at any library that may (还书): the card isn't needed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.culture import problems_libraries as problems
from services.culture.domain import loans
from services.culture.domain.fees import Fee
from services.culture.domain.library import Library
from services.culture.domain.loans import Loan
from services.culture.domain.titles import Copy
from services.culture.flows import known
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import charging, lend, lose, placing
from services.culture.flows.loans import ShownLoan
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.clock import SHANGHAI
from sscsim.db import Tx
from sscsim.failpoints import failpoint


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of a returned copy: where it is or travels now, and what was charged."""

    loan: ShownLoan
    copy: Copy
    fees: tuple[Fee, ...]
    travels_to: str | None
    kept_for_hold: str | None

    @property
    def id(self) -> str:
        return self.loan.id

    @property
    def version(self) -> int:
        return self.loan.version


def take_back(
    library_id: str,
    barcode: str,
    is_damaged: bool = False,
    offline: Mapping[str, datetime] | None = None,
) -> Returned:
    """Take a copy back.

    It stays here where it floats and its network lets it; else it travels home, or to who waits
    longest. Late, it costs what the lending library says. `offline`: a machine took it back by
    itself before, at `returned_at`; that is so, even where the rules say otherwise.

    LibraryNotFound, RegionNotAllowed, CopyNotFound, CopyNotOnLoan, NotTakenBackHere,
    PolicyMissing, FigureMissing, LibraryRuleMissing.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        copy = known.copy_with(tx, barcode)
        loan = rows.loan_of_copy(tx, copy)
        if loan is None:
            raise problems.CopyNotOnLoan(barcode=barcode)
        day = None
        if offline is None:
            check_place(tx, at, loan, copy)
        else:
            day = offline["returned_at"].astimezone(SHANGHAI).date()
            _excepted(tx, at, loan, copy)
        known.reader(tx, loan.reader_id, lock=True)
        ended, charged = ended_at(tx, loan, at, is_late_charged=True, day=day)
        rules = known.rules(tx, loan.library_id)
        if is_damaged:
            damage = charging.damaged(tx, ended, rules)
            charged += (damage,) if damage else ()
            copy = placing.moved(tx, copy, "return_damaged", location_id=at.id)
        else:
            copy = placing.place(tx, copy, at.id, known.rules(tx, at.id))
        failpoint("culture.take_back.before_commit")
        return tx.answer(shown(tx, ended, copy, charged))


def check_place(tx: Tx, at: Library, loan: Loan, copy: Copy) -> None:
    """Whether this library may take it back. NotTakenBackHere."""
    own = at.id in (loan.library_id, copy.owner_id)
    acts = (
        at.network_id == loan.network_id and known.rules(tx, at.id).network.returns_anywhere.value
    )
    if not own and not acts:
        raise problems.NotTakenBackHere(barcode=copy.barcode, library_id=loan.library_id)


def _excepted(tx: Tx, at: Library, loan: Loan, copy: Copy) -> None:
    """Tell where a machine took back what it shouldn't have."""
    try:
        check_place(tx, at, loan, copy)
    except problems.NotTakenBackHere as against:
        excepted(tx, loan, at, [against.code])


def excepted(tx: Tx, loan: Loan, at: Library, reasons: Sequence[str]) -> None:
    """Tell that a machine did by itself what the rules don't allow."""
    about = {"id": loan.id, "reader_id": loan.reader_id, "library_id": at.id}
    tx.emit("loan.exception_recorded", loan.id, {**about, "reasons": list(reasons)})


def ended_at(
    tx: Tx, loan: Loan, at: Library, *, is_late_charged: bool, day: date | None = None
) -> tuple[Loan, tuple[Fee, ...]]:
    """The loan, returned here, and what it costs to have been late. day: today, unless a machine
    took it back by itself before; never before it was lent, and never later than today."""
    rules = known.rules(tx, loan.library_id)
    returned_on = max(loan.lent_on, min(day or tx.world.today, tx.world.today))
    charged: tuple[Fee, ...] = ()
    if loan.status == loans.LOST:
        lose.found_again(tx, loan)
    elif is_late_charged:
        fine = charging.late(tx, loan, rules, returned_on)
        charged = (fine,) if fine else ()
    ended = rows.LOANS.change(
        tx,
        loan,
        status=loans.MACHINE.after(loan.status, "return"),
        open_copy_id=None,
        returned_on=returned_on,
        returned_to=at.id,
    )
    tx.cancel_job(lend.OVERDUE, f"{loan.id}:{loan.due_on}")
    tx.cancel_job(lose.LOSE, f"{loan.id}:{loan.due_on}")
    about = {"id": loan.id, "reader_id": loan.reader_id, "copy_id": loan.copy_id}
    tx.emit("loan.returned", loan.id, {**about, "library_id": at.id})
    return ended, charged


def shown(tx: Tx, loan: Loan, copy: Copy, charged: tuple[Fee, ...]) -> Returned:
    transit = rows.TRANSITS.first(tx, rows.TRANSITS.c.moving_copy_id == copy.id)
    hold = rows.HOLDS.first(tx, rows.HOLDS.c.live_copy_id == copy.id)
    return Returned(
        shown_loans.shown(tx, [loan])[0],
        copy,
        charged,
        transit.to_id if transit else None,
        hold.id if hold else None,
    )
