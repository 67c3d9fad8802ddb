"""Reading and working out policy cases; shared by the collector and the test of the leaves."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sscsim import policy
from sscsim.policy import Dated, Scheme, units
from tests.policy import (
    benefits_cases,
    culture_cases,
    medical_cases,
    settlement_cases,
    transport_cases,
)

ROOT = Path(__file__).parent
WORKED_OUT: dict[str, Callable[[Scheme, Mapping[str, Any]], dict[str, str]]] = {
    "benefits": benefits_cases.worked_out,
    "culture": culture_cases.worked_out,
    "medical": medical_cases.worked_out,
    "settlement": settlement_cases.worked_out,
    "transport": transport_cases.worked_out,
}
_KEYS = {"name", "scheme", "on", "given", "expect", "with"}


class CaseFailed(AssertionError):
    """Expected and computed differ."""


def read_cases(path: Path) -> list[dict[str, Any]]:
    """The cases of a file, each with its service and region."""
    service, region = path.relative_to(ROOT).parts[:2]
    [listed] = policy.read_yaml(path.read_text(encoding="utf-8"), path.name)
    for case in listed:
        unknown = case.keys() - _KEYS
        assert not unknown, f"{path.name}: unknown keys {unknown} in {case.get('name')}"
    names = [case["name"] for case in listed]
    assert len(set(names)) == len(names), f"{path.name}: two cases have one name"
    return [{**case, "service": service, "region": region} for case in listed]


def cases_of(service: str, region: str) -> list[dict[str, Any]]:
    files = sorted((ROOT / service / region).glob("*.yaml"))
    return [case for file in files for case in read_cases(file)]


def scheme_of(case: Mapping[str, Any]) -> Scheme:
    found = policy.builtin(case["service"], case["region"])
    return next(scheme for scheme in found if scheme.name == case["scheme"])


def failures(case: Mapping[str, Any], scheme: Scheme | None = None) -> list[str]:
    """What differs from the expectation, a sentence each."""
    scheme = scheme or scheme_of(case)
    for name, value in case.get("with", {}).items():
        scheme = with_value(scheme, name, value)
    found = WORKED_OUT[case["service"]](scheme, case)
    return [
        f"{name}: expected {expected}, computed {found.get(name)}"
        for name, expected in case["expect"].items()
        if found.get(name) != expected
    ]


def with_value(scheme: Scheme, name: str, value: Any) -> Scheme:
    """The scheme with this figure's values all replaced, by one as a file states it."""
    leaf = scheme.leaves[name]
    read = units.reader(leaf.unit)(value)
    values = tuple(replace(dated, value=read) for dated in leaf.values)
    return with_dated(scheme, name, values)


def with_dated(scheme: Scheme, name: str, values: tuple[Dated, ...]) -> Scheme:
    leaf = replace(scheme.leaves[name], values=values)
    return replace(scheme, leaves={**scheme.leaves, name: leaf})
