"""`ssc books verify`: every book by default, and a failure where one is broken."""

from typing import Any

import pytest
from click.testing import CliRunner

from launcher.cli import books

WHOLE = {"book": "N", "holds": True, "days": 2, "journals": 3, "sha256": "ab" * 32}
BROKEN = {
    "book": "R:510100",
    "holds": False,
    "days": 4,
    "journals": 9,
    "first_broken": {
        "posting_date": "2026-04-03",
        "what": "journal_changed",
        "journal_id": "jnl_1",
    },
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []

    def answers(_data: Any, _url: Any, _key: Any, method: str, path: str) -> Any:
        seen.append(f"{method} {path}")
        if path == "/v1/books":
            return {"books": [{"book": "N"}, {"book": "R:510100"}]}
        return WHOLE if path == "/v1/books/N/verify" else BROKEN

    monkeypatch.setattr(books, "call", answers)
    return seen


def test_all_books_are_verified_and_the_broken_one_is_told(asked: list[str]) -> None:
    shown = CliRunner().invoke(books.command, ["verify"])
    assert shown.exit_code == 1
    assert asked[1:] == ["POST /v1/books/N/verify", "POST /v1/books/R:510100/verify"]
    assert f"N  2 days  3 journals  {'ab' * 32}" in shown.output
    assert "BROKEN on 2026-04-03: journal_changed jnl_1" in shown.output


def test_one_book_by_its_name(asked: list[str]) -> None:
    shown = CliRunner().invoke(books.command, ["verify", "N"])
    assert shown.exit_code == 0, shown.output
    assert asked == ["POST /v1/books/N/verify"]
