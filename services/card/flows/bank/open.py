"""Opening the account of a card."""

from services.card import problems_bank as problems
from services.card.domain import bank_account as domain
from services.card.domain.bank_account import BankAccount
from services.card.domain.card import Card
from services.card.domain.person import Person
from services.card.flows import known as holders
from services.card.flows.bank import known, orders
from services.card.store import bank_accounts, store
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money


def open_account(
    card_id: str, bank_code: str = domain.DEFAULT_BANK, reserved_phone: str | None = None
) -> BankAccount:
    """Open the account of a card at a bank; `opening` while a bank outside has not answered."""
    known.check_bank(bank_code)
    with store.write() as tx:
        card = holders.locked_card(tx, card_id)
        world.require_region(card.region_code)
        holder = holders.person(tx, card.person_id)
        account = for_card(tx, card, holder, bank_code, reserved_phone=reserved_phone)
        failpoint("card.open_account.before_commit")
        return tx.answer(orders.ask(tx, account, "open", {"holder_name": holder.name}))


def for_card(
    tx: Tx,
    card: Card,
    holder: Person,
    bank_code: str,
    *,
    account_number: str | None = None,
    reserved_phone: str | None = None,
) -> BankAccount:
    """The account of a card, still `opening`; one card has one account at a time.

    `account_number`: the one the bank gave; else one is drawn. The caller holds the lock
    of the card.
    """
    earlier = bank_accounts.of_card(tx, card.id)
    for account in earlier:
        if account.status not in ("closed", "not_opened"):
            raise problems.BankAccountExists(account_id=account.id, status=account.status)
    if card.status == "cancelled" or card.form != "standard":
        shown = card.status if card.form == "standard" else card.form
        raise problems.CardWithoutAccount(status=shown)
    account_id = tx.new_id("bka", card.id, len(earlier) + 1)
    now = world.now()
    account = BankAccount(
        id=account_id,
        card_id=card.id,
        person_id=card.person_id,
        region_code=card.region_code,
        bank_code=bank_code,
        account_number=account_number or _free_number(tx, bank_code, account_id),
        holder_name=holder.name,
        status=domain.MACHINE.initial,
        balance=Money.zero(),
        held=Money.zero(),
        reserved_phone=reserved_phone or holder.contact_phone,
        password_digest=None,
        wrong_passwords=0,
        last_moved_on=None,
        activated_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )
    bank_accounts.add(tx, account)
    return account


def _free_number(tx: Tx, bank_code: str, account_id: str) -> str:
    attempt = 0
    while True:
        number = domain.account_number(bank_code, account_id, attempt)
        tx.lock("account number", number)
        if bank_accounts.with_number_locked(tx, number) is None:
            return number
        attempt += 1
