"""Each exception of cross-region settlement ends as it has to, and every invariant holds."""

import json
from dataclasses import replace

import pytest

from scenarios import exceptions
from scenarios.client import canonical
from scenarios.exceptions import Scenario
from scenarios.exceptions.player import Player
from scenarios.road import Json
from tests.journeys.conftest import EMBEDDED, FULL, IN_PROCESS, IN_PROCESS_PG
from tests.support.simulator import ssc
from tests.support.topologies import Topology

pytestmark = pytest.mark.topologies(IN_PROCESS, long=(IN_PROCESS_PG,))
IN_ONE = pytest.mark.topologies(IN_PROCESS)


@pytest.mark.parametrize("name", exceptions.SCENARIOS)
def test_exception(simulator: Topology, name: str) -> None:
    with simulator.world() as owner:
        report = exceptions.play(exceptions.find(name), owner)
        wrong = [check for check in report.checks if not check.holds]
        assert (wrong, report.broken, report.dead_jobs) == ([], [], 0)
        assert report.as_expected
        assert report.invariants > 30
        assert len(report.steps) > 1
        assert all(step.calls for step in report.steps)


@IN_ONE
def test_a_wrong_expectation_is_seen(simulator: Topology) -> None:
    """A fen more in an end state, and a word that nobody told: the run is not as expected."""
    known = exceptions.find("x1")
    ends = {**known.ends, "stands": {**known.ends["stands"], "owed_fen": 965_001}, "gone": 1}
    with simulator.world() as owner:
        report = exceptions.play(known, owner, ends=ends)
    assert not report.as_expected
    wrong = {check.name: check.actual for check in report.checks if not check.holds}
    assert set(wrong) == {"stands", "gone"}
    assert wrong["stands"]["owed_fen"] == 965_000


@IN_ONE
def test_a_story_that_breaks_off_says_where(simulator: Topology) -> None:
    def play(on: Player) -> Json:
        on.step("没有的人", "Nobody")
        return dict(on.get("/v1/persons/psn_" + "0" * 26))

    with simulator.world() as owner:
        report = exceptions.play(replace(exceptions.find("X1"), play=play), owner)
    assert not report.as_expected
    [last] = [check for check in report.checks if check.name == "broke_off"]
    assert "person_not_found" in str(last.actual)
    assert report.steps[-1].calls[-1]["status"] == 404


@IN_ONE
def test_the_same_seed_gives_the_same_report(simulator: Topology) -> None:
    def played(scenario: Scenario) -> bytes:
        with simulator.world() as owner:
            return canonical(exceptions.play(scenario, owner).shown(lambda text: text.en))

    scenario = exceptions.find("X5")
    assert played(scenario) == played(scenario)


@pytest.mark.topologies(EMBEDDED, long=(FULL,))
def test_over_sockets_by_rest_and_by_the_command(simulator: Topology) -> None:
    """X5 over HTTP, X16 with its months by the command, on one simulator of real processes."""
    with simulator.world() as owner:
        begun = owner.call("POST", "/sandbox/v1/scenarios/X5/run")
        run = owner.finished(begun)
        assert (run["status"], run["result"]["as_expected"]) == ("succeeded", True), run
        there = owner.again(key=begun.body["key"])
        assert there.get("/v1/settlements")["data"][0]["status"] == "corrected"
        there.close()
    simulator.admin.call("DELETE", f"/sandbox/v1/sandboxes/{begun.body['sandbox_id']}")
    env = {"SSC_BASE_URL": simulator.base_url, "SSC_ADMIN_TOKEN": simulator.admin_token}
    done = ssc("scenario", "run", "X16", "--json", **env)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert (told["scenario"], told["as_expected"]) == ("X16", True)
    assert "sandbox" not in told, "it is kept on request only"
