"""Every event that a test emits fits its schema; a whole run emits every type there is.

A plugin (`tests/conftest.py` names it): it looks over the shoulder of `Tx.emit` and `Tx.emit_all`
(of many alike at the first ones), and at the end of a run of the whole suite it tells which
registered types nobody emitted.
"""

import json
import os
from collections.abc import Sequence
from functools import cache
from typing import Any

import jsonschema
import pytest

from sscsim import event_types, registry
from sscsim.db.tx import Tx

_OWNERS = (*registry.BY_NAME, "gateway")
_seen: set[str] = set()
_undeclared: set[str] = set()
_OF_MANY = 50
_emit = Tx.emit
_emit_all = Tx.emit_all


def everything_registered() -> dict[str, event_types.EventType]:
    for owner in _OWNERS:
        event_types.load(owner)
    return event_types.REGISTRY


@cache
def _validator(type: str) -> Any:
    schema = everything_registered()[type].schema()
    return jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def _watched(
    self: Tx, type: str, subject: str, data: dict[str, Any], key: str | None = None
) -> str:
    _look(self, type, data)
    return _emit(self, type, subject, data, key)


def _watched_all(self: Tx, type: str, told: Sequence[tuple[str, dict[str, Any]]]) -> None:
    for _, data in told[:_OF_MANY]:
        _look(self, type, data)
    _emit_all(self, type, told)


def _look(self: Tx, type: str, data: dict[str, Any]) -> None:
    recorded = os.environ.get("SSC_RECORD_EVENTS")
    if recorded:
        with open(recorded, "a", encoding="utf-8") as file:
            file.write(json.dumps([self.service, type, data], ensure_ascii=False) + "\n")
    elif self.service in _OWNERS and not type.endswith(".tested"):
        known = everything_registered().get(type)
        if known is None:
            _undeclared.add(f"{self.service}: {type}")
        else:
            assert known.service == self.service
            _validator(type).validate(json.loads(json.dumps(data)))
            _seen.add(type)


def pytest_configure(config: pytest.Config) -> None:
    Tx.emit = _watched  # type: ignore[method-assign]
    Tx.emit_all = _watched_all  # type: ignore[method-assign]


def pytest_unconfigure(config: pytest.Config) -> None:
    Tx.emit = _emit  # type: ignore[method-assign]
    Tx.emit_all = _emit_all  # type: ignore[method-assign]


class _Controller:
    """Gathers what the workers of pytest-xdist saw."""

    def pytest_testnodedown(self, node: Any) -> None:
        told = getattr(node, "workeroutput", {})
        _seen.update(told.get("ssc_events", ()))
        _undeclared.update(told.get("ssc_undeclared", ()))


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    plugins = session.config.pluginmanager
    if plugins.hasplugin("dsession"):
        plugins.register(_Controller(), "emitted-events")


def is_whole(config: pytest.Config) -> bool:
    """Whether nothing was left out on purpose."""
    option = config.option
    chosen = option.keyword or option.markexpr or getattr(option, "lf", False)
    given = [str(argument).rstrip("/") for argument in config.invocation_params.args]
    named = [argument for argument in given if "tests" in argument and argument != "tests"]
    return not chosen and not named and not option.collectonly


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["ssc_events"] = sorted(_seen)
        output["ssc_undeclared"] = sorted(_undeclared)
        return
    if exitstatus != 0 or not is_whole(session.config):
        return
    missing = sorted(
        name
        for name in everything_registered()
        if name not in _seen and not name.endswith(".tested")
    )
    for said, found in (("No test emits", missing), ("Not declared", sorted(_undeclared))):
        if found:
            print(f"\n{said}: {', '.join(found)}")
    if missing or _undeclared:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
