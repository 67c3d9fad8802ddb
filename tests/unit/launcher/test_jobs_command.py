"""`ssc jobs`: what it prints can be typed back."""

from typing import Any

import pytest
from click.testing import CliRunner

from launcher.cli import jobs

DEAD = {
    "id": "dead_7A5VS10PRJ9150AER38E4AATKJ",
    "status": "dead",
    "service": "settlement",
    "name": "settlement.cycle_generate",
    "key": "cyc_48K1N5SN83KJXBBZEVWE3WKGZZ",
    "attempts": 5,
    "reason": "RuntimeError: the statement of a whole province can't be made because of this",
}


@pytest.mark.parametrize("width", ["40", "80", "200"])
def test_the_id_of_a_dead_job_is_never_cut(monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    def answers(*_: Any) -> Any:
        return {"data": [DEAD]}

    monkeypatch.setattr(jobs, "call", answers)
    shown = CliRunner(env={"COLUMNS": width}).invoke(jobs.command, ["dead"])
    assert shown.exit_code == 0, shown.output
    assert DEAD["id"] in shown.output


def test_a_dead_message_says_who_sent_it_to_whom(monkeypatch: pytest.MonkeyPatch) -> None:
    message = DEAD | {"kind": "message", "name": "medical /internal/v1/payment-applications/paid"}
    monkeypatch.setattr(jobs, "call", lambda *_: {"data": [message]})
    shown = CliRunner().invoke(jobs.command, ["dead"])
    assert "message of settlement to medical /internal/v1/payment" in shown.output
