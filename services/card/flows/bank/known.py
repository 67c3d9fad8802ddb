"""What a request names on the bank side, loaded; or the problem that says there is none."""

from services.card import problems_bank as problems
from services.card.domain.bank_account import BANKS, BankAccount, BankEntry, BankHold
from services.card.domain.bank_order import BankOrder
from services.card.domain.credit_file import CreditFile
from services.card.store import bank_accounts, banks
from sscsim.db import Tx


def check_bank(bank_code: str) -> None:
    if bank_code not in BANKS:
        raise problems.BankNotFound(bank_code=bank_code)


def account(tx: Tx, account_id: str) -> BankAccount:
    found = bank_accounts.find(tx, account_id)
    if found is None:
        raise problems.BankAccountNotFound(account_id=account_id)
    return found


def locked_account(tx: Tx, account_id: str) -> BankAccount:
    """The account, whose money nobody else moves until this commits."""
    found = bank_accounts.find_locked(tx, account_id)
    if found is None:
        raise problems.BankAccountNotFound(account_id=account_id)
    return found


def entry(tx: Tx, entry_id: str) -> BankEntry:
    found = bank_accounts.find_entry(tx, entry_id)
    if found is None:
        raise problems.BankEntryNotFound(entry_id=entry_id)
    return found


def hold(tx: Tx, hold_id: str, locked: bool = True) -> BankHold:
    found = bank_accounts.find_hold(tx, hold_id, locked)
    if found is None:
        raise problems.HoldNotFound(hold_id=hold_id)
    return found


def order(tx: Tx, order_id: str, locked: bool = True) -> BankOrder:
    found = banks.find_order(tx, order_id, locked)
    if found is None:
        raise problems.BankOrderNotFound(order_id=order_id)
    return found


def file(tx: Tx, file_id: str, locked: bool = False) -> CreditFile:
    found = banks.find_file(tx, file_id, locked)
    if found is None:
        raise problems.CreditFileNotFound(file_id=file_id)
    return found
