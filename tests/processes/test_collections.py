"""The committed collections, run by their runners against a real simulator."""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.simulator import clean_environment, running
from tools.collections import stories

pytestmark = [pytest.mark.processes, pytest.mark.timeout(1800)]

ROOT = Path(__file__).resolve().parents[2]
COLLECTIONS = ROOT / "collections"
PLAYED = "exception "
"""A scenario that was played leaves its world for whoever wants to look; it expires."""
NPM = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")


def missing(what: str) -> None:
    """Skip where a runner can't be had; in CI that is a failure."""
    if os.environ.get("SSC_CI"):
        pytest.fail(f"{what} is needed in CI")
    pytest.skip(f"{what} is not here")


@pytest.fixture(scope="module")
def runners() -> Path:
    """The folder of Newman and Bruno in the pinned versions, installed into a cache once."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        missing("node with npm")
    pinned = COLLECTIONS / "runners"
    lock = (pinned / "package-lock.json").read_bytes()
    home = Path(os.environ.get("XDG_CACHE_HOME", "") or Path.home() / ".cache")
    folder = home / "ssc-simulator" / f"runners-{hashlib.sha256(lock).hexdigest()[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "install.lock").open("wb") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            for name in ("package.json", "package-lock.json"):
                shutil.copy(pinned / name, folder)
            done = subprocess.run(
                ["npm", "ci", *NPM], cwd=folder, capture_output=True, text=True, check=False
            )
            if done.returncode != 0:
                missing(f"Newman and Bruno ({done.stderr.strip()[-300:]})")
            (folder / "installed").touch()
    return folder / "node_modules" / ".bin"


@pytest.fixture(scope="module")
def base_url(runners: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("simulator") / "data") as simulator:
        yield simulator.base_url


def run(*command: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=cwd,
        env=clean_environment(NO_COLOR="1"),
        capture_output=True,
        text=True,
        timeout=1700,
        check=False,
    )


def sandboxes(base_url: str) -> set[str]:
    from ssc_client import Client

    with Client(base_url) as manager:
        return {
            each["id"]
            for each in manager.sandboxes.list_sandboxes(limit=200)
            if not str(each.get("name")).startswith(PLAYED)
        }


@contextlib.contextmanager
def no_world_left(base_url: str) -> Iterator[None]:
    before = sandboxes(base_url)
    yield
    assert sandboxes(base_url) == before


def test_newman_runs_the_postman_collection(runners: Path, base_url: str, tmp_path: Path) -> None:
    folder, report = COLLECTIONS / "postman", tmp_path / "report.json"
    with no_world_left(base_url):
        done = run(
            *(str(runners / "newman"), "run", "ssc-simulator.postman_collection.json"),
            *("-e", "local.postman_environment.json", "--env-var", f"base_url={base_url}"),
            *("--reporters", "cli,json", "--reporter-json-export", str(report)),
            "--reporter-cli-no-success-assertions",
            cwd=folder,
        )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    document = json.loads((folder / "ssc-simulator.postman_collection.json").read_text())
    names = {item["name"] for part in document["item"] for item in part["item"]}
    executions = json.loads(report.read_text())["run"]["executions"]
    assert {each["item"]["name"] for each in executions} == names
    # One that is still waiting is asked again and has no tests yet; each has them in the end.
    assert {each["item"]["name"] for each in executions if each.get("assertions")} == names


def played_by_bruno(bin: Path, base_url: str, report: Path, *folders: str) -> None:
    """These folders, one after the other: each request runs, is tested, and holds."""
    bruno = COLLECTIONS / "bruno"
    with no_world_left(base_url):
        done = run(
            *(str(bin / "bru"), "run", *folders, "--env", "local"),
            *("--env-var", f"base_url={base_url}", "--reporter-json", str(report)),
            cwd=bruno,
        )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr
    files = {
        str(file.relative_to(bruno).with_suffix(""))
        for folder in folders
        for file in (bruno / folder).glob("*.bru")
        if file.name != "folder.bru"
    }
    results = [each for part in json.loads(report.read_text()) for each in part["results"]]
    assert {each["path"].removesuffix(".bru") for each in results} == files
    tested = {
        each["path"].removesuffix(".bru")
        for each in results
        if each["assertionResults"] or each["testResults"]
    }
    assert tested == files


def in_order(folder: str) -> int:
    return int(folder.partition(" ")[0])


FOLDERS = [
    each.name
    for each in (COLLECTIONS / "bruno").iterdir()
    if each.is_dir() and each.name != "environments"
]
STORIES = sorted(name for name in FOLDERS if " Story " in name)
REFERENCE = sorted(set(FOLDERS) - set(STORIES), key=in_order)
SHARE = 4
"""Newman plays every story; by Bruno, which reads its three thousand files anew for each, one in
four of them, and all with `--long`."""


def test_bruno_runs_its_reference(runners: Path, base_url: str, tmp_path: Path) -> None:
    """Every operation once, in one world; the stories need none of it."""
    played_by_bruno(runners, base_url, tmp_path / "report.json", *REFERENCE)


def test_every_story_has_its_folder() -> None:
    folders = {name.partition(" Story ")[2].partition(" - ")[0] for name in STORIES}
    assert folders == {story.letter for story in stories.STORIES}


@pytest.mark.parametrize(
    "story",
    [
        pytest.param(story, marks=() if number % SHARE == 0 else pytest.mark.long)
        for number, story in enumerate(STORIES)
    ],
)
def test_a_story_runs_by_itself(runners: Path, base_url: str, tmp_path: Path, story: str) -> None:
    played_by_bruno(runners, base_url, tmp_path / "report.json", story)
