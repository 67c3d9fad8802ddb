"""A question that reaches the insured side when nobody waits for the answer any more."""

from services.settlement.flows import exchange, home_region
from services.settlement.problems import InsuredSideRefused
from services.settlement.store import exchanges, store


def deliver(exchange_id: str) -> None:
    """Deliver it; one that was given up meanwhile is turned away over there (X6)."""
    with store.read() as tx:
        known = exchanges.of(tx, exchange_id)
    if known is None or known.home_region is None or known.status == "answered":
        return
    try:
        result = home_region.deliver(known.question)
    except InsuredSideRefused:
        return
    if known.status == "forwarded":
        exchange.recorded(known.question, result)
