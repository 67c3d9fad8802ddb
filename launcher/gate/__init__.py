"""One gate (闸机) of a transit network, simulated outside the simulator: see `ssc gate`."""

from launcher.gate.codes import Verdict, verify
from launcher.gate.gate import Gate, GateRefuses
from launcher.gate.state import State

__all__ = ["Gate", "GateRefuses", "State", "Verdict", "verify"]
