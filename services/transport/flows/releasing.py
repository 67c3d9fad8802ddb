"""Taps that wait because they were uploaded late: somebody decides whether they still count."""

from services.transport import problems_offline as problems
from services.transport import problems_riding as riding
from services.transport.domain import chips as chip_words
from services.transport.domain.admitting import Arrived
from services.transport.domain.journeys import Rider
from services.transport.domain.riding import Fact
from services.transport.domain.taps import PENDING, PURSE, REJECTED, Tap
from services.transport.flows.riding.settling import Decided, settle
from services.transport.store import cards, chips, riders, store, taps
from sscsim import world
from sscsim.db import Tx
from sscsim.failpoints import failpoint

_REFUSED = Decided(REJECTED, "TOO_OLD", None)


def release(tap_id: str, is_accepted: bool) -> Tap:
    """Take a tap that waits, or refuse it for good: then what the gate took is on the chip again.

    TapNotFound; TapNotPending; FigureMissing, PolicyMissing, FareRuleMissing with nothing changed.
    """
    with store.write() as tx:
        tap = taps.find(tx, tap_id)
        if tap is None:
            raise riding.TapNotFound(tap_id=tap_id)
        if tap.region_code is not None:
            world.require_region(tap.region_code)
        rider = riders.find(tx, tap.rider_id or "", locked=True)
        tap = taps.find(tx, tap_id)  # as it is now that nobody else decides
        if tap is None or tap.result != PENDING or rider is None:
            raise problems.TapNotPending(tap_id=tap_id, result=tap.result if tap else "")
        decided = _taken(tx, tap, rider) if is_accepted else _REFUSED
        taps.decide(
            tx, [(tap.id, decided.result, decided.code, decided.journey_id, tap.version + 1)]
        )
        _of_chip(tx, tap, rider, decided)
        told = {"id": tap.id, "result": decided.result, "code": decided.code}
        tx.emit("transit_tap.released", tap.id, told)
        failpoint("transport.release_tap.before_commit")
        found = taps.find(tx, tap.id)
        assert found is not None, "a tap is never deleted"
        return tx.answer(found)


def _taken(tx: Tx, tap: Tap, rider: Rider) -> Decided:
    assert tap.fare_system_id is not None, "it was at a known terminal"
    fact = Fact(
        tap.id,
        tap.kind,
        tap.tapped_at,
        tap.fare_system_id,
        tap.station_id,
        tap.line_id,
        tap.vehicle_id,
    )
    arrived = Arrived(fact, tap.way, tap.terminal_number, tap.taken, tap.card_sequence)
    card = cards.find(tx, rider.reference, locked=True) if rider.medium == PURSE else None
    held = {} if card is None else {rider.id: card}
    return settle(tx, [rider], held, {rider.id: [arrived]})[tap.id]


def _of_chip(tx: Tx, tap: Tap, rider: Rider, decided: Decided) -> None:
    if rider.medium != PURSE or tap.card_sequence is None:
        return
    status = chip_words.RETURNED if decided.result == REJECTED else chip_words.SETTLED
    found = chips.of(tx, [(rider.reference, tap.card_sequence)]).values()
    chips.decide(tx, [(each, status, tap.id) for each in found])
