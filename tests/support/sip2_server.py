"""A SIP2 server on a thread of its own, and terminals that talk to it, well or badly."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.culture.faces.sip2.door import Door
from services.culture.faces.sip2.limits import Limits
from services.culture.faces.sip2.manner import Manner
from services.culture.faces.sip2.messages import Message, message
from services.culture.faces.sip2.server import Server
from services.culture.faces.sip2.session import Desk

PATIENCE_S = 60.0
STATUS = "9900802.00"
ITEM = "1720260401    090000AOCQL|AB{}|AC|"


@dataclass
class TestDesk:
    """Knows one password; tells the item that was asked for; has a place for `places` machines."""

    __test__ = False
    door: Door
    places: int = 250
    on_item: Callable[[str], None] = lambda item: None
    is_in: bool = field(default=False)

    @property
    def manner(self) -> Manner:
        return Manner()

    def __post_init__(self) -> None:
        if self.door.own is not None:
            self.is_in = self.door.take("own", self.door.own.reference, "own", self.places)

    def answer(self, message_: Message) -> Message | None:
        if message_.command == "93":
            right = message_.first("CO") == "right"
            name = message_.first("CN")
            self.is_in = right and self.door.take("sbx", name, name, self.places)
            return message("94", ok="1" if self.is_in else "0")
        if message_.command == "17" and self.is_in:
            self.on_item(message_.first("AB"))
            said = [("AB", message_.first("AB")), ("AJ", f"title of {message_.first('AB')}")]
            return message("18", said, circulation_status="03")
        if message_.command == "35":
            self.door.leave()
            self.is_in = False
            return message("36", end_session="Y")
        return None


class Terminal:
    """A socket that sends lines and reads lines."""

    def __init__(self, address: tuple[str, int], receive_buffer: int | None = None) -> None:
        self.socket = socket.socket()
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE_S)
        try:
            self.socket.connect(address)
        except OSError:
            self.socket.close()
            raise
        self._rest = b""

    def send(self, line: str | bytes) -> None:
        raw = line.encode() if isinstance(line, str) else line
        self.socket.sendall(raw if raw.endswith((b"\r", b"\n")) else raw + b"\r")

    def read(self) -> str:
        """The next line; empty when the other side has closed."""
        while b"\r" not in self._rest:
            try:
                piece = self.socket.recv(4096)
            except ConnectionError:
                return ""
            if not piece:
                return ""
            self._rest += piece
        line, self._rest = self._rest.split(b"\r", 1)
        return line.decode()

    def ask(self, line: str | bytes) -> str:
        self.send(line)
        return self.read()

    def log_in(self, name: str = "desk", password: str = "right") -> "Terminal":
        assert self.ask(f"9300CN{name}|CO{password}|") == "941"
        return self

    def is_closed(self) -> bool:
        """Whether the other side hangs up, now or soon."""
        return self.read() == ""

    def close(self) -> None:
        self.socket.close()

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass
class Running:
    server: Server
    address: tuple[str, int]
    loop: asyncio.AbstractEventLoop
    thread: threading.Thread

    def terminal(self, **how: Any) -> Terminal:
        return Terminal(self.address, **how)

    def is_well(self) -> bool:
        """Whether a new terminal is answered, and rightly."""
        with self.terminal() as one:
            one.log_in("visitor")
            return "ABwell|" in one.ask(ITEM.format("well"))

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.server.stop)


@contextlib.contextmanager
def running(
    desk_for: Callable[[Door], Desk] = TestDesk,
    own_ports: Callable[[], Sequence[Any]] = tuple,
    **limits: Any,
) -> Iterator[Running]:
    """The server with these limits; stopped in the end, and then no thread of it is left."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    started: list[tuple[Server, asyncio.AbstractEventLoop]] = []
    ready = threading.Event()

    async def serve() -> None:
        server = Server(desk_for, Limits(**{"stop_s": 1.0, "look_s": 0.05, **limits}), own_ports)
        started.append((server, asyncio.get_running_loop()))
        ready.set()
        await server.serve(listener)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    assert ready.wait(PATIENCE_S)
    run = Running(started[0][0], listener.getsockname(), started[0][1], thread)
    try:
        yield run
    finally:
        if thread.is_alive():
            run.stop()
        thread.join(PATIENCE_S)
        assert not thread.is_alive(), "the server did not stop"
