"""A receipt (到账): money at a payee's bank, and the notice that it is matched with.

Every notice to pay names a serial that the payer's bank quotes. A payment in parts quotes
it with `/1`, `/2`, … behind it, so that no two movements of money have one serial.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sscsim.kernel.money import Money
from sscsim.kernel.states import Machine

RECEIPT: Final = Machine(
    "receipt",
    initial="unmatched",
    edges=[
        ("unmatched", "match", "matched"),
        ("unmatched", "return", "returned"),
    ],
)

FINDINGS: Final = ("unknown_serial", "unknown_reference", "wrong_region", "wrong_amount")


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to pay, and what of it is still open."""

    id: str
    statement_id: str | None
    payer: str
    payee: str
    amount: Money
    open: Money
    bank_serial: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """As recorded. `reference`: the notice that the payer named, if it named one."""

    id: str
    cycle_id: str
    payer: str
    payee: str
    amount: Money
    bank_serial: str
    reference: str | None
    status: str
    finding: str | None
    notice_id: str | None
    matched_by: str | None
    decided_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Came:
    """What the bank says of money that came in."""

    payer: str
    payee: str
    amount: Money
    bank_serial: str
    reference: str | None = None


def matched(came: Came, notices: Iterable[Notice]) -> Notice | str:
    """The notice that the money is for, or why there is none (one of FINDINGS).

    A part of what is open is good; more than that is a wrong amount.
    """
    known = list(notices)
    serial = quoted(came.bank_serial)
    found = next((each for each in known if each.bank_serial == serial), None)
    if found is None:
        return "unknown_serial"
    if came.reference is not None and came.reference != found.id:
        return "unknown_reference"
    if (came.payer, came.payee) != (found.payer, found.payee):
        return "wrong_region"
    return found if came.amount <= found.open else "wrong_amount"


def quoted(bank_serial: str) -> str:
    """The serial of the notice that a movement of money quotes.

    >>> quoted("SER/2")
    'SER'
    """
    return bank_serial.partition("/")[0]


def part_serial(notice: Notice, parts: int) -> str:
    """The serial of the next movement for a notice that `parts` came for already.

    >>> one = Notice("ntc_1", None, "a", "b", Money(5), Money(5), "SER")
    >>> part_serial(one, 0), part_serial(one, 2)
    ('SER', 'SER/2')
    """
    return f"{notice.bank_serial}/{parts}" if parts else notice.bank_serial
