"""Playing a scenario on a running simulator, in a world made for it."""

import contextlib
from dataclasses import dataclass

from scenarios.client import Client, ClientError, WsgiApp
from scenarios.exceptions.registry import Scenario
from scenarios.exceptions.report import PRESET, SEED, Report, play
from scenarios.road import Json


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it. `world`: the sandbox with its keys, when it was to be kept."""

    report: Report
    world: Json | None


def run(
    scenario: Scenario,
    base_url: str,
    key: str = "",
    lang: str = "en",
    *,
    keep: bool = False,
    app: WsgiApp | None = None,
) -> Run:
    """Make a world, play in it, and remove it unless it is to be kept.

    `key` is what making a sandbox needs there: the admin token, or nothing on loopback.
    Raises ClientError.
    """
    manager = Client(base_url, key, lang, app=app)
    asked = {"name": f"exception {scenario.name}", "preset": PRESET, "seed": SEED}
    try:
        world = manager.post("/sandbox/v1/sandboxes", asked)
        owner, done = manager.again(key=world["key"]), False
        try:
            report = play(scenario, owner)
            done = True
        finally:
            owner.close()
            if not (keep and done):
                with contextlib.suppress(ClientError):  # what went wrong before it matters more
                    manager.call("DELETE", f"/sandbox/v1/sandboxes/{world['id']}")
        return Run(report, world if keep else None)
    finally:
        manager.close()
