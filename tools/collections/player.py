"""A simulator in this process, and a client that writes down what it says and hears."""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from scenarios.client import Answer, Client, LostAnswer, Refused, WsgiApp
from sscsim import db, jobs, peers, settings
from sscsim.registry import SERVICES

SANDBOXES = "/sandbox/v1/sandboxes"


@dataclass(frozen=True)
class Exchange:
    """A request as it was sent, and what came of it. `status` 0: the answer was lost."""

    method: str
    path: str
    query: dict[str, Any]
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any
    answer_headers: Mapping[str, str]


class Recorder(Client):
    """A client that keeps every exchange in `log`, its other selves' too."""

    log: list[Exchange]

    @classmethod
    def of(cls, app: WsgiApp, key: str) -> "Recorder":
        made = cls(key=key, lang="en", app=app)
        made.log = []
        return made

    def again(self, key: str | None = None, act_as: str | None = None) -> "Recorder":
        made = Recorder(
            key=self.key if key is None else key, lang=self.lang, app=self.app, act_as=act_as
        )
        made.log = self.log
        return made

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        simulate: str | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> Answer:
        sent = dict(headers or {})
        for name, value in (
            ("Idempotency-Key", key),
            ("SSC-Act-As", self.act_as),
            ("SSC-Simulate", simulate),
        ):
            if value is not None:
                sent[name] = value

        def note(status: int, answer: Any, told: Mapping[str, str]) -> None:
            asked = {k: v for k, v in (query or {}).items() if v is not None}
            self.log.append(Exchange(method, path, asked, sent, body, status, answer, told))

        try:
            answer = super().call(
                method, path, body, key=key, simulate=simulate, headers=headers, query=query
            )
        except Refused as refused:
            note(refused.status, refused.problem, {})
            raise
        except LostAnswer:
            note(0, None, {})
            raise
        note(answer.status, answer.body, answer.headers)
        return answer


@contextlib.contextmanager
def simulator() -> Iterator[WsgiApp]:
    """Gateway and services in this process; jobs run in the calling thread."""
    from launcher.allinone import make_app

    with tempfile.TemporaryDirectory(prefix="ssc-collections-") as folder:
        settings.use(
            settings.Settings(data_dir=Path(folder), context_secret="tools", log_level="critical")
        )
        try:
            app = make_app()
            import_module("gateway.tasks")
            for service in SERVICES:
                if find_spec(f"{service.package}.tasks") is not None:
                    import_module(f"{service.package}.tasks")
            jobs.use_inline()
            yield app
        finally:
            peers.use_local({})
            jobs.use_worker()
            db.close_all()
            settings.use(None)


@contextlib.contextmanager
def world(app: WsgiApp, seed: str) -> Iterator[Recorder]:
    """A new sandbox of the preset `demo`; its owner's recorder."""
    manager = Client(lang="en", app=app)
    made = manager.post(SANDBOXES, {"name": "collection", "preset": "demo", "seed": seed})
    owner = Recorder.of(app, made["key"])
    try:
        yield owner
    finally:
        owner.close()
        manager.call("DELETE", f"{SANDBOXES}/{made['id']}")
        manager.close()
