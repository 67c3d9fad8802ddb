"""Venues, their slots and reservations: reading and writing their records."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from services.culture.domain import reservation as words
from services.culture.domain.reservation import Block, Reservation
from services.culture.domain.venue import Slot, Venue
from services.culture.store import tables_venues as tables
from services.culture.store.kept import Kept
from sscsim.db import Tx
from sscsim.db.rows import values

venues = Kept(Venue, tables.venues)
slots = Kept(Slot, tables.venue_slots)
reservations = Kept(Reservation, tables.venue_reservations)
blocks = Kept(Block, tables.venue_blocks)
CHUNK = 500


def with_code(tx: Tx, code: str) -> Venue | None:
    return venues.first(tx, venues.c.code == code)


def with_codes(tx: Tx, codes: Sequence[str]) -> dict[str, Venue]:
    found: list[Venue] = []
    for start in range(0, len(codes), CHUNK):
        found += venues.every(tx, venues.c.code.in_(codes[start : start + CHUNK]))
    return {each.code: each for each in found}


def slots_of(tx: Tx, venue_id: str, day: date) -> list[Slot]:
    """The slots of a day in their order; none before the first place of the day was wanted."""
    return slots.every(tx, slots.c.venue_id == venue_id, slots.c.day == day)


def add_slots(tx: Tx, made: Sequence[Slot]) -> None:
    tx.add_all(tables.venue_slots, [values(each) for each in made])


def booked_on(tx: Tx, venue_id: str, person_id: str, day: date) -> Reservation | None:
    """The person's reservation at the venue for the day, if it still stands; held."""
    c = reservations.c
    mine = (c.venue_id == venue_id, c.person_id == person_id, c.day == day)
    return reservations.first(tx, *mine, c.status == words.BOOKED)


def next_ordinal(tx: Tx, venue_id: str, person_id: str) -> int:
    """How many reservations of the person at the venue there are, and one."""
    c = reservations.c
    return reservations.count(tx, c.venue_id == venue_id, c.person_id == person_id) + 1


def blocked_until(tx: Tx, venue_id: str, person_id: str) -> date | None:
    found = tx.scalar(
        sa.select(sa.func.max(blocks.c.until_day)).where(
            blocks.c.venue_id == venue_id, blocks.c.person_id == person_id
        )
    )
    return None if found is None else date.fromisoformat(str(found))


def missed_by(
    tx: Tx, venue_id: str, people: Sequence[str], since: date
) -> dict[str, tuple[list[date], date | None]]:
    """For each person the days of no-shows at the venue since a day, and the first day of their
    last block."""
    c, b = reservations.c, blocks.c
    found: dict[str, tuple[list[date], date | None]] = {each: ([], None) for each in people}
    for start in range(0, len(people), CHUNK):
        some = people[start : start + CHUNK]
        days = (
            sa.select(c.person_id, c.day)
            .where(c.venue_id == venue_id, c.person_id.in_(some), c.day >= since)
            .where(c.status == words.NO_SHOW)
            .order_by(c.person_id, c.day)
        )
        for row in tx.all(days):
            found[row[0]][0].append(row[1])
        last = (
            sa.select(b.person_id, sa.func.max(b.from_day))
            .where(b.venue_id == venue_id, b.person_id.in_(some))
            .group_by(b.person_id)
        )
        for row in tx.all(last):
            found[row[0]] = (found[row[0]][0], date.fromisoformat(str(row[1])))
    return found


def miss_all(tx: Tx, slot_id: str) -> list[Reservation]:
    """Everybody who didn't come to a slot; their reservations are no-shows from now on."""
    c = reservations.c
    waiting = (c.slot_id == slot_id, c.status == words.BOOKED)
    missed = reservations.held(tx, *waiting)
    if missed:
        tx.execute(
            tables.venue_reservations.update()
            .where(*waiting)
            .values(status=words.NO_SHOW, version=c.version + 1, updated_at=tx.world.now)
        )
    return missed


def add_blocks(tx: Tx, made: Sequence[Block]) -> None:
    tx.add_all(tables.venue_blocks, [values(each) for each in made])
