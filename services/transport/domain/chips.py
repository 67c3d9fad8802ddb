"""The chip of a transit card at a reader without network: what it pays, counts and remembers.

The chip knows its balance, its counters and its last records, and nothing of cities, lists or
limits: those are the reader's to mind. Its balance is the purse's less what the purse doesn't know
of yet; that both agree again at the next contact with a network, corrections included, is assumed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.transport.domain import tac
from services.transport.domain.chip import JourneyRecord, PurseRecord
from services.transport.domain.taps import ENTRY, EXIT
from sscsim.kernel.money import Money, sum_money

WAITING, SETTLED, RETURNED = "waiting", "settled", "returned"
STATUSES: Final = (WAITING, SETTLED, RETURNED)
"""Not uploaded yet; on record as a tap that was taken; refused there, and the money is back."""

SEQUENCES: Final = 65_535
"""The counter has two bytes; a chip that has used them up pays no more."""

LACKS_MONEY, WORN_OUT, NO_PURSE = "balance_too_low", "counter_used_up", "no_purse"
REFUSALS: Final = (LACKS_MONEY, WORN_OUT, NO_PURSE)


@dataclass(frozen=True, slots=True)
class ChipTransaction:
    """What the chip did once, at a terminal.

    `amount`: zero of an entry. `balance_after`: of the chip. `offline_total`: what it had paid
    without network since it last met one, with this. `loads`: its counter of loads then, by which
    a load in between is seen. `city`, `station`, `acquirer`: digits, as the record has them.
    """

    id: str
    transit_card_id: str
    sequence: int
    kind: str
    amount: Money
    balance_after: Money
    offline_total: Money
    loads: int
    terminal_number: str
    city: str
    station: str
    acquirer: str
    at: datetime
    tac: str
    status: str
    tap_id: str | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def purse_record(self) -> PurseRecord:
        return tac.record_of(self.sequence, self.amount, self.kind, self.terminal_number, self.at)

    @property
    def journey_record(self) -> JourneyRecord:
        return journey_record(
            self.kind,
            self.terminal_number,
            (self.city, self.station, self.acquirer),
            self.amount,
            self.balance_after,
            self.at,
        )


@dataclass(frozen=True, slots=True)
class Chip:
    """A chip as it is now. `balance` may be below zero by `overdraft` and no further.

    `offline_total`: see `ChipTransaction`; zero once it has met a network.
    """

    number: str
    balance: Money
    overdraft: Money
    sequence: int
    loads: int
    offline_total: Money

    def refuses(self, amount: Money) -> str | None:
        """Why it pays no such amount, of `REFUSALS`; None: it pays.

        Something is overdrawn only while there is something on it.
        """
        if self.sequence >= SEQUENCES:
            return WORN_OUT
        left = self.balance - amount
        if amount > Money.zero() and left < Money.zero():
            may_overdraw = self.balance > Money.zero() and left >= -self.overdraft
            return None if may_overdraw else LACKS_MONEY
        return None


def chip_of(
    number: str,
    purse: tuple[Money, Money],
    counters: tuple[int, int],
    waiting: Sequence[ChipTransaction],
    last: ChipTransaction | None,
) -> Chip:
    """The chip, from the card's purse (balance, overdraft), its counters (purchases, loads), what
    is not uploaded yet, and the last thing it did without network.

    It has met a network since, when one of the counters has moved on without it.
    """
    balance, overdraft = purse
    sequence, loads = counters
    is_alone = last is not None and (last.sequence, last.loads) == (sequence, loads)
    return Chip(
        number,
        balance - sum_money(each.amount for each in waiting),
        overdraft,
        sequence,
        loads,
        last.offline_total if last is not None and is_alone else Money.zero(),
    )


def journey_record(
    kind: str,
    terminal_number: str,
    place: tuple[str, str, str],
    amount: Money,
    balance_after: Money,
    at: datetime,
) -> JourneyRecord:
    """The record of one tap; `place`: city, station and acquirer in digits.

    The layout has no sign: an overdrawn balance stands in it as zero (assumed).
    """
    city, station, acquirer = place
    return JourneyRecord(
        type={ENTRY: "entry", EXIT: "exit"}.get(kind, "single_purchase"),
        terminal=terminal_number.zfill(16),
        kind="metro" if kind in (ENTRY, EXIT) else "bus",
        station=station,
        amount=amount,
        balance_after=max(balance_after, Money.zero()),
        at=at.replace(microsecond=0),
        city=city,
        acquirer=acquirer,
    )
