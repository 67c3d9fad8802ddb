"""A month's payments and returns as ISO 20022 messages, and a day at a region's bank."""

from datetime import date, time, timedelta

from services.settlement.domain import bank_day, chart
from services.settlement.domain.calendar import calendar
from services.settlement.domain.cycles import Cycle
from services.settlement.domain.iso20022 import camt053, pacs004, pacs009
from services.settlement.domain.kinds import BUSINESS
from services.settlement.domain.receipts import Notice, Receipt, quoted
from services.settlement.flows import book_pages, clearing
from services.settlement.flows.clearing_files import found_cycle
from services.settlement.problems_books import BookDayNotSealed, BookIsSeveral, StatementTooLong
from services.settlement.problems_clearing import ReceiptNotFound
from services.settlement.problems_files import BookHasNoBank, NothingToPay, ReceiptNotReturned
from services.settlement.store import bank_days, book_balances, book_days, receipts, store
from sscsim.db import Tx
from sscsim.kernel.periods import at, china_day


def payment_id(cycle: Cycle, payer: str) -> str:
    """The id of the message that asks for all payments of a region for a month."""
    mark = "" if cycle.is_medical else BUSINESS[cycle.kind].mark
    return f"PAY{mark}-{_plain(cycle)}-{cycle.province}-{payer}"


def _plain(cycle: Cycle) -> str:
    return str(cycle.period).replace("-", "")


def payment(cycle_id: str, payer: str) -> tuple[str, bytes]:
    """Name and bytes of the message (pacs.009) with all that a region pays for a month."""
    with store.read() as tx:
        cycle = found_cycle(tx, cycle_id)
        told = receipts.to_pay(tx, cycle_id, payer)
    if not told or cycle.notified_at is None:
        raise NothingToPay(cycle_id=cycle_id, region_code=payer)
    settle_on = calendar(cycle.period, clearing.terms_of(cycle))["pay"].at.date()
    transfers = tuple(_transfer(cycle, each, settle_on) for each in told)
    message = pacs009.Payment(payment_id(cycle, payer), cycle.notified_at, transfers)
    return f"{message.message_id}.xml", pacs009.write(message)


def _transfer(cycle: Cycle, told: Notice, settle_on: date) -> pacs009.Transfer:
    about = f"CLEARING {cycle.period} {cycle.how.netting_mode} {told.payer} {told.payee}"
    return pacs009.Transfer(
        end_to_end_id=told.id,
        transaction_id=told.bank_serial,
        amount=told.amount,
        settle_on=settle_on,
        payer=told.payer,
        payee=told.payee,
        remittance=(about, told.statement_id) if told.statement_id else (about,),
    )


def returned(cycle_id: str, receipt_id: str) -> tuple[str, bytes]:
    """Name and bytes of the message (pacs.004) by which a receipt's money went back."""
    with store.read() as tx:
        cycle = found_cycle(tx, cycle_id)
        receipt = receipts.find(tx, receipt_id)
        if receipt is None or receipt.cycle_id != cycle_id:
            raise ReceiptNotFound(receipt_id=receipt_id)
        notice = _quoted_notice(tx, receipt)
    if receipt.status != "returned" or receipt.decided_at is None:
        raise ReceiptNotReturned(receipt_id=receipt_id, status=receipt.status)
    back = pacs004.Returned(
        return_id=receipt.id,
        original_message_id=payment_id(cycle, notice.payer) if notice else None,
        original_end_to_end_id=notice.id if notice else None,
        original_serial=receipt.bank_serial,
        amount=receipt.amount,
        settle_on=china_day(receipt.decided_at),
        payer=receipt.payer,
        payee=receipt.payee,
        finding=receipt.finding or "",
    )
    message = pacs004.PaymentReturn(f"RTR-{receipt.id}", receipt.decided_at, (back,))
    return f"{message.message_id}.xml", pacs004.write(message)


def _quoted_notice(tx: Tx, receipt: Receipt) -> Notice | None:
    """The notice whose serial the payment quoted, or that it named."""
    serial = quoted(receipt.bank_serial)
    by_serial = receipts.to_pay(tx, receipt.cycle_id, serial=serial)
    found = next((each for each in by_serial if each.bank_serial == serial), None)
    if found is None and receipt.reference is not None:
        told = receipts.to_pay(tx, receipt.cycle_id)
        found = next((each for each in told if each.id == receipt.reference), None)
    return found


# ---- the bank's own report


def bank_report(name: str, day: date) -> tuple[str, bytes]:
    """Name and bytes of what the bank reports (camt.053) of a region's day, once it is over."""
    book = _region_book(name)
    region = chart.region_of(book)
    assert region is not None
    with store.read() as tx:
        _check_over(tx, book, day)
        before = day - timedelta(days=1)
        opening = book_balances.balance(tx, book, chart.BANK, before)
        moved = bank_days.movements(tx, book, day, book_pages.MOST_LINES + 1)
        if len(moved) > book_pages.MOST_LINES:
            raise StatementTooLong(most=book_pages.MOST_LINES)
        about = {found for each in moved if (found := bank_day.receipt_of(each))}
        came = bank_days.receipts_of(tx, sorted(about))
        notices = {one.id: _quoted_notice(tx, one) for one in came.values()}
    said = {receipt_id: each.id for receipt_id, each in notices.items() if each is not None}
    report = camt053.DayReport(
        message_id=f"STM-{day:%Y%m%d}-{region}",
        created_at=at(day + timedelta(days=1), time(0)),
        region=region,
        account=f"{book}:{chart.BANK}",
        day=day,
        opening=opening,
        entries=bank_day.entries(region, moved, came, said),
    )
    return f"{report.message_id}.xml", camt053.write(report)


def _region_book(name: str) -> str:
    found = book_pages.books_of(name)
    if len(found) > 1:
        raise BookIsSeveral(book=name, books=", ".join(found[:3]))
    if chart.kind_of(found[0]) != "region":
        raise BookHasNoBank(book=name)
    return found[0]


def _check_over(tx: Tx, book: str, day: date) -> None:
    """A day that is not over, or that is not sealed, has no report yet."""
    row = book_days.of_day(tx, book, day)
    if day >= tx.world.today or (row is not None and row.closed_at is None):
        raise BookDayNotSealed(book=book, day=day.isoformat())
