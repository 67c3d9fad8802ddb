"""Charging a reader: for what is late, lost or damaged, with how the amount came about."""

from datetime import date

from services.culture.domain import fees as domain
from services.culture.domain import overdue
from services.culture.domain.fees import Fee
from services.culture.domain.house import Rules
from services.culture.domain.loans import Loan
from services.culture.domain.readers import PointsEntry
from services.culture.store import libraries as rows
from sscsim.db import Tx
from sscsim.kernel.explain import Explanation
from sscsim.kernel.money import Money


def late(tx: Tx, loan: Loan, rules: Rules, day: date | None = None) -> Fee | None:
    """What keeping it until a day, or today, costs: a fine, or points. LibraryRuleMissing."""
    days = loan.days_overdue(day or tx.world.today)
    given = overdue.points(rules.house, days)
    if given:
        _points(tx, loan, given)
    fine = overdue.fine(rules.house, days)
    return None if fine is None else charge(tx, loan, domain.OVERDUE, fine)


def _points(tx: Tx, loan: Loan, given: int) -> None:
    number = rows.POINTS.count(tx, rows.POINTS.c.loan_id == loan.id) + 1
    made = PointsEntry(
        id=tx.new_id("lpt", loan.id, number),
        reader_id=loan.reader_id,
        library_id=loan.library_id,
        loan_id=loan.id,
        points=given,
        given_on=tx.world.today,
        created_at=tx.world.now,
    )
    rows.POINTS.add(tx, made)
    about = {"id": loan.reader_id, "library_id": loan.library_id, "points": given}
    tx.emit("reader_points.given", loan.reader_id, about)


def lost(tx: Tx, loan: Loan, rules: Rules) -> Fee | None:
    return charge(tx, loan, domain.LOST, overdue.replacement(rules.common, loan.price))


def damaged(tx: Tx, loan: Loan, rules: Rules) -> Fee | None:
    return charge(tx, loan, domain.DAMAGE, overdue.damage(rules.common, loan.price))


def charge(tx: Tx, loan: Loan, kind: str, explained: Explanation) -> Fee | None:
    """A fee owed to the library that lent; None where it comes to nothing."""
    if not explained.total:
        return None
    return add(
        tx,
        (loan.reader_id, loan.person_id, loan.library_id),
        kind,
        explained.total,
        loan_id=loan.id,
        explained=explained,
    )


def add(
    tx: Tx,
    whose: tuple[str, str, str],
    kind: str,
    amount: Money,
    *,
    loan_id: str | None = None,
    explained: Explanation | None = None,
) -> Fee:
    """A fee of a reader. whose: reader, person and the library it is owed to."""
    reader_id, person_id, library_id = whose
    number = rows.FEES.count(tx, rows.FEES.c.reader_id == reader_id) + 1
    made = Fee(
        id=tx.new_id("lfe", reader_id, number),
        reader_id=reader_id,
        person_id=person_id,
        library_id=library_id,
        loan_id=loan_id,
        kind=kind,
        amount=amount,
        paid=Money.zero(),
        waived=Money.zero(),
        reserved=Money.zero(),
        status=domain.OPEN,
        explanation=explained.as_json() if explained else None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    rows.FEES.add(tx, made)
    about = {
        "id": made.id,
        "reader_id": reader_id,
        "library_id": library_id,
        "kind": kind,
        "amount_fen": amount.fen,
    }
    tx.emit("reader_fee.charged", made.id, about)
    return made
