"""The house keeps its own rules: no wall clock, five files a service, imports without a warning."""

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from sscsim import failpoints, jobs, registry
from sscsim.web import errors_page

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("launcher", "gateway", "services", "sscsim", "scenarios")
CLOCK = ROOT / "sscsim" / "clock.py"
FIVE = ("__init__.py", "README.md", "problems.py", "terms.py", "tasks.py")


def sources(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def full_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every name used, with what imports made of it: `dt.datetime.now` is datetime.datetime.now."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                known[alias.asname or alias.name] = alias.name
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            name = dotted(node)
            first, _, rest = name.partition(".")
            if first in known:
                yield node.lineno, ".".join(filter(None, (known[first], rest)))


WALL_CLOCKS = {
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today"),
    *("datetime.date.today", "datetime.datetime.fromtimestamp", "datetime.date.fromtimestamp"),
    *("time.time", "time.time_ns", "time.localtime", "time.gmtime", "time.ctime"),
    *("time.clock_gettime", "uuid.uuid1"),
}


@pytest.mark.parametrize("folder", FLOORS)
def test_only_one_module_looks_at_the_machines_clock(folder: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line} {name}"
        for file in sources(folder)
        if file != CLOCK
        for line, name in full_names(parsed(file))
        if name in WALL_CLOCKS
    ]
    assert found == []


CHANCE = ("random.", "secrets.", "uuid.", "numpy.random", "os.urandom")


def test_nothing_in_a_service_is_left_to_chance() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line} {name}"
        for file in [*sources("services"), *sources("sscsim/kernel")]
        for line, name in full_names(parsed(file))
        if name.startswith(CHANCE) and name != "random.Random"  # that one is given a seed
    ]
    assert found == []


def test_the_scan_sees_what_it_looks_for() -> None:
    text = "import datetime as dt\nfrom time import time as t\nx = dt.datetime.now()\ny = t()\n"
    names = {name for _, name in full_names(ast.parse(text))}
    assert {"datetime.datetime.now", "time.time"} <= names


@pytest.mark.parametrize("service", registry.SERVICES, ids=lambda service: service.name)
def test_every_service_opens_with_the_same_five_files(service: registry.Service) -> None:
    folder = ROOT / "services" / service.name
    assert [name for name in FIVE if not (folder / name).is_file()] == []
    assert (folder / "README.md").read_text(encoding="utf-8").strip()
    assert callable(importlib.import_module(service.package).create_app)


def test_everything_imports_without_a_warning() -> None:
    names = errors_page.modules()
    assert len(names) > 50
    code = "import importlib,sys\nfor name in sys.argv[1:]: importlib.import_module(name)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_list_of_failpoints_is_the_codes() -> None:
    page = (ROOT / "docs" / "failpoints.md").read_text(encoding="utf-8")
    listed = [line[3:-1] for line in page.splitlines() if line.startswith("- `")]
    assert listed == failpoints.listed()
    assert len(listed) >= 8, "CI kills at eight"


def test_a_failpoint_is_named_by_a_literal() -> None:
    for file in sources(*FLOORS):
        if file.name == "failpoints.py":
            continue
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Call) and dotted(node.func).endswith("failpoint"):
                assert isinstance(node.args[0], ast.Constant), f"{file}:{node.lineno}"


def test_every_queue_has_a_consumer() -> None:
    from launcher import worker

    assert {*registry.QUEUES, registry.DRIVER_QUEUE} <= set(worker.celery.amqp.queues)


def scheduled() -> Iterator[str]:
    """Names of due jobs, as the flows name them: a literal, a constant or a table of constants."""
    for file in sources("services"):
        for node in ast.walk(parsed(file)):
            if not isinstance(node, ast.Call) or dotted(node.func) not in (
                "tx.schedule",
                "schedule",
            ):
                continue
            module = importlib.import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
            named = node.args[0]
            table = isinstance(named, ast.Subscript)
            text = ast.unparse(named.value if isinstance(named, ast.Subscript) else named)
            value = eval(text, vars(module))  # a name in our own source
            yield from value.values() if table else [value]


def test_every_due_job_has_a_task_and_every_task_a_service() -> None:
    from launcher import worker  # noqa: F401  # it imports every service's tasks

    names = set(scheduled())
    assert len(names) >= 5
    assert names <= set(jobs.tasks.TASKS)
    services = {service.name for service in registry.SERVICES}
    assert {name.partition(".")[0] for name in jobs.tasks.TASKS} <= services | {"gateway"}
