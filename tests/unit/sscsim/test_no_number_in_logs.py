"""The watch over the whole run's logs sees what it looks for, wherever a record carries it."""

import logging
from pathlib import Path

import pytest

from tests.support import leaks

NUMBER = "990100199003078811"
KEY = "sk_sbx_" + "0f" * 20


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> "leaks.Counter[str]":
    """What the watch finds in this test, which is none of the run's."""
    mine: leaks.Counter[str] = leaks.Counter()
    monkeypatch.setattr(leaks, "found", mine)
    return mine


@pytest.mark.parametrize("secret", [NUMBER, "51010019850312002X", KEY, "whsec_" + "a" * 44])
def test_a_number_or_a_key_is_seen(seen: "leaks.Counter[str]", secret: str) -> None:
    log = logging.getLogger("sscsim.watched")
    log.error("said %s", secret)
    log.error("as a field", extra={"path": f"/v1/{secret}"})
    try:
        raise ValueError(f"of {secret}")
    except ValueError:
        log.exception("as a cause")
    assert sum(seen.values()) == 2, "the cause is masked when it is written"
    assert all(place.startswith("logger sscsim.watched") for place in seen)


def test_what_is_none_is_let_pass(seen: "leaks.Counter[str]") -> None:
    log = logging.getLogger("sscsim.watched")
    for text in ("sk_sbx_demo", "990***********8811", "1795389201125569000", "9" * 18, "a" * 40):
        log.error("said %s", text)
    assert not seen


def test_logs_of_processes_are_read(seen: "leaks.Counter[str]", tmp_path: Path) -> None:
    file = tmp_path / "web.log"
    file.write_text(f"fine\nGET /v1/persons?n={NUMBER}\n", encoding="utf-8")
    leaks.look_into(file, tmp_path / "none.log")
    assert list(seen.values()) == [1]
    assert NUMBER not in next(iter(seen)), "and the report doesn't say it again"
