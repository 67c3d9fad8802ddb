"""`ssc coverage`: the table of the 95."""

import json

import pytest
from click.testing import CliRunner

from launcher import coverage
from launcher.cli.coverage import command


def test_the_table_has_all_95_and_their_sum() -> None:
    told = CliRunner().invoke(command).output
    assert [line.split()[0] for line in told.splitlines()[1:96]] == [
        f"HRSS-{number:03}" for number in range(1, 96)
    ]
    assert told.splitlines()[-1].startswith("95 items: ")
    assert "reconstruction" in told


def test_it_speaks_chinese() -> None:
    told = CliRunner().invoke(command, ["--lang", "zh"]).output
    assert "社会保障卡补领、换领、换发" in told
    assert "共 95 项" in told


def test_it_is_data_too() -> None:
    told = json.loads(CliRunner().invoke(command, ["--json"]).output)
    assert told["totals"] == coverage.totals(coverage.rows())
    assert sum(row["depth"] == "full" for row in told["data"]) == told["totals"]["full"]
    assert {row["code"] for row in told["data"] if not row["form"]} == set()


@pytest.mark.parametrize("wrong", [["--lang", "fr"], ["--xml"], ["HRSS-001"]])
def test_a_wrong_option_is_refused(wrong: list[str]) -> None:
    assert CliRunner().invoke(command, wrong).exit_code == 2
