"""Reservations: places of one person in a slot, given back in time, used at the gate, or missed."""

from datetime import date, timedelta
from typing import Any

from services.culture import problems_venues as problems
from services.culture.domain import reservation as words
from services.culture.domain import ticket
from services.culture.domain.reservation import MACHINE, Block, Reservation
from services.culture.domain.venue import Slot, VenueRules
from services.culture.flows import pass_known, people, venues
from services.culture.problems_passes import TravelPassNotFound
from services.culture.store import store
from services.culture.store import venues as rows
from sscsim import world
from sscsim.db import Page, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.explain import Explanation, origin
from sscsim.kernel.money import Money
from sscsim.kernel.problems import FieldError
from sscsim.web import Query

CLOSE = "culture.close_venue_slot"


def reserve(
    venue_id: str,
    day: date,
    slot_number: int,
    person_id: str,
    companions: int = 0,
    travel_pass_id: str | None = None,
) -> Reservation:
    """Reserve places for somebody, and for children who come along; with a pass nothing is due.

    VenueNotFound, VenueSlotNotFound, TravelPassNotFound, VenueReservationRefused with every
    reason; PolicyMissing, FigureMissing; and what the card service says of the person.
    """
    of = people.holder(person_id)
    with store.write() as tx:
        venue = venues.found(tx, venue_id)
        rules = venues.rules(tx, venue, day)
        if not venue.day or not 1 <= slot_number <= len(venue.day):
            raise problems.VenueSlotNotFound(venue_id=venue_id, day=day, number=slot_number)
        slot = venues.opened(tx, venue, day)[slot_number - 1]
        if travel_pass_id is not None:
            held = pass_known.found(tx, travel_pass_id)
            if held.person_id != person_id:
                raise TravelPassNotFound(id=travel_pass_id)
        against = words.against(
            venue,
            slot,
            rules,
            tx.world.now,
            1 + companions,
            has_one=rows.booked_on(tx, venue_id, person_id, day) is not None,
            blocked_until=(until := rows.blocked_until(tx, venue_id, person_id)),
        )
        if against:
            raise _refused(against, slot, rules, until)
        due = ticket.ticket(venue.list_price, venue.region_code, of.visitor, rules, day)
        ordinal = rows.next_ordinal(tx, venue_id, person_id)
        made = rows.reservations.add(
            tx,
            Reservation(
                id=tx.new_id("vrv", venue_id, person_id, ordinal),
                venue_id=venue_id,
                slot_id=slot.id,
                day=day,
                person_id=person_id,
                travel_pass_id=travel_pass_id,
                companions=companions,
                price=due.price if travel_pass_id is None else Money.zero(),
                ordinal=ordinal,
                status=words.BOOKED,
                version=1,
                created_at=tx.world.now,
                updated_at=tx.world.now,
            ),
        )
        venues.take(tx, slot, made.places)
        tx.schedule(CLOSE, slot.id, slot.closes_at)
        tell(tx, made)
        failpoint("culture.reservation.before_commit")
        return tx.answer(made)


def _refused(
    against: tuple[str, ...], slot: Slot, rules: VenueRules, until: date | None
) -> problems.VenueReservationRefused:
    params = {"left": slot.left, "days": rules.book_ahead.value, "until": until}
    errors = [
        FieldError(each, words.REASONS[each], "/slot_number", params=params) for each in against
    ]
    return problems.VenueReservationRefused(reasons=", ".join(against), errors=errors)


def cancel(reservation_id: str) -> Reservation:
    """Give the places back, in time (取消预约).

    VenueReservationNotFound, VenueReservationState, VenueCancelLate.
    """
    with store.write() as tx:
        known = found(tx, reservation_id)
        venue = venues.found(tx, known.venue_id)
        venues.opened(tx, venue, known.day)
        known = found(tx, reservation_id, lock=True)
        if not MACHINE.allows(known.status, "cancel"):
            raise problems.VenueReservationState(status=known.status, event="cancel")
        slot = rows.slots.find(tx, known.slot_id, lock=True)
        assert slot is not None, "its place was taken there"
        rules = venues.rules(tx, venue, known.day)
        if not words.can_be_cancelled(slot, rules, tx.world.now):
            raise problems.VenueCancelLate(minutes=rules.cancel_before.value)
        made = rows.reservations.change(tx, known, status=words.CANCELLED)
        venues.take(tx, slot, -known.places)
        tell(tx, made)
        failpoint("culture.reservation_cancel.before_commit")
        return tx.answer(made)


def close_due(slot_id: str) -> None:
    """A slot is over: who had a place and didn't come has missed it, and may be blocked (爽约)."""
    with store.write() as tx:
        slot = rows.slots.find(tx, slot_id, lock=True)
        assert slot is not None, "its job was scheduled with it"
        missed = rows.miss_all(tx, slot_id)
        told = [(each.id, _about(each, words.NO_SHOW)) for each in missed]
        tx.emit_all("venue_reservation.changed", told)
        if missed:
            _block(tx, slot, sorted({each.person_id for each in missed}))
        failpoint("culture.close_slot.before_commit")
        tx.complete_job()


def _block(tx: Tx, slot: Slot, people_ids: list[str]) -> None:
    rules = venues.rules(tx, venues.found(tx, slot.venue_id), slot.day)
    since = slot.day - timedelta(days=rules.no_show_within.value)
    made = []
    for person_id, (days, last) in rows.missed_by(tx, slot.venue_id, people_ids, since).items():
        new = [day for day in days if last is None or day > last]
        until = words.blocks_until(new, rules, slot.day)
        if until is not None:
            block_id = tx.new_id("vbl", slot.id, person_id)
            named = (block_id, slot.venue_id, person_id)
            made.append(Block(*named, slot.day, until, tx.world.now))
    rows.add_blocks(tx, made)


def tell(tx: Tx, made: Reservation) -> None:
    tx.emit("venue_reservation.changed", made.id, _about(made, made.status))


def _about(made: Reservation, status: str) -> dict[str, Any]:
    return {
        "id": made.id,
        "venue_id": made.venue_id,
        "person_id": made.person_id,
        "day": made.day.isoformat(),
        "places": made.places,
        "status": status,
    }


# ---- to be read


def get(reservation_id: str) -> Reservation:
    """VenueReservationNotFound."""
    with store.read() as tx:
        return found(tx, reservation_id)


def found(tx: Tx, reservation_id: str, *, lock: bool = False) -> Reservation:
    known = rows.reservations.find(tx, reservation_id, lock=lock)
    if known is None:
        raise problems.VenueReservationNotFound(id=reservation_id)
    return known


def page(query: Query) -> Page:
    with store.read() as tx:
        return rows.reservations.page(tx, query.page, dict(query.filters))


def quote(venue_id: str, person_id: str, day: date | None = None) -> dict[str, Any]:
    """What somebody without a pass pays at a venue on a day, explained. VenueNotFound."""
    of = people.holder(person_id)
    on = day or world.today()
    with store.read() as tx:
        venue = venues.found(tx, venue_id)
        rules = venues.rules(tx, venue, on)
    due = ticket.ticket(venue.list_price, venue.region_code, of.visitor, rules, on)
    return {
        "venue_id": venue_id,
        "person_id": person_id,
        "date": on,
        "list_price": venue.list_price,
        "price": due.price,
        "grade": due.grade,
        "explanation": due.explanation,
        "policy_origin": _origin(due.explanation),
    }


def _origin(told: Explanation) -> dict[str, Any]:
    return origin(told.bases())
