"""Service items without their effect: what a journey must notice."""

from dataclasses import replace
from typing import Any

import pytest

from services.benefits.flows.handling import Answer, Effect
from services.benefits.flows.items import HANDLINGS


def without_effect(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """The item decides as before, and nothing comes of it; a query answers nothing."""
    handling = HANDLINGS[code]
    if handling.query is not None:
        changed = replace(handling, query=_answers_nothing)
    else:
        changed = replace(handling, effect=_does_nothing)
    monkeypatch.setitem(HANDLINGS, code, changed)


def _does_nothing(*_: Any) -> Effect:
    return Effect()


def _answers_nothing(*_: Any) -> Answer:
    return Answer({})
