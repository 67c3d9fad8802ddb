"""Where a free copy goes: onto the hold shelf, on its way, or back among the others."""

from datetime import timedelta

from services.culture import problems_libraries as problems
from services.culture.domain import holds as hold_words
from services.culture.domain import limits, routing, titles
from services.culture.domain.holds import Hold, Transit
from services.culture.domain.house import Rules
from services.culture.domain.titles import Copy
from services.culture.flows import known
from services.culture.store import libraries as rows
from services.culture.store import store
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.states import ForbiddenEdge

ARRIVE = "culture.copy_arrives"
EXPIRE = "culture.hold_expires"


def moved(tx: Tx, copy: Copy, event: str, **changes: object) -> Copy:
    """The copy after this event. CopyMoveNotAllowed."""
    try:
        status = titles.MACHINE.after(copy.status, event)
    except ForbiddenEdge as edge:
        raise problems.CopyMoveNotAllowed(
            copy_id=copy.id, status=copy.status, allowed=", ".join(edge.allowed) or "–"
        ) from None
    return rows.COPIES.change(tx, copy, status=status, **changes)


def place(tx: Tx, copy: Copy, at_id: str, rules: Rules) -> Copy:
    """Find the copy its next place from the library where it is free now.

    The one who waits longest gets it; else it stays where it floats, or travels home.
    """
    at = known.library(at_id)
    waiting = rows.waiting_for(tx, copy.title_id, at.network_id)
    fits = [each for each in waiting if _may_have(each, copy, at_id, rules)]
    hold = fits[0] if fits else None
    stays = copy.floats and rules.network.floats.value
    route = routing.route(at_id, copy.owner_id, stays, hold.pickup_library_id if hold else None)
    if route.event == routing.SEND:
        assert route.to_id is not None
        return send(tx, copy, at_id, route.to_id, rules, hold)
    if hold is not None:
        copy = moved(tx, copy, route.event, location_id=at_id)
        keep_ready(tx, hold, copy, rules)
        return copy
    if copy.location_id != at_id and copy.owner_id != at_id:
        about = {"id": copy.id, "from_id": copy.location_id, "to_id": at_id}
        tx.emit("copy.floated", copy.id, about)
    return moved(tx, copy, route.event, location_id=at_id)


def _may_have(hold: Hold, copy: Copy, at_id: str, rules: Rules) -> bool:
    """A copy leaves its library for a hold only where the network's members act for each other."""
    return hold.pickup_library_id == at_id or rules.network.returns_anywhere.value


def let_go(tx: Tx, copy: Copy) -> Copy:
    """The copy isn't kept or on its way any more, whatever was thought: it is in somebody's hands.
    Who waited for it goes on waiting. The copy is held; on a shelf afterwards, unless it is on
    loan. CopyMoveNotAllowed for one that was withdrawn."""
    if copy.status in (titles.MISSING, titles.DAMAGED):
        return moved(tx, copy, "restore")
    hold = rows.HOLDS.first(tx, rows.HOLDS.c.live_copy_id == copy.id)
    if hold is not None:
        tx.cancel_job(EXPIRE, hold.id)
        status = hold_words.MACHINE.after(hold.status, "lose_copy")
        free = {"copy_id": None, "live_copy_id": None, "ready_on": None, "expires_on": None}
        rows.HOLDS.change(tx, hold, status=status, **free)
    transit = rows.TRANSITS.first(tx, rows.TRANSITS.c.moving_copy_id == copy.id)
    if transit is not None:
        tx.cancel_job(ARRIVE, transit.id)
        over = {"status": hold_words.ARRIVED, "arrived_at": tx.world.now}
        rows.TRANSITS.change(tx, transit, moving_copy_id=None, **over)
    if copy.status in (titles.ON_HOLD_SHELF, titles.IN_TRANSIT):
        return moved(tx, copy, routing.RESHELVE)
    return copy


def send(
    tx: Tx, copy: Copy, from_id: str, to_id: str, rules: Rules, hold: Hold | None = None
) -> Copy:
    """Put a copy on its way, for a hold or home; it arrives by a due job."""
    copy = moved(tx, copy, routing.SEND, location_id=from_id)
    earlier = rows.TRANSITS.count(tx, rows.TRANSITS.c.copy_id == copy.id)
    transit = Transit(
        id=tx.new_id("ltr", copy.id, earlier + 1),
        copy_id=copy.id,
        moving_copy_id=copy.id,
        from_id=from_id,
        to_id=to_id,
        hold_id=hold.id if hold else None,
        sent_at=tx.world.now,
        arrives_at=tx.world.now + timedelta(days=rules.transit_days.value),
        arrived_at=None,
        status=hold_words.UNDER_WAY,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    rows.TRANSITS.add(tx, transit)
    tx.schedule(ARRIVE, transit.id, transit.arrives_at)
    if hold is not None:
        status = hold_words.MACHINE.after(hold.status, "send")
        rows.HOLDS.change(tx, hold, status=status, copy_id=copy.id, live_copy_id=copy.id)
    about = {"id": transit.id, "copy_id": copy.id, "from_id": from_id, "to_id": to_id}
    tx.emit("copy.sent", transit.id, about | ({"hold_id": hold.id} if hold else {}))
    return copy


def keep_ready(tx: Tx, hold: Hold, copy: Copy, rules: Rules) -> Hold:
    """The copy lies ready for who waited; if it isn't fetched, somebody else gets it."""
    expires_on = limits.kept_until(tx.world.today, rules.common)
    ready = rows.HOLDS.change(
        tx,
        hold,
        status=hold_words.MACHINE.after(hold.status, "shelve"),
        copy_id=copy.id,
        live_copy_id=copy.id,
        ready_on=tx.world.today,
        expires_on=expires_on,
    )
    tx.schedule_again(EXPIRE, hold.id, known.midnight_after(expires_on))
    about = {
        "id": hold.id,
        "reader_id": hold.reader_id,
        "copy_id": copy.id,
        "library_id": hold.pickup_library_id,
        "expires_on": expires_on.isoformat(),
    }
    tx.emit("hold.ready", hold.id, about)
    return ready


def arrived(tx: Tx, transit: Transit) -> Copy:
    """A copy comes to where it was sent; the transit and the copy are held."""
    copy = known.copy(tx, transit.copy_id, lock=True)
    rules = known.rules(tx, transit.to_id)
    rows.TRANSITS.change(
        tx,
        transit,
        status=hold_words.ARRIVED,
        moving_copy_id=None,
        arrived_at=tx.world.now,
    )
    about = {"id": transit.id, "copy_id": copy.id, "to_id": transit.to_id}
    tx.emit("copy.arrived", transit.id, about)
    hold = rows.HOLDS.find(tx, transit.hold_id, lock=True) if transit.hold_id else None
    if hold is not None and hold.status == hold_words.COMING:
        copy = moved(tx, copy, routing.KEEP_FOR_HOLD, location_id=transit.to_id)
        keep_ready(tx, hold, copy, rules)
        return copy
    return place(tx, copy, transit.to_id, rules)


def arrive_due(transit_id: str) -> None:
    """The job of a transit; one that was received by hand before is left alone."""
    with store.write() as tx:
        transit = known.transit(tx, transit_id, lock=True)
        if transit.status == hold_words.UNDER_WAY:
            arrived(tx, transit)
        failpoint("culture.copy_arrives.before_commit")
        tx.complete_job()


def receive(transit_id: str) -> Transit:
    """A library scans what came before its day.

    TransitNotFound, AlreadyArrived, RegionNotAllowed.
    """
    with store.write() as tx:
        transit = known.transit(tx, transit_id, lock=True)
        known.desk(transit.to_id)
        if transit.status != hold_words.UNDER_WAY:
            raise problems.AlreadyArrived(transit_id=transit_id)
        arrived(tx, transit)
        tx.cancel_job(ARRIVE, transit.id)
        return tx.answer(known.transit(tx, transit_id))
