"""`ssc region`: what it asks for and what it says."""

from typing import Any

import pytest
from click.testing import CliRunner

from launcher.cli import region

SICHUAN = {"region_code": "510000", "name": "Sichuan", "how": "stopped"}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    seen: list[Any] = []

    def answers(*sent: Any) -> Any:
        seen.append(sent[3:])
        if sent[3] == "GET":
            return {"data": []}
        body = sent[5] if len(sent) > 5 else {"how": "running"}
        return SICHUAN | body

    monkeypatch.setattr(region, "call", answers)
    return seen


@pytest.mark.parametrize(
    ("words", "call", "said"),
    [
        (
            ["stop", "510000"],
            ("POST", "/sandbox/v1/regions/510000/stop", {"how": "stopped"}),
            "510000 Sichuan: stopped\n",
        ),
        (
            ["stop", "510000", "--how", "slow", "--delay-ms", "900"],
            ("POST", "/sandbox/v1/regions/510000/stop", {"how": "slow", "delay_ms": 900}),
            "510000 Sichuan: slow (900 ms)\n",
        ),
        (
            ["resume", "510000"],
            ("POST", "/sandbox/v1/regions/510000/resume"),
            "510000 Sichuan: running\n",
        ),
        (["list"], ("GET", "/sandbox/v1/regions"), "Every region is running.\n"),
    ],
)
def test_a_word_is_a_call(asked: list[Any], words: list[str], call: Any, said: str) -> None:
    shown = CliRunner().invoke(region.command, words)
    assert (shown.exit_code, shown.output) == (0, said)
    assert asked == [call]
