"""A bench for riding: gates of the demo metro and a card with money, without the other services."""

from datetime import date, datetime, timedelta
from typing import Any

from services.transport.domain import card as cards_domain
from services.transport.domain import terminals as words
from services.transport.domain.card import TransitCard
from services.transport.domain.taps import ENTRY, EXIT, PURSE, RIDE, Seen, Tap
from services.transport.domain.terminals import Terminal
from services.transport.flows import riding
from services.transport.store import cards, issuers, store, terminals
from sscsim import clock
from sscsim.db import Tx
from sscsim.kernel.money import Money
from tests.support.bench import Bench

WEDNESDAY = datetime(2026, 4, 1, 12, 0, tzinfo=clock.SHANGHAI)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def gate(tx: Tx, system: str, station: str, number: str) -> None:
    operator = f"OP-{system}"
    _add(tx, number, operator, system, words.GATE, station_id=station)


def bus(tx: Tx, system: str, line: str, vehicle: str, number: str) -> None:
    _add(tx, number, f"OP-{system}", system, words.BUS, line_id=line, vehicle_id=vehicle)


def _add(tx: Tx, number: str, operator: str, system: str, kind: str, **more: Any) -> None:
    places: dict[str, Any] = {"station_id": None, "line_id": None, "vehicle_id": None, **more}
    terminals.add(
        tx,
        Terminal(
            id=tx.new_id("trm", number),
            number=number,
            operator_id=operator,
            fare_system_id=system,
            kind=kind,
            status=words.ACTIVE,
            key_version=1,
            last_sequence=0,
            hot_list_number=0,
            hot_list_at=None,
            last_seen_at=None,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
            **places,
        ),
    )


def new_card(
    tx: Tx, region: str, serial: int, balance: str, person: str | None = None, kind: str = "normal"
) -> TransitCard:
    """A card with money on it, as it would be after a top-up."""
    issuer = issuers.by_region()[region]
    made = TransitCard(
        id=tx.new_id("tca", region, serial),
        number=cards_domain.number(issuer.prefix, serial),
        issuer_id=issuer.id,
        region_code=region,
        kind=kind,
        card_id=None,
        person_id=person,
        status=cards_domain.ACTIVE,
        balance=Money.yuan(balance),
        deposit=Money.zero(),
        overdraft=Money.zero(),
        sequence=0,
        loads=0,
        entries=0,
        issued_on=date(2026, 1, 1),
        usable_until=date(2028, 12, 31),
        lost_at=None,
        carried_until=None,
        replaces=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    cards.add(tx, made)
    return made


class Town:
    """Taps of one purse after another in a world of its own; moments are minutes from noon."""

    def __init__(self, bench: Bench, balance: str = "100.00", region: str = "990100") -> None:
        self.bench = bench
        bench.at(WEDNESDAY)
        with bench.entered(), store.write() as tx:
            for number in (0, 1, 3, 5, 10):
                gate(tx, "DEMO-METRO", f"DEMO-METRO-{number:03d}", f"9901000000{number:02d}")
            bus(tx, "DEMO-BUS", "DEMO-BUS-L01", "BUS-1", "990100000091")
            bus(tx, "DEMO-BUS", "DEMO-BUS-L02", "BUS-2", "990100000092")
            self.card = new_card(tx, region, 1, balance)

    def seen(self, kind: str, station: int, minute: float, **more: Any) -> Seen:
        number = f"9901000000{station:02d}"
        told = {"medium": PURSE, "reference": self.card.number, **more}
        return Seen(
            kind=kind, terminal_number=number, tapped_at=WEDNESDAY + minutes(minute), **told
        )

    def entry(self, station: int, minute: float, **more: Any) -> Seen:
        return self.seen(ENTRY, station, minute, **more)

    def exit(self, station: int, minute: float, **more: Any) -> Seen:
        return self.seen(EXIT, station, minute, **more)

    def ride(self, bus: int, minute: float, **more: Any) -> Seen:
        return self.seen(RIDE, 90 + bus, minute, **more)

    def take(self, *seen: Seen, at: float | None = None) -> list[Tap]:
        """At the moment of the last of them, or later."""
        moment = max(each.tapped_at for each in seen)
        self.bench.at(moment if at is None else WEDNESDAY + minutes(at))
        with self.bench.entered(), store.write() as tx:
            return riding.take(tx, seen)

    def codes(self, *seen: Seen, at: float | None = None) -> list[str]:
        return [each.code for each in self.take(*seen, at=at)]

    def balance(self) -> int:
        with self.bench.entered(), store.read() as tx:
            found = cards.find(tx, self.card.id)
        assert found is not None
        return found.balance.fen

    def rows(self, table: Any) -> list[Any]:
        with self.bench.entered(), store.read() as tx:
            return list(tx.all(table.select().order_by(table.c.seq)))
