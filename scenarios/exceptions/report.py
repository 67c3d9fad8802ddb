"""Playing a scenario, and the report of it: the steps, and what was expected beside what came.

A scenario is as expected when every check holds and no invariant of the world is broken.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from scenarios import road
from scenarios.client import Client, Refused
from scenarios.exceptions.player import Player, Step
from scenarios.exceptions.registry import Scenario
from scenarios.road import Json
from sscsim.kernel.problems import Text

SEED = "demo"
PRESET = "demo"
"""What a world must be born with, so that a scenario plays as it is written."""


@dataclass(frozen=True, slots=True)
class Check:
    """One word of the end state."""

    name: str
    expected: Any
    actual: Any

    @property
    def holds(self) -> bool:
        return bool(self.expected == self.actual)


@dataclass(frozen=True, slots=True)
class Report:
    """What happened. `broken`: ids of invariants that don't hold; `dead_jobs`: jobs given up."""

    scenario: Scenario
    steps: list[Step]
    checks: list[Check]
    invariants: int
    broken: list[str]
    dead_jobs: int
    ended_at: str

    @property
    def as_expected(self) -> bool:
        return all(check.holds for check in self.checks) and not self.broken and not self.dead_jobs

    def shown(self, said: Callable[[Text], str]) -> Json:
        """As a document; `said` chooses the language."""
        return {
            "scenario": self.scenario.name,
            "title": said(self.scenario.title),
            "shows": said(self.scenario.shows),
            "as_expected": self.as_expected,
            "ended_at": self.ended_at,
            "steps": [
                {"seq": number, "title": said(step.title), "calls": step.calls}
                for number, step in enumerate(self.steps, start=1)
            ],
            "checks": [
                {
                    "name": check.name,
                    "expected": check.expected,
                    "actual": check.actual,
                    "holds": check.holds,
                }
                for check in self.checks
            ],
            "invariants": {
                "holds": not self.broken,
                "count": self.invariants,
                "broken": self.broken,
            },
            "dead_jobs": self.dead_jobs,
        }


_UNREACHED = "not reached"


def play(scenario: Scenario, owner: Client, *, ends: Json | None = None) -> Report:
    """Play it in a fresh world of the preset `demo` by its owner, and look how it ended.

    `ends` instead of what stands on the list, for who wants to see a report of a
    difference. A refusal that the story doesn't know ends it; then what it had to come
    to was not reached, and the last call says why.
    """
    player = Player.of(owner)
    try:
        told = plain(scenario.play(player))
    except Refused as refused:
        told = {"broke_off": str(refused)}
    laws = road.calm(owner)
    dead = owner.get("/sandbox/v1/dead-jobs")["data"]
    clock = owner.get("/sandbox/v1/clock")
    expected = plain(scenario.ends if ends is None else ends)
    names = [*expected, *(name for name in told if name not in expected)]
    return Report(
        scenario,
        player.steps,
        [Check(name, expected.get(name), told.get(name, _UNREACHED)) for name in names],
        len(laws["checks"]),
        [law["id"] for law in laws["checks"] if not law["holds"]] + laws["missing"],
        len(dead),
        clock["now"],
    )


def plain(value: Any) -> Any:
    """As JSON has it: tuples are lists."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
