"""A loan at a library machine and one by REST, each beside the least that it could be.

    python -m benchmarks.sip2 [--rounds 7] [--calls 40]

The same copy is lent to the same reader by the same flow, over a SIP2 line and over a POST; the
reader's card is verified each time. Beside them an asyncio server that sends the very line back,
one that keeps it as a row first, and a bare Flask POST that inserts. One connection each, taken
in turns within a round; every loan is returned before the next, untimed.
"""

import argparse
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from benchmarks.http import KEY, Caller, served
from benchmarks.measure import Ratio, shown
from scenarios.client import Client

ECHO, LINE_INSERT = "line sent back by bare asyncio", "line kept as a row by bare asyncio"
INSERT = "bare Flask POST that inserts"
SIP2, REST = "checkout at a library machine (SIP2)", "the same loan by REST"
LIBRARY, LOGIN, PASSWORD = "cdpl", "bench", "9-Lotus-Ponds"
NOW = "20260401    090000"


@contextmanager
def lines_served(folder: Path) -> Iterator[list[int]]:
    """The servers of lines in a process of their own; their three ports."""
    command = [sys.executable, "-m", "benchmarks.line_server", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield [int(word) for word in process.stdout.readline().split()]
        finally:
            process.terminate()


class Lines:
    """A connection that sends a line and waits for one."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, line: bytes) -> bytes:
        self._socket.sendall(line)
        answer = b""
        while not answer.endswith(b"\r"):
            answer += self._socket.recv(4096)
        return answer

    def close(self) -> None:
        self._socket.close()


class Town:
    """A reader, a copy, a terminal."""

    def __init__(self, port: int) -> None:
        owner = Client(f"http://127.0.0.1:{port}", KEY)
        [reader] = owner.get("/v1/readers")["data"]
        card = owner.get(f"/v1/cards/{reader['memberships'][0]['card_id']}")
        found = owner.get(f"/v1/copies?location_id={LIBRARY}&status=available&limit=50")
        barcodes = sorted(str(one["barcode"]) for one in found["data"] if one["medium"] == "book")
        body = {"library_id": LIBRARY, "login": LOGIN, "password": PASSWORD}
        owner.post("/v1/library-terminals", body, key="bench:terminal")
        owner.close()
        self.card, self.barcode = str(card["card_number"]), barcodes[0]

    def checkout(self) -> bytes:
        fields = f"AO{LIBRARY}|AA{self.card}|AB{self.barcode}|AC|\r"
        return f"11NN{NOW}{' ' * 18}{fields}".encode()

    def checkin(self) -> bytes:
        return f"09N{NOW}{NOW}AP|AO{LIBRARY}|AB{self.barcode}|AC|\r".encode()

    def loan(self) -> bytes:
        said = {"library_id": LIBRARY, "barcode": self.barcode, "card_number": self.card}
        return json.dumps(said).encode()


def measured(folder: Path, rounds: int, calls: int) -> tuple[dict[str, list[float]], list[Ratio]]:
    """Seconds of a loan over each way and of its limits; with their ratios."""
    costs: dict[str, list[float]] = {n: [] for n in (ECHO, LINE_INSERT, INSERT, SIP2, REST)}
    folder.mkdir(exist_ok=True)
    with served(folder) as port:
        caller, town, keys = Caller(port), Town(port), count(1)
        json_header = {"Content-Type": "application/json"}
        through = json_header | {"Authorization": f"Bearer {KEY}"}

        def post(path: str, body: bytes) -> bytes:
            headers = through | {"Idempotency-Key": f"loan-{next(keys)}"}
            return caller.call("POST", path, body, headers)

        with lines_served(folder) as ports:
            echo, kept, machine = (Lines(each) for each in ports)
            login = f"9300CNdemo/{LOGIN}|CO{PASSWORD}|\r".encode()
            assert machine.ask(login) == b"941\r"
            out, back = town.checkout(), town.checkin()

            def lent_by_line() -> None:
                assert machine.ask(out).startswith(b"121N")

            def lent_by_rest() -> None:
                post("/v1/loans", town.loan())

            def returned() -> None:
                assert machine.ask(back).startswith(b"101")

            ways: list[tuple[str, Callable[[], object], Callable[[], object] | None]] = [
                (ECHO, lambda: echo.ask(out), None),
                (LINE_INSERT, lambda: kept.ask(out), None),
                (INSERT, lambda: caller.call("POST", "/bare-insert", town.loan(), through), None),
                (SIP2, lent_by_line, returned),
                (REST, lent_by_rest, returned),
            ]
            for number in range(rounds + 1):  # the first one makes stores and isn't counted
                for name, work, after in ways:
                    took = _timed(work, after, calls)
                    if number:
                        costs[name].append(took)
            for one in (echo, kept, machine):
                one.close()
        caller.connection.close()

    def times(name: str, limit: str) -> list[float]:
        return [a / b for a, b in zip(costs[name], costs[limit], strict=True)]

    return costs, [
        Ratio("a loan by REST, so many times as long", SIP2, "none set", times(REST, SIP2)),
        Ratio("a loan over SIP2, the same", ECHO, "none set", times(SIP2, ECHO)),
        Ratio("a loan over SIP2, the same", LINE_INSERT, "none set", times(SIP2, LINE_INSERT)),
        Ratio("a loan by REST, the same", INSERT, "none set", times(REST, INSERT)),
    ]


def _timed(work: Callable[[], object], after: Callable[[], object] | None, calls: int) -> float:
    """Mean seconds of `work`; what comes after each isn't counted."""
    took = 0.0
    for _ in range(calls):
        began = time.perf_counter()
        work()
        took += time.perf_counter() - began
        if after is not None:
            after()
    return took / calls


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.sip2", description=__doc__)
    options.add_argument("--rounds", type=int, default=7, help="counted rounds (7)")
    options.add_argument("--calls", type=int, default=40, help="calls a round and cost (40)")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="ssc-bench-") as folder:
        shown(*measured(Path(folder), given.rounds, given.calls))


if __name__ == "__main__":
    main()
