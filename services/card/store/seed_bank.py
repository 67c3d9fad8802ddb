"""What Zhou Ming of the preset `demo` has besides a card: an account, an electronic card.

With them the examples of the bank side and of the codes work as they stand.
"""

from typing import Any

from services.card.domain import bank_account, electronic_card
from services.card.domain.bank_account import BankAccount
from services.card.domain.electronic_card import ElectronicCard
from services.card.store import tables_bank, tables_electronic
from sscsim.db import Tx
from sscsim.db.rows import values
from sscsim.demo_people import ZHOU_MING
from sscsim.kernel.money import Money

PASSWORD = "471592"
PHONE = "19900000001"
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
        balance=Money.zero(),
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
