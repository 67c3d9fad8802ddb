"""Due jobs of the medical service: each takes a business key and calls a flow."""

from services.medical.flows import (
    account_years,
    correct,
    manual_claims,
    paying,
    payments,
    refunding,
    resolve,
)
from services.medical.flows.interface import mobile_payment, outgoing, prescriptions
from sscsim import jobs


@jobs.task("medical.resolve_unknown")
def resolve_unknown(key: str) -> None:
    """Find out what became of a settlement whose answer never came."""
    resolve.resolve(key)


@jobs.task("medical.finish_correction")
def finish_correction(key: str) -> None:
    """Go on with a correction that nobody answered."""
    correct.finish(key)


@jobs.task(account_years.JOB)
def credit_account_year(key: str) -> None:
    """Credit a chunk of a region's personal accounts for the year that begins."""
    account_years.credit(key)


@jobs.task(paying.RECOVERY)
def resolve_payment(key: str) -> None:
    """Find out what became of a payment by code whose answer never came."""
    payments.resolve(key)


@jobs.task(refunding.REFUND)
def refund_payment(key: str) -> None:
    """Give back what was paid by code for a settlement that was reversed."""
    payments.refund(key)


@jobs.task(manual_claims.PAY)
def pay_manual_claim(key: str) -> None:
    """Pay what a manual claim came to onto the account of the person's card."""
    manual_claims.pay_due(key)


@jobs.task(outgoing.JOB, commutes=True, max_attempts=8)
def send_interface_message(key: str) -> None:
    """Post a message of the platform to an institution."""
    outgoing.hand(key)


@jobs.task(prescriptions.EXPIRE)
def expire_prescription(key: str) -> None:
    """End a prescription whose time is up."""
    prescriptions.expire(key)


@jobs.task(mobile_payment.EXPIRE)
def expire_mobile_order(key: str) -> None:
    """End an order of mobile payment that nobody paid in time."""
    mobile_payment.expire(key)
