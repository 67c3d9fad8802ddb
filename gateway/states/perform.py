"""Performing a state or a fixture: its steps, one call after the other."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from gateway.problems import ServiceUnavailable
from gateway.states import known
from gateway.states.desk import CallFailed, Desk, key_of
from gateway.states.problems import StateNotReached
from sscsim import catalogue, peers
from sscsim.catalogue import Fixture, Shows, State, Step
from sscsim.db import canonical

_DEEPEST = 12
_TURN = "turn of this state"
"""No name of a value: it only makes what is unique differ from time to time."""


def reach(desk: Desk, state: State, params: Mapping[str, Any]) -> dict[str, Any]:
    """Put the world into a state; the values it returns. Raises StateNotReached.

    In the end it is looked at as a caller would look: a state that does not show is no state.
    """
    try:
        values = _reached(desk, state, {**params, _TURN: secrets.token_hex(8)}, once=None)
        _check(desk, state.shows, values)
    except CallFailed as failed:
        raise StateNotReached(state=state.sentence, why=str(failed)) from None
    return {name: values[name] for name in state.returns}


def look(desk: Desk, state: State, values: Mapping[str, Any]) -> Any:
    """What the public API shows of a state that was reached; raises CallFailed."""
    return desk.call("GET", catalogue.filled(state.shows.path, _with_built_ins(desk, values)))


def make(desk: Desk, fixture: Fixture) -> dict[str, Any]:
    """The fixture as it stands in the world, made where it isn't there: ids, operation, body.

    Every step has a key of its own, so that making it again changes nothing.
    """
    if fixture.made:
        return _made_by_service(fixture.service, fixture.outcome)
    values: dict[str, Any] = dict(fixture.params)
    try:
        for sentence in fixture.given:
            values |= _given(desk, sentence, values, once=fixture.outcome)
        _steps(desk, fixture.steps, values, once=fixture.outcome)
    except CallFailed as failed:
        raise StateNotReached(state=fixture.outcome, why=str(failed)) from None
    filling = _with_built_ins(desk, values)
    wanted = catalogue.names_in([fixture.operation, fixture.body])
    named = {n: v for n, v in values.items() if n.endswith("_id") or n in wanted}
    return {
        "refs": named,
        "operation": catalogue.filled(fixture.operation, filling),
        "body": catalogue.filled(fixture.body, filling),
    }


def _made_by_service(service: str, outcome: str) -> dict[str, Any]:
    try:
        [row] = peers.call(service, "POST", "/internal/v1/fixtures", {"outcome": outcome})["data"]
    except peers.Refused as refused:
        raise StateNotReached(state=outcome, why=str(refused)) from None
    except peers.PeerError:
        raise ServiceUnavailable(service) from None
    return {name: row[name] for name in ("refs", "operation", "body")}


# ---- steps


def _reached(
    desk: Desk, state: State, params: Mapping[str, Any], once: str | None, depth: int = 0
) -> dict[str, Any]:
    """Everything that is known once the state's steps are done."""
    assert depth < _DEEPEST, f"{state.sentence} needs itself"
    values = dict(params)
    for param in state.params:
        if values[param.name] == param.default:  # what a caller says is taken as it is
            values[param.name] = catalogue.filled(param.default, _with_built_ins(desk, values))
    for sentence in state.given:
        values |= _given(desk, sentence, values, once, depth + 1)
    _steps(desk, state.steps, values, once)
    return values


def _given(
    desk: Desk, sentence: str, values: Mapping[str, Any], once: str | None, depth: int = 0
) -> dict[str, Any]:
    """A state that comes first; its parameters are those of the same name, else the usual.

    What is known already goes along, for the states that come before that one.
    """
    state, _ = known.find(sentence)
    params = {param.name: param.default for param in state.params} | dict(values)
    inner = None if once is None else f"{once}/{state.sentence}"
    return _reached(desk, state, params, inner, depth)


def _steps(desk: Desk, steps: Sequence[Step], values: dict[str, Any], once: str | None) -> None:
    for number, step in enumerate(steps):
        filling = _with_built_ins(desk, values)
        if step.advance is not None:
            if once is None:  # a fixture never moves the clock
                desk.advance(catalogue.filled(step.advance, filling))
        elif step.fixture is not None:
            fixture = known.find_fixture(step.fixture)
            values |= _made_by_service(fixture.service, fixture.outcome)["refs"]
        else:
            _call(desk, step, values, filling, once, number)


def _call(
    desk: Desk,
    step: Step,
    values: dict[str, Any],
    filling: Mapping[str, Any],
    once: str | None,
    number: int,
) -> None:
    path = catalogue.filled(step.path, filling)
    body = catalogue.filled(step.body, filling)
    answer = None
    for time in range(step.times):
        key = None
        if once is not None or step.once:
            key = key_of(once or "once", path, body, number, time)
        elif step.method != "GET":
            key = key_of(secrets.token_hex(16))
        try:
            answer = desk.call(step.method, path, body, key)
        except CallFailed as failed:
            if failed.code not in step.refused:
                raise
    for name, where in step.keep.items():
        found = catalogue.at(answer, where)
        if found is catalogue.Nothing:
            raise CallFailed(step.method, path, 200, {"detail": f"the answer has no {where}"})
        values[name] = found


def _with_built_ins(desk: Desk, values: Mapping[str, Any]) -> dict[str, Any]:
    today = desk.now().today
    days = {
        "today": today,
        "yesterday": today - timedelta(days=1),
        "tomorrow": today + timedelta(days=1),
    }
    digest = hashlib.sha256(canonical(dict(values)).encode()).hexdigest()
    unique = {"unique": digest[:12].upper(), "unique_number": f"{int(digest, 16) % 10**11:011d}"}
    return {**{name: day.isoformat() for name, day in days.items()}, **unique, **values}


def _check(desk: Desk, shows: Shows, values: Mapping[str, Any]) -> None:
    filling = _with_built_ins(desk, values)
    path = catalogue.filled(shows.path, filling)
    answer = desk.call("GET", path)
    for where, expected in shows.fields.items():
        found, wanted = catalogue.at(answer, where), catalogue.filled(expected, filling)
        if found != wanted:
            shown = "nothing" if found is catalogue.Nothing else repr(found)
            said = f"{where} is {shown}, not {wanted!r}"
            raise CallFailed("GET", path, 200, {"detail": said})
