"""Change any figure of social insurance, or its day, and a case must fail: none is only there."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from sscsim import policy
from sscsim.policy import Scheme
from tests.policy.cases import ROOT, failures, read_cases, with_dated
from tests.policy.changing import changes
from tests.policy.insurance_cases import SCHEMES

REGIONS = sorted(path.name for path in (policy.SERVICES / "benefits" / "policy").glob("*/"))
FOUND = [
    pytest.param(region, scheme, id=f"{region}-{scheme.name}")
    for region in REGIONS
    for scheme in policy.builtin("benefits", region)
    if scheme.name in SCHEMES
]
_DAY = timedelta(days=1)


def other_days(scheme: Scheme) -> Iterator[tuple[str, Scheme]]:
    """Each figure that changed once: a day earlier, a day later, and never ended."""
    for name, leaf in scheme.leaves.items():
        for at, dated in enumerate(leaf.values[1:], start=1):
            before = leaf.values[at - 1].value
            if dated.value == before:
                continue  # another source says the same: the day decides nothing
            others = [replace(dated, since=dated.since + move) for move in (-_DAY, _DAY)]
            if dated.ended:
                others.append(replace(dated, value=before, ended=False))
            for other in others:
                values = (*leaf.values[:at], other, *leaf.values[at + 1 :])
                yield f"{name} from {other.since}", with_dated(scheme, name, values)


@pytest.mark.parametrize(("region", "scheme"), FOUND)
def test_a_changed_figure_or_day_fails_a_case(region: str, scheme: Scheme) -> None:
    cases = read_cases(ROOT / "benefits" / region / f"{scheme.name}.yaml")
    assert not any(_fails(case, scheme) for case in cases), "a case fails as it is"
    changed = [(how, other) for _, how, other in changes(scheme)]
    changed += list(other_days(scheme))
    unwatched = [how for how, other in changed if not any(_fails(case, other) for case in cases)]
    assert unwatched == []


def test_every_scheme_of_the_list_has_figures_and_cases() -> None:
    assert {param.values[1].name for param in FOUND} == set(SCHEMES)
    for param in FOUND:
        region, scheme = param.values
        assert (ROOT / "benefits" / region / f"{scheme.name}.yaml").is_file()


def _fails(case: dict[str, object], scheme: Scheme) -> bool:
    try:
        return bool(failures(case, scheme))
    except Exception:  # whatever a false figure leads to, it was noticed
        return True
