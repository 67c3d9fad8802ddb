"""The bank moves the balance of a replaced card's account to the new card's account."""

from services.card.domain.bank_account import BankAccount
from services.card.flows.bank import effects, known, posting
from services.card.flows.bank.deposits import Deposits
from services.card.store import bank_accounts
from sscsim.db import Tx
from sscsim.kernel.money import Money

MEMO = "补换卡余额转移"
_BACK_TO_ACTIVE = {
    "temporarily_lost": "release",
    "lost": "release",
    "dormant": "wake",
    "locked": "reset_password",
}


def carry_over(tx: Tx, old_card_id: str, new_card_id: str) -> None:
    """Empty and close the old account, if there are two of one bank and nothing is held.

    A frozen account stays as it is, whoever froze it; so does one where money is held, and
    one at another bank: there the holder goes in person.
    """
    old = _usable(tx, old_card_id)
    new = _usable(tx, new_card_id)
    if old is None or new is None or old.bank_code != new.bank_code:
        return
    if old.status in ("frozen", "opening", "not_opened", "closed") or old.held > Money.zero():
        return
    if old.status in _BACK_TO_ACTIVE:
        old = effects.moved(tx, old, _BACK_TO_ACTIVE[old.status], "bank_account.released")
    if old.balance > Money.zero():
        _transferred(tx, old, new)
        old = known.locked_account(tx, old.id)
    effects.moved(tx, old, "close", "bank_account.closed")


def _transferred(tx: Tx, old: BankAccount, new: BankAccount) -> None:
    between, amount, both = f"transfer.{old.id}", old.balance, Deposits()
    to, back = f"carry-over:{new.id}", f"carry-over:{old.id}"
    posting.debit(tx, old, amount, target=between, event=to, memo=MEMO, batch=both)
    posting.credit(tx, new, amount, source=between, event=back, memo=MEMO, batch=both)
    both.tell(tx, back)


def _usable(tx: Tx, card_id: str) -> BankAccount | None:
    for account in bank_accounts.of_card(tx, card_id):
        if account.status not in ("closed", "not_opened"):
            return bank_accounts.find_locked(tx, account.id)
    return None
