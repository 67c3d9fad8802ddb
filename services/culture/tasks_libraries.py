"""Due jobs of the libraries."""

from services.culture.flows import city_clearing, paying, payments
from services.culture.flows.circulation import due, lend, lose, placing
from services.culture.flows.readers import refund
from sscsim import jobs


@jobs.task(lend.OVERDUE)
def mark_loan_overdue(key: str) -> None:
    """The last day of a loan is over."""
    due.overdue_due(key)


@jobs.task(lose.LOSE)
def count_loan_as_lost(key: str) -> None:
    """A loan was overdue for so long that it counts as lost."""
    lose.lost_due(key)


@jobs.task(placing.EXPIRE)
def expire_hold(key: str) -> None:
    """A copy that was kept wasn't fetched."""
    due.hold_expired_due(key)


@jobs.task(placing.ARRIVE)
def take_in_transit(key: str) -> None:
    """A copy arrives where it was sent."""
    placing.arrive_due(key)


@jobs.task(paying.RECOVERY)
def settle_reader_payment(key: str) -> None:
    """Find out what came of a payment that nobody answered for."""
    payments.resolve(key)


@jobs.task(refund.PAY_OUT)
def pay_reader_refund(key: str) -> None:
    """Pay a deposit back onto the card."""
    refund.pay_out_due(key)


@jobs.task(city_clearing.CLEAR)
def clear_city_libraries(key: str) -> None:
    """Two libraries of one city settle a month."""
    city_clearing.clear_due(key)
