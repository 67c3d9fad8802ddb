"""The policy in force on a day, as values of the domain; each part has a module of its own."""

from collections.abc import Callable
from typing import Final

from sscsim.policy import Scheme

SERVICE: Final = "culture"
CHECKS: dict[str, Callable[[Scheme], None]] = {}
"""By scheme: whether a world's own pack says enough to work by; each raises what a flow would."""


def check(scheme: Scheme) -> None:
    """Refuse a scheme of a pack that nobody could work by: PolicyError or FigureMissing."""
    looked_at = CHECKS.get(scheme.name)
    if looked_at is not None:
        looked_at(scheme)
