"""States and fixtures: one list, whole, and the pages as the catalogues write them."""

from collections import Counter
from pathlib import Path

import pytest

from sscsim import catalogue, registry
from sscsim.catalogue import BUILT_IN, UNIQUE, Fixture, State, Step, form_of, names_in
from sscsim.web import catalogue_pages

STATES = [
    state
    for service in registry.BY_NAME
    for state in catalogue.states_of(service, catalogue.rows(service)["states"])
]
FIXTURES = [
    row
    for service in registry.BY_NAME
    for row in catalogue.fixtures_of(service, catalogue.rows(service)["fixtures"])
]
BY_SENTENCE = {state.sentence: state for state in STATES}
BY_OUTCOME = {row.outcome: row for row in FIXTURES}
KNOWN = {*BUILT_IN, *UNIQUE}


@pytest.mark.parametrize("name", catalogue_pages.PAGES)
def test_a_page_is_the_one_that_the_catalogues_write(name: str) -> None:
    written = (catalogue_pages.DOCS / name).read_text(encoding="utf-8")
    assert written == catalogue_pages.PAGES[name](), "python -m sscsim.web.catalogue_pages"


def test_there_are_enough_and_no_name_stands_twice() -> None:
    assert len(STATES) >= 40
    assert [s for s, n in Counter(state.sentence for state in STATES).items() if n > 1] == []
    assert [s for s, n in Counter(row.outcome for row in FIXTURES).items() if n > 1] == []


def left_by(steps: tuple[Step, ...], values: set[str]) -> set[str]:
    """What is known after the steps; fails where a step uses what is not known then."""
    for step in steps:
        used = names_in([step.path, step.body, step.advance])
        assert used <= values | KNOWN, f"{step.path} uses {used - values - KNOWN}"
        values = values | set(step.keep)
        if step.fixture is not None:
            assert BY_OUTCOME[step.fixture].made, "a magic thing that the service makes itself"
            values |= {"person_id", "card_id", "card_number", "name", "account_id"}
            values |= {"electronic_card_id", "application_id", "region_code"}
    return values


def values_of(state: State, values: set[str]) -> set[str]:
    assert names_in([param.default for param in state.params]) <= KNOWN
    values = values | {param.name for param in state.params}
    for sentence in state.given:
        values = values_of(BY_SENTENCE[sentence], values)
    return left_by(state.steps, values)


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.sentence)
def test_a_state_uses_what_is_known(state: State) -> None:
    assert state.sentence[0].islower() and not state.sentence.endswith("."), "part of a sentence"
    known = values_of(state, set())
    assert names_in(state.sentence) <= {param.name for param in state.params}
    assert set(state.returns) <= known
    assert names_in([state.shows.path, dict(state.shows.fields)]) <= known | KNOWN
    assert state.shows.fields, "something is looked at"
    assert all(param.about.endswith(".") for param in state.params)


@pytest.mark.parametrize("row", FIXTURES, ids=lambda row: row.outcome)
def test_a_fixture_uses_what_is_known(row: Fixture) -> None:
    assert row.zh and row.en
    if row.made:
        return
    values = set(row.params)
    for sentence in row.given:
        values = values_of(BY_SENTENCE[sentence], values)
    assert names_in([row.operation, row.body]) <= left_by(row.steps, values) | KNOWN


def test_sentences_that_others_use_are_in_the_list() -> None:
    """Scenarios and how-tos speak of states in quotes; each is one of ours."""
    root = Path(__file__).resolve().parents[2]
    said = []
    for file in [*(root / "scenarios").rglob("*.py"), *(root / "docs" / "howto").rglob("*.md")]:
        for line in file.read_text(encoding="utf-8").splitlines():
            if '"state": "' in line:
                said.append(line.split('"state": "')[1].split('"')[0])
    forms = [form_of(sentence) for sentence in BY_SENTENCE]
    assert said
    assert [each for each in said if not any(form.fullmatch(each) for form in forms)] == []
