"""The control store: which worlds there are, whose keys lead there, what time it is in each.

Shared by all processes of the simulator. Its migrations lie in `gateway/store`.
"""

from sscsim.control import (
    clients,
    clocks,
    hearing,
    keys,
    message_access,
    operations,
    own_ports,
    parties,
    places,
    scenario_runs,
    snapshots,
    worlds,
)
from sscsim.control.clocks import ClockRow, heartbeat, reading
from sscsim.control.generations import reset, restore
from sscsim.control.hints import lower_hint
from sscsim.control.keys import caller
from sscsim.control.store import close, migrate
from sscsim.control.worlds import (
    SandboxNotFound,
    create,
    delete,
    ensure_demo,
    find,
    touch,
)
from sscsim.control.worlds import get as world

__all__ = [
    "ClockRow",
    "SandboxNotFound",
    "caller",
    "clients",
    "clocks",
    "close",
    "create",
    "delete",
    "ensure_demo",
    "find",
    "hearing",
    "heartbeat",
    "keys",
    "lower_hint",
    "message_access",
    "migrate",
    "operations",
    "own_ports",
    "parties",
    "places",
    "reading",
    "reset",
    "restore",
    "scenario_runs",
    "snapshots",
    "touch",
    "world",
    "worlds",
]
