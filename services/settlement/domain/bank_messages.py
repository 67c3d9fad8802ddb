"""What a bank tells (银行报文): money that came in for a region, and money that goes back.

A bank that is played from outside sends a report of a day (camt.053, or CSV with a control
record) or a return (pacs.004). Whatever its form, this is what it says. A message is taken as
a whole or not at all, and once: its id is its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sscsim.kernel.control_file import FileFault, Form, head_of, read
from sscsim.kernel.money import Money, sum_money

MESSAGES: Final = ("report", "return")
REPORT_FORMS: Final = ("camt.053", "csv")
RETURN_FORMS: Final = ("pacs.004",)
MAX_ENTRIES: Final = 1_000
MAX_BYTES: Final = 1_000_000

MESSAGE_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:/-]{0,34}")
SERIAL: Final = re.compile(r"[0-9A-Za-z]{1,20}(?:/[1-9][0-9]?)?")
NOTICE_ID: Final = re.compile("ntc_[0-9A-HJKMNP-TV-Z]{26}")
REGION: Final = re.compile("[0-9]{6}")

CSV: Final = Form(
    columns=("bank_serial", "payer_region_code", "notice_id", "amount_fen"),
    summed="amount_fen",
    unique="bank_serial",
    max_lines=MAX_ENTRIES,
)
_MARK: Final = ("BANK", "1")


class MessageFault(ValueError):
    """What is wrong with a message, and where: a line, or the path of an element."""

    def __init__(self, where: str, code: str, zh: str, en: str) -> None:
        super().__init__(f"{where}: {en}")
        self.where, self.code, self.zh, self.en = where, code, zh, en


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came in. `notice_id`: what the payer said it is for, if it said so."""

    where: str
    bank_serial: str
    payer: str
    amount: Money
    notice_id: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A day at the bank of `region`. `skipped`: entries that are not money from a region."""

    message_id: str
    region: str
    credits: tuple[Credit, ...]
    skipped: int = 0

    @property
    def total(self) -> Money:
        return sum_money(each.amount for each in self.credits)


@dataclass(frozen=True, slots=True)
class GoingBack:
    """One payment that is returned, by the serial under which it came in."""

    where: str
    bank_serial: str
    amount: Money
    reason: str
    notice_id: str | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """Money that `region` sends back."""

    message_id: str
    region: str
    payments: tuple[GoingBack, ...]

    @property
    def total(self) -> Money:
        return sum_money(each.amount for each in self.payments)


def read_csv(content: bytes) -> Report:
    """A report as CSV; MessageFault for anything that is not in order.

    BANK,1,<message id>,<region>
    bank_serial,payer_region_code,notice_id,amount_fen
    0123456789ABCDEFGHJK,510100,ntc_…,965000
    END,1,965000,<sha256>
    """
    try:
        mark, version, message_id, region = head_of(content, 4)
        if (mark, version) != _MARK:
            raise FileFault(1, "header", "首记录不符", "is not: BANK,1,<message id>,<region>")
        rows = read(CSV, (mark, version, message_id, region), content)
    except FileFault as fault:
        where = f"line {fault.line}"
        raise MessageFault(where, fault.code, fault.text.zh, fault.text.en) from None
    _matching("line 1", MESSAGE_ID, message_id, "message_id")
    _matching("line 1", REGION, region, "region")
    credits = [
        credit(
            f"line {number}",
            row["bank_serial"],
            row["payer_region_code"],
            Money(int(row["amount_fen"])),
            row["notice_id"] or None,
        )
        for number, row in rows
    ]
    return Report(message_id, region, tuple(credits))


def credit(
    where: str, bank_serial: str, payer: str, amount: Money, notice_id: str | None
) -> Credit:
    """Money that came in, checked; MessageFault."""
    _matching(where, SERIAL, bank_serial, "bank_serial")
    _matching(where, REGION, payer, "payer")
    if notice_id is not None:
        _matching(where, NOTICE_ID, notice_id, "notice_id")
    positive(where, amount)
    return Credit(where, bank_serial, payer, amount, notice_id)


def positive(where: str, amount: Money) -> None:
    if amount <= Money.zero():
        raise MessageFault(where, "amount", "金额须大于零", "an amount must be above zero")


def _matching(where: str, form: re.Pattern[str], value: str, code: str) -> None:
    if not form.fullmatch(value):
        raise MessageFault(where, code, f"{code} 格式错误", f"{code} has the wrong form")


def message_id(where: str, value: str) -> str:
    _matching(where, MESSAGE_ID, value, "message_id")
    return value


def region(where: str, value: str) -> str:
    _matching(where, REGION, value, "region")
    return value


def serial(where: str, value: str) -> str:
    _matching(where, SERIAL, value, "bank_serial")
    return value


def each_once(entries: Iterable[Credit | GoingBack]) -> None:
    """MessageFault for a serial that stands twice: one movement of money is one entry."""
    seen: dict[str, str] = {}
    for each in entries:
        earlier = seen.setdefault(each.bank_serial, each.where)
        if earlier != each.where:
            raise MessageFault(
                each.where, "duplicate", f"与 {earlier} 重复", f"has the serial of {earlier}"
            )


# ---- one that was taken


@dataclass(frozen=True, slots=True)
class BankMessage:
    """A message that was taken, as recorded.

    kind: one of MESSAGES; sha256: of the bytes that came; skipped: entries that were no money
    from a region; entries: for each of the others its serial, its receipt, and whether the
    receipt was made by this message
    """

    id: str
    cycle_id: str
    kind: str
    form: str
    region: str
    message_id: str
    sha256: str
    count: int
    total: Money
    skipped: int
    entries: list[dict[str, Any]]
    version: int
    created_at: datetime
    updated_at: datetime
