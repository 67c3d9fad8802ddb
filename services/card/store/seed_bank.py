"""What Zhou Ming of the preset `demo` has besides a card: an account, an electronic card.

With them the examples of the bank side and of the codes work as they stand.
"""

from typing import Any

from services.card.domain import bank_account, electronic_card
from services.card.domain.bank_account import BankAccount, BankEntry
from services.card.domain.electronic_card import ElectronicCard
from services.card.store import tables_bank, tables_electronic
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.demo_people import ZHOU_MING
from sscsim.kernel.money import Money

PASSWORD = "471592"
PHONE = "19900000001"
OPENING = Money.yuan("500.00")
CHANNEL = "CH-DEMO"
SECRET = "demo channel: its secret is no secret"


def plant(tx: Tx) -> None:
    seed, now = tx.world.seed, tx.world.now
    stamps: dict[str, Any] = {"version": 1, "created_at": now, "updated_at": now}
    card_id, person_id = ZHOU_MING.card_id(seed), ZHOU_MING.person_id(seed)
    account_id = tx.new_id("bka", card_id, 1)
    account = BankAccount(
        id=account_id,
        card_id=card_id,
        person_id=person_id,
        region_code=ZHOU_MING.region_code,
        bank_code=bank_account.DEFAULT_BANK,
        account_number=bank_account.account_number(bank_account.DEFAULT_BANK, account_id, 0),
        holder_name=ZHOU_MING.name,
        status="active",
        balance=OPENING,
        held=Money.zero(),
        reserved_phone=PHONE,
        password_digest=bank_account.digest(PASSWORD, account_id),
        wrong_passwords=0,
        last_moved_on=now.date(),
        activated_at=now,
        **stamps,
    )
    electronic_id = tx.new_id("ecd", person_id, 1)
    electronic = ElectronicCard(
        id=electronic_id,
        person_id=person_id,
        card_id=card_id,
        region_code=ZHOU_MING.region_code,
        level=2,
        status="active",
        account_id=account_id,
        password_digest=electronic_card.password_digest(PASSWORD, electronic_id),
        wrong_passwords=0,
        allowed_while_lost=True,
        **stamps,
    )
    tx.execute(tables_bank.bank_accounts.insert().values(values(account)))
    _plant_opening(tx, account)
    tx.execute(tables_electronic.electronic_cards.insert().values(values(electronic)))
    tx.execute(
        tables_electronic.electronic_card_channels.insert().values(
            id=tx.new_id("chn", CHANNEL),
            channel_no=CHANNEL,
            name="示范渠道",
            secret=SECRET,
            party_id="owner",
            **stamps,
        )
    )
    tx.execute(
        tables_electronic.electronic_card_links.insert().values(
            electronic_card_id=electronic_id, channel_no=CHANNEL, sign_no="SN-DEMO", linked_at=now
        )
    )


def _plant_opening(tx: Tx, account: BankAccount) -> None:
    """The entry behind the balance, and the region's book told of it (see flows.bank.deposits)."""
    event = f"opening/{account.id}"
    entry_id = tx.new_id("bke", "credit", event)
    now = tx.world.now
    entry = BankEntry(
        id=entry_id,
        account_id=account.id,
        kind="credit",
        event=event,
        book=bank_account.book(account.bank_code),
        debit="cash",
        credit=bank_account.deposit(account.id),
        amount=account.balance,
        balance_after=account.balance,
        memo="开户存入",
        asked_by="seed",
        reverses=None,
        created_at=now,
        updated_at=now,
    )
    tx.execute(tables_bank.bank_entries.insert().values(values(entry)))
    body = {"event": entry_id, "region": account.region_code, "amount_fen": account.balance.fen}
    tx.send("settlement", "/internal/v1/card-deposits", body, key=f"deposits:{entry_id}")
