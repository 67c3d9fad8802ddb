"""Ports that stand for terminals which can't log in: opened and closed as rows come and go."""

import asyncio
import functools
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

log = logging.getLogger("ssc.sip2")

_BACKLOG: Final = 1024
_PIECE: Final = 4096

OwnPorts = Callable[[], Sequence[Any]]
"""Rows of `sscsim.control.own_ports`: which ports stand for which terminals now."""
Connected = Callable[[Any, asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class OwnPortListeners:
    """Looks every so often which ports there should be. One that is taken is tried again."""

    def __init__(self, rows: OwnPorts, every_s: float) -> None:
        self._rows, self._every_s = rows, every_s
        self._listening: dict[int, tuple[Any, asyncio.Server]] = {}
        self.unopened: set[int] = set()

    async def follow(self, host: str, connected: Connected, ended: Callable[[Any], None]) -> None:
        """`connected` serves a connection of a row, `ended` ends those of one that is gone."""
        while True:
            try:
                # Not where messages are answered: one that waits must not keep a new port closed.
                rows = await asyncio.to_thread(self._rows)
                wanted = {row.port: row for row in rows}
                self._close_others(wanted, ended)
                await self._open(wanted, host, connected)
            except Exception as error:  # the control store may be away for a moment
                log.error("own_ports_unknown", extra={"error": type(error).__name__})
            await asyncio.sleep(self._every_s)

    def close(self) -> None:
        for _, server in self._listening.values():
            server.close()

    def _close_others(self, wanted: dict[int, Any], ended: Callable[[Any], None]) -> None:
        for port, (row, server) in list(self._listening.items()):
            if wanted.get(port) != row:
                server.close()
                del self._listening[port]
                ended(row)
                log.info("own_port_closed", extra={"port": port})

    async def _open(self, wanted: dict[int, Any], host: str, connected: Connected) -> None:
        self.unopened &= wanted.keys()
        for port in wanted.keys() - self._listening.keys():
            serve = functools.partial(connected, wanted[port])
            try:
                server = await asyncio.start_server(
                    serve, host, port, limit=_PIECE, backlog=_BACKLOG
                )
            except OSError as error:
                if port not in self.unopened:  # said once
                    log.error("own_port_in_use", extra={"port": port, "error": error.strerror})
                self.unopened.add(port)
                continue
            self.unopened.discard(port)
            self._listening[port] = (wanted[port], server)
            log.info("own_port_open", extra={"port": port})
