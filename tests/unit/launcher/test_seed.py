"""`ssc seed --out`: a stream of people, the same bytes each time."""

import json
from pathlib import Path

from click.testing import CliRunner

from launcher.cli.seed import command


def run(*arguments: str) -> str:
    done = CliRunner().invoke(command, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    wish = ("--people", "1500", "--regions", "510100,500000", "--seed", "s")
    one, two = tmp_path / "one", tmp_path / "two"
    run(*wish, "--out", str(one))
    run(*wish, "--out", str(two))
    assert one.read_bytes() == two.read_bytes()
    assert run(*wish, "--out", "-").encode() == one.read_bytes()
    people = [json.loads(line) for line in one.read_text(encoding="utf-8").splitlines()]
    assert len(people) == 1500
    assert {person["region_code"] for person in people} == {"510100", "500000"}
    other = run(*wish[:4], "--seed", "t", "--out", "-")
    assert other.encode() != one.read_bytes()


def test_what_is_no_pooling_area_is_refused() -> None:
    done = CliRunner().invoke(command, ["--people", "1", "--regions", "510000", "--out", "-"])
    assert done.exit_code != 0
    assert "510000" in done.output
