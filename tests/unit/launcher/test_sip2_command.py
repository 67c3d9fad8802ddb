"""`ssc sip2`: lines go out as they are, and come back with names and without passwords."""

import socket
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from launcher.cli import sip2
from services.culture.faces.sip2.field_names import NAMES
from services.culture.faces.sip2.layouts import KNOWN
from tests.support.sip2_server import ITEM, Running, running

LOGIN = ("--login", "front", "--password", "right")


def run(where: Running, *args: str, typed: str = "") -> Result:
    address = f"{where.address[0]}:{where.address[1]}"
    return CliRunner().invoke(sip2.command, ["--address", address, *args], input=typed)


def test_lines_of_a_file_are_sent_and_the_answers_named(tmp_path: Path) -> None:
    script = tmp_path / "day.sip2"
    script.write_text(f"# a copy\n\n{ITEM.format('978-1')}\n1720260401    090000AO|AB2|ADpin|\n")
    with running() as where:
        done = run(where, *LOGIN, str(script))
    assert done.exit_code == 0, done.output
    said = done.output.splitlines()
    assert said[0] == "> 9300CNfront|CO***|"
    assert "< 941" in said
    assert "    94 login_response  ok='1'" in said
    assert f"> {ITEM.format('978-1')}" in said
    assert "    AJ title: title of 978-1" in said
    assert "    AD patron password: ***" in said
    assert "right" not in done.output and "pin" not in done.output


def test_checksums_are_sent_and_looked_at() -> None:
    with running() as where:
        done = run(where, "--checksum", *LOGIN, typed=ITEM.format("x"))
    assert done.exit_code == 0, done.output
    assert "AY0AZ" in done.output and "AY1AZ" in done.output
    assert "wrong" not in done.output


def test_now_becomes_a_date_of_18_characters() -> None:
    with running() as where:
        done = run(where, *LOGIN, typed="17{now}AO|ABx|\n")
    sent = next(line for line in done.output.splitlines() if line.startswith("> 17"))
    date = sent[4:22]
    assert date[:8].isdigit() and date[8:12] == "    " and date[12:].isdigit()


def test_a_line_without_an_answer_is_said_to_have_none() -> None:
    with running() as where:
        done = run(where, "--patience", "0.2", *LOGIN, typed="42what\n" + ITEM.format("x"))
    assert done.exit_code == 0, done.output
    assert "< (no answer)" in done.output
    assert "(unknown)" in done.output
    assert "title of x" in done.output


def test_it_says_so_when_the_other_side_hangs_up_or_is_not_there() -> None:
    with running(wrong_logins=1) as where:
        done = run(where, "--login", "front", "--password", "wrong", typed=ITEM.format("x"))
    assert done.exit_code == 1
    assert "has ended the connection" in done.output
    done = run(where, *LOGIN)
    assert done.exit_code == 1
    assert "nothing answers at 127.0.0.1:" in done.output


@pytest.mark.parametrize("address", ["here", "here:", ":6001", "here:x"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    done = CliRunner().invoke(sip2.command, ["--address", address], input="")
    assert done.exit_code == 1
    assert "--address is host:port" in done.output


def test_without_an_address_it_asks_the_data_folder(tmp_path: Path) -> None:
    done = CliRunner(env={"SSC_SIP2": ""}).invoke(sip2.command, ["--data", str(tmp_path)])
    assert done.exit_code == 1
    assert "no simulator runs on" in done.output


def test_a_wrong_checksum_of_the_answer_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:

        def answer() -> None:
            caller, _ = other.accept()
            with caller:
                caller.recv(1000)
                caller.sendall(b"941AY0AZ0000\r")

        thread = threading.Thread(target=answer)
        thread.start()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        done = CliRunner().invoke(sip2.command, ["--address", address], input="9300CNx|COy|")
        thread.join()
    assert "the checksum is wrong" in done.output


def test_every_field_of_the_protocol_has_a_name() -> None:
    assert set(NAMES) == KNOWN
