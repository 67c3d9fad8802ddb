"""What a payment of a reader leads to, in the transaction of whoever brought it about."""

from typing import Final

from services.culture.domain import fees as domain
from services.culture.domain import readers
from services.culture.domain.fees import Payment
from services.culture.domain.readers import DepositEntry, Membership
from services.culture.flows import known, telling
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money

RECOVERY: Final = "culture.settle_reader_payment"


def held(tx: Tx, payment_id: str) -> Payment:
    """The payment and its reader, held."""
    payment = known.payment(tx, payment_id)
    known.reader(tx, payment.reader_id, lock=True)
    return known.payment(tx, payment_id, lock=True)


def reserve(tx: Tx, parts: dict[str, int], sign: int) -> None:
    """Keep parts of fees for a payment that is under way, or let them go."""
    for fee_id, fen in parts.items():
        fee = known.fee(tx, fee_id, lock=True)
        rows.FEES.change(tx, fee, reserved=fee.reserved + Money(sign * fen))


def complete(payment_id: str, reference: str) -> Payment:
    """The bank side took it; safe to run twice."""
    with store.write() as tx:
        payment = held(tx, payment_id)
        if payment.status in domain.IN_FLIGHT:
            payment = paid(tx, payment, reference)
        tx.cancel_job(RECOVERY, payment_id)
        tx.complete_job()
        failpoint("culture.payment.before_result")
        return tx.answer(payment)


def paid(tx: Tx, payment: Payment, reference: str | None = None) -> Payment:
    """The money is there: fees are paid, or a deposit is left; the payment is held."""
    changed = rows.PAYMENTS.change(
        tx, payment, status=domain.PAID, reference=reference, paid_at=tx.world.now, problem=None
    )
    at = known.library(payment.library_id)
    if payment.purpose == domain.DEPOSIT:
        reader = known.reader(tx, payment.reader_id)
        membership = rows.membership(tx, reader.id, at.network_id)
        assert membership is not None
        entered(tx, membership, readers.PAID_IN, payment.amount, payment.id, at.id)
        telling.deposit_paid(tx, payment.id, at, payment.amount)
        about = {"id": reader.id, "library_id": at.id, "amount_fen": payment.amount.fen}
        tx.emit("reader_deposit.paid", reader.id, about)
        return changed
    reserve(tx, payment.parts, -1)
    by_library = settle_fees(tx, payment)
    if payment.method != domain.DEPOSIT:
        telling.fees_paid(tx, payment.id, at, by_library)
    return changed


def settle_fees(tx: Tx, payment: Payment) -> dict[str, Money]:
    """Each fee with its part paid; how much that is for each library."""
    by_library: dict[str, Money] = {}
    for fee_id, fen in payment.parts.items():
        fee = known.fee(tx, fee_id, lock=True)
        sum_paid = fee.paid + Money(fen)
        status = domain.settled(fee, sum_paid, fee.waived)
        rows.FEES.change(tx, fee, paid=sum_paid, status=status)
        by_library[fee.library_id] = by_library.get(fee.library_id, Money.zero()) + Money(fen)
        about = {"id": fee.id, "reader_id": fee.reader_id, "payment_id": payment.id}
        tx.emit("reader_fee.paid", fee.id, {**about, "amount_fen": fen})
    return by_library


def entered(
    tx: Tx, membership: Membership, kind: str, amount: Money, event: str, paid_by: str
) -> Membership:
    """One movement of the deposit, and what is held after it."""
    number = rows.DEPOSIT_ENTRIES.count(tx, rows.DEPOSIT_ENTRIES.c.membership_id == membership.id)
    balance = membership.deposit + amount
    rows.DEPOSIT_ENTRIES.add(
        tx,
        DepositEntry(
            id=tx.new_id("lde", membership.id, number + 1),
            membership_id=membership.id,
            library_id=membership.library_id,
            ordinal=number + 1,
            kind=kind,
            event=f"{event}/{kind}",
            amount=amount,
            balance=balance,
            paid_by=paid_by,
            created_at=tx.world.now,
        ),
    )
    day = tx.world.today if kind == readers.PAID_IN else membership.deposit_on
    return rows.MEMBERSHIPS.change(tx, membership, deposit=balance, deposit_on=day)
