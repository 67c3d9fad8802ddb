"""A running simulator as a context: what `up` and `demo` share."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher import embedded, full, healthcheck, open_files, redis_server
from launcher.data_folder import DataFolder, write_private
from launcher.refusal import Refusal
from launcher.supervisor import Child, Supervisor
from sscsim import settings
from sscsim.registry import GATEWAY_PORT, SIP2_PORT

DEMO_KEY = "sk_sbx_demo"


@dataclass(frozen=True, slots=True)
class Options:
    """How to start. `port` 0 takes free ones; the URLs matter to the full topology only.

    `sip2_port`: of the library machines; None is the usual one, or a free one where `port` is 0.
    """

    data: Path
    port: int = GATEWAY_PORT
    bind: str = "127.0.0.1"
    topology: str = "embedded"
    pg_url: str = ""
    redis_url: str = ""
    worker_threads: int = 8
    sip2_port: int | None = None

    @property
    def library_port(self) -> int:
        if self.sip2_port is not None:
            return self.sip2_port
        return SIP2_PORT if self.port else 0


@dataclass(frozen=True, slots=True)
class Running:
    base_url: str
    key: str
    admin_token: str
    sip2: str
    supervisor: Supervisor


@contextlib.contextmanager
def simulator(options: Options, say: Callable[[str], None]) -> Iterator[Running]:
    """Start everything, wait until it answers, and stop it all at the end.

    Refusal in one line for a folder or a port in use, and for a child that fails to start.
    """
    open_files.allow_more()
    folder = DataFolder(options.data)
    folder.lock()
    try:
        folder.ready_file.unlink(missing_ok=True)
        with _topology(options, folder) as (children, health, told):
            told["data"], told["pid"] = str(folder.path), os.getpid()
            say(f"Starting the {options.topology} topology …")

            def changed(pids: dict[str, int]) -> None:
                write_private(folder.ready_file, told | {"children": pids})

            with Supervisor(
                folder, say, changed, redis_server.socket_folder(folder.path)
            ) as supervisor:
                supervisor.start(children)
                supervisor.wait_until(lambda: full.all_ready(health), "the simulator")
                supervisor.settled()
                yield Running(
                    told["base_url"], told["key"], told["admin_token"], told["sip2"], supervisor
                )
    finally:
        folder.ready_file.unlink(missing_ok=True)
        folder.unlock()


@contextlib.contextmanager
def _topology(
    options: Options, folder: DataFolder
) -> Iterator[tuple[list[Child], dict[str, str], dict[str, Any]]]:
    """Children in starting order, addresses to wait for, and what the ready file tells."""
    bind = options.bind
    if options.topology == "full":
        children, health = full.children(
            folder,
            bind,
            full.choose_ports(bind, options.port, options.library_port),
            options.pg_url,
            options.redis_url,
            options.worker_threads,
        )
        yield children, health, _told(options, children[-1].env)
        return
    with (
        contextlib.closing(embedded.listen(bind, options.port)) as listener,
        contextlib.closing(embedded.listen(bind, options.library_port, "--sip2-port")) as sip2,
    ):
        redis_url, redis = redis_server.choose(folder.path, os.environ)
        ports = (listener.getsockname()[1], sip2.getsockname()[1])
        env = embedded.environment(folder, bind, *ports, redis_url)
        children = embedded.children(folder, listener, sip2, env, options.worker_threads)
        told = _told(options, env)
        health = {"gateway": f"{told['base_url']}/readyz", "sip2": f"sip2://{told['sip2']}"}
        yield [*([redis] if redis else []), *children], health, told


def _told(options: Options, env: Any) -> dict[str, Any]:
    own = settings.Settings(bind=options.bind)
    return {
        "base_url": f"http://{embedded.reachable(options.bind)}:{env['SSC_PORT']}",
        # Off loopback the demo key is off; a sandbox is made with the admin token.
        "key": DEMO_KEY if own.on_loopback else "",
        "admin_token": env["SSC_ADMIN_TOKEN"],
        "sip2": f"{embedded.reachable(options.bind)}:{env['SSC_SIP2_PORT']}",
        "topology": options.topology,
        "redis_url": env["SSC_REDIS_URL"],
    }


def check_running(base_url: str) -> None:
    if not healthcheck.answers(f"{base_url}/readyz", timeout_s=10.0):
        raise Refusal(f"nothing answers at {base_url}/readyz")
