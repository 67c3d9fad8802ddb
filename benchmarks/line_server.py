"""Lines over TCP under measurement: the real server, and beside it what lines cost bare.

Prints three ports: of an asyncio server that sends each line back, of one that keeps it as a row
first, and of the library machines' own. Run by `benchmarks.sip2`.
"""

import asyncio
import sqlite3
import sys
from pathlib import Path

from launcher import allinone, embedded
from services.culture.faces.sip2.desk import Desk
from services.culture.faces.sip2.limits import Limits
from services.culture.faces.sip2.server import Server
from sscsim import jobs, peers, settings


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readuntil(b"\r"):
        writer.write(line)
        await writer.drain()


class _Insert:
    def __init__(self, folder: Path) -> None:
        self._database = sqlite3.connect(folder / "bare-lines.db", isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
            "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, line TEXT);"
        )

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readuntil(b"\r"):
            self._database.execute("INSERT INTO t (line) VALUES (?)", (line.decode(),))
            writer.write(line)
            await writer.drain()


async def _serve(folder: Path) -> None:
    ports = []
    for bare in (_echo, _Insert(folder)):
        server = await asyncio.start_server(bare, "127.0.0.1", 0)
        ports.append(server.sockets[0].getsockname()[1])
    listener = embedded.listen("127.0.0.1", 0)
    ports.append(listener.getsockname()[1])
    sys.stdout.write(" ".join(map(str, ports)) + "\n")
    sys.stdout.flush()
    await Server(Desk, Limits.of(settings.current())).serve(listener)


def main() -> None:
    folder = Path(sys.argv[1])
    settings.use(settings.Settings(data_dir=folder, context_secret="bench", log_level="error"))
    peers.use_local(allinone.services_when_called())
    jobs.use_relay()
    asyncio.run(_serve(folder))


if __name__ == "__main__":
    main()
