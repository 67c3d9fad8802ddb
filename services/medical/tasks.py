"""Due jobs of the medical service: each takes a business key and calls a flow."""

from services.medical.flows import correct, resolve
from sscsim import jobs


@jobs.task("medical.resolve_unknown")
def resolve_unknown(key: str) -> None:
    """Find out what became of a settlement whose answer never came."""
    resolve.resolve(key)


@jobs.task("medical.finish_correction")
def finish_correction(key: str) -> None:
    """Go on with a correction that nobody answered."""
    correct.finish(key)
