"""Demo City's gates, buses and cards for whoever taps there, with network and without.

Everything goes through the flows that the API calls; nothing is priced here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from flask import Flask, request

from services.transport import tasks, tasks_riding
from services.transport.domain import card as cards_domain
from services.transport.domain import signing
from services.transport.domain.card import LOAD, NewEntry, TransitCard
from services.transport.domain.grants import IN_FORCE, Grant
from services.transport.domain.journeys import Journey
from services.transport.domain.signing import TerminalKey
from services.transport.domain.taps import OFFLINE, PURSE, Seen, Tap
from services.transport.domain.terminals import ACTIVE, BUS, GATE, Terminal
from services.transport.domain.uploads import Line
from services.transport.flows import chips, purses, riding
from services.transport.flows.judging import KEY_VERSION, SIGNATURE
from services.transport.flows.riding.settling import FORGOTTEN
from services.transport.flows.uploads import receive
from services.transport.problems_offline import ChipRefuses
from services.transport.store import (
    cards,
    grants,
    hot_list,
    issuers,
    store,
    terminal_keys,
    terminals,
    uploads,
)
from services.transport.store.tables_riding import transit_charges, transit_journeys
from sscsim import peers
from sscsim.db import Tx
from sscsim.db.rows import reader
from sscsim.jobs import TASKS
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.demo_fares import BUS_FARE, STATIONS, Person
from tests.support.demo_rides import Ride, Tapped

assert tasks and tasks_riding
METRO, BUSES, CITY, ELSEWHERE = "DEMO-METRO", "DEMO-BUS", "990100", "510100"
VEHICLES = tuple((line, f"{line[-3:]}-{number}") for line in sorted(BUS_FARE) for number in (1, 2))
"""Two buses on each line."""
_journeys, _read_journey = reader(Journey, transit_journeys)


@dataclass
class Town:
    """A world of its own with riders on it; `births` by person, as the register has them."""

    bench: Bench
    births: dict[str, date] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    queued: dict[str, int] = field(default_factory=dict)

    def open(self) -> None:
        peers.use_local({"card": self._register()})
        with self.write() as tx:
            for station in STATIONS:
                place = {"station_id": f"{METRO}-{station:03d}"}
                self._terminal(tx, gate(station), METRO, GATE, **place)
            for line, vehicle in VEHICLES:
                self._terminal(tx, reader_on(vehicle), BUSES, BUS, line_id=line, vehicle_id=vehicle)
        self.load_lists()

    def _register(self) -> Flask:
        """The card service, as far as it is asked here: when people were born."""
        app = Flask("register")

        @app.post("/internal/v1/births")
        def births() -> dict[str, Any]:
            asked = request.get_json()["person_ids"]
            known = {person: self.births[person].isoformat() for person in asked}
            return {"data": [{"person_id": p, "birth_date": day} for p, day in known.items()]}

        return app

    @contextmanager
    def write(self) -> Iterator[Tx]:
        with self.bench.entered(role="transit"), store.write() as tx:
            yield tx

    @contextmanager
    def read(self) -> Iterator[Tx]:
        with self.bench.entered(role="transit"), store.read() as tx:
            yield tx

    # ---- cards and terminals

    def card(self, who: Person, fen: int) -> TransitCard:
        """A card of the person's with so much on it."""
        number = next(self.numbers)
        region = CITY if who.is_local else ELSEWHERE
        with self.write() as tx:
            issuer, person = issuers.by_region()[region], tx.new_id("psn", number)
            made = cards_domain.empty(
                tx.new_id("tca", number),
                cards_domain.number(issuer.prefix, number),
                issuer.id,
                region,
                date(2026, 1, 1),
                date(2028, 12, 31),
                Money(500 if who.is_local else 0),
                tx.world.now,
                person_id=person,
            )
            cards.add(tx, made)
            load = NewEntry(made.id, LOAD, f"load/{made.id}", Money(fen), tx.world.now)
            purses.post(tx, [load])
            if who.is_student:
                grants.add(tx, _grant(tx, person))
        self.births[person] = who.born
        return made

    def _terminal(self, tx: Tx, number: str, system: str, kind: str, **place: Any) -> None:
        made = Terminal(
            id=tx.new_id("trm", number),
            number=number,
            operator_id=f"OP-{system}",
            fare_system_id=system,
            kind=kind,
            status=ACTIVE,
            key_version=1,
            last_sequence=0,
            hot_list_number=0,
            hot_list_at=None,
            last_seen_at=None,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
            **{"station_id": None, "line_id": None, "vehicle_id": None, **place},
        )
        terminals.add(tx, made)
        terminal_keys.add(tx, TerminalKey(tx.new_id("tky", made.id, 1), made.id, 1, tx.world.now))

    def load_lists(self) -> None:
        """Every terminal loads the hot list as it is now."""
        number = next(self.numbers)
        with self.write() as tx:
            known = terminals.by_number(tx, TERMINALS)
            for each in known.values():
                load = tx.new_id("hll", each.id, number)
                hot_list.note_load(tx, load, each.id, hot_list.newest(tx))

    # ---- taps

    def seen(self, card: TransitCard, tap: Tapped, **more: Any) -> Seen:
        return Seen(
            kind=tap.kind,
            medium=PURSE,
            reference=card.number,
            terminal_number=terminal_of(tap),
            tapped_at=tap.at,
            **more,
        )

    def online(self, *seen: Seen) -> list[Tap]:
        with self.write() as tx:
            return riding.take(tx, seen, self.births)

    def offline(self, card: TransitCard, tap: Tapped, taken: int) -> Seen | None:
        """What the gate queues; None where the chip refuses. `taken` in fen."""
        number = terminal_of(tap)
        with self.bench.entered(role="transit"):
            try:
                done = chips.transact(
                    card.id,
                    kind=tap.kind,
                    terminal_number=number,
                    amount=Money(taken),
                    tapped_at=tap.at,
                )
            except ChipRefuses:
                return None
        self.queued[number] = self.queued.get(number, 0) + 1
        seen = self.seen(
            card,
            tap,
            way=OFFLINE,
            terminal_sequence=self.queued[number],
            card_sequence=done["sequence"],
            taken=Money(taken),
            tac=done["tac"],
        )
        key = signing.terminal_key(self.bench.seed, number, 1)
        return replace(seen, extra={SIGNATURE: signing.signature(seen, key), KEY_VERSION: 1})

    def upload(self, queue: Sequence[Seen]) -> list[Line]:
        """What comes of each, in the order of the queue."""
        reference = f"upload-{next(self.numbers)}"
        with self.bench.entered(role="transit"):
            done = receive.upload_taps(reference=reference, taps=list(map(_said, queue)))
        with self.read() as tx:
            return list(uploads.lines(tx, done.id, 0, len(queue)))

    def run_due(self) -> None:
        """The jobs that close forgotten journeys, as far as their time has come."""
        jobs = store.common.jobs
        while True:
            with self.read() as tx:
                due = tx.one(
                    jobs.select()
                    .where(jobs.c.status == "due", jobs.c.due_at <= tx.world.now)
                    .where(jobs.c.name == FORGOTTEN)
                    .order_by(jobs.c.due_at, jobs.c.key)
                    .limit(1)
                )
            if due is None:
                return
            with self.bench.entered(role="system"):
                TASKS[due.name].function(due.key)
            with self.write() as tx:
                over = jobs.update().where(jobs.c.id == due.id, jobs.c.status == "due")
                tx.execute(over.values(status="done", done_at=tx.world.now))

    # ---- what is on record

    def rides(self, card: TransitCard) -> list[Ride]:
        """The journeys that stand, by when they ended; an open one last."""
        rider = self.rider_id(card)
        with self.read() as tx:
            rows = tx.all(_journeys.where(transit_journeys.c.rider_id == rider))
        found = [_read_journey(row) for row in rows]
        stand = [_ride(each) for each in found if each.status != "cancelled"]
        return sorted(stand, key=lambda ride: (ride.until is None, ride.until or ride.at, ride.at))

    def rider_id(self, card: TransitCard) -> str:
        with self.read() as tx:
            return str(tx.new_id("trd", PURSE, card.id))

    def charged(self, card: TransitCard) -> dict[str, int]:
        """By status, what all charges of the card come to."""
        rider, found = self.rider_id(card), dict[str, int]()
        with self.read() as tx:
            joined = transit_charges.join(
                transit_journeys, transit_journeys.c.id == transit_charges.c.journey_id
            )
            rows = tx.all(
                transit_charges.select()
                .select_from(joined)
                .where(transit_journeys.c.rider_id == rider)
            )
        for row in rows:
            found[row.status] = found.get(row.status, 0) + row.amount.fen
        return found

    def now(self, card: TransitCard) -> TransitCard:
        with self.read() as tx:
            found = cards.find(tx, card.id)
        assert found is not None
        return found


def gate(station: int) -> str:
    return f"9901000000{station:02d}"


def reader_on(vehicle: str) -> str:
    return f"9901000001{[each for _, each in VEHICLES].index(vehicle):02d}"


def terminal_of(tap: Tapped) -> str:
    return gate(tap.place) if isinstance(tap.place, int) else reader_on(tap.vehicle)


TERMINALS = (*map(gate, STATIONS), *(reader_on(vehicle) for _, vehicle in VEHICLES))


def _grant(tx: Tx, person: str) -> Grant:
    return Grant(
        id=tx.new_id("cgr", person, 1),
        person_id=person,
        ordinal=1,
        status="student",
        region_code=CITY,
        holds_in=None,
        granted_by="test",
        evidence=None,
        from_date=date(2020, 1, 1),
        until_date=date(2030, 1, 1),
        terms=(),
        state=IN_FORCE,
        withdrawn_on=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )


def _said(seen: Seen) -> dict[str, Any]:
    names = ("kind", "medium", "reference", "terminal_number", "terminal_sequence", "tapped_at")
    told = {name: getattr(seen, name) for name in (*names, "card_sequence", "taken", "tac")}
    return {**told, **seen.extra}


def station_of(known: str | None) -> int | None:
    return None if known is None else int(known.rpartition("-")[2])


def _ride(each: Journey) -> Ride:
    return Ride(
        each.entered_at,
        each.exited_at,
        each.line_id or station_of(each.entry_station_id),
        station_of(each.exit_station_id),
        each.status,
        each.list_fare.fen,
        each.fare.fen,
        each.transfer_discount.fen,
        each.vehicle_id,
    )


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def at(moment: datetime, bench: Bench) -> Bench:
    return bench.at(moment)
