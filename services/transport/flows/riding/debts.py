"""What payers owe for rides: asked of accounts, taken from purses, asked of acquirers again."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from services.transport import problems_riding as problems
from services.transport.domain.card import PURCHASE, NewEntry, TransitCard
from services.transport.domain.hot_list import DEBT
from services.transport.domain.journeys import (
    ACQUIRER,
    APPROVED,
    BY_ACQUIRER,
    DECLINED,
    OWED,
    PURSE,
    REQUESTED,
    TAKEN,
    WAIVED,
    WANTED,
    Charge,
    Journey,
    Rider,
)
from services.transport.domain.taps import PURSE as PURSE_MEDIUM
from services.transport.flows import hot_list, purses
from services.transport.flows.riding import charging
from services.transport.flows.riding.correct import held
from services.transport.store import books, cards, charges, journeys, riders, store
from sscsim import peers
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money, sum_money

ACCEPTED: Final = "00"
_MEMO: Final = "乘车"


# ---------------------------------------------------------------- accounts are asked


def collect(charge_ids: Sequence[str]) -> None:
    """The message to ourselves: ask the bank side for each of these charges, once a charge."""
    for charge_id in charge_ids:
        _collect(charge_id)


def _collect(charge_id: str) -> None:
    with store.read() as tx:
        charge = charges.find(tx, charge_id)
        assert charge is not None, "a charge is never removed"
        journey = journeys.find(tx, charge.journey_id)
        assert journey is not None
        rider = riders.find(tx, journey.rider_id)
    if charge.status != REQUESTED:
        return
    assert rider is not None and rider.person_id is not None
    path = "bank-collections" if charge.amount > Money.zero() else "bank-credits"
    asked: dict[str, Any] = {
        "event": charge.id,
        "person_id": rider.person_id,
        "amount_fen": abs(charge.amount.fen),
        "memo": _MEMO,
    }
    code = peers.call("card", "POST", f"/internal/v1/{path}", asked)["return_code"]
    failpoint("transport.collect_ride.after_bank")
    answered(charge_id, None if code == ACCEPTED else code)


def answered(charge_id: str, refused: str | None) -> None:
    """The bank side has said whether it took, or gave, the money; `refused`: why not."""
    with store.write() as tx:
        seen = charges.find(tx, charge_id)
        assert seen is not None
        journey, rider, card = held(tx, seen.journey_id)
        charge = charges.find(tx, charge_id, locked=True)
        assert charge is not None
        if charge.status != REQUESTED:
            return
        asked = charges.asked_for(tx, charge_id)
        if asked is not None and asked.status == WANTED:
            status = APPROVED if refused is None else DECLINED
            charges.change_asked(tx, asked, status=status, reason=refused, decided_at=tx.world.now)
        decided(tx, charge, journey, rider, card, TAKEN if refused is None else OWED)
        failpoint("transport.collect_ride.before_commit")


def decided(
    tx: Tx, charge: Charge, journey: Journey, rider: Rider, card: TransitCard | None, status: str
) -> Journey:
    """Where a charge stands with its payer now; who owes is on the hot list until nothing is."""
    charges.stand(tx, [charge.id], status)
    if status == TAKEN:
        books.ride_paid(tx, charge)
    told = "paid" if status == TAKEN else "owed"
    data = {"id": charge.id, "journey_id": journey.id, "amount_fen": charge.amount.fen}
    tx.emit(f"transit_charge.{told}", charge.id, data)
    if status == OWED and charge.amount > Money.zero():
        hot_list.add(tx, rider.medium, charging.listed_as(rider, card), DEBT)
    else:
        freed(tx, rider, card)
    return restood(tx, journey)


def freed(tx: Tx, rider: Rider, card: TransitCard | None) -> None:
    """Off the hot list, if nothing is owed any more."""
    if sum_money(one.amount for one in charges.owed(tx, rider.id)) <= Money.zero():
        hot_list.remove(tx, rider.medium, charging.listed_as(rider, card), DEBT)


def restood(tx: Tx, journey: Journey) -> Journey:
    """The journey with the state that its charges have together."""
    held_ = charges.of_journeys(tx, [journey.id]).get(journey.id, [])
    status = charging.standing(one.status for one in held_ if one.status != WAIVED)
    if status == journey.charge_status:
        return journey
    changed = replace(
        journey, charge_status=status, version=journey.version + 1, updated_at=tx.world.now
    )
    journeys.save(tx, [changed])
    return changed


# ---------------------------------------------------------------- what is owed, tried again


def collect_again(journey_id: str) -> Journey:
    """Try again to get what is owed for a journey. TransitJourneyNotFound, NothingOwed."""
    with store.write() as tx:
        journey, rider, card = held(tx, journey_id)
        due = [
            one
            for one in charges.of_journeys(tx, [journey_id]).get(journey_id, [])
            if one.status == OWED
        ]
        if not due:
            raise problems.NothingOwed(transit_journey_id=journey_id)
        if due[0].payer == PURSE:
            assert card is not None
            journey = _from_purse(tx, card, rider, due).get(journey_id, journey)
        else:
            journey = _ask_again(tx, journey, due)
        failpoint("transport.collect_again.before_commit")
        return tx.answer(journey)


def _ask_again(tx: Tx, journey: Journey, due: Sequence[Charge]) -> Journey:
    charges.stand(tx, [one.id for one in due], REQUESTED)
    accounts = []
    for one in due:
        asked = charges.asked_for(tx, one.id) if one.payer == ACQUIRER else None
        if asked is not None:
            charges.change_asked(tx, asked, status=WANTED, reason=None, decided_at=None)
        if asked is None or asked.way != BY_ACQUIRER:
            accounts.append(one.id)
    charging.collect(tx, accounts, again=f"/{journey.version}")
    return restood(tx, journey)


def pay_from_purse(tx: Tx, transit_card_id: str) -> None:
    """Take what the card owes from its purse, the oldest first, as far as it goes.

    For whoever has just put money onto it, with the card locked.
    """
    card = cards.find(tx, transit_card_id, locked=True)
    rider = riders.of_medium(tx, PURSE_MEDIUM, transit_card_id)
    due = [] if rider is None else charges.owed(tx, rider.id)
    if card is not None and rider is not None and due:
        _from_purse(tx, card, rider, due)


def _from_purse(
    tx: Tx, card: TransitCard, rider: Rider, due: Sequence[Charge]
) -> dict[str, Journey]:
    entries = {
        one.id: NewEntry(
            card.id, PURCHASE, one.event, -one.amount, tx.world.now, journey_id=one.journey_id
        )
        for one in due
    }
    can = purses.affordable(tx, list(entries.values()), {card.id: card})
    purses.post(tx, [each for each in entries.values() if each.event in can])
    paid = [one for one in due if entries[one.id].event in can]
    found = journeys.by_id(tx, {one.journey_id for one in paid})
    for one in paid:
        found[one.journey_id] = decided(tx, one, found[one.journey_id], rider, card, TAKEN)
    return found
