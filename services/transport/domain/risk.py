"""Whether a tap may be taken at all: what a clearing centre looks at before it prices anything.

`judge` gives the first reason that stands against a tap, in the order of the questions: who says
so, is it new, whose card is it, did the card say so, how old is it, may the card be used here, and
was the terminal allowed to take it. What a tap costs, and what it does to a journey, comes after.

An online tap that is far in the past is nobody's: TOO_OLD.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.transport.domain import terminals
from services.transport.domain.acceptance import Grace
from services.transport.domain.card import REFUNDED, TransitCard
from services.transport.domain.hot_list import LOST, Listing
from services.transport.domain.taps import (
    ACCEPTED,
    ADJUSTED,
    OFFLINE,
    OK,
    ONLINE,
    PENDING,
    PURSE,
    REJECTED,
    Seen,
)
from services.transport.domain.terminals import Terminal
from sscsim.kernel.explain import Figure
from sscsim.kernel.money import Money
from sscsim.kernel.periods import china_day

_ADJUSTED: Final = ("FARE_ADJUSTED", "NO_ENTRY", "ENTRY_REPLACED")
_PENDING: Final = ("LATE_UPLOAD",)
_UNPROVEN: Final = (
    "TERMINAL_UNKNOWN",
    "SIGNATURE_WRONG",
    "DUPLICATE",
    "IN_FUTURE",
    "ISSUER_UNKNOWN",
    "CARD_UNKNOWN",
    "RECORD_UNKNOWN",
    "TAC_ERR",
    "SEQUENCE_WRONG",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The `risk` figures of a region on a day.

    `single`, `cumulative`: the most a purse pays without network at once, and in all until a
    terminal with network sees the card again. The rest are whole minutes: of a hot list's age, of
    the time in which a tap is uploaded, of the time after that in which a late one still waits for
    a decision, and of how far a terminal's clock may be ahead of ours. `grace`: the days in which
    terminals follow the national list of cities.
    """

    single: Figure[Money]
    cumulative: Figure[Money]
    hot_list_max_age: Figure[int]
    upload_within: Figure[int]
    late_within: Figure[int]
    clock_ahead: Figure[int]
    grace: Grace

    @property
    def hot_list_good_for(self) -> timedelta:
        return _minutes(self.hot_list_max_age)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that `judge` looks at beside the tap.

    `is_signed`: whether the terminal's signature is right; None where none is asked for.
    `is_new`: this terminal's number, and this card's, came with no earlier tap.
    `is_refused`: the card service doesn't stand by the code that was shown.
    `knows_issuer`: by the prefix of the card's number. `is_accepted`: the card's city at the place
    of the tap on its day. `has_tac`: whether the card's code is right; None where none is needed.
    `has_record`: whether the chip has written the record that was read from it; None of a tap.
    `reached`: the card's own counter. `is_single`: no other tap has this number of the card.
    `listing`: the hot list's, at the moment of the tap. `list_loaded_at`: when the terminal had
    last loaded the list by then. `offline_total`: what the card's chip had paid without network,
    with this tap, since it last met one.
    """

    now: datetime
    limits: Limits | None
    terminal: Terminal | None
    card: TransitCard | None = None
    is_signed: bool | None = None
    is_new: bool = True
    is_refused: bool = False
    knows_issuer: bool = True
    is_accepted: bool = True
    has_tac: bool | None = None
    has_record: bool | None = None
    reached: int | None = None
    is_single: bool = True
    listing: Listing | None = None
    list_loaded_at: datetime | None = None
    offline_total: Money | None = None


def judge(seen: Seen, facts: Facts) -> str:
    """OK, or the code of `taps.CODES` that stands against the tap."""
    if facts.terminal is None or facts.limits is None:
        return "TERMINAL_UNKNOWN"
    limits = facts.limits
    return (
        _of_terminal(seen, facts, facts.terminal)
        or _of_future(seen, facts, limits)
        or (_of_proof(seen, facts) if seen.medium == PURSE else None)
        or _of_age(seen, facts, limits)
        or (_of_card(seen, facts) if seen.medium == PURSE else None)
        or _of_hot_list(seen, facts, limits)
        or _of_amounts(seen, facts, limits)
        or ("CODE_INVALID" if facts.is_refused else None)
        or _of_lateness(seen, facts, limits)
        or OK
    )


def result_of(code: str) -> str:
    """What a code makes of a tap, of `taps.RESULTS`."""
    if code == OK:
        return ACCEPTED
    if code in _ADJUSTED:
        return ADJUSTED
    return PENDING if code in _PENDING else REJECTED


def is_proven(code: str) -> bool:
    """Whether a tap with this code is known to be the card's own: it was asked before."""
    return code not in _UNPROVEN


def _of_terminal(seen: Seen, facts: Facts, terminal: Terminal) -> str | None:
    if terminal.status != terminals.ACTIVE and seen.way == ONLINE:
        return "TERMINAL_UNKNOWN"
    if facts.is_signed is False:
        return "SIGNATURE_WRONG"
    return None if facts.is_new else "DUPLICATE"


def _of_future(seen: Seen, facts: Facts, limits: Limits) -> str | None:
    is_ahead = seen.tapped_at - facts.now > _minutes(limits.clock_ahead)
    return "IN_FUTURE" if is_ahead else None


def _of_proof(seen: Seen, facts: Facts) -> str | None:
    if not facts.knows_issuer:
        return "ISSUER_UNKNOWN"
    if facts.card is None:
        return "CARD_UNKNOWN"
    if facts.has_record is False:
        return "RECORD_UNKNOWN"
    if facts.has_tac is False:
        return "TAC_ERR"
    return None if facts.is_single and _has_counted(seen, facts) else "SEQUENCE_WRONG"


def _has_counted(seen: Seen, facts: Facts) -> bool:
    """Whether the card's counter has been where the tap says; one without network must say."""
    if seen.card_sequence is None:
        return seen.way == ONLINE
    return facts.reached is None or 0 < seen.card_sequence <= facts.reached


def _of_age(seen: Seen, facts: Facts, limits: Limits) -> str | None:
    most = _minutes(limits.upload_within) + _minutes(limits.late_within)
    return "TOO_OLD" if facts.now - seen.tapped_at > most else None


def _of_card(seen: Seen, facts: Facts) -> str | None:
    card = facts.card
    if not facts.is_accepted:
        return "CITY_NOT_ACCEPTED"
    if card is None or card.status == REFUNDED:
        return "CARD_NOT_USABLE"
    is_lost = card.lost_at is not None and card.lost_at <= seen.tapped_at
    if is_lost and not _is_carried(seen, facts, card):
        return "CARD_NOT_USABLE" if facts.listing is None else "HOT_LISTED"
    return "CARD_EXPIRED" if china_day(seen.tapped_at) > card.usable_until else None


def _is_carried(seen: Seen, facts: Facts, card: TransitCard) -> bool:
    """Whether what is taken from a lost card is its holder's loss still: in the first days, at a
    terminal whose list was of before (TU-09)."""
    if seen.way != OFFLINE or card.carried_until is None or facts.list_loaded_at is None:
        return False
    knows = facts.listing is not None and facts.listing.since <= facts.list_loaded_at
    return seen.tapped_at < card.carried_until and not knows


def _of_hot_list(seen: Seen, facts: Facts, limits: Limits) -> str | None:
    if facts.listing is not None:
        card = facts.card if facts.listing.reason == LOST else None
        if card is None or not _is_carried(seen, facts, card):
            return "HOT_LISTED"
    if seen.way != OFFLINE:
        return None
    loaded = facts.list_loaded_at
    if loaded is None or seen.tapped_at - loaded > _minutes(limits.hot_list_max_age):
        return "HOT_LIST_STALE"
    return None


def _of_amounts(seen: Seen, facts: Facts, limits: Limits) -> str | None:
    if seen.way == ONLINE or seen.taken is None:
        return None
    if seen.taken > limits.single.value:
        return "AMOUNT_ABOVE_LIMIT"
    total = facts.offline_total
    if total is not None and total > limits.cumulative.value:
        return "CUMULATIVE_ABOVE_LIMIT"
    return None


def _of_lateness(seen: Seen, facts: Facts, limits: Limits) -> str | None:
    is_late = facts.now - seen.tapped_at > _minutes(limits.upload_within)
    return "LATE_UPLOAD" if is_late and seen.way != ONLINE else None


def _minutes(figure: Figure[int]) -> timedelta:
    return timedelta(minutes=figure.value)
