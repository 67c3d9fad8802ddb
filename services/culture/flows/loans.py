"""Loans, holds and fees as they are listed and shown."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.culture.domain import loans as domain
from services.culture.domain import overdue
from services.culture.domain.fees import Fee, Payment
from services.culture.domain.holds import WAITING, Hold
from services.culture.domain.loans import Loan
from services.culture.domain.readers import Refund
from services.culture.domain.titles import Copy, Title
from services.culture.flows import known
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Page, PageQuery, Tx
from sscsim.kernel.money import Money


@dataclass(frozen=True, slots=True)
class ShownLoan:
    """A loan with what was lent, and what it would cost if it came back today."""

    loan: Loan
    copy: Copy
    title: Title
    days_overdue: int
    accrued: Money

    @property
    def id(self) -> str:
        return self.loan.id

    @property
    def version(self) -> int:
        return self.loan.version

    @property
    def created_at(self) -> datetime:
        return self.loan.created_at

    @property
    def updated_at(self) -> datetime:
        return self.loan.updated_at


def get(loan_id: str) -> ShownLoan:
    """LoanNotFound."""
    with store.read() as tx:
        return shown(tx, [known.loan(tx, loan_id)])[0]


def page(page: PageQuery, **filters: Any) -> Page:
    with store.read() as tx:
        found = rows.LOANS.page(tx, page, filters)
        return Page(shown(tx, found.items), found.next_cursor)


def shown(tx: Tx, loans: list[Loan]) -> list[ShownLoan]:
    """Loans with copies and titles, in as many statements for one as for many."""
    copies = rows.COPIES.of_ids(tx, {each.copy_id for each in loans})
    titles = rows.TITLES.of_ids(tx, {each.title_id for each in loans})
    today = tx.world.today
    return [
        ShownLoan(
            each,
            copies[each.copy_id],
            titles[each.title_id],
            each.days_overdue(today) if each.status in domain.OUT else 0,
            _accrued(tx, each, today),
        )
        for each in loans
    ]


def _accrued(tx: Tx, loan: Loan, today: date) -> Money:
    """The fine as of today; nothing where the house takes none, or points."""
    if loan.status not in domain.OUT or not loan.days_overdue(today):
        return Money.zero()
    explained = overdue.fine(known.rules(tx, loan.library_id).house, loan.days_overdue(today))
    return explained.total if explained else Money.zero()


@dataclass(frozen=True, slots=True)
class ShownHold:
    """position: the place in the queue, from 1; None once a copy is there or on its way."""

    hold: Hold
    title: Title
    position: int | None

    @property
    def id(self) -> str:
        return self.hold.id

    @property
    def version(self) -> int:
        return self.hold.version

    @property
    def created_at(self) -> datetime:
        return self.hold.created_at

    @property
    def updated_at(self) -> datetime:
        return self.hold.updated_at


def get_hold(hold_id: str) -> ShownHold:
    """HoldNotFound."""
    with store.read() as tx:
        return shown_holds(tx, [known.hold(tx, hold_id)])[0]


def page_of_holds(page: PageQuery, **filters: Any) -> Page:
    with store.read() as tx:
        found = rows.HOLDS.page(tx, page, filters)
        return Page(shown_holds(tx, found.items), found.next_cursor)


def shown_holds(tx: Tx, holds: list[Hold]) -> list[ShownHold]:
    titles = rows.TITLES.of_ids(tx, {each.title_id for each in holds})
    waiting = rows.queues(tx, {each.title_id for each in holds if each.status == WAITING})
    return [
        ShownHold(
            each,
            titles[each.title_id],
            waiting[each.title_id, each.network_id].index(each.id) + 1
            if each.status == WAITING
            else None,
        )
        for each in holds
    ]


def get_fee(fee_id: str) -> Fee:
    """FeeNotFound."""
    with store.read() as tx:
        return known.fee(tx, fee_id)


def page_of_fees(page: PageQuery, **filters: Any) -> Page:
    with store.read() as tx:
        return rows.FEES.page(tx, page, filters)


def get_payment(payment_id: str) -> Payment:
    """ReaderPaymentNotFound."""
    with store.read() as tx:
        return known.payment(tx, payment_id)


def page_of_payments(page: PageQuery, **filters: Any) -> Page:
    with store.read() as tx:
        return rows.PAYMENTS.page(tx, page, filters)


def get_refund(refund_id: str) -> Refund:
    """RefundNotFound."""
    with store.read() as tx:
        return known.refund(tx, refund_id)
