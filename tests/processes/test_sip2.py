"""Library machines at a real simulator: loans that REST sees too, a process that was killed."""

import contextlib
import os
import secrets
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.simulator import Simulator, refusal, running, ssc, wait_for
from tests.support.sip2_server import Terminal

pytestmark = pytest.mark.processes

PASSWORD = "9-Lotus-Ponds"
NOW = "20260401    090000"
LIBRARY = "cdpl"


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    with running(tmp_path_factory.mktemp("sip2") / "data") as simulator:
        simulator.ready()
        yield simulator


def call(simulator: Simulator, method: str, path: str, **more: Any) -> Any:
    told = simulator.ready()
    headers = {"Authorization": f"Bearer {told['key']}", "Idempotency-Key": secrets.token_hex(8)}
    answer = requests.request(method, told["base_url"] + path, headers=headers, timeout=60, **more)
    assert answer.ok, answer.text
    return answer.json()


def address(simulator: Simulator) -> tuple[str, int]:
    host, _, port = simulator.ready()["sip2"].rpartition(":")
    return host, int(port)


def terminal(simulator: Simulator, login: str, **more: Any) -> Any:
    body = {"library_id": LIBRARY, "login": login, "password": PASSWORD, **more}
    return call(simulator, "POST", "/v1/library-terminals", json=body)


def copies(simulator: Simulator) -> list[Any]:
    path = f"/v1/copies?location_id={LIBRARY}&status=available&limit=50"
    found: list[Any] = call(simulator, "GET", path)["data"]
    return [copy for copy in found if copy["medium"] == "book"]


def reader(simulator: Simulator) -> str:
    """The card number of the preset's reader."""
    [one] = call(simulator, "GET", "/v1/readers")["data"]
    card = one["memberships"][0]["card_id"]
    return str(call(simulator, "GET", f"/v1/cards/{card}")["card_number"])


def test_a_loan_at_a_machine_is_one_that_rest_sees(simulator: Simulator) -> None:
    terminal(simulator, "hall-1")
    copy, card = copies(simulator)[0], reader(simulator)
    with Terminal(address(simulator)) as one:
        assert one.ask(f"9300CNdemo/hall-1|CO{PASSWORD}|") == "941"
        lent = one.ask(f"11NN{NOW}{' ' * 18}AO{LIBRARY}|AA{card}|AB{copy['barcode']}|AC|")
        assert lent.startswith("121N"), lent
        shown = call(simulator, "GET", f"/v1/copies/{copy['id']}")
        assert shown["status"] == "on_loan"
        back = one.ask(f"09N{NOW}{NOW}AP|AO{LIBRARY}|AB{copy['barcode']}|AC|")
        assert back.startswith("101"), back
        assert call(simulator, "GET", f"/v1/copies/{copy['id']}")["status"] == "available"


def test_a_terminal_without_a_login_is_known_by_its_port(simulator: Simulator) -> None:
    made = terminal(simulator, "silent-1", has_own_port=True)
    own = ("127.0.0.1", made["own_port"])

    def answers() -> str:
        with contextlib.suppress(OSError), Terminal(own) as one:
            return one.ask("9900802.00")
        return ""

    assert "AO" + LIBRARY in wait_for("the port", answers)
    call(simulator, "POST", f"/v1/library-terminals/{made['id']}/close")
    wait_for("the end of the port", lambda: not answers())


def test_a_killed_process_comes_back_and_callers_wait(simulator: Simulator) -> None:
    terminal(simulator, "hall-2")
    with Terminal(address(simulator)) as before:
        assert before.ask(f"9300CNdemo/hall-2|CO{PASSWORD}|") == "941"
        os.kill(simulator.ready()["children"]["sip2"], signal.SIGKILL)
        assert before.is_closed()
    # The supervisor holds the listening socket: nobody is refused in between.
    with Terminal(address(simulator)) as after:
        assert after.ask(f"9300CNdemo/hall-2|CO{PASSWORD}|") == "941"
    assert "sip2 ended (SIGKILL); starting it again" in simulator.log.read_text()


def test_the_command_finds_it_and_the_panel_tells_it(simulator: Simulator, tmp_path: Path) -> None:
    terminal(simulator, "hall-3")
    copy = copies(simulator)[0]
    script = tmp_path / "day.sip2"
    script.write_text(f"17{NOW}AO|AB{copy['barcode']}|AC|\n")
    where = ("--data", str(simulator.data))
    done = ssc("sip2", *where, "--login", "demo/hall-3", "--password", PASSWORD, str(script))
    assert done.returncode == 0, done.stderr
    assert f"AB item: {copy['barcode']}" in done.stdout
    assert PASSWORD not in done.stdout
    assert simulator.ready()["sip2"] in simulator.log.read_text()


def test_no_secret_of_a_conversation_is_in_the_logs(simulator: Simulator) -> None:
    """What was said is not there, but that it was is."""
    terminal(simulator, "hall-4")
    card = reader(simulator)
    with Terminal(address(simulator)) as one:
        assert one.ask(f"9300CNdemo/hall-4|CO{PASSWORD}|") == "941"
        asked = one.ask(f"23019{NOW}AO{LIBRARY}|AA{card}|AC|AD{PASSWORD}|")
        assert asked.startswith("24")
    kept = simulator.data / "logs" / "sip2.log"
    wait_for("the lines of the log", lambda: "command=23" in kept.read_text())
    log = kept.read_text()
    assert "command=93" in log
    for secret in (PASSWORD, card):
        assert secret not in log


def test_a_port_in_use_is_refused_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        where = ("--port", "0", "--data", str(tmp_path / "data"))
        said = refusal(ssc("up", "--sip2-port", str(port), *where))
    assert f"127.0.0.1:{port}" in said
    assert "--sip2-port (0 takes a free one)" in said
