"""`python -m tests.contract.fuzz`: Schemathesis on the merged OpenAPI document, nothing left out.

Starts the embedded simulator over sockets, or takes one that runs (`--base-url`), walks the
road once in the demo world, so that there are visits, settlements, claims and a cycle to ask
for, and lets Schemathesis call every operation with every check, in all its phases, with a
fixed seed. Fails unless there is no failure and 19 of 20 operations reached a 2xx.

What the document can't say, and how this run tells Schemathesis (see also `fuzz_hooks`):

- 422 and 412 are right answers to data that fits the schema: a business rule refuses, or
  the version is not the current one. So is 428 where If-Match is missing.
- Which inputs a supplement may have depends on the item that the application is for: one that
  this item has not is a 400.
- Ids that exist are drawn from what the road left behind, most of the time.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import requests

from scenarios import road
from scenarios.client import Client, Refused
from sscsim.demo_people import LIN_XIAO

ROOT = Path(__file__).resolve().parents[2]
DEMO_KEY = "sk_sbx_demo"
SEED = 20260401
ENOUGH = 0.95

CONFIG = """
[phases.coverage]
unexpected-methods = ["DELETE", "TRACE"]

# Half of the operations may begin a scenario: where it is short, no link's turn comes.
[phases.stateful]
max-steps = 50

[phases.stateful.generation]
max-examples = 20

[checks.positive_data_acceptance]
expected-statuses = ["2XX", "3XX", 401, 403, 404, 409, 412, 422, 429, "5XX"]

[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429]

[checks.missing_required_header]
expected-statuses = [400, 401, 403, 406, 415, 422, 428]

"""

BEYOND_SCHEMA = {
    "createServiceApplication": "what an item asks for is its own form",
    "supplementServiceApplication": "what an item asks for is its own form",
    "postJobVacancy": "the last place of a credit code is a check digit",
}
"""Operations that refuse with 400 what JSON Schema has no words for, and why."""


def _beyond_schema() -> str:
    return "".join(
        f"""
[[operations]]
include-operation-id = "{operation}"

[operations.checks.positive_data_acceptance]
expected-statuses = ["2XX", 400, 401, 403, 404, 409, 412, 422, 429]
"""
        for operation in BEYOND_SCHEMA
    )


def main() -> int:
    given = _arguments()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ssc-fuzz-")))
        report = given.report or folder / "report"
        report.mkdir(parents=True, exist_ok=True)
        url = given.base_url or stack.enter_context(_simulator(report / "data"))
        config = folder / "schemathesis.toml"
        config.write_text(
            CONFIG + _beyond_schema() + _dictionaries(url, given.api_key), encoding="utf-8"
        )
        snapshot = keep(url, given.api_key)
        status = _run(url, given, config, report, snapshot)
        return _judge(status, report, operations(url))


def _arguments() -> Any:
    parser = argparse.ArgumentParser(prog="tests.contract.fuzz")
    parser.add_argument("--max-examples", type=int, default=6)
    parser.add_argument("--base-url", help="a running simulator; without one, one is started")
    parser.add_argument("--api-key", default=DEMO_KEY)
    parser.add_argument("--report", type=Path, help="keep the reports in this folder")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("rest", nargs="*", help="more for `schemathesis run`, after --")
    return parser.parse_args()


@contextlib.contextmanager
def _simulator(data: Path) -> Iterator[str]:
    from launcher.running import Options, simulator

    with simulator(Options(data, port=0), lambda line: print(line, file=sys.stderr)) as running:
        yield running.base_url


def start_again(url: str, key: str) -> None:
    """The demo world as it was born."""
    client = Client(url, key, "en")
    client.post("/sandbox/v1/sandboxes/current/reset")
    client.close()


def good_day(url: str, key: str, what: str) -> None:
    """No faults, or no quotas, any more."""
    client = Client(url, key, "en")
    client.call("DELETE", f"/sandbox/v1/{what}")
    client.close()


def prepare(url: str, key: str) -> str:
    """Something to ask for; the id of a visit that is still open.

    Stays of every kind, settled, one taken back; then each creation of the document once,
    with its own example.
    """
    client = Client(url, key, "en")
    try:
        road.stays(client)
        patient, place = road.known(client, LIN_XIAO), road.hospital(client, road.CHONGQING)
        visit = road.admitted(client, patient, place, key="still open")
        create(url, key)
        return str(visit["id"])
    finally:
        client.close()


def create(url: str, key: str) -> None:
    """Each creation of the document once, with its own example."""
    client = Client(url, key, "en")
    for path, operation in _creations(document(url)):
        with contextlib.suppress(Refused):
            client.post(path, example_of(document(url), operation), key=operation["operationId"])
    client.close()


@cache
def document(url: str) -> dict[str, Any]:
    document: dict[str, Any] = requests.get(f"{url}/openapi.json", timeout=60).json()
    return document


def _creations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (path, found["post"])
        for path, found in document["paths"].items()
        if path.startswith("/v1/") and "{" not in path and "post" in found
    ]


def example_of(document: dict[str, Any], operation: dict[str, Any]) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    if "example" in content:
        return content["example"]
    schema = document["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    return {
        name: schema["properties"][name]["example"]
        for name in schema.get("required", [])
        if "example" in schema["properties"][name]
    }


def _existing(url: str, key: str) -> dict[str, list[str]]:
    """The ids that lists show, by their prefix."""
    client = Client(url, key, "en")
    found: dict[str, list[str]] = {}
    for _ in range(2):  # the second time with the ids of the first
        for path, methods in document(url)["paths"].items():
            for filled in _filled(path, methods.get("get"), found):
                with contextlib.suppress(Refused):
                    answer = client.get(filled)
                    for item in answer.get("data", []) if isinstance(answer, dict) else []:
                        _note(item, found)
    _note(road.advanced(client, by="P1D"), found)
    client.close()
    return found


def keep(url: str, key: str) -> str:
    """A snapshot of the world from which the ids were taken."""
    client = Client(url, key, "en")
    road.calm(client)
    made = client.post("/sandbox/v1/sandboxes/current/snapshots", {"name": "fuzz"})
    client.close()
    return str(made["id"])


def _note(item: Any, found: dict[str, list[str]]) -> None:
    one = item.get("id") if isinstance(item, dict) else None
    if one and one not in found.setdefault(one.partition("_")[0], []):
        found[one.partition("_")[0]].append(one)


def _filled(path: str, operation: Any, found: dict[str, list[str]]) -> list[str]:
    """Addresses of a list, with ids that are there; none when one is missing."""
    if operation is None:
        return []
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            ids = found.get(_prefix(parameter["schema"]), [])[:5]
            return [path.replace("{" + parameter["name"] + "}", one) for one in ids]
    return [path]


def _prefix(schema: dict[str, Any]) -> str:
    return str(schema.get("pattern", "")).lstrip("^(?:").partition("_")[0]


def _dictionaries(url: str, key: str) -> str:
    """Path parameters that take ids take such as are there, most of the time."""
    still_open = prepare(url, key)
    ids = _existing(url, key)
    names: dict[str, set[str]] = {}
    for methods in document(url)["paths"].values():
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                if parameter["in"] == "path" and ids.get(_prefix(parameter["schema"])):
                    names.setdefault(parameter["name"], set()).add(_prefix(parameter["schema"]))
    made = requests.post(f"{url}/sandbox/v1/sandboxes", json={"seed": "fuzz"}, timeout=60).json()
    ids["sbx"], names["sandbox_id"] = [made["id"]], {"sbx"}
    text = f"\n[dictionaries.still_open]\nvalues = {json.dumps([still_open])}\n"
    for name, prefixes in names.items():
        values = [one for prefix in sorted(prefixes) for one in ids[prefix][-20:]]
        if name == "visit_id":
            values = [still_open, values[-1]]
        text += f"\n[dictionaries.{name}]\nvalues = {json.dumps(values)}\n"
    text += '\n[parameters]\n"body.visit_id" = { dictionary = "still_open", probability = 0.7 }\n'
    for name in names:
        text += f'"path.{name}" = {{ dictionary = "{name}", probability = 0.7 }}\n'
    return text


def _run(url: str, given: Any, config: Path, report: Path, snapshot: str) -> int:
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", str(config), "run", f"{url}/openapi.json"),
        *("--checks", "all", "--phases", "examples,coverage,fuzzing,stateful"),
        *("--seed", str(given.seed)),
        *("--generation-database", "none", "--max-examples", str(given.max_examples)),
        *("--workers", "1", "--request-timeout", "60", "--continue-on-failure", "--no-color"),
        *("--report", "json,ndjson", "--report-json-path", str(report / "run.json")),
        *("--report-ndjson-path", str(report / "events.ndjson")),
        *given.rest,
    ]
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "tests.contract.fuzz_hooks",
        "PYTHONPATH": str(ROOT),
        "SSC_FUZZ_URL": url,
        "SSC_FUZZ_KEY": given.api_key,
        "SSC_FUZZ_SNAPSHOT": snapshot,
    }
    return subprocess.run(command, cwd=config.parent, env=environment, check=False).returncode


def operations(url: str) -> set[str]:
    """Every operation of the document, as `METHOD /path`."""
    document = requests.get(f"{url}/openapi.json", timeout=30).json()
    return {
        f"{method.upper()} {path}" for path, found in document["paths"].items() for method in found
    }


def _judge(status: int, report: Path, known: set[str]) -> int:
    run = json.loads((report / "run.json").read_text(encoding="utf-8"))
    selected, total = run["operations"]["selected"], run["operations"]["total"]
    reached = succeeded(report / "events.ndjson") & known
    share = len(reached) / len(known)
    print(f"\n{len(run['failures'])} failures, {len(run['errors'])} errors")
    print(f"{selected} of {total} operations selected, {len(reached)} reached a 2xx ({share:.0%})")
    print("never:", ", ".join(sorted(known - reached)) or "-")
    whole = selected == total == len(known) and run["complete"]
    good = whole and not run["failures"] and not run["errors"]
    return 0 if status == 0 and good and share >= ENOUGH else 1


def _scenarios(events: Path) -> Iterator[dict[str, Any]]:
    with events.open(encoding="utf-8") as lines:
        for line in lines:
            event = json.loads(line)
            if "ScenarioFinished" in event:
                yield event["ScenarioFinished"]["recorder"]


def succeeded(events: Path) -> set[str]:
    """Operations that answered 2xx at least once."""
    found = set()
    for recorder in _scenarios(events):
        for case_id, interaction in recorder.get("interactions", {}).items():
            answer = interaction.get("response")
            if answer and 200 <= answer["status_code"] < 300:
                value = recorder["cases"][case_id]["value"]
                found.add(f"{value['method']} {value['path']}")
    return found


if __name__ == "__main__":
    sys.exit(main())
