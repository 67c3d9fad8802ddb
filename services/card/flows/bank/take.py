"""Taking a payment from the account on somebody's card, for another service (持卡缴费)."""

from services.card import problems_bank as problems
from services.card.domain.bank_account import BankAccount, BankEntry
from services.card.flows import known as holders
from services.card.flows.bank import passwords, posting
from services.card.flows.electronic import paid_once
from services.card.store import bank_accounts, electronic, store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money


def take(
    event: str, person_id: str, amount: Money, password: str, payee: str, memo: str | None = None
) -> BankEntry:
    """Debit the person's card account with the bank password, once for each event.

    `payee`: the account of the bank's book that gets it. A wrong password counts. An event that
    was given up (`taken`) is never taken late: CodePaymentClosed.
    """
    with store.write() as tx:
        holders.locked_person(tx, person_id)
        earlier = _entry(tx, event)
        if earlier is not None:
            return earlier
        paid_once.earlier(tx, event)
        account = _account(tx, person_id)
        account, refused = passwords.tried(tx, account, password)
        if refused is None:
            _, entry = posting.debit(
                tx, account, amount, target=payee, event=f"peer/{event}", memo=memo
            )
            failpoint("card.bank_take.before_commit")
            return tx.answer(entry)
        tx.refuse(refused)
    raise refused


def taken(event: str) -> BankEntry | None:
    """What was taken for the event; when nothing was, it is closed and can't come late."""
    with store.write() as tx:
        tx.lock("code payment", event)
        found = _entry(tx, event)
        if found is None and not electronic.is_payment_closed(tx, event):
            electronic.close_payment(tx, event)
        return found


def _entry(tx: Tx, event: str) -> BankEntry | None:
    return bank_accounts.entry_of(tx, "debit", f"peer/{event}")


def _account(tx: Tx, person_id: str) -> BankAccount:
    """The account on the card that can pay; CardAccountMissing without one."""
    found = bank_accounts.of_person(tx, person_id)
    chosen = [each for each in found if each.status == "active"] or found
    account = bank_accounts.find_locked(tx, chosen[-1].id) if chosen else None
    if account is None:
        raise problems.CardAccountMissing(person_id=person_id)
    return account
