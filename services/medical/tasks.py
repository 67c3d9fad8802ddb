"""Due jobs of the medical service: each takes a business key and calls a flow."""

from services.medical.flows import resolve
from sscsim import jobs


@jobs.task("medical.resolve_unknown")
def resolve_unknown(key: str) -> None:
    """Find out what became of a settlement whose answer never came."""
    resolve.resolve(key)
