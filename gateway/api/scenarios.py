"""Scenarios: the exceptions of cross-region settlement, and runs of them."""

from typing import Any

from flask import current_app

from gateway.pages import page_of
from gateway.scenarios import playing
from gateway.scenarios.problems import NoScenarioRun, ScenarioRunning, UnknownScenario
from scenarios import exceptions
from scenarios.exceptions import Scenario
from sscsim import control, world
from sscsim.clock import read_instant
from sscsim.control import clocks, scenario_runs
from sscsim.control.worlds import NewSandbox, TooManySandboxes
from sscsim.db import Page
from sscsim.kernel.problems import Problem, Text
from sscsim.web import Blueprint, ListQuery, Query, Resource, View, calls, fields

scenarios = Blueprint(
    "scenarios",
    tag="Scenarios",
    description="Bad days by name: the exceptions X1 to X26 of settlement between regions, played "
    "and checked.",
)
_TOPICS = tuple(topic.__name__.rpartition(".")[2] for topic in exceptions.TOPICS)
_ONE = {"scenario": "X15"}
_RUN = {"operation_id": "op_" + "0" * 26}


class ScenarioView(View):
    object = fields.Object("scenario")
    name = fields.Text(required=True, max=40, example="X15")
    topic = fields.Enum(_TOPICS, required=True)
    title = fields.Text(required=True, max=200, description="In the caller's language.")
    shows = fields.Text(required=True, max=300, description="What there is to learn from it.")
    ends = fields.Plain(required=True, description="The end state that a run is compared with.")


class ScenarioFilters(ListQuery):
    topic = fields.Enum(_TOPICS, example="money")


class ScenarioCallView(View):
    """One call of the story, and what was answered."""

    method = fields.Text(required=True, max=10)
    path = fields.Text(required=True, max=400)
    act_as = fields.Text(max=100, description="The party it was made as (SSC-Act-As).")
    idempotency_key = fields.Text(max=255)
    simulate = fields.Text(max=200, description="Its SSC-Simulate header.")
    query = fields.Plain()
    request = fields.Plain(description="Of the body: words and numbers; lists by their length.")
    status = fields.Int(required=True, description="0 where the answer was lost.")
    answer = fields.Plain(required=True, description="Ids, states and amounts of the answer.")


class ScenarioStepView(View):
    seq = fields.Int(required=True)
    title = fields.Text(required=True, max=200)
    calls = fields.List(fields.Nested(ScenarioCallView), required=True, max=1_000)


class ScenarioCheckView(View):
    name = fields.Text(required=True, max=60)
    expected = fields.AnyJson(required=True)
    actual = fields.AnyJson(required=True)
    holds = fields.Bool(required=True)


class ScenarioLawsView(View):
    holds = fields.Bool(required=True)
    count = fields.Int(required=True, description="How many were looked at.")
    broken = fields.List(fields.Text(), required=True, description="Ids of those that don't hold.")


class ScenarioReportView(View):
    as_expected = fields.Bool(required=True, description="Every check and every invariant holds.")
    ended_at = fields.Instant(required=True, description="What that world's clock read.")
    steps = fields.List(fields.Nested(ScenarioStepView), required=True, max=100)
    checks = fields.List(fields.Nested(ScenarioCheckView), required=True, max=100)
    invariants = fields.Nested(ScenarioLawsView, required=True)
    dead_jobs = fields.Int(required=True, description="Jobs that were given up.")


class ScenarioRunView(Resource):
    object = fields.Object("operation")
    kind = fields.Enum(("scenario_run",), required=True, dump_default="scenario_run")
    status = fields.Enum(
        ("running", "succeeded", "failed"),
        required=True,
        description="succeeded: played to its end, whatever came of it; see `result.as_expected`.",
    )
    scenario = fields.Text(required=True, max=40)
    title = fields.Text(required=True, max=200)
    sandbox_id = fields.Id("sbx", description="The world it is played in; yours to look around.")
    key = fields.Text(description="That world's owner key; shown once, when the run begins.")
    attempts = fields.Int(required=True, description="More than 1 where a process died in between.")
    reason = fields.Text(max=400, description="Why it failed.")
    result = fields.Nested(ScenarioReportView)


def _said(text: Text) -> str:
    return text.en if world.current().language == "en" else text.zh


def _shown(scenario: Scenario) -> dict[str, Any]:
    return {
        "name": scenario.name,
        "topic": scenario.topic,
        "title": _said(scenario.title),
        "shows": _said(scenario.shows),
        "ends": exceptions.plain(scenario.ends),
    }


def _known(name: str) -> Scenario:
    try:
        return exceptions.find(name)
    except exceptions.UnknownScenario as unknown:
        raise UnknownScenario(name, unknown.nearest) from None


def _run_shown(run: Any, **once: Any) -> dict[str, Any]:
    report = playing.read(run, world.current().language)
    return {
        "id": run.id,
        "status": run.status,
        "scenario": run.scenario,
        "title": _said(exceptions.find(run.scenario).title),
        "sandbox_id": run.world or None,
        "attempts": run.attempts,
        "reason": run.reason or None,
        "result": report and {**report, "ended_at": read_instant(report["ended_at"])},
        "created_at": clocks.instant(run.created_ms * 1000),
        "updated_at": clocks.instant(run.updated_ms * 1000),
        **once,
    }


@scenarios.get("/sandbox/v1/scenarios", listing=ScenarioView, query=ScenarioFilters)
def list_scenarios(query: Query) -> Page:
    """List the scenarios: name, what each shows, and the end state it has to come to."""
    wanted = query.get("topic")
    found = [one for one in exceptions.SCENARIOS.values() if wanted in (None, one.topic)]
    return page_of(found, lambda one: one.name, query.page).map(_shown)


@scenarios.get(
    "/sandbox/v1/scenarios/<string(maxlength=40):scenario>",
    answer=ScenarioView,
    problems=(UnknownScenario,),
    path_examples=_ONE,
)
def get_scenario(scenario: str) -> Any:
    """Show a scenario, by its name in either case."""
    return _shown(_known(scenario))


@scenarios.post(
    "/sandbox/v1/scenarios/<string(maxlength=40):scenario>/run",
    answer=ScenarioRunView,
    status=202,
    location="/sandbox/v1/scenario-runs/{id}",
    key="by_view",
    roles=("owner",),
    problems=(UnknownScenario, ScenarioRunning, TooManySandboxes),
    path_examples=_ONE,
    links={"getScenarioRun": {"operation_id": "$response.body#/id"}},
)
def run_scenario(scenario: str) -> Any:
    """Play a scenario in a new sandbox of its own, and compare how it ends (运行情景).

    Yours stays as it is. The new one is yours too: its key is shown here, once, so that you can
    look around in it while the story is played and afterwards; it goes like any other when
    nobody uses it, and the oldest of your runs' worlds goes when you have more than eight.
    A repeated Idempotency-Key gives the run it began.
    """
    at, known = world.current(), _known(scenario)
    sent = calls.read_key(required=False)
    key = (calls.scope_of(sent), calls.fingerprint(None)) if sent else None
    run, is_new = scenario_runs.begin(at, known.name, key)
    if run is None:
        _resume_what_runs(at.sandbox)
        raise ScenarioRunning(why=_ONE_AT_A_TIME)
    if not is_new:
        return _run_shown(run)
    made = _with_a_world(run)
    return _run_shown(_found(run.id), key=made.key)


@scenarios.get(
    "/sandbox/v1/scenario-runs/<id('op'):operation_id>",
    answer=ScenarioRunView,
    roles=("owner",),
    problems=(NoScenarioRun,),
    path_examples=_RUN,
)
def get_scenario_run(operation_id: str) -> Any:
    """How far a run is, and its report: every step with its calls, every check.

    A run whose process died is played again, from its start in the same sandbox.
    """
    run = _found(operation_id)
    if run.status == "running":
        playing.resume(run.sandbox, run.id, _door())
        run = _found(operation_id)
    return _run_shown(run)


_ONE_AT_A_TIME = Text(
    zh="每个沙箱一次只运行一个情景", en="A sandbox has one scenario played at a time"
)


def _with_a_world(run: Any) -> NewSandbox:
    """Its world, in which it is being played; a run that can't begin leaves nothing."""
    try:
        made = playing.world_for(run)
    except Problem:
        scenario_runs.forget(run)
        raise
    try:
        playing.start(run, made.id, _door())
    except Problem:
        scenario_runs.forget(run)
        control.delete(made.id)
        raise
    return made


def _found(run_id: str) -> Any:
    run = scenario_runs.find(world.current().sandbox, run_id)
    if run is None:
        raise NoScenarioRun(operation_id=run_id)
    return run


def _resume_what_runs(sandbox: str) -> None:
    run = scenario_runs.running(sandbox)
    if run is not None:
        playing.resume(sandbox, run.id, _door())


def _door() -> Any:
    return current_app.extensions["ssc_door"]
