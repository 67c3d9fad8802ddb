"""A fare system (票制): who runs it, where, and how it is paid."""

from dataclasses import dataclass

from services.transport.domain.rules import RAIL
from sscsim.kernel.problems import Text

TAP_IN_OUT, SINGLE_TAP = "tap_in_out", "single_tap"


@dataclass(frozen=True, slots=True)
class Operator:
    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class FareSystem:
    """`kind` names the policy scheme of its figures; the network, if any, has the same id."""

    id: str
    region: str
    kind: str  # rail or bus
    name: Text
    operator: Operator
    has_network: bool

    @property
    def mode(self) -> str:
        """Whether one taps on entering and leaving, or once."""
        return TAP_IN_OUT if self.kind == RAIL else SINGLE_TAP
