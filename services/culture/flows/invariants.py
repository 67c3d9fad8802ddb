"""What always holds in this service, and the figures that others compare with."""

from collections.abc import Callable
from typing import Any

from sscsim.web.invariants import Invariant

CHECKS: tuple[Invariant, ...] = ()
FIGURES: tuple[Callable[..., Any], ...] = ()
