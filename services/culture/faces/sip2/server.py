"""SIP2 over TCP: many terminals at once, none of which can harm another.

One task a connection reads lines; each line is answered on a pool of threads, one at a time
and in order for one connection. What a connection may take is bounded: its number, the length
of a line, the time to log in, to be silent, to take an answer, and what waits to be sent. A
broken line never ends the server, and a connection ends alone.

Nothing that a field says is logged here: terminal, command, outcome, time.
"""

import asyncio
import contextlib
import functools
import logging
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from services.culture.faces.sip2.door import Door, Places
from services.culture.faces.sip2.limits import Limits
from services.culture.faces.sip2.own_ports import OwnPortListeners, OwnPorts
from services.culture.faces.sip2.session import Desk, Session
from services.culture.faces.sip2.wire import Framer
from sscsim import clock

log = logging.getLogger("ssc.sip2")

_PIECE: Final = 4096
_SEND_BUFFER: Final = 65_536
"""Bytes that the kernel keeps for a client that doesn't read."""

_HTTP: Final = re.compile(rb"[A-Z]{3,10} \S{1,4096} HTTP/[0-9.]+")
"""No web page shall make a browser talk to a terminal's port: lines of its choice would follow."""


class _Connection:
    """One connection: its door, what it has begun to say, and whether a line is being answered."""

    def __init__(self, server: "Server", door: Door, streams: "_Streams") -> None:
        self._server, self._door = server, door
        self._reader, self._writer = streams
        self._framer = Framer(server.limits.line_bytes)
        self._wrong_logins, self._has_spoken = 0, False
        self._deadline = clock.monotonic() + server.limits.login_s
        self.is_busy = False
        self.task = asyncio.current_task()

    @property
    def own(self) -> Any | None:
        return self._door.own

    async def talk(self) -> str:
        """Answer until the end; returns why it ended."""
        session = Session(await self._server.on_pool(self._server.desk_for, self._door))
        while not self._server.is_stopping:
            try:
                async with asyncio.timeout(max(0.0, self._deadline - clock.monotonic())):
                    piece = await self._reader.read(_PIECE)
            except TimeoutError:
                return "idle" if self._door.is_taken else "no_login"
            if not piece:
                return "closed"
            lines = self._lines(piece)
            if lines and not self._has_spoken and _HTTP.match(lines[0]):
                return "http"
            self._has_spoken = self._has_spoken or bool(lines)
            for line in lines:
                if self._server.is_stopping:
                    break
                if (ended := await self._answer(session, line)) is not None:
                    return ended
        return "stopped"

    def _lines(self, piece: bytes) -> list[bytes]:
        dropped = self._framer.dropped
        lines = self._framer.feed(piece)
        if self._framer.dropped > dropped:
            log.warning("line_too_long", extra={"address": self._door.address})
        return lines

    async def _answer(self, session: Session, line: bytes) -> str | None:
        was_taken, started = self._door.is_taken, clock.monotonic()
        self.is_busy = True
        try:
            said = await self._heard(session, line)
            if said is not None:
                self._writer.write(said)
                async with asyncio.timeout(self._server.limits.write_s):
                    await self._writer.drain()
        except TimeoutError:
            self._writer.transport.abort()
            return "not_reading"
        finally:
            self.is_busy = False
        now = clock.monotonic()
        self._note(session, now - started)
        if self._door.is_taken:
            self._deadline = now + self._server.limits.idle_s
        elif was_taken:
            self._deadline = now + self._server.limits.login_s
        return self._after(session)

    async def _heard(self, session: Session, line: bytes) -> bytes | None:
        """What to say to a line; whatever a line does to us, the connection goes on."""
        try:
            said: bytes | None = await self._server.on_pool(session.receive, line)
        except Exception as error:
            log.error("line_failed", extra={"error": type(error).__name__})
            return None
        return said

    def _after(self, session: Session) -> str | None:
        """Whoever guesses passwords has to connect again for every few of them."""
        done = session.exchange
        if done is not None and done.command == "93":
            wrong = done.outcome in ("refused", "failed")
            self._wrong_logins = self._wrong_logins + 1 if wrong else 0
        if self._wrong_logins >= self._server.limits.wrong_logins:
            return "wrong_logins"
        return None

    def _note(self, session: Session, seconds: float) -> None:
        done = session.exchange
        if done is None:
            return
        # A health check asks so and goes; it has nothing to tell.
        passing = done.command == "97" and not self._door.is_taken
        log.log(
            logging.DEBUG if passing else logging.INFO,
            "message",
            extra={
                "terminal": self._door.name,
                "address": self._door.address,
                "command": done.command,
                "answer": done.answer,
                "outcome": done.outcome,
                "ms": round(seconds * 1000, 2),
                "deviations": " ".join(done.deviations),
            },
        )


_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Server:
    """`asyncio.run(Server(...).serve(listener))`; `stop` ends it, from inside its loop."""

    def __init__(
        self,
        desk_for: Callable[[Door], Desk],
        limits: Limits,
        own_ports: OwnPorts = tuple,
    ) -> None:
        self.desk_for, self.limits = desk_for, limits
        self.is_stopping = False
        self._own_ports = OwnPortListeners(own_ports, limits.look_s)
        self._pool = ThreadPoolExecutor(limits.threads, thread_name_prefix="sip2")
        self._places = Places()
        self._of_address: Counter[str] = Counter()
        self._connections: set[_Connection] = set()
        self._stop = asyncio.Event()

    async def on_pool(self, call: Callable[..., Any], *values: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, call, *values)

    async def serve(self, listener: socket.socket) -> None:
        """Serve on this socket, and on the ports of their own as they come and go."""
        host = listener.getsockname()[0]
        common = await asyncio.start_server(
            functools.partial(self._connected, None), sock=listener, limit=_PIECE
        )
        following = asyncio.create_task(
            self._own_ports.follow(host, self._connected, self._end_own)
        )
        try:
            await self._stop.wait()
        finally:
            following.cancel()
            self._own_ports.close()
            common.close()
            await self._end()

    def stop(self) -> None:
        """No new connection, no new line; what is being answered is answered."""
        self._stop.set()

    async def _end(self) -> None:
        self.is_stopping = True
        tasks = {one.task for one in self._connections if one.task is not None}
        for one in self._connections:
            if not one.is_busy and one.task is not None:
                one.task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self.limits.stop_s)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _end_own(self, row: Any) -> None:
        for one in self._connections:
            if one.own == row and one.task is not None:
                one.task.cancel()

    # ---- connections

    async def _connected(
        self, own: Any | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        address = _address(writer)
        with contextlib.closing(writer), self._admitted(address) as refused:
            if refused:
                log.warning("connection_refused", extra={"address": address, "why": refused})
                writer.transport.abort()
                return
            _tune(writer)
            door = Door(address, own, self._places)
            one = _Connection(self, door, (reader, writer))
            self._connections.add(one)
            ended, who = "failed", ""
            try:
                ended = await one.talk()
            except (ConnectionError, asyncio.IncompleteReadError):
                ended = "cut"
            except asyncio.CancelledError:  # we stop, or its port is gone
                ended = "stopped"
            except Exception as error:  # this connection ends, and no other
                log.error("connection_failed", extra={"error": type(error).__name__})
                writer.transport.abort()
            finally:
                who = door.name
                self._connections.discard(one)
                door.close()
            log.log(
                logging.INFO if who or ended != "closed" else logging.DEBUG,
                "connection_ended",
                extra={"address": address, "terminal": who, "why": ended},
            )

    @contextlib.contextmanager
    def _admitted(self, address: str) -> Iterator[str]:
        """Counted while it lasts; the reason when there is no room for one more."""
        if self.is_stopping:
            yield "stopping"
        elif self._of_address.total() >= self.limits.connections:
            yield "too_many"
        elif self._of_address[address] >= self.limits.per_address:
            yield "too_many_of_address"
        else:
            self._of_address[address] += 1
            try:
                yield ""
            finally:
                self._of_address[address] -= 1
                if not self._of_address[address]:
                    del self._of_address[address]


def _address(writer: asyncio.StreamWriter) -> str:
    peer = writer.get_extra_info("peername")
    return str(peer[0]) if peer else ""


def _tune(writer: asyncio.StreamWriter) -> None:
    """A peer that vanished is found out, and little waits for one that doesn't read."""
    writer.transport.set_write_buffer_limits(high=0)
    own: socket.socket | None = writer.get_extra_info("socket")
    if own is None:
        return
    own.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    own.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
