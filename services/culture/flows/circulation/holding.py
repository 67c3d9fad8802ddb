"""Holds (预约): placed on a title, served in order, cancelled, expired."""

from services.culture import problems_libraries as problems
from services.culture.domain import holds as domain
from services.culture.domain import titles
from services.culture.domain.holds import Hold
from services.culture.domain.house import Rules
from services.culture.domain.library import Library
from services.culture.domain.limits import HOLD_REASONS, Wish, against_hold
from services.culture.domain.titles import Copy
from services.culture.flows import known
from services.culture.flows import loans as shown_loans
from services.culture.flows.circulation import placing
from services.culture.flows.loans import ShownHold
from services.culture.store import catalogue, store
from services.culture.store import libraries as rows
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.states import ForbiddenEdge

_GONE = (titles.LOST, titles.MISSING, titles.WITHDRAWN, titles.DAMAGED)


def place(reader_id: str, title_id: str, pickup_library_id: str) -> ShownHold:
    """Wait for a title; a copy that is free comes at once.

    ReaderNotFound, LibraryNotFound, NotAReader, ReaderClosed, TitleNotFound, HoldRefused,
    RegionNotAllowed.
    """
    with store.write() as tx:
        known.desk_of_role(known.library(pickup_library_id).id)
        hold = placed(tx, reader_id, title_id, pickup_library_id)
        failpoint("culture.hold.before_commit")
        return tx.answer(shown_loans.shown_holds(tx, [hold])[0])


def placed(tx: Tx, reader_id: str, title_id: str, pickup_library_id: str) -> Hold:
    """A new hold, served at once where a copy is free; a refusal changes nothing."""
    at = known.library(pickup_library_id)
    reader = known.reader(tx, reader_id, lock=True)
    membership = known.membership(tx, reader, at)
    title = known.title(tx, title_id)
    tx.lock("holds", title.id)
    rules = known.rules(tx, at.id)
    reachable = _reachable(tx, title.id, at, rules)
    held = rows.live_holds(tx, reader.id)
    wish = Wish(
        rules.common,
        holds=len(held),
        is_blocked=membership.blocked_on is not None,
        is_held=any(hold.title_id == title.id for hold in held),
        is_on_loan=any(loan.title_id == title.id for loan in rows.out_of(tx, reader.id)),
        is_in_reach=bool(reachable),
    )
    against = tuple(against_hold(wish))
    if against:
        said = [(code, HOLD_REASONS[code]) for code in against]
        raise problems.HoldRefused(said, "/title_id", title_id=title_id)
    number = rows.HOLDS.count(tx, rows.HOLDS.c.reader_id == reader.id) + 1
    hold = Hold(
        id=tx.new_id("hld", reader.id, number),
        reader_id=reader.id,
        person_id=reader.person_id,
        title_id=title.id,
        network_id=membership.network_id,
        pickup_library_id=at.id,
        copy_id=None,
        live_copy_id=None,
        status=domain.WAITING,
        ready_on=None,
        expires_on=None,
        version=1,
        created_at=tx.world.now,
        updated_at=tx.world.now,
    )
    rows.HOLDS.add(tx, hold)
    about = {"id": hold.id, "reader_id": reader.id, "title_id": title.id}
    tx.emit("hold.placed", hold.id, {**about, "library_id": at.id})
    _serve(tx, at, rules, reachable)
    return known.hold(tx, hold.id)


def _reachable(tx: Tx, title_id: str, at: Library, rules: Rules) -> list[Copy]:
    """Copies that can come to this library: its own ones, and those of who acts for it; held."""
    c = rows.COPIES.c
    members = [each.id for each in catalogue.members(at.network_id)]
    near = members if rules.network.returns_anywhere.value else [at.id]
    found = rows.COPIES.held(tx, c.title_id == title_id, c.location_id.in_(near))
    return [copy for copy in found if copy.status not in _GONE]


def _serve(tx: Tx, at: Library, rules: Rules, reachable: list[Copy]) -> None:
    """Have a free copy come to who waits longest, the one that lies nearest."""
    free = [copy for copy in reachable if copy.status == titles.AVAILABLE]
    if free:
        nearest = min(free, key=lambda copy: (copy.location_id != at.id, copy.barcode))
        placing.place(tx, nearest, nearest.location_id, rules)


def change_pickup(hold_id: str, pickup_library_id: str) -> ShownHold:
    """Fetch it at another member, while it is waited for; the place in the queue stays.

    HoldNotFound, HoldMoveNotAllowed, LibraryNotFound, RegionNotAllowed, NotAReader, ReaderClosed,
    HoldRefused where no copy comes there.
    """
    with store.write() as tx:
        hold = known.hold(tx, hold_id, lock=True)
        at = known.library(pickup_library_id)
        known.desk_of_role(hold.pickup_library_id)
        known.desk_of_role(at.id)
        if hold.status != domain.WAITING:
            raise problems.HoldMoveNotAllowed(hold_id=hold.id, status=hold.status)
        if at.network_id != hold.network_id:
            raise problems.NotAReader(library_id=at.id)
        known.membership(tx, known.reader(tx, hold.reader_id, lock=True), at)
        tx.lock("holds", hold.title_id)
        rules = known.rules(tx, at.id)
        reachable = _reachable(tx, hold.title_id, at, rules)
        if not reachable:
            said = [("no_copy_here", HOLD_REASONS["no_copy_here"])]
            raise problems.HoldRefused(said, "/pickup_library_id", title_id=hold.title_id)
        rows.HOLDS.change(tx, hold, pickup_library_id=at.id)
        about = {"id": hold.id, "reader_id": hold.reader_id, "title_id": hold.title_id}
        tx.emit("hold.pickup_changed", hold.id, {**about, "library_id": at.id})
        _serve(tx, at, rules, reachable)
        return tx.answer(shown_loans.shown_holds(tx, [known.hold(tx, hold.id)])[0])


def cancel(hold_id: str) -> ShownHold:
    """Wait no longer; a copy that was kept or is on its way goes to the next one.

    HoldNotFound, HoldMoveNotAllowed.
    """
    with store.write() as tx:
        hold = known.hold(tx, hold_id, lock=True)
        known.desk_of_role(hold.pickup_library_id)
        return tx.answer(shown_loans.shown_holds(tx, [ended(tx, hold, "cancel")])[0])


def ended(tx: Tx, hold: Hold, event: str) -> Hold:
    """The hold is over, and its copy free; the hold is held. HoldMoveNotAllowed."""
    try:
        status = domain.MACHINE.after(hold.status, event)
    except ForbiddenEdge:
        raise problems.HoldMoveNotAllowed(hold_id=hold.id, status=hold.status) from None
    changed = rows.HOLDS.change(tx, hold, status=status, live_copy_id=None)
    tx.cancel_job(placing.EXPIRE, hold.id)
    name = "hold.expired" if status == domain.EXPIRED else "hold.cancelled"
    tx.emit(name, hold.id, {"id": hold.id, "reader_id": hold.reader_id, "title_id": hold.title_id})
    if hold.status == domain.READY and hold.copy_id is not None:
        copy = known.copy(tx, hold.copy_id, lock=True)
        placing.place(tx, copy, copy.location_id, known.rules(tx, copy.location_id))
    return changed
