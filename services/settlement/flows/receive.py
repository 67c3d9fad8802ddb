"""Money comes in at a payee's bank: matched by its serial, or kept apart until somebody knows."""

from collections.abc import Mapping
from typing import Any

from services.settlement import terms
from services.settlement.domain import posting_rules as rules
from services.settlement.domain.cooperations import NATION
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.kinds import BUSINESS
from services.settlement.domain.receipts import Came, Notice, Receipt, matched, quoted
from services.settlement.flows import clearing, paying
from services.settlement.problems import CycleNotFound
from services.settlement.problems_clearing import (
    CycleStateForbids,
    NoticeNotFound,
    ReceiptConflict,
    ReceiptDoesNotFit,
    ReceiptMisplaced,
    ReceiptNotFound,
    ReceiptNotOpen,
)
from services.settlement.store import cycles, ledger, receipts, store
from sscsim.db import Page, PageQuery, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel import regions
from sscsim.kernel.ledger import Journal

TAKES_MONEY = ("notified", "paying", "settled", "closed")


def receive(cycle_id: str, came: Came) -> Receipt:
    """Note what a bank says came in. The same serial again is the same money."""
    with store.write() as tx:
        receipt, _ = take(tx, held(tx, cycle_id), came)
        failpoint("settlement.receive.committing")
        tx.answer(receipt)
        return receipt


def take(tx: Tx, cycle: Cycle, came: Came) -> tuple[Receipt, bool]:
    """The receipt of what came in, and whether it was made just now.

    Raises ReceiptConflict for a serial that was told differently.
    """
    _check(cycle, came)
    known = receipts.by_serial(tx, came.bank_serial)
    if known is not None:
        if _said(known) != (cycle.id, came):
            raise ReceiptConflict(bank_serial=came.bank_serial, receipt_id=known.id)
        return known, False
    notice = matched(came, receipts.to_pay(tx, cycle.id, serial=quoted(came.bank_serial)))
    return _kept(tx, cycle, came, notice), True


def _check(cycle: Cycle, came: Came) -> None:
    if cycle.status not in TAKES_MONEY:
        allowed = ", ".join(TAKES_MONEY)
        raise CycleStateForbids(
            cycle_id=cycle.id, status=cycle.status, event="pay", allowed=allowed
        )
    good = all(
        each == cycle.province
        or (each != NATION and regions.is_pooling_area(terms.successor(each)))
        for each in (came.payer, came.payee)
    )
    if not good or came.payer == came.payee:
        raise ReceiptMisplaced()
    require(cycle, came.payee)


def require(cycle: Cycle, payee: str) -> None:
    """What came in is told by who received it."""
    if payee == cycle.province:
        clearing.require_clearer(cycle.province)
    else:
        clearing.require_region(payee)


def _said(known: Receipt) -> tuple[str, Came]:
    came = Came(known.payer, known.payee, known.amount, known.bank_serial, known.reference)
    return known.cycle_id, came


def _kept(tx: Tx, cycle: Cycle, came: Came, found: Notice | str) -> Receipt:
    fits = isinstance(found, Notice)
    receipt = receipts.add(
        tx,
        cycle.id,
        came.bank_serial,
        payer=came.payer,
        payee=came.payee,
        amount=came.amount,
        reference=came.reference,
        status="matched" if fits else "unmatched",
        finding=None if fits else str(found),
        notice_id=found.id if isinstance(found, Notice) else None,
        matched_by="serial" if fits else None,
        decided_at=tx.world.now if fits else None,
    )
    if isinstance(found, Notice):
        paying.book(tx, cycle, found, receipt)
        paying.go_on(tx, cycle.id)
    else:
        _into_suspense(tx, cycle, receipt)
        paying.go_on(tx, cycle.id)
    _tell(tx, receipt)
    return receipt


def _into_suspense(tx: Tx, cycle: Cycle, receipt: Receipt) -> None:
    """L8. Who clears has no fund book, and what operators or libraries are owed is no fund's
    money: what waits there is in the list of receipts only."""
    is_of_funds = cycle.is_medical or BUSINESS[cycle.kind].book == "region"
    if receipt.payee != cycle.province and is_of_funds:
        postings = rules.unmatched_receipt(receipt.payee, receipt.amount)
        ledger.book(tx, [Journal("L8", receipt.id, postings)], cycle_id=cycle.id)


def _out_of_suspense(tx: Tx, receipt: Receipt, why: str) -> None:
    waiting = ledger.by_event(tx, "L8", receipt.id)
    if waiting is not None:
        mirror = waiting.journal.mirrored(waiting.id, kind="L8", event=f"{receipt.id}:{why}")
        ledger.book(tx, [mirror], cycle_id=receipt.cycle_id)


def match(cycle_id: str, receipt_id: str, *, notice_id: str) -> Receipt:
    """Somebody knows what the money was for."""
    with store.write() as tx:
        cycle, receipt = _waiting(tx, cycle_id, receipt_id)
        notices = {each.id: each for each in receipts.to_pay(tx, cycle_id)}
        notice = notices.get(notice_id)
        if notice is None:
            raise NoticeNotFound(cycle_id=cycle_id, notice_id=notice_id)
        if notice.payee != receipt.payee or receipt.amount > notice.open:
            raise ReceiptDoesNotFit(
                notice_id=notice_id, open=notice.open.plain(), payee=notice.payee
            )
        _out_of_suspense(tx, receipt, "matched")
        moved = receipts.move(tx, receipt, "match", notice_id=notice_id, matched_by="hand")
        paying.book(tx, cycle, notice, moved)
        paying.go_on(tx, cycle_id)
        _tell(tx, moved)
        failpoint("settlement.match.committing")
        tx.answer(moved)
        return moved


def give_back(cycle_id: str, receipt_id: str) -> Receipt:
    """Nobody knows: the money goes back to where it came from."""
    with store.write() as tx:
        _, receipt = _waiting(tx, cycle_id, receipt_id)
        moved = send_back(tx, receipt)
        failpoint("settlement.return.committing")
        tx.answer(moved)
        return moved


def send_back(tx: Tx, receipt: Receipt) -> Receipt:
    """The money of a receipt that waits, back to who paid it."""
    _out_of_suspense(tx, receipt, "returned")
    moved = receipts.move(tx, receipt, "return")
    paying.go_on(tx, receipt.cycle_id)
    _tell(tx, moved)
    return moved


def _waiting(tx: Tx, cycle_id: str, receipt_id: str) -> tuple[Cycle, Receipt]:
    cycle = held(tx, cycle_id)
    receipt = receipts.locked(tx, receipt_id)
    if receipt is None or receipt.cycle_id != cycle_id:
        raise ReceiptNotFound(receipt_id=receipt_id)
    require(cycle, receipt.payee)
    check_waits(receipt)
    return cycle, receipt


def check_waits(receipt: Receipt) -> None:
    """ReceiptNotOpen once the money was matched or sent back."""
    if receipt.status != "unmatched":
        raise ReceiptNotOpen(receipt_id=receipt.id, status=receipt.status)


def held(tx: Tx, cycle_id: str) -> Cycle:
    """The cycle, held alone; CycleNotFound."""
    cycle = cycles.locked(tx, cycle_id)
    if cycle is None:
        raise CycleNotFound(cycle_id=cycle_id)
    return cycle


def _tell(tx: Tx, receipt: Receipt) -> None:
    data = {"id": receipt.id, "cycle_id": receipt.cycle_id, "amount_fen": receipt.amount.fen}
    tx.emit(f"clearing_receipt.{receipt.status}", receipt.id, data)


# ---- reading


def find(cycle_id: str, receipt_id: str) -> Receipt:
    with store.read() as tx:
        found = receipts.find(tx, receipt_id)
    if found is None or found.cycle_id != cycle_id:
        raise ReceiptNotFound(receipt_id=receipt_id)
    return found


def listed(cycle_id: str, page: PageQuery, filters: Mapping[str, Any]) -> Page:
    with store.read() as tx:
        if cycles.find(tx, cycle_id) is None:
            raise CycleNotFound(cycle_id=cycle_id)
        return receipts.page(tx, page, cycle_id, dict(filters))
