"""Readers paying fees and deposits, once: cash at a desk, or from the account on the card.

From the card it is a saga with the card service: the payment is committed as running, then the
account is debited under the payment's id, then the result commits. An answer that doesn't come
leaves it unknown; the same key, or the recovery job, finds out.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from services.culture import problems_libraries as problems
from services.culture.domain import fees as domain
from services.culture.domain.fees import Fee, Payment
from services.culture.domain.library import Library
from services.culture.domain.readers import Membership, Reader
from services.culture.flows import known, paying
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim import peers, world
from sscsim.db import Tx, keys
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money
from sscsim.kernel.problems import Problem, Relayed

_RECOVER_AFTER: Final = timedelta(minutes=10)
_NEEDS: Final = {domain.CASH: None, domain.CARD_ACCOUNT: "password", domain.CODE: "code"}


def pay(
    reader_id: str,
    library_id: str,
    method: str,
    purpose: str = domain.FEES,
    fee_ids: Sequence[str] | None = None,
    amount: Money | None = None,
    till: tuple[str, str, str] | None = None,
    **confirmed: str,
) -> Payment:
    """Pay, or with a key that was used before: find out and go on.

    `confirmed`: the bank password, or the code with how its holder confirms (password or face).
    Without `fee_ids` and `amount` all that can be paid here is paid, the oldest first. `till`: the
    machine that took it, its payment type and its number: the same number is paid once.

    PayWay, HolderCardOnly, LibraryNotFound, RegionNotAllowed, ReaderNotFound, NotAReader,
    ReaderClosed, FeeNotFound, FeePaidElsewhere, PaymentTooMuch, NothingOwed, DepositPaidElsewhere,
    and what the bank side says.
    """
    _check_way(method, confirmed)
    at = known.library(library_id)
    known.desk_of_role(library_id)
    earlier = _resumed()
    if earlier is not None:
        found = _again(earlier, confirmed)
        if found is not None:
            return found
    with store.write() as tx:
        reader = known.reader(tx, reader_id, lock=True)
        reference = None if till is None else "/".join(till[1:])
        taken = None if till is None or not till[2] else (till[0], till[2])
        if taken is not None and not tx.received(f"till/{taken[0]}/{taken[1]}/{reader.id}"):
            return tx.answer(_taken_before(tx, reader, reference))
        membership = known.membership(tx, reader, at)
        if purpose == domain.DEPOSIT:
            due, parts = _deposit(tx, membership, at), dict[str, int]()
        else:
            due, parts = _fees(tx, reader, at, fee_ids, amount)
        made = _made(tx, reader, at, method, purpose, due, parts)
        rows.PAYMENTS.add(tx, made)
        paying.reserve(tx, made.parts, 1)
        if method == domain.CASH:
            made = paying.paid(tx, made, reference)
            failpoint("culture.payment_at_desk.before_commit")
            return tx.answer(made)
        tx.begin_saga(made.id)
        tx.schedule(paying.RECOVERY, made.id, tx.world.now + _RECOVER_AFTER)
        failpoint("culture.payment.before_begin")
    failpoint("culture.payment.after_begin")
    return _carry(made, confirmed, first=True)


def _taken_before(tx: Tx, reader: Reader, reference: str | None) -> Payment:
    """What a machine told of before. NothingOwed where it was another one's number."""
    c = rows.PAYMENTS.c
    found = rows.PAYMENTS.first(tx, c.reader_id == reader.id, c.reference == reference)
    if found is None:
        raise problems.NothingOwed(reader_id=reader.id)
    return found


def _check_way(method: str, confirmed: Mapping[str, str]) -> None:
    needed = _NEEDS[method]
    allowed = {"password", "code", "face"} if method == domain.CODE else {needed}
    if (needed is not None and needed not in confirmed) or confirmed.keys() - allowed:
        raise problems.PayWay(method=method)
    at = world.current()
    if method == domain.CASH and (at.role == "holder" or at.subject is not None):
        raise problems.HolderCardOnly()


def _resumed() -> str | None:
    """What an interrupted call with this key had begun."""
    key = keys.request_key.get()
    return key.earlier if key is not None and key.resuming else None


def _again(payment_id: str, confirmed: Mapping[str, str]) -> Payment | None:
    """The state of an earlier call with this key; None: it came to nothing, begin anew."""
    with store.read() as tx:
        payment = known.payment(tx, payment_id)
    if payment.status == domain.CANCELLED:
        return None
    if payment.status in domain.IN_FLIGHT:
        return _carry(payment, confirmed, first=False)
    with store.write() as tx:
        return tx.answer(known.payment(tx, payment_id))


def _fees(
    tx: Tx, reader: Reader, at: Library, fee_ids: Sequence[str] | None, amount: Money | None
) -> tuple[Money, dict[str, int]]:
    """What is paid now, and the part of each fee."""
    anywhere = known.rules(tx, at.id).network.fines_paid_anywhere
    owed = [
        fee
        for fee in rows.owed(tx, reader.id)
        if known.library(fee.library_id).network_id == at.network_id
    ]
    if fee_ids is not None:
        by_id = {fee.id: fee for fee in owed}
        missing = [fee_id for fee_id in fee_ids if fee_id not in by_id]
        if missing:
            raise problems.FeeNotFound(fee_id=missing[0])
        owed = [by_id[fee_id] for fee_id in dict.fromkeys(fee_ids)]
    here = [fee for fee in owed if fee.library_id == at.id or (anywhere and anywhere.value)]
    if fee_ids is not None and len(here) < len(owed):
        other = next(fee for fee in owed if fee not in here)
        raise problems.FeePaidElsewhere(fee_id=other.id, library_id=other.library_id)
    due = amount if amount is not None else sum_money(fee.payable for fee in here)
    if not due:
        raise problems.NothingOwed(reader_id=reader.id)
    return due, _in_fen(due, here)


def _in_fen(due: Money, fees: Sequence[Fee]) -> dict[str, int]:
    return {fee_id: part.fen for fee_id, part in domain.shared(due, fees).items()}


def _deposit(tx: Tx, membership: Membership, at: Library) -> Money:
    """What is missing of the deposit, besides what is being paid at this moment."""
    if membership.library_id != at.id:
        raise problems.DepositPaidElsewhere(library_id=membership.library_id)
    c = rows.PAYMENTS.c
    pending = rows.PAYMENTS.every(
        tx,
        c.reader_id == membership.reader_id,
        c.library_id == at.id,
        c.purpose == domain.DEPOSIT,
        c.status.in_(domain.IN_FLIGHT),
    )
    due = membership.deposit_due - membership.deposit - sum_money(p.amount for p in pending)
    if due <= Money.zero():
        raise problems.NothingOwed(reader_id=membership.reader_id)
    return due


def _made(
    tx: Tx,
    reader: Reader,
    at: Library,
    method: str,
    purpose: str,
    amount: Money,
    parts: dict[str, int],
) -> Payment:
    ordinal = rows.PAYMENTS.count(tx, rows.PAYMENTS.c.reader_id == reader.id) + 1
    return Payment(
        id=tx.new_id("lpy", reader.id, ordinal),
        reader_id=reader.id,
        person_id=reader.person_id,
        library_id=at.id,
        ordinal=ordinal,
        purpose=purpose,
        method=method,
        amount=amount,
        parts=parts,
        status=domain.RUNNING,
        reference=None,
        problem=None,
        paid_at=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _carry(payment: Payment, confirmed: Mapping[str, str], *, first: bool) -> Payment:
    """Ask the card service, and record what it answers. `first`: it was never asked before."""
    try:
        reference = _taken(payment, confirmed)
    except peers.Refused as refusal:
        refused = Relayed(refusal.status, refusal.problem)
        if refused.retryable:
            raise _left_unknown(payment.id) from None
        raise give_up(payment.id, domain.REFUSED, refused) from None
    except peers.Unreachable:
        if not first:
            raise _left_unknown(payment.id) from None
        raise give_up(payment.id, domain.CANCELLED, problems.LibraryCardServiceAway()) from None
    except peers.NoAnswer:
        raise _left_unknown(payment.id) from None
    failpoint("culture.payment.after_card")
    return paying.complete(payment.id, reference)


def _taken(payment: Payment, confirmed: Mapping[str, str]) -> str:
    body: dict[str, Any] = {
        "event": payment.id,
        "amount_fen": payment.amount.fen,
        "memo": f"图书馆{'押金' if payment.purpose == domain.DEPOSIT else '费用'}",
    }
    if payment.method == domain.CARD_ACCOUNT:
        body |= {
            "person_id": payment.person_id,
            "password": confirmed["password"],
            "payee": f"payee.library.{payment.library_id}",
        }
        return str(peers.call("card", "POST", "/internal/v1/bank-debits", body)["entry_id"])
    body |= {"text": confirmed["code"]}
    body |= {name: confirmed[name] for name in ("password", "face") if name in confirmed}
    return str(peers.call("card", "POST", "/internal/v1/code-payments", body)["id"])


def give_up(payment_id: str, status: str, problem: Problem | None) -> Problem:
    """Record that nothing was paid; the problem to raise."""
    refused = problem or problems.ReaderPaymentCancelled(payment_id=payment_id)
    with store.write() as tx:
        payment = paying.held(tx, payment_id)
        if payment.status in domain.IN_FLIGHT:
            said = {"status": refused.status, **refused.body("zh-CN")}
            paying.reserve(tx, payment.parts, -1)
            rows.PAYMENTS.change(tx, payment, status=status, problem=said)
        tx.complete_job()
        if status == domain.REFUSED:
            tx.cancel_job(paying.RECOVERY, payment_id)
            tx.refuse(refused)
        else:
            tx.leave_unknown()
        failpoint("culture.payment.before_refusal")
    return refused


def _left_unknown(payment_id: str) -> Problem:
    with store.write() as tx:
        payment = paying.held(tx, payment_id)
        if payment.status in domain.IN_FLIGHT:
            rows.PAYMENTS.change(tx, payment, status=domain.UNKNOWN)
        tx.leave_unknown()
    return problems.ReaderPaymentUnknown(payment_id=payment_id)


def resolve(payment_id: str) -> None:
    """Ask the card service; what it never took is closed there, so that it can't come late."""
    with store.read() as tx:
        payment = known.payment(tx, payment_id)
    if payment.status not in (*domain.IN_FLIGHT, domain.CANCELLED):
        with store.write() as tx:
            tx.complete_job()
        return
    by_card = payment.method == domain.CARD_ACCOUNT
    path = "/internal/v1/bank-debits/query" if by_card else "/internal/v1/code-payments/query"
    told = peers.call("card", "POST", path, {"event": payment_id})
    reference = told.get("entry_id" if by_card else "payment_id")
    if reference is not None:
        paying.complete(payment_id, reference)
    else:
        give_up(payment_id, domain.CANCELLED, None)
