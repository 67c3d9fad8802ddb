"""Money of journeys: each difference between what stands and what should is a charge of its own.

A purse is debited at once. An account is asked by message, an acquirer by an authorisation. What
a payer lacks is owed, and the medium is on the hot list until it is paid.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Final

from services.transport.domain import taps
from services.transport.domain.card import ADJUSTMENT, PURCHASE, REFUND, NewEntry, TransitCard
from services.transport.domain.hot_list import DEBT
from services.transport.domain.journeys import (
    ACCOUNT,
    ACQUIRER,
    BY_ACCOUNT,
    BY_ACQUIRER,
    OWED,
    PURSE,
    REQUESTED,
    TAKEN,
    WAIVED,
    WANTED,
    Authorisation,
    Charge,
    Journey,
    Rider,
)
from services.transport.domain.record import Change
from services.transport.flows import hot_list, purses
from services.transport.flows.clearing import due as days
from services.transport.store import catalogue, charges
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ids.resource import maker
from sscsim.kernel.money import Money, sum_money

ZERO: Final = Money.zero()
CARD_BANK, ACQUIRERS = "CARD-BANK", "ACQUIRER"
"""Who keeps the money of other payers, as `issuer_id` of a charge names them."""
COLLECT: Final = "/internal/v1/ride-collections"
_AT_ONCE: Final = 100
_OWN: Final = frozenset({"card", "card_monthly", "early_bird", "child"})
"""Concessions that the operator grants by itself: no region pays for them (assumed)."""


def subsidy_of(journey: Journey | None) -> Money:
    """What the rider's region pays of a journey: its concession, unless the operator's own."""
    if journey is None or journey.concession is None or journey.concession in _OWN:
        return ZERO
    return journey.concession_discount


@dataclass(frozen=True, slots=True)
class Wanted:
    """A journey with what is still to be charged of it.

    `taken`: what an offline terminal took from the chip for it, by `tap_id`, with the card's own
    number of that purchase.
    """

    change: Change
    rider: Rider
    card: TransitCard | None
    terminal_number: str | None
    happened_at: datetime
    taken: Money | None = None
    card_sequence: int | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """An amount that is charged by itself, with its sign; `status` where nobody is asked for it."""

    amount: Money
    kind: str
    sequence: int | None = None
    status: str | None = None


def charge(tx: Tx, wanted: Sequence[Wanted]) -> dict[str, str]:
    """Write the charges and move the money; the charge status of each journey that was charged."""
    due = [each for each in wanted if _is_due(each)]
    if not due:
        return {}
    earlier = charges.of_journeys(
        tx, (each.change.after.id for each in due if each.change.before is not None)
    )
    day_of = cache(lambda operator_id: days.batch_day(tx, operator_id))
    charge_id = maker("tch", tx.world.seed, tx.service)
    made: list[Charge] = []
    entries: dict[str, NewEntry] = {}
    asked: list[Authorisation] = []
    waived: list[str] = []
    for each in due:
        journey_id = each.change.after.id
        known = earlier.get(journey_id, [])
        unpaid = [one for one in known if one.status == OWED]
        parts = _parts(each, known, unpaid)
        if len(parts) and parts[0].status == WAIVED:
            waived += [one.id for one in unpaid]
        for number, part in enumerate(parts):
            ordinal = len(known) + number + 1
            one = _charge(
                tx,
                each,
                part,
                ordinal,
                charge_id(f"{journey_id}\x1f{ordinal}"),
                day_of(_operator(each)),
            )
            if number == 0:
                one = replace(
                    one, subsidy=subsidy_of(each.change.after) - subsidy_of(each.change.before)
                )
            made.append(one)
            if part.status is not None or not part.amount:
                continue
            if one.payer == PURSE:
                entries[one.id] = _entry(one, each, part)
            elif one.payer == ACQUIRER:
                asked.append(_asked(tx, one, each.rider))
    short = _moved(tx, entries, {each.card.id: each.card for each in due if each.card})
    made = [replace(one, status=OWED) if one.id in short else one for one in made]
    charges.stand(tx, waived, WAIVED)
    charges.add_all(tx, made)
    charges.add_asked(tx, asked)
    days.noted(tx, {(one.operator_id, one.batch_day) for one in made})
    _list(tx, due, {one.journey_id for one in made if one.status == OWED})
    _send(tx, made, asked)
    failpoint("transport.charge.before_commit")
    return _stand(made, earlier, waived)


def _is_due(wanted: Wanted) -> bool:
    change = wanted.change
    return bool(
        change.owed or wanted.taken or subsidy_of(change.after) != subsidy_of(change.before)
    )


def _parts(wanted: Wanted, known: Sequence[Charge], unpaid: Sequence[Charge]) -> list[_Part]:
    """What is charged: first what a terminal took, then what is missing or too much.

    Where less is due and nobody has paid yet, what was owed is taken back whole, and the rest
    is asked for anew: nobody gets money back that they never paid.
    """
    owed, found = wanted.change.owed, []
    if wanted.taken:
        found.append(_Part(wanted.taken, PURCHASE, wanted.card_sequence))
        owed -= wanted.taken
    elif owed < ZERO and unpaid:
        back = sum_money(one.amount for one in unpaid)
        found.append(_Part(-back, REFUND, status=WAIVED))
        owed += back
    if owed or not found:
        is_first = not found and not any(one.amount for one in known)
        kind = PURCHASE if is_first else ADJUSTMENT if owed > ZERO else REFUND
        found.append(_Part(owed, kind))
    return found


def _charge(
    tx: Tx, wanted: Wanted, part: _Part, ordinal: int, charge_id: str, batch_day: date
) -> Charge:
    journey, rider = wanted.change.after, wanted.rider
    payer = _PAYERS[rider.medium]
    asks = payer != PURSE and part.amount
    return Charge(
        id=charge_id,
        journey_id=journey.id,
        ordinal=ordinal,
        issuer_id=_issuer(wanted, payer),
        operator_id=_operator(wanted),
        payer=payer,
        amount=part.amount,
        subsidy=ZERO,
        subsidy_region=rider.region_code if _has_subsidy(wanted.change) else None,
        batch_day=batch_day,
        event=f"{journey.id}/{ordinal}",
        status=part.status or (REQUESTED if asks else TAKEN),
        created_at=tx.world.now,
    )


_PAYERS: Final = {taps.PURSE: PURSE, taps.CODE: ACCOUNT, taps.BANK: ACQUIRER}


def _operator(wanted: Wanted) -> str:
    return catalogue.systems()[wanted.change.after.fare_system_id].operator.id


def _list(tx: Tx, wanted: Sequence[Wanted], journeys: set[str]) -> None:
    """Who owes isn't taken any further until it is paid."""
    listed = [
        (each.rider.medium, listed_as(each.rider, each.card), DEBT)
        for each in wanted
        if each.change.after.id in journeys
    ]
    if listed:
        hot_list.add_all(tx, listed)


def listed_as(rider: Rider, card: TransitCard | None) -> str:
    """As the hot list names the medium: a purse by the number of its card."""
    return rider.reference if card is None else card.number


def _has_subsidy(change: Change) -> bool:
    return bool(subsidy_of(change.after) or subsidy_of(change.before))


def _issuer(wanted: Wanted, payer: str) -> str:
    if wanted.card is not None:
        return wanted.card.issuer_id
    return CARD_BANK if payer == ACCOUNT else ACQUIRERS


def _entry(one: Charge, wanted: Wanted, part: _Part) -> NewEntry:
    assert wanted.card is not None, "a purse is on a card"
    return NewEntry(
        wanted.card.id,
        part.kind,
        one.event,
        -part.amount,
        wanted.happened_at,
        part.sequence,
        wanted.terminal_number,
        one.journey_id,
    )


def _moved(
    tx: Tx, entries: Mapping[str, NewEntry], held: Mapping[str, TransitCard]
) -> frozenset[str]:
    """Post what the purses can pay; the charges for which one is too low."""
    if not entries:
        return frozenset()
    can = purses.affordable(tx, list(entries.values()), held)
    purses.post(tx, [entry for entry in entries.values() if entry.event in can])
    return frozenset(key for key, entry in entries.items() if entry.event not in can)


def _asked(tx: Tx, one: Charge, rider: Rider) -> Authorisation:
    """The card of a person at our own bank side is asked by us, any other token by its acquirer."""
    now = tx.world.now
    return Authorisation(
        id=tx.new_id("tau", one.id),
        charge_id=one.id,
        journey_id=one.journey_id,
        rider_id=rider.id,
        token=rider.reference,
        way=BY_ACCOUNT if rider.person_id is not None else BY_ACQUIRER,
        amount=one.amount,
        status=WANTED,
        reason=None,
        decided_by=None,
        decided_at=None,
        version=1,
        created_at=now,
        updated_at=now,
    )


def _send(tx: Tx, made: Sequence[Charge], asked: Sequence[Authorisation]) -> None:
    """Have the accounts asked, once this is committed."""
    outside = {each.charge_id for each in asked if each.way == BY_ACQUIRER}
    due = [
        one.id for one in made if one.status == REQUESTED and one.amount and one.id not in outside
    ]
    collect(tx, due)


def collect(tx: Tx, charge_ids: Sequence[str], again: str = "") -> None:
    """Leave the message by which accounts are asked; `again` tells a further try apart."""
    for start in range(0, len(charge_ids), _AT_ONCE):
        part = list(charge_ids[start : start + _AT_ONCE])
        tx.send("transport", COLLECT, {"charge_ids": part}, f"collect:{part[0]}{again}")


def _stand(
    made: Sequence[Charge], earlier: Mapping[str, list[Charge]], waived: Sequence[str]
) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for one in made:
        known = [each.status for each in earlier.get(one.journey_id, ()) if each.id not in waived]
        found.setdefault(one.journey_id, known).append(one.status)
    return {journey_id: standing(statuses) for journey_id, statuses in found.items()}


def standing(statuses: Iterable[str]) -> str:
    """Where a journey stands with its payer, by the statuses of its charges."""
    held = set(statuses)
    return next((each for each in (OWED, REQUESTED, TAKEN, WAIVED) if each in held), TAKEN)
