"""From its payment to its end: a pass waits for its holder, begins, and is over.

The books hear of a sale when its money has come (V1): from then on it waits there for visits. A
pass that goes back before it begins takes the sale back, once its price has left again
(flows/pass_refunds.py); when it begins, its money belongs to the months of its year.
"""

from datetime import date, timedelta

from services.culture.domain import pass_course as course
from services.culture.domain import travel_pass as words
from services.culture.domain.travel_pass import TravelPass
from services.culture.flows import pass_known, pass_months
from services.culture.store import store
from services.culture.store import travel_passes as rows
from sscsim.db import Tx
from sscsim.failpoints import failpoint
from sscsim.kernel.periods import Month

START = "culture.start_travel_pass"
END = "culture.end_travel_pass"
_DAY = timedelta(days=1)


def sold(tx: Tx, known: TravelPass, event: str, reference: str | None) -> TravelPass:
    """It is paid: from today it waits to be activated, or begins at once."""
    today = tx.world.today
    rule = pass_known.rules_of(tx, known, today).course
    made = pass_known.changed(
        tx,
        known,
        event,
        payment_reference=reference,
        bought_on=today,
        activate_until=course.activate_until(today, rule),
        refund_until=course.refund_until(today, rule),
    )
    told = {"event": made.id, "price_fen": made.price.fen, "fee_fen": made.fee.fen}
    tx.send("settlement", "/internal/v1/pass-sales", told, f"pass sale/{made.id}")
    first = course.starts_by_itself(today, rule)
    if first == today:
        return _started(tx, made, today)
    tx.schedule(START, made.id, pass_known.midnight(first))
    return made


def activate(travel_pass_id: str, photo: str) -> TravelPass:
    """The holder's face is taken, and a pass that hasn't begun begins today (激活).

    `photo`: digest of the picture. One that began by itself keeps its last day.
    TravelPassNotFound, TravelPassState.
    """
    with store.write() as tx:
        known = pass_known.held(tx, travel_pass_id)
        taken = {"photo": photo, "activated_at": known.activated_at or tx.world.now}
        if known.status == words.ACTIVE:
            made = rows.passes.change(tx, known, **taken)
            pass_known.tell(tx, made)
        else:
            pass_known.moved(known, "start")
            made = _started(tx, rows.passes.change(tx, known, **taken), tx.world.today)
            tx.cancel_job(START, known.id)
        failpoint("culture.pass_activate.before_commit")
        return tx.answer(made)


def start_due(travel_pass_id: str) -> None:
    """The window is over: it begins by itself."""
    with store.write() as tx:
        known = pass_known.held(tx, travel_pass_id)
        if known.status == words.SOLD:
            _started(tx, known, tx.world.today)
        failpoint("culture.pass_start.before_commit")
        tx.complete_job()


def _started(tx: Tx, known: TravelPass, first: date) -> TravelPass:
    """It is good from today; its money belongs to the months of its year."""
    last = course.last_day(first, pass_known.rules_of(tx, known).course)
    made = pass_known.changed(tx, known, "start", valid_from=first, valid_to=last)
    tx.schedule(END, made.id, pass_known.midnight(last + _DAY))
    rows.add_slices(tx, made, course.slices(made.pool, first, last))
    pass_months.close_later(tx, made.product, made.issuer_region, Month.of(first))
    return made


def end_due(travel_pass_id: str) -> None:
    """Its last day is over."""
    with store.write() as tx:
        known = pass_known.held(tx, travel_pass_id)
        if known.status == words.ACTIVE:
            pass_known.changed(tx, known, "end", end_reason="over")
        tx.complete_job()
