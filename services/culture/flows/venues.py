"""Venues: those a world begins with, and its own; opened, closed, with another price."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.culture import problems_venues as problems
from services.culture import terms_venues as terms
from services.culture.domain import venue as domain
from services.culture.domain.venue import Session, Slot, Venue, VenueRules
from services.culture.store import packs, store
from services.culture.store import venues as rows
from sscsim import world
from sscsim.db import Page, Tx
from sscsim.kernel import regions
from sscsim.kernel.money import Money
from sscsim.web import Match, Query


def add(
    code: str,
    name_zh: str,
    name_en: str,
    kind: str,
    region_code: str,
    list_price: Money,
    needs_booking: bool = False,
    sessions: Sequence[Mapping[str, Any]] = (),
) -> Venue:
    """Add a venue of this world's own.

    RegionNotAllowed, VenueRegionUnknown, VenueSessionsWrong, VenueCodeTaken; PolicyMissing,
    FigureMissing where there are no rules for its kind.
    """
    if not regions.is_pooling_area(region_code):
        raise problems.VenueRegionUnknown(region=region_code)
    world.require_region(region_code)
    made_of = tuple(Session(**each) for each in sessions)
    if not domain.follow_each_other(made_of):
        raise problems.VenueSessionsWrong()
    with store.write() as tx:
        tx.lock("venue code", code)
        known = rows.with_code(tx, code)
        if known is not None:
            raise problems.VenueCodeTaken(code=code, id=known.id)
        made = rows.venues.add(
            tx,
            Venue(
                id=tx.new_id("ven", code),
                code=code,
                name_zh=name_zh,
                name_en=name_en,
                kind=kind,
                region_code=region_code,
                list_price=list_price,
                needs_booking=needs_booking,
                sessions=[each.as_json() for each in made_of],
                status=domain.OPEN,
                version=1,
                created_at=tx.world.now,
                updated_at=tx.world.now,
            ),
        )
        rules(tx, made, tx.world.today)
        tx.emit("venue.added", made.id, {"id": made.id, "code": code, "region_code": region_code})
        return tx.answer(made)


def change(venue_id: str, match: Match, **changes: Any) -> Venue:
    """Open or close it, or give it another list price: `status`, `list_price`.

    VenueNotFound, RegionNotAllowed, EtagMismatch.
    """
    with store.write() as tx:
        known = found(tx, venue_id, lock=True)
        world.require_region(known.region_code)
        match.check(known.version)
        made = rows.venues.change(tx, known, **changes)
        tx.emit(
            "venue.changed",
            made.id,
            {
                "id": made.id,
                "code": made.code,
                "status": made.status,
                "list_price_fen": made.list_price.fen,
            },
        )
        return tx.answer(made)


def get(venue_id: str) -> Venue:
    """VenueNotFound."""
    with store.read() as tx:
        return found(tx, venue_id)


def found(tx: Tx, venue_id: str, *, lock: bool = False) -> Venue:
    known = rows.venues.find(tx, venue_id, lock=lock)
    if known is None:
        raise problems.VenueNotFound(id=venue_id)
    return known


def page(query: Query) -> Page:
    with store.read() as tx:
        return rows.venues.page(tx, query.page, dict(query.filters))


def rules(tx: Tx, of: Venue, day: date) -> VenueRules:
    """The rules of the venue's kind on a day. PolicyMissing, FigureMissing."""
    return terms.rules(of.kind, of.region_code, day, packs.text_of(tx, of.region_code))


# ---- parts of days


def slots(venue_id: str, day: date) -> Sequence[Slot]:
    """The slots of a day with what is left of each. VenueNotFound."""
    with store.read() as tx:
        of = found(tx, venue_id)
        return rows.slots_of(tx, venue_id, day) or usual(tx, of, day)


def opened(tx: Tx, of: Venue, day: date) -> Sequence[Slot]:
    """The slots of a day, made when the first place is wanted; held until the transaction ends."""
    tx.lock("venue day", of.id, day)
    if not rows.slots_of(tx, of.id, day):
        rows.add_slots(tx, usual(tx, of, day))
    c = rows.slots.c
    return rows.slots.held(tx, c.venue_id == of.id, c.day == day)


def usual(tx: Tx, of: Venue, day: date) -> list[Slot]:
    """What the parts of the venue's day come to before anybody has a place."""
    return [
        Slot(
            id=tx.new_id("vsl", of.id, day, ordinal),
            venue_id=of.id,
            day=day,
            ordinal=ordinal,
            opens=each.opens,
            closes=each.closes,
            quota=each.quota,
            taken=0,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        )
        for ordinal, each in enumerate(of.day, start=1)
    ]


def take(tx: Tx, slot: Slot, places: int) -> Slot:
    """So many places of a slot are somebody's from now on; below zero, nobody's again."""
    return rows.slots.change(tx, slot, taken=slot.taken + places)
