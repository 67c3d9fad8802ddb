"""Applications that fail at a step because somebody wants to see it fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from services.card.domain.application import Application

_FILE = Path(__file__).resolve().parents[2] / "catalogue" / "magic_phones.yaml"


@dataclass(frozen=True)
class Failure:
    """At which stage, with which return code and reason."""

    stage: str
    code: str
    reason: str


@cache
def phones() -> Mapping[str, Failure]:
    found = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {phone: Failure(**failure) for phone, failure in found.items()}


def failure(application: Application, stage: str) -> Failure | None:
    """How the application fails at this stage; None: it doesn't."""
    found = phones().get(application.contact_phone or "")
    return found if found is not None and found.stage == stage else None
