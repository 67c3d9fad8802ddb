"""Paying a benefit onto somebody's card, for another service."""

from dataclasses import dataclass

from services.card import terms
from services.card.domain import bank_account as domain
from services.card.domain.bank_account import BankAccount
from services.card.flows import known as holders
from services.card.flows.bank import posting
from services.card.store import bank_accounts, cards, store
from sscsim import world
from sscsim.db import Tx
from sscsim.kernel.money import Money


@dataclass(frozen=True)
class PaidIn:
    """What came of it: `00` and the entry, or the code with which the bank returned it."""

    return_code: str
    account_id: str | None = None
    entry_id: str | None = None

    @property
    def text(self) -> str:
        return domain.ANSWER_CODES[self.return_code].into(world.current().language)


def pay_in(
    event: str,
    person_id: str,
    amount_fen: Money,
    name: str | None = None,
    memo: str | None = None,
    account_id: str | None = None,
) -> PaidIn:
    """Credit the account on the person's card, once for each event of the calling service.

    `account_id`: the one of several that the person chose; it is returned where it can't take it.

    A return code other than `00` moved nothing, and the same event may be tried again.
    """
    with store.write() as tx:
        holders.locked_person(tx, person_id)
        earlier = bank_accounts.entry_of(tx, "credit", f"peer/{event}")
        if earlier is not None:
            return PaidIn("00", earlier.account_id, earlier.id)
        account = _account_of(tx, person_id, account_id)
        if account is None:
            return PaidIn("01")
        card = cards.find(tx, account.card_id)
        code = domain.credit_code(
            account,
            card_status=card.status if card else None,
            name=name,
            amount=amount_fen,
            limit=terms.bank_side(account.region_code, world.today()).single_credit_limit,
        )
        if code != "00":
            return PaidIn(code, account.id)
        _, entry = posting.credit(
            tx, account, amount_fen, source="treasury", event=f"peer/{event}", memo=memo
        )
        return PaidIn("00", account.id, entry.id)


def _account_of(tx: Tx, person_id: str, chosen_id: str | None) -> BankAccount | None:
    """The chosen account; else one that can take money, else the newest one, whose state tells
    why it can't."""
    found = bank_accounts.of_person(tx, person_id)
    if chosen_id is not None:
        found = [account for account in found if account.id == chosen_id]
    usable = [account for account in found if account.status == "active"]
    chosen = usable or found
    if not chosen:
        return None
    return bank_accounts.find_locked(tx, chosen[-1].id)
