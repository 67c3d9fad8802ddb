"""`python -m tests.contract.fuzz`: Schemathesis on the merged OpenAPI document, nothing left out.

Starts the embedded simulator over sockets, or takes one that runs (`--base-url`), walks the
road once in the demo world, so that there are visits, settlements, claims and a cycle to ask
for, and lets Schemathesis call every operation with every check, in all its phases, with a
fixed seed. Fails unless there is no failure and four fifths of the operations reached a 2xx.

What the document can't say, and how this run tells Schemathesis (see also `fuzz_hooks`):

- 422 and 412 are right answers to data that fits the schema: a business rule refuses, or
  the version is not the current one. So is 428 where If-Match is missing.
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
from pathlib import Path
from typing import Any

import requests

from scenarios import road
from scenarios.client import Client
from sscsim.demo_people import LIN_XIAO

ROOT = Path(__file__).resolve().parents[2]
DEMO_KEY = "sk_sbx_demo"
SEED = 20260401
ENOUGH = 0.8

PLACES = {
    "person_id": "/v1/persons",
    "card_id": "/v1/cards",
    "enrolment_id": "",
    "institution_id": "/v1/institutions",
    "filing_id": "/v1/filings",
    "visit_id": "/v1/visits",
    "settlement_id": "/v1/settlements",
    "exchange_id": "/v1/exchanges",
    "claim_id": "/v1/claims",
    "agreement_id": "/v1/agreements",
    "journal_id": "/v1/journals",
    "cycle_id": "/v1/clearing-cycles",
    "advance_id": "/v1/advances",
    "party_id": "/sandbox/v1/parties",
}
"""Where the ids of a path parameter are listed."""

CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2XX", "3XX", 401, 403, 404, 409, 412, 422, 429, "5XX"]

[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429]

[checks.missing_required_header]
expected-statuses = [400, 401, 403, 406, 415, 422, 428]
"""


def main() -> int:
    given = _arguments()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ssc-fuzz-")))
        url = given.base_url or stack.enter_context(_simulator(folder / "data"))
        report = given.report or folder / "report"
        report.mkdir(parents=True, exist_ok=True)
        config = folder / "schemathesis.toml"
        config.write_text(CONFIG + _dictionaries(url, given.api_key), encoding="utf-8")
        status = _run(url, given, config, report)
        return _judge(status, report, operations(url))


def _arguments() -> Any:
    parser = argparse.ArgumentParser(prog="tests.contract.fuzz")
    parser.add_argument("--max-examples", type=int, default=10)
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


def prepare(url: str, key: str) -> str:
    """Stays of every kind, settled, one taken back, one still open, whose id is the answer."""
    client = Client(url, key, "en")
    try:
        road.stays(client)
        patient, place = road.known(client, LIN_XIAO), road.hospital(client, road.CHONGQING)
        visit = road.admitted(client, patient, place, key="still open")
        return str(visit["id"])
    finally:
        client.close()


def _dictionaries(url: str, key: str) -> str:
    """The ids that are there, as dictionaries for path parameters."""
    still_open = prepare(url, key)
    client = Client(url, key, "en")
    found: dict[str, list[str]] = {}
    for name, path in PLACES.items():
        if path:
            found[name] = [item["id"] for item in client.get(path, {"limit": 20})["data"]]
    operation = road.advanced(client, by="P1D")
    found["operation_id"] = [operation["id"]]
    people = found["person_id"]
    found["enrolment_id"] = [
        item["id"]
        for person in people[:5]
        for item in client.get(f"/v1/persons/{person}/enrolments")["data"]
    ]
    client.close()
    text = ""
    for name, ids in found.items():
        if ids:
            text += f"\n[dictionaries.{name}]\nvalues = {json.dumps(ids)}\n"
    text += f"\n[dictionaries.still_open]\nvalues = {json.dumps([still_open])}\n"
    text += '\n[parameters]\n"body.visit_id" = { dictionary = "still_open", probability = 0.7 }\n'
    for name, ids in found.items():
        if ids:
            text += f'"path.{name}" = {{ dictionary = "{name}", probability = 0.7 }}\n'
    return text


def _run(url: str, given: Any, config: Path, report: Path) -> int:
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        *("--config-file", str(config), "run", f"{url}/openapi.json"),
        *("--header", f"Authorization: Bearer {given.api_key}"),
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
