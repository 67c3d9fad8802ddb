"""What always holds in this service, and the figures that others compare with."""

from collections.abc import Callable
from typing import Any

from services.culture.flows import invariants_libraries, laws_passes
from sscsim.web.invariants import Invariant

CHECKS: tuple[Invariant, ...] = (*invariants_libraries.CHECKS, *laws_passes.CHECKS)
FIGURES: tuple[Callable[..., Any], ...] = (*invariants_libraries.FIGURES,)
