"""The full topology without containers: the commands of docker-compose.yml as processes.

Command, environment and ports come from the compose file, so that what CI runs is what
`docker compose up` runs. Only what must differ does: container names become loopback,
ports may be others, and PostgreSQL and Redis are the ones whose URLs were given.
"""

import os
import re
import shlex
import shutil
import socket
import sys
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from launcher import data_folder, healthcheck, redis_server
from launcher.data_folder import DataFolder
from launcher.embedded import in_url, listen, own_ports, reachable
from launcher.refusal import Refusal
from launcher.supervisor import BEAT, WEB, WORKER, Child
from sscsim.registry import GATEWAY_PORT, SERVICES, SIP2_PORT

ELSEWHERE = ("postgres", "redis", "secrets", "demo")
"""Services of the compose file that we do not start: given by URL, or not needed."""

_INTERPOLATION = re.compile(r"\$\{([A-Za-z_][A-Za-z_0-9]*)(?::-([^}]*))?\}")
_ADDRESS = re.compile(r"(?:0\.0\.0\.0|127\.0\.0\.1|\b[a-z][a-z0-9]*):(80\d\d|6001)\b")
_ORDER = ("worker", "beat", *(service.name for service in SERVICES), "sip2", "gateway")
_OUTSIDE = ("gateway", "sip2")
"""Programs that others than ourselves may call."""


@dataclass(frozen=True, slots=True)
class Program:
    """One service of the compose file, as far as a process needs it."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]
    health_url: str | None


def compose_file() -> Path:
    """The compose file of the checkout; of the wheel, where there is none."""
    root = data_folder.checkout()
    if root is not None:
        return root / "docker-compose.yml"
    return Path(str(resources.files("launcher") / "data" / "docker-compose.yml"))


def programs(text: str, env: dict[str, str]) -> list[Program]:
    """Our own services of a compose file, with `${NAME:-default}` filled from `env`."""

    return [
        _program(name, service)
        for name, service in read_compose(text, env)["services"].items()
        if name not in ELSEWHERE
    ]


def read_compose(text: str, env: dict[str, str]) -> Any:
    """A compose file with its variables filled from `env`, value by value as compose does it."""

    def fill(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: fill(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [fill(inner) for inner in value]
        if isinstance(value, str):
            return _INTERPOLATION.sub(lambda m: env.get(m[1]) or m[2] or "", value)
        return value

    return fill(yaml.safe_load(text))


def _program(name: str, service: dict[str, Any]) -> Program:
    command = service["command"]
    words = shlex.split(command) if isinstance(command, str) else [str(word) for word in command]
    environment = {key: str(value) for key, value in service.get("environment", {}).items()}
    test = service.get("healthcheck", {}).get("test", [])
    url = next((word for word in test if "://" in str(word)), None)
    return Program(name, tuple(words), environment, url)


def choose_ports(bind: str, port: int, sip2_port: int) -> dict[int, int]:
    """The compose file's ports and ours. `port` is the gateway's; 0 takes free ones for all.

    `sip2_port` is that of the library machines.
    """
    wanted = {GATEWAY_PORT: port, SIP2_PORT: sip2_port}
    wanted |= {s.port: s.port if port else 0 for s in SERVICES}
    options = {SIP2_PORT: "--sip2-port"}
    sockets: dict[int, socket.socket] = {}
    try:
        for known, ours in wanted.items():
            host = bind if known in (GATEWAY_PORT, SIP2_PORT) else "127.0.0.1"
            sockets[known] = listen(host, ours, options.get(known, "--port"))
        return {known: taken.getsockname()[1] for known, taken in sockets.items()}
    finally:
        for taken in sockets.values():
            taken.close()


def check_database(url: str) -> str:
    """The URL with our driver's name in it; Refusal when nobody answers there."""
    import psycopg

    scheme, _, rest = url.partition("://")
    if scheme not in ("postgres", "postgresql", "postgresql+psycopg") or not rest:
        raise Refusal("the full topology needs a PostgreSQL URL: --pg-url or SSC_DATABASE_URL")
    try:
        psycopg.connect(f"postgresql://{rest}", connect_timeout=5).close()
    except psycopg.Error as error:
        told = " ".join(str(error).split())
        raise Refusal(f"the PostgreSQL of SSC_DATABASE_URL does not answer: {told}") from None
    return f"postgresql+psycopg://{rest}"


def children(
    folder: DataFolder,
    bind: str,
    ports: dict[int, int],
    pg_url: str,
    redis_url: str,
    threads: int,
) -> tuple[list[Child], dict[str, str]]:
    """The processes in the order of their start, and the address each answers readiness on.

    `ports`: as `choose_ports` found them.
    """
    if not redis_url:
        raise Refusal("the full topology needs a Redis URL: --redis-url or SSC_REDIS_URL")
    redis_server.check_url(redis_url)
    ours = {
        "SSC_DATABASE_URL": check_database(pg_url),
        "SSC_REDIS_URL": redis_url,
        "SSC_DATA_DIR": str(folder.path),
        "SSC_BIND": bind,
        "SSC_CONTEXT_SECRET": os.environ.get("SSC_CONTEXT_SECRET")
        or folder.secret("context_secret"),
        "SSC_ADMIN_TOKEN": os.environ.get("SSC_ADMIN_TOKEN") or folder.secret("admin_token"),
        "PYTHONUNBUFFERED": "1",
    }
    found = programs(compose_file().read_text(encoding="utf-8"), dict(os.environ))
    found.sort(key=lambda program: _ORDER.index(program.name))
    ours["SSC_PORT"] = str(ports[GATEWAY_PORT])
    ours["SSC_SIP2_PORT"] = str(ports[SIP2_PORT])
    ours["SSC_SIP2_OWN_PORTS"] = own_ports(ports[SIP2_PORT])
    started, health = [], {}
    for program in found:
        home = program.environment.get("SSC_DATA_DIR", "")

        def here(text: str, name: str = program.name, home: str = home) -> str:
            return _here(text, ports, bind if name in _OUTSIDE else "127.0.0.1", home, folder)

        env = {key: here(value) for key, value in program.environment.items()}
        env = {**os.environ, **{k: v for k, v in env.items() if v}, **ours}
        words = [here(word) for word in program.command]
        words = [re.sub(r"^--concurrency=\d+$", f"--concurrency={threads}", w) for w in words]
        stage = {"worker": WORKER, "beat": BEAT}.get(program.name, WEB)
        command = [_executable(words[0]), *words[1:]]
        started.append(Child(program.name, command, env, stage, grace_s=6.0))
        if program.health_url:
            inside = urlsplit(program.health_url)
            host = reachable(bind) if program.name in _OUTSIDE else "127.0.0.1"
            port = ports[inside.port or 80]
            health[program.name] = f"{inside.scheme}://{host}:{port}{inside.path}"
    return started, health


def _here(text: str, ports: dict[int, int], bind: str, home: str, folder: DataFolder) -> str:
    """A word of the compose file as it reads on this machine."""

    def address(match: re.Match[str]) -> str:
        listens = match[0].startswith("0.0.0.0")
        host = in_url(bind) if listens else "127.0.0.1"
        return f"{host}:{ports[int(match[1])]}"

    text = _ADDRESS.sub(address, text)
    return text.replace(home, str(folder.path)) if home else text


def _executable(name: str) -> str:
    """A program of our own environment, whatever PATH says."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if os.access(beside, os.X_OK) else shutil.which(name)
    if found is None:
        raise Refusal(f"the full topology needs {name}, which is not installed here")
    return found


def all_ready(health: dict[str, str]) -> bool:
    return all(healthcheck.answers(url) for url in health.values())
