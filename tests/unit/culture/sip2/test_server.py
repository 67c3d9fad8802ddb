"""The server over real sockets: terminals that behave badly harm nobody but themselves."""

import contextlib
import logging
import random
import socket
import threading
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.culture.faces.sip2.door import Door
from services.culture.faces.sip2.messages import Message
from tests.support.simulator import wait_for
from tests.support.sip2_server import ITEM, Terminal, TestDesk, running

OwnPort = namedtuple("OwnPort", ("port", "sandbox", "service", "reference"))


def test_a_terminal_logs_in_and_is_answered_in_order() -> None:
    with running() as run, run.terminal() as one:
        one.log_in()
        one.send("\r\n".join(ITEM.format(n) for n in range(200)) + "\r\n")
        for n in range(200):
            assert f"AB{n}|AJtitle of {n}|" in one.read()


def test_pieces_of_a_line_are_one_line_and_an_unknown_one_is_ignored() -> None:
    with running() as run, run.terminal() as one:
        for letter in "9300CNdesk|COright|\r":
            one.socket.sendall(letter.encode())
        assert one.read() == "941"
        one.send("00what is this")
        one.send("")
        assert "ABx|" in one.ask(ITEM.format("x"))


def test_terminals_do_not_wait_for_one_another() -> None:
    """One message that takes long holds its own connection, no other."""
    going, free = threading.Event(), threading.Event()

    def wait(item: str) -> None:
        if item == "slow":
            going.set()
            assert free.wait(60)

    with (
        running(lambda door: TestDesk(door, on_item=wait)) as run,
        run.terminal() as slow,
        run.terminal() as quick,
    ):
        slow.log_in().send(ITEM.format("slow"))
        assert going.wait(60)
        quick.log_in()
        assert "ABquick|" in quick.ask(ITEM.format("quick"))
        free.set()
        assert "ABslow|" in slow.read()


def test_200_half_open_connections_and_slow_writers_harm_nobody() -> None:
    with running(login_s=600.0) as run, contextlib.ExitStack() as open_:
        silent = [open_.enter_context(run.terminal()) for _ in range(100)]
        begun = [open_.enter_context(run.terminal()) for _ in range(100)]
        for n, one in enumerate(begun):
            one.socket.sendall(b"9300CNde"[: n % 8 + 1])
        assert run.is_well()
        for one in begun[:20]:  # they go on after a while, byte by byte
            one.socket.sendall(b"\r")
        for one in silent[:20]:  # or vanish without a word
            one.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            one.close()
        assert run.is_well()
        assert "ABlate|" in silent[-1].log_in().ask(ITEM.format("late"))


def test_a_client_that_does_not_read_is_cut_off_and_no_other() -> None:
    with running(write_s=0.5) as run:
        deaf, other = run.terminal(receive_buffer=1024), run.terminal()
        deaf.log_in("deaf")
        other.log_in("other")
        asked = (ITEM.format("x" * 200) + "\r").encode() * 2_000
        done = threading.Event()

        def shout() -> None:
            with contextlib.suppress(OSError):
                while True:
                    deaf.socket.sendall(asked)
            done.set()

        shouting = threading.Thread(target=shout)
        shouting.start()
        for n in range(50):
            assert f"AB{n}|" in other.ask(ITEM.format(n))
        assert done.wait(60), "the server hung up"
        shouting.join()
        assert run.is_well()
        deaf.close()
        other.close()


def test_a_huge_line_is_dropped_and_the_next_one_answered() -> None:
    with running(line_bytes=1000) as run, run.terminal() as one:
        one.log_in()
        one.send(ITEM.format("x" * 5_000_000))
        assert "ABnext|" in one.ask(ITEM.format("next"))
        assert "ABfits|" in one.ask(ITEM.format("fits") + "AC" + "y" * 900 + "|")


def test_random_bytes_end_nothing() -> None:
    """Bytes of every kind, cut messages, and what looks like one: then all is as it was."""
    chance = random.Random(2012)
    with running(wrong_logins=1_000) as run:

        def rave(seed: int) -> None:
            own = random.Random(seed)
            with run.terminal() as one:
                one.log_in(f"raving-{seed}")
                for _ in range(40):
                    one.socket.sendall(_noise(own))
                # Some of it may have been a good-bye.
                one.send(b"\r9300CNback|COright|\r" + ITEM.format("after").encode())
                while "ABafter|" not in (line := one.read()):
                    assert line, "the connection was ended"

        with ThreadPoolExecutor(10) as pool:
            list(pool.map(rave, [chance.randrange(10**6) for _ in range(20)]))
        assert run.is_well()


def _noise(own: random.Random) -> bytes:
    kind = own.randrange(4)
    if kind == 0:
        return own.randbytes(own.randrange(1, 3000))
    line = bytearray(ITEM.format("x" * own.randrange(300)).encode() + b"AY1AZFFFF\r")
    if kind == 1:  # cut anywhere
        return bytes(line[: own.randrange(len(line))])
    if kind == 2:  # a few bytes are others
        for _ in range(own.randrange(1, 20)):
            line[own.randrange(len(line))] = own.randrange(256)
        return bytes(line)
    return b"%02d" % own.randrange(100) + own.randbytes(own.randrange(200)) + b"\r"


# ---- how many, how long


def test_no_more_connections_than_allowed_and_room_again_when_one_ends() -> None:
    with running(connections=3, per_address=3) as run:
        held = [run.terminal().log_in(f"t{n}") for n in range(3)]
        with run.terminal() as refused:
            assert refused.is_closed()
        assert "ABx|" in held[0].ask(ITEM.format("x"))
        held.pop().close()
        wait_for("room for another", lambda: _answers(run))
        for one in held:
            one.close()


def test_no_more_connections_of_one_address_than_allowed() -> None:
    with running(per_address=2) as run:
        held = [run.terminal().log_in(f"t{n}") for n in range(2)]
        with run.terminal() as refused:
            assert refused.is_closed()
        elsewhere = socket.socket()
        elsewhere.bind(("127.0.0.2", 0))  # another address of this machine
        elsewhere.settimeout(60)
        elsewhere.connect(run.address)
        elsewhere.sendall(b"9300CNelsewhere|COright|\r")
        assert elsewhere.recv(100) == b"941\r"
        elsewhere.close()
        for one in held:
            one.close()


def test_a_terminal_has_places_and_gives_them_back() -> None:
    with running(lambda door: TestDesk(door, places=2)) as run:
        held = [run.terminal().log_in("front") for _ in range(2)]
        with run.terminal() as third, run.terminal() as other:
            assert third.ask("9300CNfront|COright|") == "940"
            other.log_in("back")
            held.pop().close()
            wait_for("a place at the terminal", lambda: third.ask("9300CNfront|COright|") == "941")
        held.pop().close()


def test_who_does_not_log_in_has_little_time_even_if_it_talks() -> None:
    with running(login_s=0.5, idle_s=600.0) as run, run.terminal() as one, run.terminal() as two:
        two.log_in()
        stop = threading.Event()

        def chat() -> None:
            with contextlib.suppress(OSError):
                while not stop.wait(0.05):
                    one.send("9900802.00")

        talking = threading.Thread(target=chat)
        talking.start()
        assert one.is_closed()
        stop.set()
        talking.join()
        assert "ABx|" in two.ask(ITEM.format("x")), "who has logged in stays"


def test_a_silent_terminal_is_ended_and_one_that_left_has_to_log_in_again() -> None:
    with running(login_s=600.0, idle_s=0.4) as run, run.terminal() as one:
        one.log_in()
        assert one.is_closed()
    with running(login_s=0.4, idle_s=600.0) as run, run.terminal() as one:
        one.log_in()
        assert one.ask("35" + " " * 18 + "AO|AA1|").startswith("36Y")
        assert one.is_closed()


def test_a_few_wrong_passwords_end_the_connection() -> None:
    with running(wrong_logins=3) as run:
        with run.terminal() as one:
            for password in ("a", "b"):
                assert one.ask(f"9300CNx|CO{password}|") == "940"
            one.log_in()  # a right one starts the count again
            for password in ("c", "d", "e"):
                assert one.ask(f"9300CNx|CO{password}|") == "940"
            assert one.is_closed()
        assert run.is_well()


# ---- what goes wrong inside


def test_a_desk_that_fails_answers_with_a_refusal_and_one_that_is_not_there_ends_alone() -> None:
    class Failing(TestDesk):
        def answer(self, message_: Message) -> Message | None:
            if message_.first("AB") == "bad":
                raise RuntimeError("no")
            return super().answer(message_)

    made: list[Door] = []

    def desk_for(door: Door) -> TestDesk:
        made.append(door)
        if len(made) == 2:
            raise LookupError("nobody is at the desk")
        return Failing(door)

    with running(desk_for) as run, run.terminal() as one:
        one.log_in()
        assert one.ask(ITEM.format("bad")).startswith("18")
        assert "ABgood|" in one.ask(ITEM.format("good"))
        with run.terminal() as second:
            assert second.is_closed()
        assert run.is_well()


def test_what_is_being_answered_is_answered_when_the_server_stops() -> None:
    going, free = threading.Event(), threading.Event()

    def wait(item: str) -> None:
        going.set()
        assert free.wait(60)

    with running(lambda door: TestDesk(door, on_item=wait), stop_s=60.0) as run:
        busy, idle = run.terminal(), run.terminal()
        busy.log_in().send(ITEM.format("last") + "\r" + ITEM.format("never"))
        idle.log_in()
        assert going.wait(60)
        run.stop()
        assert idle.is_closed()
        free.set()
        assert "ABlast|" in busy.read()
        assert busy.is_closed()
        run.thread.join(60)
        with pytest.raises(ConnectionRefusedError):
            Terminal(run.address)
        busy.close()
        idle.close()


def test_a_browser_is_not_a_terminal() -> None:
    """Lines in the body of a request would otherwise be done at a port that needs no login."""
    asked: list[str] = []
    with running(lambda door: TestDesk(door, on_item=asked.append)) as run, run.terminal() as one:
        body = f"9300CNx|COright|\r{ITEM.format('stolen')}\r"
        head = f"POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n\r\n"
        one.send(head + body)
        assert one.is_closed()
        assert run.is_well()
    assert asked == ["well"]


# ---- ports of their own


def test_own_ports_open_and_close_as_rows_come_and_go() -> None:
    rows: list[Any] = []
    with running(own_ports=lambda: list(rows)) as run:
        port = _free_port()
        rows.append(OwnPort(port, "sbx", "culture", "lte_A"))
        wait_for("the port", lambda: _connects(port))
        one = Terminal(("127.0.0.1", port))
        assert "ABx|" in one.ask(ITEM.format("x")), "no login is needed there"
        assert run.is_well()
        rows.clear()
        assert one.is_closed()
        wait_for("the end of the port", lambda: not _connects(port))
        assert run.is_well()
        one.close()


def test_a_port_in_use_is_tried_again_and_a_store_that_is_away_changes_nothing() -> None:
    port, state = _free_port(), {"away": False}
    row = OwnPort(port, "sbx", "culture", "lte_A")

    def rows() -> list[Any]:
        if state["away"]:
            raise OSError("no control store")
        return [row]

    with socket.create_server(("127.0.0.1", port)), running(own_ports=rows) as run:
        assert run.is_well()
        wait_for("the refused port", lambda: port in run.server._own_ports.unopened)
    with running(own_ports=rows) as run:
        wait_for("the port", lambda: _connects(port))
        state["away"] = True
        with Terminal(("127.0.0.1", port)) as one:
            assert "ABx|" in one.ask(ITEM.format("x"))


# ---- the log


def test_a_line_a_message_without_what_its_fields_say(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "ssc.sip2")
    with running() as run, run.terminal() as one:
        one.log_in("front")
        one.ask("9300CNsecretive|COguessed-password|")
        one.log_in("front")
        one.ask(ITEM.format("978-item") + "AA320102199001010017|ADpin-4711|")
    said = [record for record in caplog.records if record.name == "ssc.sip2"]
    lines = [vars(record) for record in said if record.message == "message"]
    assert [line["command"] for line in lines] == ["93", "93", "93", "17"]
    assert [line["outcome"] for line in lines] == ["answered", "refused", "answered", "answered"]
    assert lines[-1]["terminal"] == "front"
    assert lines[-1]["ms"] >= 0
    told = " ".join(f"{vars(record)}" for record in said)
    for secret in ("right", "guessed-password", "320102199001010017", "pin-4711", "978-item"):
        assert secret not in told


def _answers(run: Any) -> bool:
    with run.terminal() as one:
        return bool(one.ask("9300CNagain|COright|") == "941")


def _connects(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=60).close()
    except OSError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port
