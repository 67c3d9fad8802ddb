"""Moving money: one journal of the bank's book, one line of the statement, one balance."""

from dataclasses import replace

from services.card import problems_bank as problems
from services.card.domain import bank_account as domain
from services.card.domain.bank_account import BankAccount, BankEntry
from services.card.flows.bank import deposits
from services.card.flows.bank.deposits import Deposits
from services.card.store import bank_accounts
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.ledger import Journal, Posting
from sscsim.kernel.money import Money


def credit(
    tx: Tx,
    account: BankAccount,
    amount: Money,
    *,
    source: str,
    event: str,
    memo: str | None,
    kind: str = "credit",
    batch: Deposits | None = None,
) -> tuple[BankAccount, BankEntry]:
    """Money comes in; the caller holds the account's lock and has checked its state.

    With a `batch` the caller tells the region's book, once for all of its entries.
    """
    book = domain.book(account.bank_code)
    posting = Posting(book, source, domain.deposit(account.id), amount)
    return _booked(tx, account, Journal(kind, event, (posting,)), amount, memo, batch)


def debit(
    tx: Tx,
    account: BankAccount,
    amount: Money,
    *,
    target: str,
    event: str,
    memo: str | None,
    kind: str = "debit",
    batch: Deposits | None = None,
) -> tuple[BankAccount, BankEntry]:
    """Money goes out; refused when the state or the balance doesn't allow it."""
    domain.check_debit(account, amount)
    book = domain.book(account.bank_code)
    posting = Posting(book, domain.deposit(account.id), target, amount)
    return _booked(tx, account, Journal(kind, event, (posting,)), -amount, memo, batch)


def reverse(tx: Tx, account: BankAccount, entry: BankEntry) -> tuple[BankAccount, BankEntry]:
    """Take an entry back, whole, by its mirror."""
    if entry.reverses is not None or bank_accounts.reversal_of(tx, entry.id) is not None:
        raise problems.BankEntryReversed(entry_id=entry.id)
    original = Journal(
        entry.kind, entry.event, (Posting(entry.book, entry.debit, entry.credit, entry.amount),)
    )
    mirror = original.mirrored(entry.id, kind="reversal", event=entry.id)
    came_in = entry.credit == domain.deposit(account.id)
    if came_in and entry.amount > account.available:
        raise problems.BankBalanceTooLow(
            available=account.available.plain(), asked=entry.amount.plain()
        )
    moved = -entry.amount if came_in else entry.amount
    return _booked(tx, account, mirror, moved, entry.memo)


def _booked(
    tx: Tx,
    account: BankAccount,
    journal: Journal,
    moved: Money,
    memo: str | None,
    batch: Deposits | None = None,
) -> tuple[BankAccount, BankEntry]:
    [posting] = journal.postings
    now = world.now()
    changed = replace(
        account,
        balance=account.balance + moved,
        last_moved_on=now.date(),
        version=account.version + 1,
        updated_at=now,
    )
    entry = BankEntry(
        id=tx.new_id("bke", journal.kind, journal.event),
        account_id=account.id,
        kind=journal.kind,
        event=journal.event,
        book=posting.book,
        debit=posting.debit,
        credit=posting.credit,
        amount=posting.amount,
        balance_after=changed.balance,
        memo=memo,
        asked_by=world.current().party_id,
        reverses=journal.reverses,
        created_at=now,
        updated_at=now,
    )
    bank_accounts.change(tx, changed)
    bank_accounts.add_entry(tx, entry)
    if batch is None:
        deposits.tell(tx, entry.id, account.region_code, moved)
    else:
        batch.add(account.region_code, moved)
    verb = "credited" if moved > Money.zero() else "debited"
    tx.emit(
        f"bank_account.{verb}",
        account.id,
        {
            "id": account.id,
            "entry_id": entry.id,
            "kind": entry.kind,
            "amount_fen": entry.amount.fen,
            "balance_fen": changed.balance.fen,
        },
    )
    return changed, entry
