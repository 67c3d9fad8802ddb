"""A wrong catalogue is refused when it is read, with file, place and reason."""

import shutil
from functools import cache
from pathlib import Path

import pytest

from services.benefits.store import catalogue, documents
from sscsim.policy import PolicyError, read_yaml

ANNUITY = "items/annuity.yaml"
EMPLOYMENT = "items/employment_entrepreneurship.yaml"
LISTS = "cooperation_items.yaml"


read_once = cache(read_yaml)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of our catalogue to spoil; the files that stay as they are are parsed once."""
    monkeypatch.setattr(documents, "read_yaml", read_once)
    shutil.copytree(catalogue.FOLDER, tmp_path / "catalogue")
    return tmp_path / "catalogue"


def read(folder: Path) -> None:
    items = catalogue.read_items(folder)
    catalogue.read_lists(folder, items, catalogue.read_sources(folder))
    catalogue.read_pinyin(folder, items)


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, "there is nothing to spoil"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_ours_is_read(folder: Path) -> None:
    read(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "reason"),
    [
        (ANNUITY, "code: HRSS-035", "code: HRSS-034", "HRSS-034.code", "out of order"),
        (ANNUITY, "code: HRSS-035", "code: HRSS-35", "HRSS-35.code", "no code like"),
        (
            ANNUITY,
            "key: occupational-annuity-claim",
            "key: pension-payout",
            "HRSS-036.key",
            "twice",
        ),
        (ANNUITY, "domain: annuity", "domain: private_pension", "domain", "is not known"),
        (ANNUITY, "    kind: query\n", "", "HRSS-035", "kind is missing"),
        (ANNUITY, "    kind: query\n", "    kind: question\n", "HRSS-035.kind", "known are"),
        (ANNUITY, "    kind: query\n", "    kind: query\n    kind: query\n", "", "stands twice"),
        (ANNUITY, "    kind: query\n", "    sort: query\n", "HRSS-035", "unknown key 'sort'"),
        (ANNUITY, "sources: [wk]", "sources: [heard]", "HRSS-035.sources.1", "'heard'"),
        (ANNUITY, "sources: [wk]", "sources: []", "HRSS-035.sources", "names no source"),
        (ANNUITY, "depth: full", "depth: half", "HRSS-035.depth", "known are full, planned"),
        (ANNUITY, "account: receives", "account: gives", "HRSS-036.card.account", "'gives'"),
        (ANNUITY, "statuses: [active]", "statuses: [fine]", "HRSS-035.card.statuses.1", "'fine'"),
        (ANNUITY, 'days: "0"', 'days: "soon"', "HRSS-035.deadline.days", "whole number"),
        (ANNUITY, 'days: "0"', "days: 0", "", "must be quoted"),
        (ANNUITY, "status: assumed", "status: sure", "HRSS-035.deadline.status", "'sure'"),
        (
            ANNUITY,
            "name: query_year, type: integer",
            "name: query_year, type: year",
            "HRSS-035.inputs.query_year.type",
            "'year'",
        ),
        (ANNUITY, "name: query_year", "name: queryYear", "HRSS-035.inputs.queryYear", "no name"),
        (ANNUITY, "name: query_year", "name: print_certificate", "HRSS-035.inputs", "stands twice"),
        (ANNUITY, 'least: "2014", ', "", "HRSS-035.inputs.query_year", "least is missing"),
        (ANNUITY, 'least: "2014"', 'least: "9999"', "HRSS-035.inputs.query_year", "more than most"),
        (
            ANNUITY,
            "label: [查询年度, Year]",
            "label: [查询年度]",
            "HRSS-035.inputs.query_year.label",
            "[中文, English]",
        ),
        (
            EMPLOYMENT,
            "name: expected_pay_fen",
            "name: expected_pay",
            "HRSS-001.inputs.expected_pay",
            "…_fen",
        ),
        (
            EMPLOYMENT,
            "values: education",
            "values: schooling",
            "HRSS-001.inputs.education.values",
            "'schooling'",
        ),
        (
            EMPLOYMENT,
            "{employment_kind: [employed]}",
            "{employment_kind: [busy]}",
            "HRSS-002.inputs.contract_kind.needed_when",
            "'busy'",
        ),
        (
            EMPLOYMENT,
            "{employment_kind: [employed]}",
            "{work: [employed]}",
            "HRSS-002.inputs.contract_kind.needed_when",
            "work has no value",
        ),
        (
            EMPLOYMENT,
            "applicants: [cardholder]",
            "applicants: [school]",
            "HRSS-001.applicants.1",
            "'school'",
        ),
        (
            EMPLOYMENT,
            "schemes_sourced: [chuan-yu]",
            "schemes_sourced: [yue-qiong]",
            "HRSS-001.schemes_sourced.1",
            "'yue-qiong'",
        ),
        (
            EMPLOYMENT,
            "    steps: {supplement: true, appeal: true}\n",
            '    steps: {notice_days: "5"}\n',
            "HRSS-002.steps.notice_days",
            "needs a review",
        ),
        (
            EMPLOYMENT,
            'pattern: "[0-9A-Za-z-]{1,30}"',
            'pattern: "["',
            "HRSS-009.inputs.student_number.pattern",
            "is no pattern",
        ),
        (
            EMPLOYMENT,
            ', example: "2022010203"',
            "",
            "HRSS-009.inputs.student_number.pattern",
            "needs an example",
        ),
        ("sources.yaml", "status: press", "status: rumour", "sources.card8.status", "'rumour'"),
        ("vocabularies.yaml", 'count: "3"', 'count: "4"', "", "has 3 items, not 4"),
        (LISTS, "  chuan-yu:\n", "  chuanyu:\n", "schemes.chuanyu", "is not known"),
        (
            LISTS,
            "since: 2021-12-01",
            "since: soon",
            "schemes.chuan-yu.items.HRSS-060.since",
            "needs a date",
        ),
        (
            LISTS,
            "confidence: medium",
            "confidence: certain",
            "schemes.chuan-yu.items.HRSS-001.confidence",
            "'certain'",
        ),
        (
            LISTS,
            "      HRSS-002: {source: wk, confidence: low}  # 就业登记\n",
            "",
            "schemes.chuan-yu",
            "HRSS-002 names it",
        ),
        (
            LISTS,
            "      HRSS-007:",
            "      HRSS-008: {source: wk, confidence: low}\n      HRSS-007:",
            "schemes.chuan-yu.items.HRSS-008",
            "does not name chuan-yu",
        ),
        (
            LISTS,
            "      HRSS-002: {source: wk, confidence: low}",
            "      HRSS-002: {source: cy18, confidence: high}",
            "schemes.chuan-yu.items.HRSS-002",
            "whether it has a source",
        ),
        ("pinyin.yaml", "HRSS-002: jiu ye deng ji\n", "", "", "HRSS-002 is missing"),
    ],
)
def test_a_wrong_catalogue_is_refused(
    folder: Path, file: str, old: str, new: str, place: str, reason: str
) -> None:
    spoil(folder, file, old, new)
    with pytest.raises(PolicyError) as refused:
        read(folder)
    assert refused.value.file.endswith(file.rpartition("/")[2]) or file == "vocabularies.yaml"
    assert refused.value.key == place
    assert reason in refused.value.reason


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / ANNUITY).unlink()
    with pytest.raises(PolicyError, match="annuity\\.yaml: is missing"):
        read(folder)


def test_one_item_too_many_or_too_few_is_refused(folder: Path) -> None:
    file = folder / ANNUITY
    rows = file.read_text(encoding="utf-8").split("\n\n")
    file.write_text("\n\n".join(rows[:-1]) + "\n", encoding="utf-8")
    spoil(folder, "vocabularies.yaml", 'count: "3"', 'count: "2"')
    with pytest.raises(PolicyError, match="HRSS-037 comes next"):
        read(folder)
