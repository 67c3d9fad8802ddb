"""Due jobs of clearing: each takes a business key and calls a flow."""

from services.transport.flows.clearing import claim, close, disputes, due, reimburse, uploads
from sscsim import jobs


@jobs.task(due.CLOSE, commutes=True)
def close_batch(key: str) -> None:
    """Close an operator's service day."""
    close.close(key)


@jobs.task(due.CLAIM, commutes=True)
def claim_part(key: str) -> None:
    """Claim from a centre of another city what it owes for a batch."""
    claim.claim(key)


@jobs.task(due.CITY_PAY, commutes=True)
def pay_in_city(key: str) -> None:
    """The city's centre moves what an issuer of the city owes."""
    close.city_pay(key)


@jobs.task(due.REIMBURSE, commutes=True)
def claim_concessions(key: str) -> None:
    """Make the claim form of a month's concessions."""
    reimburse.claim_month(key)


@jobs.task(due.REIMBURSEMENT_PAY, commutes=True)
def pay_concessions(key: str) -> None:
    """A region pays what it confirmed."""
    reimburse.pay(key)


@jobs.task(due.DISPUTE_DUE)
def decide_dispute(key: str) -> None:
    """Nobody answered a dispute in time."""
    disputes.answer_due(key)


@jobs.task(due.UPLOAD_DUE)
def give_up_lines(key: str) -> None:
    """Pending lines of an uploaded batch were not presented again in time."""
    uploads.give_up(key)
