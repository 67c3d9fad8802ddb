"""Taking money off the account on somebody's card, for another service that it was promised to.

A refund of a benefit or an instalment of a loan: the holder agreed to it there (代扣).
"""

from services.card.domain import bank_account as domain
from services.card.flows import known as holders
from services.card.flows.bank import posting
from services.card.flows.bank.pay_in import PaidIn
from services.card.problems_bank import BankAccountNotUsable, BankBalanceTooLow
from services.card.store import bank_accounts, store
from sscsim.kernel.money import Money

TOO_LOW = "51"
"""Not enough on the account; nothing was taken."""


def take_out(event: str, person_id: str, amount_fen: Money, memo: str | None = None) -> PaidIn:
    """Debit the account on the person's card, once for each event of the calling service.

    A return code other than `00` moved nothing, and the same event may be tried again. The whole
    amount is taken or none of it.
    """
    with store.write() as tx:
        holders.locked_person(tx, person_id)
        earlier = bank_accounts.entry_of(tx, "debit", f"peer/{event}")
        if earlier is not None:
            return PaidIn("00", earlier.account_id, earlier.id)
        usable = [each for each in bank_accounts.of_person(tx, person_id) if _is_usable(each)]
        account = bank_accounts.find_locked(tx, usable[-1].id) if usable else None
        if account is None:
            return PaidIn("01")
        try:
            _, entry = posting.debit(
                tx, account, amount_fen, target="treasury", event=f"peer/{event}", memo=memo
            )
        except BankAccountNotUsable:
            return PaidIn("99", account.id)
        except BankBalanceTooLow:
            return PaidIn(TOO_LOW, account.id)
        return PaidIn("00", account.id, entry.id)


def _is_usable(account: domain.BankAccount) -> bool:
    return account.status == "active"
