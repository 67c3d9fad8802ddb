"""What comes of taps, of staff's decisions and of time: journeys, charges, and where riders are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from services.transport.domain import riding, service_day
from services.transport.domain.admitting import Admitted, Arrived, admit
from services.transport.domain.card import TransitCard
from services.transport.domain.journeys import INCOMPLETE, OPEN, Journey, Rider
from services.transport.domain.record import Change, City, Outcome
from services.transport.domain.riding import Ridden
from services.transport.domain.taps import ACCEPTED, ADJUSTED, OK, ONLINE, REJECTED, Tap
from services.transport.flows.clearing import due as days
from services.transport.flows.riding import charging
from services.transport.flows.riding.charging import Wanted
from services.transport.flows.riding.loading import Loaded, load
from services.transport.flows.riding.pricers import Pricers
from services.transport.store import catalogue, chips, journeys, riders, taps
from sscsim import clock
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.ids.resource import maker
from sscsim.kernel.money import Money

FORGOTTEN: Final = "transport.close_forgotten"
_HOUR: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided of a tap: one of `RESULTS`, its code, and its journey."""

    result: str
    code: str
    journey_id: str | None


def settle(
    tx: Tx,
    who: Sequence[Rider],
    held: Mapping[str, TransitCard],
    arrived: Mapping[str, Sequence[Arrived]],
    look_again: Mapping[str, datetime] | None = None,
) -> dict[str, Decided]:
    """Take the new taps of these riders, by rider; what was decided of each tap.

    Who calls has locked the riders, and the cards (`held`, by rider). Without a new tap the open
    journey is looked at as time has made it; `look_again`: by rider, from when on all are.
    FareRuleMissing, FigureMissing and PolicyMissing where a city's figures don't say enough.
    """
    pricers = Pricers(tx)
    city = city_of(tx, pricers)
    facts = {rider: [each.fact for each in of] for rider, of in arrived.items()}
    loaded = load(tx, who, held, facts, pricers, look_again or {})
    work = _Work(tx, city, loaded)
    free = _free(tx, held, arrived)
    for rider in who:
        of = arrived.get(rider.id, ())
        admitted = admit(loaded.records[rider.id], free.get(rider.id), of, city)
        work.take(rider, held.get(rider.id), of, admitted)
    work.write()
    return work.decided


def _free(
    tx: Tx, held: Mapping[str, TransitCard], arrived: Mapping[str, Sequence[Arrived]]
) -> Mapping[str, TransitCard]:
    """The cards with what their chips still hold: without network they may have paid already."""
    asking = any(each.way == ONLINE for of in arrived.values() for each in of)
    out = chips.outstanding(tx, {card.id for card in held.values()}) if asking else {}
    return {
        rider: replace(card, balance=card.balance - out.get(card.id, Money.zero()))
        for rider, card in held.items()
    }


def city_of(tx: Tx, pricers: Pricers) -> City:
    journey_id = maker("tjr", tx.world.seed, tx.service)
    begins = cache(lambda region: days.rules(tx, region).begins)
    return City(
        system=catalogue.systems().__getitem__,
        pricer=pricers.at,
        rules=pricers.rules,
        journey_id=journey_id,
        day_of=lambda region, at: service_day.service_day(at, begins(region)),
        now=tx.world.now,
    )


class _Work:
    """What is to be written for all riders together."""

    def __init__(self, tx: Tx, city: City, loaded: Loaded) -> None:
        self._tx, self._city, self._loaded = tx, city, loaded
        self.decided: dict[str, Decided] = {}
        self._again: list[tuple[str, str, str, str | None, int]] = []
        self._wanted: list[Wanted] = []
        self._riders: list[Rider] = []
        self._due: set[datetime] = set()

    def take(
        self,
        rider: Rider,
        card: TransitCard | None,
        arrived: Sequence[Arrived],
        admitted: Admitted,
    ) -> None:
        result = admitted.outcome
        new = {each.fact.id: each for each in arrived}
        for tap_id, code in admitted.refused.items():
            self.decided[tap_id] = Decided(REJECTED, code, None)
        fares = {each.after.id: each.after for each in result.changes}
        replaced = {
            ridden.closed_at
            for ridden in result.of_tap.values()
            if ridden is not None and ridden.how == riding.ENTRY_AGAIN
        }
        for tap_id, ridden in result.of_tap.items():
            decided = self._decided(tap_id, ridden, new.get(tap_id), fares, replaced)
            if tap_id in new:
                self.decided[tap_id] = decided
            elif tap_id in self._loaded.taps:
                self._look_again(self._loaded.taps[tap_id], decided)
        for change in result.changes:
            self._wanted.append(_wanted(change, rider, card, new))
        self._place(rider, result, arrived, admitted)

    def _decided(
        self,
        tap_id: str,
        ridden: Ridden | None,
        arrived: Arrived | None,
        fares: Mapping[str, Journey],
        replaced: set[datetime],
    ) -> Decided:
        journey_id = self._city.journey_id(tap_id if ridden is None else ridden.key)
        is_exit = ridden is not None and ridden.exit is not None and ridden.exit.id == tap_id
        if ridden is not None and ridden.entry is None:
            return Decided(ADJUSTED, "NO_ENTRY", journey_id)
        at = self._at(tap_id, arrived)
        if not is_exit and at in replaced and not _ends_by(ridden, at):
            return Decided(ADJUSTED, "ENTRY_REPLACED", journey_id)
        taken = self._taken(tap_id, arrived)
        journey = fares.get(journey_id)
        if taken is not None and is_exit and journey is not None and journey.fare != taken:
            return Decided(ADJUSTED, "FARE_ADJUSTED", journey_id)
        return Decided(ACCEPTED, OK, journey_id)

    def _at(self, tap_id: str, arrived: Arrived | None) -> datetime | None:
        if arrived is not None:
            return arrived.fact.at
        tap = self._loaded.taps.get(tap_id)
        return None if tap is None else tap.tapped_at

    def _taken(self, tap_id: str, arrived: Arrived | None) -> Any:
        if arrived is not None:
            return arrived.taken
        tap = self._loaded.taps.get(tap_id)
        return None if tap is None else tap.taken

    def _look_again(self, tap: Tap, decided: Decided) -> None:
        if (tap.result, tap.code, tap.journey_id) != (
            decided.result, decided.code, decided.journey_id,
        ):  # fmt: skip
            self._again.append(
                (tap.id, decided.result, decided.code, decided.journey_id, tap.version + 1)
            )

    def _place(
        self, rider: Rider, result: Outcome, arrived: Sequence[Arrived], admitted: Admitted
    ) -> None:
        """Where the rider is now, and up to when everything is decided."""
        moments = [each.fact.at for each in arrived if each.fact.id not in admitted.refused]
        moments += [each.after.exited_at for each in result.changes if each.after.exited_at]
        moments += [] if rider.last_tap_at is None else [rider.last_tap_at]
        entry = result.open_entry
        open_id = None if entry is None else self._city.journey_id(entry.id)
        last = max(moments, default=None)
        if (open_id, last) != (rider.open_journey_id, rider.last_tap_at):
            moved = replace(
                rider, open_journey_id=open_id, last_tap_at=last, version=rider.version + 1
            )
            self._riders.append(moved)
        if entry is not None:
            self._due.add(_next_hour(riding.forgotten_at(entry, self._city.rules)))

    # -- all at once

    def write(self) -> None:
        tx = self._tx
        write(tx, self._wanted)
        taps.decide(tx, self._again)
        riders.save(tx, self._riders)
        for due_at in sorted(self._due):
            tx.schedule(FORGOTTEN, clock.shown(due_at), max(due_at, tx.world.now))
        failpoint("transport.settle.before_commit")


def write(tx: Tx, wanted: Sequence[Wanted]) -> None:
    """Charge what is due, and write the journeys as they stand then."""
    statuses = charging.charge(tx, wanted)
    now = tx.world.now
    made, changed = [], []
    for each in wanted:
        before, after = each.change.before, each.change.after
        status = statuses.get(after.id)
        if before is None:
            made.append(replace(after, charge_status=status or after.charge_status))
            continue
        changed.append(
            replace(
                after,
                charge_status=status or before.charge_status,
                version=before.version + 1,
                created_at=before.created_at,
                updated_at=now,
            )
        )
    journeys.add_all(tx, made)
    journeys.save(tx, changed)
    _tell(tx, [each.change for each in wanted], {each.id: each for each in (*made, *changed)})


def _ends_by(ridden: Ridden | None, at: datetime | None) -> bool:
    """Whether the journey that begins with the tap is the one that was replaced."""
    return ridden is not None and ridden.how == riding.ENTRY_AGAIN and ridden.closed_at == at


def _wanted(
    change: Change, rider: Rider, card: TransitCard | None, new: Mapping[str, Arrived]
) -> Wanted:
    after = change.after
    tap = new.get(after.exit_tap_id or "") or new.get(after.entry_tap_id or "")
    took = tap is not None and tap.fact.id == after.exit_tap_id
    return Wanted(
        change,
        rider,
        card,
        None if tap is None else tap.terminal_number,
        after.exited_at or after.entered_at,
        tap.taken if tap is not None and took else None,
        tap.card_sequence if tap is not None and took else None,
    )


def _next_hour(at: datetime) -> datetime:
    hour = at.replace(minute=0, second=0, microsecond=0)
    return hour if hour == at else hour + _HOUR


def _tell(tx: Tx, changes: Sequence[Change], now: Mapping[str, Journey]) -> None:
    """What others hear: a journey that ended, and one that is not any more as it had ended."""
    told: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for each in changes:
        journey = now[each.after.id]
        if journey.status == OPEN:
            kind = "entered" if each.before is None else "adjusted"
        elif each.before is not None and each.before.status != OPEN:
            kind = "adjusted"
        else:
            kind = "incomplete" if journey.status == INCOMPLETE else "completed"
        data = {
            "id": journey.id,
            "status": journey.status,
            "fare_system_id": journey.fare_system_id,
            "fare_fen": journey.fare.fen,
        }
        told.setdefault(kind, []).append((journey.id, data))
    for kind in sorted(told):
        tx.emit_all(f"transit_journey.{kind}", told[kind])
