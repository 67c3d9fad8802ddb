"""The gates of venues: who comes in, online or told later by a gate that had no network.

The card service is asked first, once for each record of a gate. Then one transaction decides by
the pass or the ticket, takes the place, and keeps the record, whatever came of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.culture import problems_venues as problems
from services.culture.domain import admission as words
from services.culture.domain import pass_use, ticket
from services.culture.domain import reservation as booking
from services.culture.domain import venue as place
from services.culture.domain.admission import Admission, Arrival
from services.culture.domain.pass_use import Use
from services.culture.domain.ticket import Ticket
from services.culture.domain.travel_pass import TravelPass
from services.culture.domain.venue import Slot, Venue
from services.culture.flows import pass_known, pass_months, people, venue_reservations, venues
from services.culture.flows.people import Holder
from services.culture.store import admissions as rows
from services.culture.store import store
from services.culture.store import travel_passes as pass_rows
from services.culture.store import venues as venue_rows
from sscsim import clock, world
from sscsim.db import Page, Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.money import Money
from sscsim.kernel.periods import Month, china_day
from sscsim.kernel.problems import Relayed
from sscsim.web import Query

MOST_RECORDS = 50
"""So many records a gate tells at once; the card service is asked for each."""


@dataclass(frozen=True)
class Told:
    """What a gate says of one arrival. `decision`: its own, when it had no network;
    `companion_ages`: of the children who come along, where it asked."""

    gate_no: str
    sequence: int
    arrived_at: datetime
    credential: Mapping[str, Any]
    face: str | None = None
    entry: str | None = None
    companions: int = 0
    companion_ages: Sequence[int] = ()
    decision: str | None = None


@dataclass(frozen=True)
class _Shown:
    """What the card service said: its record, and the holder if it knows one."""

    verification_id: str | None
    card_reasons: tuple[str, ...]
    holder: Holder | None


@dataclass(frozen=True)
class _Chosen:
    """The pass that an arrival uses, and what its limits say."""

    pass_: TravelPass | None
    limits: tuple[str, ...] = ()
    needs_photo: bool = False


def admit(venue_id: str, gate_no: str, sequence: int, **said: Any) -> Admission:
    """Decide about somebody at a gate, now; the same record of a gate is answered the same.

    A refusal is an answer, with every reason. VenueNotFound, RegionNotAllowed,
    GateRecordConflict; PolicyMissing, FigureMissing.
    """
    told = Told(gate_no, sequence, world.now(), **said)
    venue = _of_caller(venue_id)
    known = _earlier(venue, told)
    if known is None:
        shown = _asked(venue, told)
        with store.write() as tx:
            made = rows.of_gate(tx, venue.id, gate_no, sequence) or _decided(tx, venue, told, shown)
            failpoint("culture.admission.before_commit")
            return tx.answer(made)
    with store.write() as tx:
        return tx.answer(known)


def upload(venue_id: str, records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Take the records of gates that had no network; each is known once, in its order.

    VenueNotFound, RegionNotAllowed, GateRecordInFuture, GateRecordConflict.
    """
    venue = _of_caller(venue_id)
    told = [Told(**each) for each in records]
    for number, each in enumerate(told):
        if each.arrived_at > world.now():
            raise problems.GateRecordInFuture(number=number)
    found = []
    for each in told:
        known = _earlier(venue, each)
        if known is None:
            shown = _asked(venue, each)
            with store.write() as tx:
                known = rows.of_gate(tx, venue.id, each.gate_no, each.sequence) or _decided(
                    tx, venue, each, shown
                )
                failpoint("culture.admission_upload.before_commit")
        found.append(known)
    with store.write() as tx:
        return tx.answer({"data": found})


def _of_caller(venue_id: str) -> Venue:
    venue = venues.get(venue_id)
    world.require_region(venue.region_code)
    return venue


def _earlier(venue: Venue, told: Told) -> Admission | None:
    """The record that the gate numbered so; GateRecordConflict where it was another arrival."""
    with store.read() as tx:
        known = rows.of_gate(tx, venue.id, told.gate_no, told.sequence)
    if known is None:
        return None
    way = words.ONLINE if told.decision is None else words.OFFLINE
    another_time = told.decision is not None and known.arrived_at != told.arrived_at
    if known.way != way or another_time:
        raise problems.GateRecordConflict(gate_no=told.gate_no, sequence=told.sequence, id=known.id)
    return known


def _asked(venue: Venue, told: Told) -> _Shown:
    event = f"gate/{venue.id}/{told.gate_no}/{told.sequence}"
    scanned = clock.shown(told.arrived_at) if told.decision is not None else None
    try:
        record = people.shown(event, told.credential, venue.region_code, scanned)
    except Relayed as unreadable:  # no card's number, no code of ours: as good as no card
        return _Shown(None, (unreadable.code,), None)
    person_id = record.get("person_id")
    reasons = tuple(each["code"] for each in record["reasons"])
    return _Shown(record["id"], reasons, people.holder(person_id) if person_id else None)


def _decided(tx: Tx, venue: Venue, told: Told, shown: _Shown) -> Admission:
    """Whether somebody comes in, and all that follows from it, in one transaction."""
    day = china_day(told.arrived_at)
    rules = venues.rules(tx, venue, day)
    slots = venues.opened(tx, venue, day) if venue.day else ()
    slot = place.current(slots, told.arrived_at)
    holder = shown.holder
    chosen = _pass(tx, venue, told, holder)
    is_pass = told.entry == words.PASS or (told.entry is None and chosen.pass_ is not None)
    reserved = None
    if holder is not None and slot is not None:
        found = venue_rows.booked_on(tx, venue.id, holder.id, day)
        reserved = found if found is not None and words.is_good(found, slot) else None
    arrival = Arrival(
        venue=venue,
        entry=words.PASS if is_pass else words.TICKET,
        arrived_at=told.arrived_at,
        face=told.face,
        companions=told.companions,
        is_card_good=not shown.card_reasons and holder is not None,
        pass_=chosen.pass_ if is_pass else None,
        needs_photo=chosen.needs_photo,
        limits=chosen.limits if is_pass else (),
        slot=slot,
        reservation=reserved,
    )
    reasons = words.against(arrival)
    late = timedelta(hours=rules.upload_hours.value)
    if told.decision is not None and tx.world.now - told.arrived_at > late:
        reasons = (*reasons, words.TOO_LATE)
    if told.decision == words.TURNED_AWAY and not reasons:
        reasons = (words.TURNED,)
    result = words.result(reasons, told.decision)
    if _is_misuse(tx, arrival, reasons):
        reasons = (*reasons, words.CANCELLED)
    due = None
    if not is_pass and result != words.REFUSED and holder is not None:
        due = ticket.ticket(venue.list_price, venue.region_code, holder.visitor, rules, day)
    made = _record(tx, told, shown, arrival, reasons, result, due)
    if result == words.ADMITTED and slot is not None:
        _take_place(tx, slot, arrival)
    return made


def _pass(tx: Tx, venue: Venue, told: Told, holder: Holder | None) -> _Chosen:
    """The holder's pass for this venue: of several the first one that nothing stands against."""
    if holder is None or told.entry == words.TICKET:
        return _Chosen(None)
    wanted = Use(venue.code, china_day(told.arrived_at))
    found: list[_Chosen] = []
    for held in pass_rows.good_for(tx, holder.id):
        product = pass_known.product(held.product)
        if venue.code not in product.spots and told.entry is None:
            continue
        limits = pass_known.limits_of(tx, held, wanted.day)
        needs_photo = pass_known.rules_of(tx, held).course.photo.value
        used = rows.uses_of(tx, held.id)
        with_whom = (told.companions, told.companion_ages)
        against = pass_use.against(product, limits, used, wanted, *with_whom)
        found.append(_Chosen(held, against, needs_photo))
    good = [each for each in found if not each.limits]
    return (good or found or [_Chosen(None)])[0]


def _is_misuse(tx: Tx, arrival: Arrival, reasons: Sequence[str]) -> bool:
    """Somebody else's face came with a pass: noted, and so many times cancel it (冒用取消)."""
    held = arrival.pass_
    if held is None or words.FACE_MISMATCH not in reasons or not arrival.is_card_good:
        return False
    most = pass_known.rules_of(tx, held).limits.mismatches
    noted = pass_rows.passes.change(tx, held, mismatches=held.mismatches + 1)
    if most is None or noted.mismatches < most.value:
        return False
    pass_known.changed(tx, noted, "cancel", end_reason="misuse")
    return True


def _record(
    tx: Tx,
    told: Told,
    shown: _Shown,
    arrival: Arrival,
    reasons: Sequence[str],
    result: str,
    due: Ticket | None,
) -> Admission:
    held, reserved, venue = arrival.pass_, arrival.reservation, arrival.venue
    is_admitted = result == words.ADMITTED
    month = None
    if held is not None and is_admitted:
        visited = Month.of(china_day(told.arrived_at))
        month = str(pass_months.counting_month(tx, held.product, held.issuer_region, visited))
    made = rows.admissions.add(
        tx,
        Admission(
            id=tx.new_id("vad", venue.id, told.gate_no, told.sequence),
            venue_id=venue.id,
            venue_code=venue.code,
            gate_no=told.gate_no,
            sequence=told.sequence,
            way=words.ONLINE if told.decision is None else words.OFFLINE,
            entry=arrival.entry,
            person_id=shown.holder.id if shown.holder else None,
            verification_id=shown.verification_id,
            travel_pass_id=held.id if held else None,
            product=held.product if held else None,
            issuer_region=held.issuer_region if held else None,
            reservation_id=reserved.id if reserved and is_admitted else None,
            slot_id=arrival.slot.id if arrival.slot and is_admitted else None,
            companions=told.companions,
            price=due.price if due else Money.zero(),
            grade=due.grade if due else None,
            result=result,
            reasons=list(reasons),
            card_reasons=list(shown.card_reasons),
            month=month,
            arrived_at=told.arrived_at,
            version=1,
            created_at=tx.world.now,
            updated_at=tx.world.now,
        ),
    )
    about: dict[str, Any] = {"id": made.id, "venue_id": venue.id, "result": result}
    about |= {"entry": made.entry, "reasons": list(reasons)}
    about |= {"person_id": made.person_id} if made.person_id else {}
    about |= {"travel_pass_id": made.travel_pass_id} if made.travel_pass_id else {}
    tx.emit("venue_admission.recorded", made.id, about)
    return made


def _take_place(tx: Tx, slot: Slot, arrival: Arrival) -> None:
    """Use a reservation, and take what it didn't hold; without one, take a place."""
    reserved = arrival.reservation
    if reserved is None:
        venues.take(tx, slot, 1 + arrival.companions)
        return
    companions = max(reserved.companions, arrival.companions)
    more = companions - reserved.companions
    used = venue_rows.reservations.change(tx, reserved, status=booking.USED, companions=companions)
    if more:
        venues.take(tx, slot, more)
    venue_reservations.tell(tx, used)


# ---- to be read


def get(admission_id: str) -> Admission:
    """VenueAdmissionNotFound."""
    with store.read() as tx:
        found = rows.admissions.find(tx, admission_id)
    if found is None:
        raise problems.VenueAdmissionNotFound(id=admission_id)
    return found


def page(query: Query) -> Page:
    with store.read() as tx:
        return rows.admissions.page(tx, query.page, dict(query.filters))
