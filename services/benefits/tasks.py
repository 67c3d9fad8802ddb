"""Due jobs of the benefits service: each takes a business key and calls a flow.

Here those of the engine; those of work and of social insurance have modules of their own.
"""

from services.benefits import tasks_insurance, tasks_work
from services.benefits.flows import (
    card_orders,
    due,
    handing_over,
    notices,
    payments,
    progress,
    recoveries,
)
from sscsim import jobs

__all__ = ["tasks_insurance", "tasks_work"]


@jobs.task(handing_over.TAKE_UP)
def take_up_application(key: str) -> None:
    """The competent region takes up what another region handed over."""
    due.take_up(key)


@jobs.task(progress.DECIDE)
def decide_application(key: str) -> None:
    """The rule decides on the last day of the legal time."""
    due.decide(key)


@jobs.task(progress.OVERDUE)
def mark_application_overdue(key: str) -> None:
    """The legal time is over."""
    due.mark_overdue(key)


@jobs.task(progress.LAPSE)
def lapse_application(key: str) -> None:
    """Nothing came of what was wanted."""
    due.lapse(key)


@jobs.task(notices.END)
def end_public_notice(key: str) -> None:
    """The days of a public notice are over."""
    due.end_notice(key)


@jobs.task(payments.PAY_OUT)
def pay_out_benefit(key: str) -> None:
    """Have the bank side pay what was ordered."""
    payments.pay_out(key)


@jobs.task(recoveries.TAKE_REFUND)
def take_benefit_refund(key: str) -> None:
    """Take what is given back off the card."""
    recoveries.take_refund(key)


@jobs.task(card_orders.FOLLOW)
def follow_card_order(key: str) -> None:
    """Look how far a card is that was applied for."""
    card_orders.follow(key)
