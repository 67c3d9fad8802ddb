"""Showing and listing the bank side."""

from services.card import problems_bank as problems
from services.card.domain.bank_account import BANKS, BankAccount, BankEntry, BankHold
from services.card.domain.bank_order import Bank, BankOrder
from services.card.domain.credit_file import CreditFile, ReturnedLine, write_return
from services.card.flows.bank import known
from services.card.flows.find import ListRequest
from services.card.store import bank_accounts, banks, store
from sscsim.db import Page


def get_account(account_id: str) -> BankAccount:
    with store.read() as tx:
        return known.account(tx, account_id)


def list_accounts(query: ListRequest) -> Page:
    with store.read() as tx:
        return bank_accounts.page(tx, query.page, query.filters)


def statement(account_id: str, query: ListRequest) -> Page:
    with store.read() as tx:
        known.account(tx, account_id)
        return bank_accounts.statement(tx, account_id, query.page, query.filters)


def get_entry(entry_id: str) -> BankEntry:
    with store.read() as tx:
        return known.entry(tx, entry_id)


def get_hold(hold_id: str) -> BankHold:
    with store.read() as tx:
        return known.hold(tx, hold_id, locked=False)


def list_banks() -> list[Bank]:
    """Every bank here, with its player; the order of the list is that of the codes."""
    with store.read() as tx:
        return [banks.find(tx, code) for code in BANKS]


def get_order(order_id: str) -> BankOrder:
    with store.read() as tx:
        return known.order(tx, order_id, locked=False)


def list_orders(query: ListRequest) -> Page:
    with store.read() as tx:
        return banks.orders_page(tx, query.page, query.filters)


def get_file(file_id: str) -> CreditFile:
    with store.read() as tx:
        return known.file(tx, file_id)


def list_files(query: ListRequest) -> Page:
    with store.read() as tx:
        return banks.files_page(tx, query.page, query.filters)


def list_lines(file_id: str, query: ListRequest) -> Page:
    with store.read() as tx:
        known.file(tx, file_id)
        return banks.lines_page(tx, file_id, query.page)


def return_text(file_id: str) -> str:
    """The bank's return of a file; refused while there is none."""
    with store.read() as tx:
        file = known.file(tx, file_id)
        if file.status != "returned":
            raise problems.CreditFileNotWaiting(file_id=file.id, status=file.status)
        rows = banks.lines(tx, file_id)
    lines = (ReturnedLine(row.number, row.return_code, row.text or "") for row in rows)
    return write_return(file.batch_no, file.total, lines)
