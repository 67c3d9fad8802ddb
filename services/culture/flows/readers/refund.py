"""Giving a deposit back (退押金): at any member, in cash or onto the card, less what is owed."""

from services.culture import problems_libraries as problems
from services.culture.domain import fees as fee_words
from services.culture.domain import readers as domain
from services.culture.domain.fees import Fee, Payment
from services.culture.domain.library import Library
from services.culture.domain.readers import Membership, Reader, Refund
from services.culture.flows import known, paying, telling
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim import peers
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.periods import Month

PAY_OUT = "culture.pay_reader_refund"


def refund(reader_id: str, library_id: str, method: str) -> Refund:
    """Give the whole deposit back; fees owed to the library that kept it are taken out of it.

    LibraryNotFound, RegionNotAllowed, ReaderNotFound, NotAReader, ReaderClosed, NoDeposit,
    DepositTooEarly, ReaderHasObligations, PolicyMissing, FigureMissing.
    """
    at = known.desk(library_id)
    with store.write() as tx:
        reader = known.reader(tx, reader_id, lock=True)
        membership = known.membership(tx, reader, at)
        kept_by = known.library(membership.library_id)
        fees = _free(tx, reader, membership, kept_by)
        fine = min(membership.deposit, sum_money(fee.payable for fee in fees))
        made = _made(tx, reader, membership, at, method, fine)
        rows.REFUNDS.add(tx, made)
        if fine:
            _take(tx, reader, kept_by, fees, fine)
            membership = paying.entered(tx, membership, domain.TAKEN, -fine, made.id, kept_by.id)
        if made.amount:
            paying.entered(tx, membership, domain.REFUNDED, -made.amount, made.id, at.id)
        telling.deposit_refunded(tx, made.id, kept_by, at, made.amount, fine)
        about = {"id": reader.id, "library_id": at.id, "amount_fen": made.amount.fen}
        tx.emit("reader_deposit.refunded", reader.id, {**about, "fine_fen": fine.fen})
        if made.status == domain.ORDERED:
            tx.schedule(PAY_OUT, made.id, tx.world.now)
        failpoint("culture.refund.before_commit")
        return tx.answer(made)


def _free(tx: Tx, reader: Reader, membership: Membership, kept_by: Library) -> list[Fee]:
    """The fees that the deposit pays first; nothing else may be open."""
    if not membership.deposit:
        raise problems.NoDeposit(reader_id=reader.id)
    after = known.rules(tx, kept_by.id).house.refund_after_months
    left_on = membership.deposit_on
    if after is not None and left_on is not None:
        first = (Month.of(left_on) + after.value).day(left_on.day)
        if tx.world.today < first:
            raise problems.DepositTooEarly(day=first.isoformat())
    network = membership.network_id
    out = [each for each in rows.out_of(tx, reader.id) if each.network_id == network]
    held = [each for each in rows.live_holds(tx, reader.id) if each.network_id == network]
    fees = [
        fee
        for fee in rows.owed(tx, reader.id)
        if known.library(fee.library_id).network_id == network
    ]
    open_ones = [fee for fee in fees if fee.library_id != kept_by.id or fee.reserved]
    if out or open_ones:
        raise problems.ReaderHasObligations(
            reader_id=reader.id,
            loans=len(out),
            holds=len(held),
            fees=len(open_ones),
            deposit=membership.deposit,
        )
    return fees


def _made(
    tx: Tx, reader: Reader, membership: Membership, at: Library, method: str, fine: Money
) -> Refund:
    c = rows.REFUNDS.c
    ordinal = rows.REFUNDS.count(tx, c.membership_id == membership.id) + 1
    amount = membership.deposit - fine
    by_card = method == fee_words.CARD_ACCOUNT and bool(amount)
    return Refund(
        id=tx.new_id("lrf", membership.id, ordinal),
        reader_id=reader.id,
        person_id=reader.person_id,
        membership_id=membership.id,
        library_id=at.id,
        deposit_library_id=membership.library_id,
        ordinal=ordinal,
        method=method,
        amount=amount,
        fine=fine,
        status=domain.ORDERED if by_card else domain.PAID_OUT,
        reference=None,
        return_code=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _take(tx: Tx, reader: Reader, kept_by: Library, fees: list[Fee], fine: Money) -> None:
    """A payment out of the deposit: it is in the books with the refund."""
    parts = {fee_id: part.fen for fee_id, part in fee_words.shared(fine, fees).items()}
    ordinal = rows.PAYMENTS.count(tx, rows.PAYMENTS.c.reader_id == reader.id) + 1
    payment = Payment(
        id=tx.new_id("lpy", reader.id, ordinal),
        reader_id=reader.id,
        person_id=reader.person_id,
        library_id=kept_by.id,
        ordinal=ordinal,
        purpose=fee_words.FEES,
        method=fee_words.DEPOSIT,
        amount=fine,
        parts=parts,
        status=fee_words.PAID,
        reference=None,
        problem=None,
        paid_at=tx.world.now,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    rows.PAYMENTS.add(tx, payment)
    paying.settle_fees(tx, payment)


def pay_out_due(refund_id: str) -> None:
    """The job that pays a refund onto the card; the same refund is paid once."""
    with store.read() as tx:
        made = known.refund(tx, refund_id)
    told = None
    if made.status == domain.ORDERED:
        body = {
            "event": made.id,
            "person_id": made.person_id,
            "amount_fen": made.amount.fen,
            "memo": "图书馆押金退款",
        }
        told = peers.call("card", "POST", "/internal/v1/bank-credits", body)
    failpoint("culture.refund.after_card")
    with store.write() as tx:
        made = known.refund(tx, refund_id, lock=True)
        if told is not None and made.status == domain.ORDERED:
            is_paid = told["return_code"] == "00"
            made = rows.REFUNDS.change(
                tx,
                made,
                status=domain.PAID_OUT if is_paid else domain.RETURNED,
                reference=told.get("entry_id"),
                return_code=told["return_code"],
            )
            name = "reader_refund.paid" if is_paid else "reader_refund.returned"
            tx.emit(name, made.id, {"id": made.id, "amount_fen": made.amount.fen})
        tx.complete_job()


def hand_out(refund_id: str) -> Refund:
    """Hand out in cash what the bank sent back.

    RefundNotFound, RegionNotAllowed, RefundNotReturned.
    """
    with store.write() as tx:
        made = known.refund(tx, refund_id, lock=True)
        known.desk(made.library_id)
        if made.status != domain.RETURNED:
            raise problems.RefundNotReturned(refund_id=refund_id)
        changed = rows.REFUNDS.change(tx, made, status=domain.PAID_OUT, method=fee_words.CASH)
        tx.emit("reader_refund.paid", made.id, {"id": made.id, "amount_fen": made.amount.fen})
        return tx.answer(changed)
