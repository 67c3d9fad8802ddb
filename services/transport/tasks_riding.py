"""Due jobs of riding."""

from services.transport.flows.riding import forgotten
from services.transport.flows.riding.settling import FORGOTTEN
from sscsim import jobs


@jobs.task(FORGOTTEN)
def close_forgotten(key: str) -> None:
    """Close the journeys that nobody ended by this hour."""
    forgotten.close_forgotten(key)
