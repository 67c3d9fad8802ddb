"""The simulator in each of its topologies, behind one face: what the journeys run against."""

import contextlib
import fcntl
import secrets
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scenarios.client import Client, WsgiApp
from sscsim import db, jobs, peers, settings
from sscsim.registry import SERVICES
from tests.support.simulator import Simulator, processes_of

SEED = "demo"


@dataclass
class Topology:
    """A running simulator. `world()` makes a sandbox there and removes it in the end."""

    name: str
    base_url: str = ""
    app: WsgiApp | None = None
    admin_token: str = ""
    data: Path | None = None
    work: Callable[[], None] = field(default=lambda: None)

    def client(self, key: str = "", lang: str = "en") -> Client:
        return Client(self.base_url, key, lang, app=self.app)

    @property
    def admin(self) -> Client:
        """Makes and removes sandboxes."""
        return self.client(self.admin_token)

    def make(self, **asked: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.admin.post("/sandbox/v1/sandboxes", asked)
        return made

    @contextlib.contextmanager
    def world(self, preset: str = "demo", seed: str | None = SEED) -> Iterator[Client]:
        """A client with the key of a new sandbox."""
        made = self.make(preset=preset, **({} if seed is None else {"seed": seed}))
        client = self.client(made["key"])
        try:
            yield client
        finally:
            client.close()
            self.admin.call("DELETE", f"/sandbox/v1/sandboxes/{made['id']}")


@contextlib.contextmanager
def in_process(data: Path, database_url: str = "") -> Iterator[Topology]:
    """Gateway and services in this process, and their jobs in the calling thread."""
    from launcher.allinone import make_app

    settings.use(
        settings.Settings(
            data_dir=data,
            database_url=database_url,
            context_secret="tests",
            admin_token="tests",
            log_level="error",
        )
    )
    try:
        app = make_app()
        import_module("gateway.tasks")
        for service in SERVICES:  # as the worker does: a task that nobody knows is a dead job
            if find_spec(f"{service.package}.tasks") is not None:
                import_module(f"{service.package}.tasks")
        inline = jobs.use_inline()
        yield Topology("in process", app=app, admin_token="tests", data=data, work=inline.work)
    finally:
        peers.use_local({})
        jobs.use_worker()
        db.close_all()
        settings.use(None)


@contextlib.contextmanager
def in_processes(data: Path, *args: str, **env: str) -> Iterator[Topology]:
    """`ssc up` with these arguments, on free ports."""
    simulator = Simulator(data, ("--port", "0", *args), env)
    try:
        told = simulator.ready()
        yield Topology(
            told["topology"], told["base_url"], admin_token=told["admin_token"], data=data
        )
    finally:
        simulator.stop()
        simulator.wait_gone()
        assert not processes_of(data)


@contextlib.contextmanager
def own_stores(pg_url: str, redis_url: str) -> Iterator[dict[str, str]]:
    """A PostgreSQL database and a Redis database for one simulator alone."""
    import psycopg
    import redis
    from psycopg import sql

    plain = pg_url.replace("postgresql+psycopg://", "postgresql://")
    name = f"ssc_journey_{secrets.token_hex(4)}"
    with contextlib.ExitStack() as held:
        broker = f"{redis_url.rpartition('/')[0]}/{_free_number(held)}"
        with redis.from_url(broker) as client:  # of a run that was killed
            client.flushdb()
        with psycopg.connect(plain, autocommit=True) as admin:
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {
                "SSC_DATABASE_URL": f"{plain.rpartition('/')[0]}/{name}",
                "SSC_REDIS_URL": broker,
            }
        finally:
            with psycopg.connect(plain, autocommit=True) as admin:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
            with redis.from_url(broker) as client:
                client.flushdb()


def _free_number(held: contextlib.ExitStack) -> int:
    """A Redis database nobody else on this machine uses, ours until `held` ends. The lock goes
    with its process; a mark in Redis that expires would let two simulators share a broker, and
    each would take the other's messages."""
    for number in range(1, 16):  # 0 is everybody's
        path = Path(tempfile.gettempdir()) / f"ssc-tests-redis-{number}.lock"
        lock = held.enter_context(path.open("a"))
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return number
    raise AssertionError("no free Redis database for this test")
