"""Nothing of a service item is only said: states are reached, refusals are documented, journeys
are walked, and the table of the 95 is what the code does."""

import ast
import importlib
import json
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import scenarios.benefits
from launcher import coverage
from launcher.cli.coverage import command
from services import benefits
from services.benefits.api import forms
from services.benefits.domain import application as states
from services.benefits.domain import certificate
from services.benefits.domain.decision import REASONS
from services.benefits.domain.form import Word, example_of
from services.benefits.domain.item import Item
from services.benefits.flows.items import HANDLINGS
from services.benefits.store import catalogue
from sscsim import registry
from sscsim.kernel.problems import Problem, Text
from sscsim.kernel.states import Machine
from sscsim.web.blueprint import declared
from tests.wiring.test_operations import EVERY

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile("[\u4e00-\u9fff]")
ITEMS = tuple(catalogue.items().values())
FULL = tuple(item for item in ITEMS if item.depth == "full")


def modules() -> list[Any]:
    """Every module of the benefits service."""
    found = pkgutil.walk_packages(benefits.__path__, "services.benefits.")
    names = [each.name for each in found if ".migrations" not in each.name]
    return [importlib.import_module(name) for name in names]


MODULES = modules()
MACHINES = {
    f"{module.__name__.removeprefix('services.benefits.')}.{name}": value
    for module in MODULES
    for name, value in vars(module).items()
    if isinstance(value, Machine) and module.__name__.startswith("services.benefits.domain.")
}
EVERY_MACHINE = pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))


# ---- every state is reached


def reached(edges: Any, start: str) -> set[str]:
    """The states that the edges lead to from the start, itself among them."""
    found = {start}
    while more := {edge.to for edge in edges if edge.state in found} - found:
        found |= more
    return found


@EVERY_MACHINE
def test_every_state_of_a_record_is_reached_from_its_first(machine: Machine) -> None:
    assert reached(machine.edges, machine.initial) == set(machine.states)


@EVERY_MACHINE
def test_every_state_of_a_record_is_led_to_by_the_code(machine: Machine) -> None:
    """By an event that a flow names, or by the state's own name in one: else nothing ever is in it.
    Its first state is where it is made."""
    led_to = {edge.to for edge in machine.edges if edge.event in WORDS}
    written = {value for name, value in CONSTANTS if name in USED_IN_FLOWS}
    assert set(machine.states) <= {machine.initial} | led_to | written


class Words(ast.NodeVisitor):
    """Texts in the code, but for the tables of machines, where every event stands anyway."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_Call(self, node: ast.Call) -> None:
        if not (isinstance(node.func, ast.Name) and node.func.id == "Machine"):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.found.add(node.value)


def words() -> set[str]:
    seen = Words()
    for file in sorted((ROOT / "services" / "benefits").rglob("*.py")):
        if "migrations" not in file.parts:
            seen.visit(ast.parse(file.read_text(encoding="utf-8")))
    return seen.found


WORDS = words()
CONSTANTS = {
    (name, value)
    for module in MODULES
    if module.__name__.startswith("services.benefits.domain.")
    for name, value in vars(module).items()
    if isinstance(value, str) and name.isupper()
}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_an_application_reaches_every_state_that_its_item_names_and_ends(item: Item) -> None:
    """Within the steps that the item has; and from each of them there is a way to an end."""
    own = {*item.states, states.APPROVED}
    edges = [edge for edge in states.MACHINE.edges if {edge.state, edge.to} <= own]
    assert set(item.states) <= reached(edges, states.SUBMITTED)
    ends = {*states.MACHINE.finals, states.REJECTED}
    for state in item.states:
        assert reached(edges, state) & ends, f"nothing follows {state}"


def test_together_the_items_reach_all_that_the_engine_knows() -> None:
    assert {state for item in ITEMS for state in item.states} | {states.APPROVED} == set(
        states.STATUSES
    )


KEPT_BY_CARD = ("card_services", "electronic_card")
"""Their records are the card service's own."""


@pytest.mark.parametrize(
    "item",
    [item for item in FULL if item.record is not None and item.domain not in KEPT_BY_CARD],
    ids=lambda item: item.code,
)
def test_the_states_of_an_items_record_are_states_of_the_code(item: Item) -> None:
    assert item.record is not None
    said = set(item.record.states)
    if len(said) < 2:
        return
    known = [set(certificate.STATUSES), *(set(machine.states) for machine in MACHINES.values())]
    assert any(said <= each for each in known), f"nothing has the states {said}"


# ---- every refusal is documented


def own_problems() -> list[type[Problem]]:
    return sorted(
        {
            value
            for module in MODULES
            for value in vars(module).values()
            if isinstance(value, type)
            and issubclass(value, Problem)
            and value.__module__.startswith("services.benefits.")
            and getattr(value, "code", "")
        },
        key=lambda problem: problem.code,
    )


DECLARED = {
    problem.code
    for service, operation in (item.values for item in EVERY)
    if service == "benefits"
    for problem in declared(operation)
}


@pytest.mark.parametrize("problem", own_problems(), ids=lambda problem: problem.code)
def test_a_refusal_is_declared_by_an_operation(problem: type[Problem]) -> None:
    assert problem.code in DECLARED, "nobody can read of it where it is answered"


@pytest.mark.parametrize("code", sorted(REASONS))
def test_a_reason_is_said_in_both_languages_and_can_come(code: str) -> None:
    """A reason is a stable code with a sentence; one that no rule names is dead."""
    reason = REASONS[code]
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", code)
    assert HAN.search(reason.text.zh)
    assert reason.text.en
    assert not HAN.search(reason.text.en)
    names = {name for module in MODULES for name, value in vars(module).items() if value is reason}
    assert names, f"{code} is bound to no name"
    assert names & USED, f"no rule gives {code}"


def used(room: str = "") -> set[str]:
    """Names that are read somewhere in the service, by themselves or of a module."""
    found: set[str] = set()
    for file in sorted((ROOT / "services" / "benefits" / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.add(node.id)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
    return found


USED = used()
USED_IN_FLOWS = used("flows")


# ---- what an item says it has, it has


def test_full_is_what_is_handled_and_nothing_else() -> None:
    assert {item.code for item in FULL} == set(HANDLINGS)
    assert all(handling.code == code for code, handling in HANDLINGS.items())


@pytest.mark.parametrize("item", FULL, ids=lambda item: item.code)
def test_a_full_item_has_form_decision_effect_journey_and_source(item: Item) -> None:
    handling = HANDLINGS[item.code]
    example = example_of(item.form)
    assert set(forms.load(item, example)) == set(example), "its own example is accepted"
    if item.kind == "query":
        assert handling.query is not None
    else:
        assert handling.decide is not None
        assert handling.effect is not None
        assert handling.decide.__module__.startswith("services.benefits."), "a rule of ours"
    assert item.code in scenarios.benefits.JOURNEYS
    assert item.sources
    assert all(source.title for source in item.sources)


def journey_modules() -> Iterator[tuple[str, Any]]:
    for info in pkgutil.iter_modules(scenarios.benefits.__path__):
        module = importlib.import_module(f"scenarios.benefits.{info.name}")
        if hasattr(module, "JOURNEYS"):
            yield info.name, module


def test_every_journey_is_known_by_its_item() -> None:
    found: dict[str, Any] = {}
    for _, module in journey_modules():
        assert not set(found) & set(module.JOURNEYS), "a journey an item"
        found |= module.JOURNEYS
    assert found == dict(scenarios.benefits.JOURNEYS)


WALKS = [
    file.read_text(encoding="utf-8")
    for file in sorted((ROOT / "tests" / "journeys" / "benefits").glob("test_*.py"))
]


@pytest.mark.parametrize("name", [name for name, _ in journey_modules()])
def test_every_journey_is_walked_and_fails_without_the_effect(name: str) -> None:
    """One file has both tests over each module's journeys, and so each journey has both."""
    over = [text for text in WALKS if f"{name}.JOURNEYS" in text]
    assert any(
        "walked(owner, code)" in text and "without_effect(monkeypatch, code)" in text
        for text in over
    ), "journeys that nobody walks, or walks without the effect"


# ---- ./ssc coverage


def test_the_table_of_coverage_is_true() -> None:
    ran = CliRunner().invoke(command, ["--json"])
    assert ran.exit_code == 0
    told = json.loads(ran.output)
    assert told["totals"] == {
        "items": 95,
        "full": len(HANDLINGS),
        "planned": 95 - len(HANDLINGS),
    }
    for row in told["data"]:
        done = [row[part] for part in coverage.PARTS]
        assert row["inputs"] == len(catalogue.items()[row["code"]].form.inputs)
        if row["code"] in HANDLINGS:
            assert (row["depth"], all(done)) == ("full", True), row
        else:
            assert row["depth"] == "planned"
            assert not row["decision"]
            assert not row["effect"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_is_printed_whole_in_both_languages(lang: str) -> None:
    ran = CliRunner().invoke(command, ["--lang", lang])
    assert ran.exit_code == 0
    for item in ITEMS:
        line = next(line for line in ran.output.splitlines() if line.startswith(item.code))
        assert (item.name.zh if lang == "zh" else item.name.en) in line
        assert line.count("✓") == (3 if item.code in HANDLINGS else 0)
        assert re.search(rf" {len(item.form.inputs)} ", line), "how much its form asks"


@pytest.mark.parametrize(
    "spoiled",
    [
        {"type": "id", "prefix": None},
        {"type": "enum", "words": (Word("a", Text("甲", "A")),), "example": "b"},
        {"type": "no such type"},
    ],
)
def test_a_form_that_does_not_take_its_own_example_is_told(spoiled: dict[str, Any]) -> None:
    item = catalogue.items()["HRSS-001"]
    first, *others = item.form.inputs
    form = replace(item.form, inputs=(replace(first, **spoiled), *others))
    assert coverage.is_usable(item.form)
    assert not coverage.is_usable(form)


# ---- the canonical export


@pytest.mark.parametrize("service", registry.BY_NAME)
def test_every_table_is_exported_by_columns_that_it_has(service: str) -> None:
    """A key that is no column makes the export of the whole service fail, once there is a row."""
    metadata = importlib.import_module(f"services.{service}.store").store.metadata
    for name, how in metadata.info["exports"].items():
        shown = {column.name for column in metadata.tables[name].columns} - how.skip
        assert set(how.key) <= shown, f"{name} has no {set(how.key) - shown}"
