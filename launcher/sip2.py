"""The process that library machines talk to: SIP2 over TCP, beside the web process.

Embedded, the supervisor binds and listens (`--fd`), as for the web: "port in use" is known
before anything starts, and machines wait in the backlog while a killed process comes back.
In a container it binds by itself (`--bind`).
"""

import argparse
import asyncio
import signal
import socket

from launcher import embedded
from sscsim import control, jobs, logs, peers, settings


def _listener(fd: int | None, bind: str) -> socket.socket:
    if fd is not None:
        return socket.socket(fileno=fd)
    host, _, port = bind.rpartition(":")
    return embedded.listen(host.strip("[]"), int(port), "SSC_SIP2_PORT")


def main() -> None:
    options = argparse.ArgumentParser(prog="launcher.sip2")
    where = options.add_mutually_exclusive_group(required=True)
    where.add_argument("--fd", type=int, help="listening socket to serve")
    where.add_argument("--bind", default="", help="HOST:PORT to listen on")
    given = options.parse_args()
    logs.configure()
    if settings.current().topology == "embedded":
        # It carries the services, as the worker does, so that it needs nobody's port.
        from launcher import allinone

        peers.use_local(allinone.services_when_called())
    jobs.use_relay()
    asyncio.run(_serve(_listener(given.fd, given.bind)))


async def _serve(listener: socket.socket) -> None:
    from services.culture.faces.sip2.desk import Desk

    from services.culture.faces.sip2.limits import Limits
    from services.culture.faces.sip2.server import Server

    server = Server(
        Desk,
        Limits.of(settings.current()),
        own_ports=lambda: control.own_ports.every("culture"),
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, server.stop)
    await server.serve(listener)


if __name__ == "__main__":
    main()
