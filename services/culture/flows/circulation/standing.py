"""How a reader stands: what they have, owe and got points for, as the rules look at it."""

from collections.abc import Sequence
from datetime import date

from services.culture.domain import limits
from services.culture.domain.fees import Fee
from services.culture.domain.house import Rules
from services.culture.domain.lending import Borrower, Case, Debt, Out, reader_reasons
from services.culture.domain.loans import Loan
from services.culture.domain.readers import Membership, Reader
from services.culture.domain.titles import Copy, Title
from services.culture.flows import known
from services.culture.store import libraries as rows
from sscsim.db import Tx
from sscsim.kernel.money import sum_money


def case(
    tx: Tx,
    reader: Reader,
    membership: Membership,
    library_id: str,
    rules: Rules,
    copy: Copy,
    title: Title,
    *,
    kept_for_me: bool = False,
    password_checked: bool = False,
    family_card_id: str | None = None,
) -> Case:
    """All that decides whether this copy is lent to this reader here."""
    day = tx.world.today
    loans = [
        each for each in rows.out_of(tx, reader.id) if each.network_id == membership.network_id
    ]
    return Case(
        rules=rules,
        membership=membership,
        birth=reader.birth_date,
        day=day,
        library_id=library_id,
        copy=copy,
        is_foreign=title.is_foreign,
        picture_book=title.picture_book,
        out=[_out(each, day) for each in loans],
        debts=debts(tx, membership.network_id, rows.owed(tx, reader.id)),
        points=points(tx, reader.id, library_id, rules, day),
        kept_for_me=kept_for_me,
        password_checked=password_checked,
        family_card_id=family_card_id,
    )


def _out(loan: Loan, day: date) -> Out:
    return Out(
        library_id=loan.library_id,
        kind=loan.kind,
        price=loan.price,
        is_overdue=bool(loan.days_overdue(day)),
        family_card_id=loan.family_card_id,
        picture_book=loan.picture_book,
    )


def debts(tx: Tx, network_id: str, fees: Sequence[Fee]) -> list[Debt]:
    """What is owed to each member, and above which debt that member lends no more."""
    found = []
    for library_id in sorted({fee.library_id for fee in fees}):
        if known.library(library_id).network_id == network_id:
            house = known.rules(tx, library_id).house
            owed = sum_money(fee.owed for fee in fees if fee.library_id == library_id)
            over = house.block_over.value if house.block_over else None
            found.append(Debt(library_id, owed, over))
    return found


def points(tx: Tx, reader_id: str, library_id: str, rules: Rules, day: date) -> int:
    """The points that still count at a library."""
    if rules.house.block_points is None:
        return 0
    lapsed_on = limits.points_lapsed_on(day, rules.common)
    return rows.points_since(tx, reader_id, library_id, lapsed_on)


def against(
    tx: Tx,
    reader: Reader,
    membership: Membership,
    library_id: str,
    rules: Rules,
    loans: Sequence[Loan],
    owed: Sequence[Debt],
) -> tuple[str, ...]:
    """What speaks against the reader here, whatever the copy, but for a password."""
    day = tx.world.today
    one = Borrower(
        rules,
        membership,
        library_id,
        [_out(each, day) for each in loans],
        owed,
        points(tx, reader.id, library_id, rules, day),
        password_checked=True,
    )
    return tuple(dict.fromkeys(reader_reasons(one)))


def is_blocked_besides(one: Case, is_late: bool) -> bool:
    """Whether the reader may not borrow at all, besides for want of a password, and besides what
    the item itself is late for, which has a reason of its own."""
    mended = {"password_needed", "has_overdue"} if is_late else {"password_needed"}
    return bool(set(reader_reasons(one)) - mended)
