"""The bank side of a card (金融账户): its account, a state machine and a password of its own.

The social application and the bank account of one card know nothing of each other's
state: a loss is reported to both, a password is wrong on one of them only.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from services.card import problems_bank as problems
from services.card.domain.password_form import is_simple
from sscsim.kernel.ids import pan
from sscsim.kernel.money import Money
from sscsim.kernel.problems import Text
from sscsim.kernel.states import Machine

MACHINE = Machine(
    "bank account",
    initial="opening",
    edges=[
        ("opening", "open", "inactive"),
        ("opening", "refuse", "not_opened"),
        ("inactive", "activate", "active"),
        ("active", "rest", "dormant"),
        ("dormant", "wake", "active"),
        ("active", "freeze", "frozen"),
        ("frozen", "unfreeze", "active"),
        ("active", "report_temporary_loss", "temporarily_lost"),
        ("active", "report_loss", "lost"),
        ("temporarily_lost", "report_loss", "lost"),
        ("temporarily_lost", "release", "active"),
        ("lost", "release", "active"),
        ("active", "lock", "locked"),
        ("locked", "reset_password", "active"),
        ("inactive", "close", "closed"),
        ("active", "close", "closed"),
        ("dormant", "close", "closed"),
        ("temporarily_lost", "close", "closed"),
        ("lost", "close", "closed"),
        ("locked", "close", "closed"),
    ],
)
"""`opening`: the bank has not answered. `inactive`: no cardholder came to the bank to
activate it (未激活); dormant (睡眠), frozen (冻结, by a court or the bank), closed (销户)."""

STATUSES = MACHINE.states

RETURN_CODES = {
    "00": Text(zh="入账成功", en="paid"),
    "01": Text(zh="账户不存在", en="account not found"),
    "02": Text(zh="户名不符", en="name mismatch"),
    "03": Text(zh="账户已销户", en="account closed"),
    "04": Text(zh="社会保障卡已注销", en="card cancelled"),
    "05": Text(zh="账户睡眠", en="dormant account"),
    "06": Text(zh="金额超限", en="over limit"),
    "99": Text(zh="其他原因", en="other"),
}
"""What a bank answers to a credit. The codes are a model of ours: banks and treasuries
agree on their own. `99` covers accounts that are frozen or were never activated."""
ANSWER_CODES = {**RETURN_CODES, "51": Text(zh="余额不足", en="balance too low")}
"""What the bank side can answer another service; `51` is of debits."""

_CREDIT_CODE = {
    "active": "00",
    "temporarily_lost": "00",
    "lost": "00",
    "locked": "00",
    "dormant": "05",
    "closed": "03",
    "not_opened": "01",
}
"""A lost card or a wrong password keeps nobody from paying in. Others: `99`."""

BANKS = {
    "629990": Text(zh="示范银行", en="Demo Bank"),
    "629991": Text(zh="示范农商银行", en="Demo Rural Bank"),
}
"""Banks of our making, by the issuer digits of their account numbers."""

DEFAULT_BANK = "629990"
ENTRY_KINDS = ("credit", "debit", "capture", "refund", "reversal")


@dataclass(frozen=True)
class BankAccount:
    """The account on the bank side of one card.

    balance: what the bank owes the holder; held: the part of it that is reserved
    reserved_phone: the phone number the bank knows (预留手机号)
    last_moved_on: day of the last entry, or of the activation; decides on dormancy
    wrong_passwords: since the last right one
    """

    id: str
    card_id: str
    person_id: str
    region_code: str
    bank_code: str
    account_number: str
    holder_name: str
    status: str
    balance: Money
    held: Money
    reserved_phone: str | None
    password_digest: str | None
    wrong_passwords: int
    last_moved_on: date | None
    activated_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def available(self) -> Money:
        return self.balance - self.held


@dataclass(frozen=True)
class BankEntry:
    """One line of the statement, which is one journal of the subsidiary ledger.

    The postings of a card account are always two accounts of the bank's book, so a line
    holds them both: `debit` received and `credit` gave `amount`.
    event: what happened, unique together with `kind`
    reverses: the entry that this one takes back
    """

    id: str
    account_id: str
    kind: str
    event: str
    book: str
    debit: str
    credit: str
    amount: Money
    balance_after: Money
    memo: str | None
    asked_by: str
    reverses: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True)
class BankHold:
    """Money set aside (冻结金额) until it is captured or let go."""

    id: str
    account_id: str
    amount: Money
    status: str
    captured_entry_id: str | None
    memo: str | None
    asked_by: str
    expires_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime


HOLDS = Machine(
    "bank hold",
    initial="open",
    edges=[
        ("open", "capture", "captured"),
        ("open", "release", "released"),
        ("open", "lapse", "lapsed"),
    ],
)


def after(account: BankAccount, event: str) -> str:
    """The status after `event`; refused with the moves that are allowed."""
    if not MACHINE.allows(account.status, event):
        raise problems.BankAccountMoveNotAllowed(
            status=account.status,
            event=event,
            allowed=", ".join(MACHINE.events(account.status)) or "-",
        )
    return MACHINE.after(account.status, event)


class Creditable(Protocol):
    """What a bank looks at in an account before it credits it."""

    @property
    def status(self) -> str: ...

    @property
    def holder_name(self) -> str: ...


def credit_code(
    account: Creditable | None,
    *,
    card_status: str | None,
    name: str | None,
    amount: Money,
    limit: Money,
) -> str:
    """The return code for a credit: `00`, or the first reason why the bank returns it.

    The account comes before the name and the name before the amount, as at a counter.
    `name` None is not compared; `card_status` is that of the social application.
    """
    if account is None or account.status in ("opening", "not_opened"):
        return "01"
    if name is not None and name != account.holder_name:
        return "02"
    if account.status == "closed":
        return "03"
    if card_status == "cancelled":
        return "04"
    if account.status == "dormant":
        return "05"
    if amount > limit:
        return "06"
    return _CREDIT_CODE.get(account.status, "99")


def check_debit(account: BankAccount, amount: Money) -> None:
    """Money leaves active accounts only, and no more than is available."""
    if account.status != "active":
        raise problems.BankAccountNotUsable(
            status=account.status,
            direction="debit",
            return_code=_CREDIT_CODE.get(account.status, "99").replace("00", "99"),
        )
    if amount > account.available:
        raise problems.BankBalanceTooLow(available=account.available.plain(), asked=amount.plain())


def check_password_form(password: str) -> None:
    """Six digits that aren't all the same and don't run up or down."""
    if is_simple(password):
        raise problems.BankPasswordTooSimple()


def digest(password: str, salt: str) -> str:
    """What is kept of a password; `salt` is the id of what it opens.

    Cheap on purpose: passwords here are synthetic, and populations have a million of them.
    """
    return hashlib.sha256(f"{salt}/{password}".encode()).hexdigest()[:48]


def is_right(password: str, kept: str | None, salt: str) -> bool:
    return kept is not None and hmac.compare_digest(digest(password, salt), kept)


def account_number(bank_code: str, account_id: str, attempt: int) -> str:
    """An account number drawn from the id; `attempt` counts from 0 where one was taken."""
    drawn = hashlib.sha256(f"{account_id}/{attempt}".encode()).digest()
    return pan.make(bank_code, int.from_bytes(drawn[:8], "big") % pan.SERIAL_LIMIT)


def book(bank_code: str) -> str:
    """The bank's book in which its card accounts are kept."""
    return f"B:{bank_code}"


def deposit(account_id: str) -> str:
    """The bank's debt to the holder, an account of its book."""
    return f"deposit.{account_id}"
