"""pytest fixtures that hand out worlds of ssc-simulator, over HTTP only."""

from sscsim_pytest.simulator import NotRunning, Simulator
from sscsim_pytest.worlds import Clock, Faults, Party, Snapshot, World

__all__ = ["Clock", "Faults", "NotRunning", "Party", "Simulator", "Snapshot", "World"]
