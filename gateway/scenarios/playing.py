"""Playing a run: a thread of the gateway that calls its own door, as any client would.

Not a job: a story waits for the clock it moves, and a worker that waits for other jobs
would stand in their way. The run is a row (`sscsim.control.scenario_runs`): when this process
dies, the run is played again, from its start, by whoever asks for it next.
"""

import contextlib
import contextvars
import json
import logging
import threading
from collections.abc import Iterable
from typing import Any

from gateway.forward import Environ, StartResponse, WsgiApp
from gateway.scenarios.problems import ScenarioRunning
from scenarios import exceptions
from scenarios.client import Client, ClientError
from scenarios.road import Json
from sscsim import clock, control, jobs
from sscsim.control import keys, scenario_runs
from sscsim.control.keys import NewKey
from sscsim.control.worlds import NewSandbox, SandboxNotFound
from sscsim.db import canonical
from sscsim.kernel.problems import Problem, Text

log = logging.getLogger("sscsim.gateway")

AT_ONCE = 4
"""So many are played by one process."""
KEPT_WORLDS = 8
"""Of one caller's runs so many worlds stay; the oldest goes when another is played."""
_RENEW_S = 5.0

_places = threading.BoundedSemaphore(AT_ONCE)


class _TakenOver(Exception):
    """Somebody else plays this run: this process was silent for too long, or the run is gone."""


def world_for(run: Any) -> NewSandbox:
    """A fresh world for the run, and room for it. Raises TooManySandboxes."""
    for old in scenario_runs.worlds_of(run.sandbox)[KEPT_WORLDS - 1 :]:
        control.delete(old)
    made = control.create(f"exception {run.scenario}", exceptions.SEED, exceptions.PRESET)
    scenario_runs.renew(run, world=made.id)
    return made


def start(run: Any, world: str, door: WsgiApp) -> None:
    """Have it played by a thread; in a test, which has one, at once.

    Raises ScenarioRunning when as many are being played as may be.
    """
    if not _places.acquire(blocking=False):
        why = Text(zh="同时运行的情景已满", en="As many scenarios are being played as may be")
        raise ScenarioRunning(why=why)
    work = threading.Thread(target=_play, args=(run, world, door), name=run.id, daemon=True)
    if jobs.is_inline():
        # Nothing of the call that we are in is seen, as in a thread of its own.
        contextvars.Context().run(work.run)
    else:
        work.start()


def resume(sandbox: str, run_id: str, door: WsgiApp) -> None:
    """Play a run again whose player is gone; nothing happens while it has one."""
    run = scenario_runs.take_over(sandbox, run_id)
    if run is None:
        return
    if run.attempts > scenario_runs.ATTEMPTS:
        scenario_runs.finish(run, "failed", reason=f"its player was lost {run.attempts - 1} times")
        return
    _end_key(run.world, run.key_id)
    try:
        world = control.reset(run.world).sandbox
    except SandboxNotFound:
        scenario_runs.finish(run, "failed", reason="the world it was played in is gone")
        return
    try:
        start(run, world, door)
    except ScenarioRunning:
        scenario_runs.let_go(run)


def _play(run: Any, world: str, door: WsgiApp) -> None:
    try:
        _played(run, world, door)
    except _TakenOver:
        log.warning("the scenario run %s is played by somebody else, or gone", run.id)
    except Exception as error:
        log.exception("the scenario run %s broke off", run.id)
        said = isinstance(error, Problem | ClientError | AssertionError)
        scenario_runs.finish(run, "failed", reason=_why(error) if said else "internal error")
    finally:
        _places.release()


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:400]


def _played(run: Any, world: str, door: WsgiApp) -> None:
    """Play it with a key of its own, which ends with it; the caller's stays good."""
    row, key = keys.create(world, NewKey(f"plays {run.scenario}"))
    try:
        if not scenario_runs.renew(run, key_id=row.id):
            raise _TakenOver
        owner = Client(key=key, lang="en", app=_Leased(door, run))
        report = exceptions.play(exceptions.find(run.scenario), owner)
        owner.close()
        scenario_runs.finish(run, "succeeded", canonical(report.shown(_both)))
    finally:
        _end_key(world, row.id)


def _end_key(world: str, key_id: str) -> None:
    """Nobody comes in by this key any more, if anybody could."""
    with contextlib.suppress(keys.KeyNotFound, keys.KeyEnded):
        keys.revoke(world, key_id)


class _Leased:
    """The door, for the player; each call keeps the run's lease, or ends the story."""

    def __init__(self, door: WsgiApp, run: Any) -> None:
        self._door, self._run = door, run
        self._renewed = clock.monotonic()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if clock.monotonic() - self._renewed > _RENEW_S:
            if not scenario_runs.renew(self._run):
                raise _TakenOver
            self._renewed = clock.monotonic()
        return self._door(environ, start_response)


def _both(text: Text) -> Any:
    """Kept in both languages: whoever reads it chooses."""
    return {"zh": text.zh, "en": text.en}


def read(run: Any, language: str) -> Json | None:
    """The report of a run that was played, in one language."""
    if not run.report:
        return None
    said: Json = _in(json.loads(run.report), "en" if language == "en" else "zh")
    return said


def _in(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if set(value) == {"zh", "en"}:
            return value[language]
        return {name: _in(each, language) for name, each in value.items()}
    return [_in(each, language) for each in value] if isinstance(value, list) else value
