"""Due jobs of travel passes and venues."""

from services.culture.flows import (
    pass_course,
    pass_months,
    pass_payments,
    pass_refunds,
    venue_reservations,
)
from sscsim import jobs


@jobs.task(pass_payments.SETTLE)
def settle_pass_payment(key: str) -> None:
    """Ask what came of a payment that nobody answered for."""
    pass_payments.settle_due(key)


@jobs.task(pass_payments.LAPSE)
def lapse_travel_pass(key: str) -> None:
    """The day of an order is over."""
    pass_payments.lapse_due(key)


@jobs.task(pass_course.START)
def start_travel_pass(key: str) -> None:
    """Nobody activated it: it begins by itself."""
    pass_course.start_due(key)


@jobs.task(pass_course.END)
def end_travel_pass(key: str) -> None:
    """Its last day is over."""
    pass_course.end_due(key)


@jobs.task(pass_refunds.PAY)
def pay_pass_refund(key: str) -> None:
    """Have the bank side give the price back."""
    pass_refunds.pay_due(key)


@jobs.task(pass_months.CLOSE)
def share_pass_month(key: str) -> None:
    """Close a month of a product, and share it out."""
    pass_months.close_due(key)


@jobs.task(venue_reservations.CLOSE)
def close_venue_slot(key: str) -> None:
    """A slot is over: who didn't come has missed it."""
    venue_reservations.close_due(key)
