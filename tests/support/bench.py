"""A world on the bench: one sandbox with its stores, entered as any role at any time."""

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from sscsim import clock, db, world

BIRTH = dt.datetime(2026, 4, 1, 9, 0, tzinfo=clock.SHANGHAI)


@dataclass
class Bench:
    """`with bench.entered(role="hospital"): …` for flows; `bench.client(app)` for HTTP."""

    preset: str = "empty"
    seed: str = "demo"
    now: dt.datetime = BIRTH
    epoch: int = 0
    sandbox: str = field(default_factory=lambda: "sbx_" + secrets.token_hex(13).upper())
    generation: int = 1

    def world(self, **more: Any) -> world.World:
        base = world.World(
            sandbox=self.sandbox,
            generation=self.generation,
            seed=self.seed,
            preset=self.preset,
            epoch=self.epoch,
            now=self.now,
            born=BIRTH,
            request_id="req_" + "0" * 26,
            trace_id="ab" * 16,
            language="en",
        )
        return replace(base, **more)

    @contextmanager
    def entered(self, **more: Any) -> "Iterator[world.World]":
        with world.entered(self.world(**more)) as at:
            yield at

    def at(self, instant: dt.datetime) -> "Bench":
        self.now = instant
        return self

    def make(self) -> "Bench":
        db.make_place(self.sandbox, self.generation)
        return self

    def drop(self) -> None:
        db.drop_place(self.sandbox, self.generation)

    def client(self, app: Any, service: str | None = None) -> "SignedClient":
        return SignedClient(self, app, service or app.config["SSC_SERVICE"])


@dataclass
class SignedClient:
    """Calls one service app directly, with a context signed as the gateway would."""

    bench: Bench
    app: Any
    service: str

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = None,
        headers: dict[str, str] | None = None,
        **at: Any,
    ) -> Any:
        """`at` changes the world: role=…, region=…, scopes=…"""
        context = world.sign(self.bench.world(**at), self.service, method, path.partition("?")[0])
        sent = {world.CONTEXT_HEADER: context, **(headers or {})}
        if key is not None:
            sent["Idempotency-Key"] = key
        if isinstance(body, bytes):
            kind = sent.pop("Content-Type", "application/json")
            return self.app.test_client().open(
                path, method=method, headers=sent, data=body, content_type=kind
            )
        extra = {} if body is None else {"json": body}
        return self.app.test_client().open(path, method=method, headers=sent, **extra)

    def get(self, path: str, **more: Any) -> Any:
        return self.call("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.call("POST", path, body, **more)
