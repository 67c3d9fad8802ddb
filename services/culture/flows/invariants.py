"""What always holds in this service, and the figures that others compare with."""

from collections.abc import Callable
from typing import Any

from services.culture.flows import laws_passes
from sscsim.web.invariants import Invariant

CHECKS: tuple[Invariant, ...] = (*laws_passes.CHECKS,)
FIGURES: tuple[Callable[..., Any], ...] = ()
