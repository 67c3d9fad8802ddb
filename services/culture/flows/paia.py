"""A reader's account by the model of PAIA (Patrons Account Information API): patron, items, fees,
and requests, renewals and cancellations by document.

Every document of a call is looked at by itself, in one transaction: what is refused says why beside
it, and changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.culture import problems_libraries as problems
from services.culture.domain import holds as hold_words
from services.culture.domain.fees import Fee
from services.culture.domain.holds import Hold
from services.culture.domain.loans import Loan
from services.culture.flows import known
from services.culture.flows.circulation import holding, renew
from services.culture.flows.circulation.standing import debts
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.money import sum_money
from sscsim.kernel.problems import Problem

ITEM, EDITION, LIBRARY = "urn:ssc:copy:", "urn:ssc:title:", "urn:ssc:library:"
NO_RELATION, RESERVED, ORDERED, HELD, PROVIDED, REJECTED = range(6)
_OF_HOLD: Final = {
    hold_words.WAITING: RESERVED,
    hold_words.COMING: ORDERED,
    hold_words.READY: PROVIDED,
    hold_words.CANCELLED: NO_RELATION,
}
ACTIVE, INACTIVE, OWES = 0, 1, 3


@dataclass(frozen=True, slots=True)
class Wish:
    """One document of a call: a copy or a title, and where it shall be fetched."""

    item: str | None = None
    edition: str | None = None
    storageid: str | None = None

    def copy_id(self) -> str | None:
        return self.item.removeprefix(ITEM) if self.item else None

    def title_id(self, tx: Tx) -> str:
        """The title that is meant, also by one of its copies. CopyNotFound."""
        copy_id = self.copy_id()
        if copy_id is not None:
            return known.copy(tx, copy_id).title_id
        return (self.edition or "").removeprefix(EDITION)


def patron(reader_id: str) -> dict[str, Any]:
    """The reader; inactive while a library or a debt blocks them. ReaderNotFound."""
    with store.read() as tx:
        reader = known.reader(tx, reader_id)
        memberships = rows.memberships_of(tx, {reader.id})[reader.id]
        owed = rows.owed(tx, reader.id)
        blocked = any(
            debt.blocks for each in memberships for debt in debts(tx, each.network_id, owed)
        )
        stopped = any(each.blocked_on is not None for each in memberships)
        return {
            "name": reader.name,
            "status": INACTIVE if stopped else OWES if blocked else ACTIVE,
            "type": [f"urn:ssc:library-network:{each.network_id}" for each in memberships],
        }


def items(reader_id: str) -> dict[str, Any]:
    """What the reader has, and what they wait for. ReaderNotFound."""
    with store.read() as tx:
        reader = known.reader(tx, reader_id)
        return {"doc": [*_loans(tx, rows.out_of(tx, reader.id)), *_holds(tx, reader.id)]}


def fees(reader_id: str) -> dict[str, Any]:
    """What the reader owes. ReaderNotFound."""
    with store.read() as tx:
        reader = known.reader(tx, reader_id)
        owed = rows.owed(tx, reader.id)
        return {"amount": _amount(owed), "fee": [_fee(tx, each) for each in owed]}


def request(reader_id: str, doc: Sequence[Wish]) -> dict[str, Any]:
    """Wait for titles, each at the library of its `storageid`. ReaderNotFound."""

    def asked(tx: Tx, wish: Wish) -> dict[str, Any]:
        at = (wish.storageid or "").removeprefix(LIBRARY)
        return _hold(tx, holding.placed(tx, reader_id, wish.title_id(tx), at))

    return _each(reader_id, doc, asked)


def renew_items(reader_id: str, doc: Sequence[Wish]) -> dict[str, Any]:
    """Renew what the reader has. ReaderNotFound."""

    def asked(tx: Tx, wish: Wish) -> dict[str, Any]:
        loan = _mine(tx, reader_id, wish)
        return _loans(tx, [renew.renewed(tx, known.loan(tx, loan.id, lock=True))])[0]

    return _each(reader_id, doc, asked)


def cancel(reader_id: str, doc: Sequence[Wish]) -> dict[str, Any]:
    """Wait no longer. ReaderNotFound."""

    def asked(tx: Tx, wish: Wish) -> dict[str, Any]:
        title_id = wish.title_id(tx)
        for hold in rows.live_holds(tx, reader_id):
            if hold.title_id == title_id:
                return _hold(tx, holding.ended(tx, known.hold(tx, hold.id, lock=True), "cancel"))
        raise problems.HoldNotFound(hold_id=title_id)

    return _each(reader_id, doc, asked)


def _each(
    reader_id: str, doc: Sequence[Wish], asked: Callable[[Tx, Wish], dict[str, Any]]
) -> dict[str, Any]:
    with store.write() as tx:
        known.reader(tx, reader_id, lock=True)
        done = [_tried(tx, wish, asked) for wish in doc]
        return tx.answer({"doc": done})


def _tried(tx: Tx, wish: Wish, asked: Callable[[Tx, Wish], dict[str, Any]]) -> dict[str, Any]:
    try:
        return asked(tx, wish)
    except Problem as refused:
        named = {"item": wish.item, "edition": wish.edition}
        said = refused.detail.into(world.current().language, refused.params)
        return {
            "status": REJECTED,
            **{name: value for name, value in named.items() if value is not None},
            "error": f"{refused.code}: {said}",
        }


def _mine(tx: Tx, reader_id: str, wish: Wish) -> Loan:
    """The loan that is meant. LoanNotFound."""
    copy_id = wish.copy_id()
    for loan in rows.out_of(tx, reader_id):
        if copy_id == loan.copy_id or (copy_id is None and wish.title_id(tx) == loan.title_id):
            return loan
    raise problems.LoanNotFound(loan_id=wish.item or wish.edition)


def _loans(tx: Tx, loans: Sequence[Loan]) -> list[dict[str, Any]]:
    copies = rows.COPIES.of_ids(tx, {each.copy_id for each in loans})
    titles = rows.TITLES.of_ids(tx, {each.title_id for each in loans})
    waiting = rows.queues(tx, {each.title_id for each in loans})
    return [
        {
            "status": HELD,
            "item": ITEM + loan.copy_id,
            "edition": EDITION + loan.title_id,
            "about": titles[loan.title_id].name,
            "label": copies[loan.copy_id].call_number,
            "queue": len(waiting.get((loan.title_id, loan.network_id), ())),
            "renewals": loan.renewals,
            "starttime": loan.lent_at,
            "duedate": loan.due_on,
            "endtime": known.midnight_after(loan.due_on),
            "storage": known.library(loan.library_id).name.into(world.current().language),
            "storageid": LIBRARY + loan.library_id,
        }
        for loan in loans
    ]


def _holds(tx: Tx, reader_id: str) -> list[dict[str, Any]]:
    return [_hold(tx, each) for each in rows.live_holds(tx, reader_id)]


def _hold(tx: Tx, hold: Hold) -> dict[str, Any]:
    shown = {
        "status": _OF_HOLD[hold.status],
        "edition": EDITION + hold.title_id,
        "about": known.title(tx, hold.title_id).name,
        "starttime": hold.created_at,
        "storage": known.library(hold.pickup_library_id).name.into(world.current().language),
        "storageid": LIBRARY + hold.pickup_library_id,
        "cancancel": hold.status in hold_words.LIVE,
    }
    if hold.copy_id is not None:
        shown["item"] = ITEM + hold.copy_id
    if hold.expires_on is not None:
        shown["endtime"] = known.midnight_after(hold.expires_on)
    return shown


def _amount(owed: Sequence[Fee]) -> str:
    return f"{sum_money(fee.owed for fee in owed).plain()} CNY"


def _fee(tx: Tx, fee: Fee) -> dict[str, Any]:
    shown = {
        "amount": f"{fee.owed.plain()} CNY",
        "date": fee.created_at.date(),
        "feetype": fee.kind,
        "feetypeid": f"urn:ssc:fee:{fee.kind}",
        "feeid": fee.id,
    }
    if fee.loan_id is not None:
        loan = known.loan(tx, fee.loan_id)
        shown |= {"item": ITEM + loan.copy_id, "edition": EDITION + loan.title_id}
        shown["about"] = known.title(tx, loan.title_id).name
    return shown
