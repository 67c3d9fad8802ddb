"""T9: from starting the web process to its first 200, beside the imports it can't do without."""

import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.measure import Ratio

IMPORTS = "import flask, marshmallow, requests, sqlite3"


def imports() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", IMPORTS], check=True)
    return time.perf_counter() - began


def first_answer(folder: Path) -> float:
    """Seconds until the embedded web process answers /livez with 200."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        listening.set_inheritable(True)
        command = [sys.executable, "-m", "launcher.web", "--fd", str(listening.fileno())]
        env = {"SSC_DATA_DIR": str(folder), "SSC_LOG_LEVEL": "error", "PATH": ""}
        began = time.perf_counter()
        with subprocess.Popen(command, pass_fds=[listening.fileno()], env=env) as process:
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", "/livez")  # waits in the backlog until somebody serves
            status = connection.getresponse().status
            took = time.perf_counter() - began
            process.terminate()
    if status != 200:
        raise RuntimeError(f"/livez answered {status}")
    return took


def measured(folder: Path, rounds: int) -> tuple[dict[str, list[float]], list[Ratio]]:
    costs: dict[str, list[float]] = {"imports": [], "cold start to first 200": []}
    first_answer(folder)  # makes the control store and the .pyc files
    for _ in range(rounds):
        costs["imports"].append(imports())
        costs["cold start to first 200"].append(first_answer(folder))
    pairs = zip(costs["cold start to first 200"], costs["imports"], strict=True)
    ratio = Ratio("T9 cold start", IMPORTS, "<= 2.0", [start / floor for start, floor in pairs])
    return costs, [ratio]
