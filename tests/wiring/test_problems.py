"""Every problem code is said in both languages and stands in docs/errors.md."""

import re
import string
from pathlib import Path

import pytest

from sscsim.kernel.problems import Problem
from sscsim.web import errors_page

ROOT = Path(__file__).resolve().parents[2]
EVERY = [problem for found in errors_page.every_problem().values() for problem in found]
HAN = re.compile("[\u4e00-\u9fff]")


def fields(text: str) -> set[str]:
    """Names filled in; a word that differs by language is `why_zh` there and `why` here."""
    return {name.removesuffix("_zh") for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("problem", EVERY, ids=lambda problem: problem.code)
def test_a_problem_is_said_in_both_languages(problem: type[Problem]) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", problem.code)
    assert 400 <= problem.status <= 599
    for text in (problem.title, problem.detail):
        assert text.zh.strip() and text.en.strip()
        assert fields(text.zh) == fields(text.en)
    assert HAN.search(problem.title.zh), "the Chinese title is Chinese"
    assert not HAN.search(problem.title.en + problem.detail.en)
    assert isinstance(problem.retryable, bool)
    if isinstance(problem.effect, str):
        assert problem.effect in ("none", "committed", "unknown")


def test_the_page_of_errors_is_the_codes() -> None:
    written = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    assert written == errors_page.page(), "run python -m sscsim.web.errors_page"
    assert [p.code for p in EVERY if f"| `{p.code}` |" not in written] == []
