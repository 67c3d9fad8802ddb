"""Worlds: sandboxes of a test's own, their clock, faults, parties and snapshots."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ssc_client import Call, Client, models
from sscsim_pytest.simulator import Simulator

OnCall = Callable[[Call], None]
SNAPSHOTS = "/sandbox/v1/sandboxes/current/snapshots"


def seed_of(node_id: str) -> str:
    """A test's seed: the same test gives the same ids in every run."""
    return "t-" + hashlib.sha256(node_id.encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Party:
    """An integrator of a world, with a key of its own."""

    id: str
    name: str
    role: str
    region_code: str | None
    client: Client = field(repr=False)


class Clock:
    """The sandbox clock of a world."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def now(self) -> datetime:
        return datetime.fromisoformat(self._client.clock.get_clock()["now"])

    def freeze(self) -> datetime:
        """Let it stand still; what it reads."""
        return datetime.fromisoformat(self._client.clock.set_clock(mode="frozen")["now"])

    def run(self, rate: int = 1) -> None:
        """Let it run, so many sandbox seconds in a real one."""
        self._client.clock.set_clock(mode="running", rate=rate)

    def advance(
        self, by: str | None = None, to: str | datetime | None = None, timeout_s: float = 300.0
    ) -> models.Operation:
        """Move it on and wait: what fell due has happened. `by`: an ISO 8601 duration."""
        if (by is None) == (to is None):
            raise ValueError("advance by a duration or to an instant")
        if by is not None:
            return self._client.clock.advance_clock(by=by).wait(timeout_s)
        until = to.isoformat() if isinstance(to, datetime) else str(to)
        return self._client.clock.advance_clock(to=until).wait(timeout_s)


class Faults:
    """What goes wrong in a world, by rules that stay until they are spent or removed."""

    PATH = "/sandbox/v1/faults"

    def __init__(self, client: Client) -> None:
        self._client = client

    def add(self, match: Mapping[str, Any] | None = None, **rule: Any) -> dict[str, Any]:
        """Add a rule as the API takes it: `add({"path": "/v1/settlements"}, fault="status",
        status=503, phase="before", times=1)`."""
        body = {**rule, **({"match": dict(match)} if match else {})}
        made: dict[str, Any] = self._client.call("POST", self.PATH, body=body)
        return made

    def lose_answer(self, path: str, *, method: str = "POST", times: int = 1) -> dict[str, Any]:
        """It is done, and the answer never comes."""
        match = {"path": path, "method": method}
        return self.add(match, fault="drop_response", phase="after", times=times)

    def lose_request(self, path: str, *, method: str = "POST", times: int = 1) -> dict[str, Any]:
        """Nothing is done, and no answer comes."""
        match = {"path": path, "method": method}
        return self.add(match, fault="drop_response", phase="before", times=times)

    def refuse(
        self, path: str, status: int = 503, *, method: str = "POST", times: int = 1
    ) -> dict[str, Any]:
        """Nothing is done, and the answer is this status."""
        match = {"path": path, "method": method}
        return self.add(match, fault="status", status=status, phase="before", times=times)

    def profile(self, name: str, **settings: Any) -> None:
        """Switch a named profile on, such as `night-maintenance`; `clear` ends its rules too."""
        self._client.call("PUT", f"/sandbox/v1/fault-profiles/{name}", body=settings)

    def clear(self) -> None:
        """Remove every rule."""
        self._client.call("DELETE", self.PATH)


@dataclass(frozen=True)
class Snapshot:
    """How a world was at one moment."""

    id: str
    _client: Client = field(repr=False)

    def restore(self) -> None:
        """Put the world back to it; keys and clients go on."""
        self._client.call("POST", f"{SNAPSHOTS}/{self.id}/restore")


@dataclass
class World:
    """A sandbox: its owner's client, and what a test does with it."""

    simulator: Simulator
    made: models.Sandbox = field(repr=False)
    client: Client = field(repr=False)
    on_call: OnCall = field(repr=False)
    kept: bool = False
    """Set it to keep the sandbox after the test."""

    @classmethod
    def make(
        cls, simulator: Simulator, on_call: OnCall, name: str, preset: str, seed: str
    ) -> "World":
        manager = simulator.manager().again(on_call=on_call)
        body: models.SandboxOrder = {"name": name[-100:], "seed": seed}
        body["preset"] = preset  # type: ignore[typeddict-item]  # the simulator knows its presets
        made = manager.sandboxes.create_sandbox(**body)
        client = Client(simulator.base_url, made["key"], on_call=on_call)
        return cls(simulator, made, client, on_call)

    @property
    def id(self) -> str:
        return self.made["id"]

    @property
    def key(self) -> str:
        """The owner's key."""
        return self.made["key"]

    @property
    def read_key(self) -> str:
        return self.made["read_key"]

    @property
    def seed(self) -> str:
        return self.made["seed"]

    @property
    def base_url(self) -> str:
        return self.simulator.base_url

    @property
    def clock(self) -> Clock:
        return Clock(self.client)

    @property
    def faults(self) -> Faults:
        return Faults(self.client)

    def party(self, role: str, region_code: str | None = None, name: str = "") -> Party:
        """A party of this world, made when its name is new, with a client of its own key."""
        name = name or " ".join(filter(None, (role, region_code)))
        body = {"name": name, "role": role}
        if region_code is not None:
            body["region_code"] = region_code
        made = self.client.call("POST", "/sandbox/v1/parties", body=body)
        client = Client(self.base_url, made["key"], on_call=self.on_call)
        return Party(made["id"], name, role, region_code, client)

    def snapshot(self, name: str = "") -> Snapshot:
        """Take a snapshot: `.restore()` puts the world back to it."""
        made = self.client.call("POST", SNAPSHOTS, body={"name": name} if name else {})
        return Snapshot(made["id"], self.client)

    def holds(self) -> bool:
        """Whether no invariant is broken: no fen lost, nothing paid twice."""
        return bool(self.client.invariants.get_invariants()["holds"])

    def remove(self) -> None:
        with self.simulator.manager() as manager:
            manager.sandboxes.delete_sandbox(self.id)
        self.client.close()
