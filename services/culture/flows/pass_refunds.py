"""A pass that hasn't begun goes back (退款): onto the card by which it was paid, or in cash.

Its sale is taken back in the books (V1 reversed) when the price has left again, not when the refund
is asked for: what the bank returns is still with the issuer.
"""

from services.culture import problems_passes as problems
from services.culture.domain import travel_pass as words
from services.culture.domain.travel_pass import TravelPass
from services.culture.flows import pass_course, pass_known, pass_sales
from services.culture.store import store
from sscsim import peers
from sscsim.db import Tx
from sscsim.failpoints import failpoint

PAY = "culture.pay_pass_refund"


def refund(travel_pass_id: str, pay_by: str | None = None) -> TravelPass:
    """Give an unused pass back; its price comes back the way it was paid, or as `pay_by` says.

    What the bank couldn't take (refund_returned) is tried again, or paid in cash at a counter.
    TravelPassNotFound, TravelPassState, TravelPassRefundLate, PassCounterOnly.
    """
    with store.write() as tx:
        known = pass_known.held(tx, travel_pass_id)
        way = pay_by or known.pay_by
        event = "refund_cash" if way == words.CASH else "refund"
        pass_known.moved(known, event)
        until = known.refund_until
        if known.status == words.SOLD and (until is None or tx.world.today > until):
            raise problems.TravelPassRefundLate(day=until.isoformat() if until else "-")
        if way == words.CASH:
            pass_sales.check_counter(words.CASH)
        tx.cancel_job(pass_course.START, known.id)
        made = pass_known.changed(
            tx, known, event, refunds=known.refunds + 1, end_reason="given_back"
        )
        if made.status == words.REFUNDED:
            _taken_back(tx, made)
        if way == words.CARD:
            tx.schedule(PAY, f"{made.id}:{made.refunds}", tx.world.now)
        failpoint("culture.pass_refund.before_commit")
        return tx.answer(made)


def pay_due(key: str) -> None:
    """Have the bank side credit the card, once; what it returns waits for the holder."""
    travel_pass_id, _, number = key.partition(":")
    known = pass_known.get(travel_pass_id)
    if (known.status, known.refunds) == (words.REFUNDING, int(number)):
        body = {
            "event": known.refund_event,
            "person_id": known.person_id,
            "amount_fen": known.price.fen,
            "memo": f"旅游年卡退款 {known.product}",
        }
        code = peers.call("card", "POST", "/internal/v1/bank-credits", body)["return_code"]
        failpoint("culture.pass_refund.after_card")
        with store.write() as tx:
            held = pass_known.held(tx, travel_pass_id)
            if (held.status, held.refunds) == (words.REFUNDING, int(number)):
                event = "refunded" if code == "00" else "returned"
                why = "given_back" if code == "00" else f"bank_{code}"
                made = pass_known.changed(tx, held, event, end_reason=why)
                if made.status == words.REFUNDED:
                    _taken_back(tx, made)
            tx.complete_job()
        return
    with store.write() as tx:
        tx.complete_job()


def _taken_back(tx: Tx, made: TravelPass) -> None:
    told = {"event": made.id}
    tx.send("settlement", "/internal/v1/pass-sales/take-back", told, f"pass back/{made.id}")
