"""The gateway with all services in one process, and worlds to call it with."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

import gateway
from launcher import allinone
from sscsim import control, jobs, peers, settings


@dataclass
class Caller:
    """One key at the gateway."""

    client: Client
    key: str
    sandbox: str = ""

    def call(
        self, method: str, path: str, body: Any = None, headers: Any = None, **more: Any
    ) -> TestResponse:
        sent = {"Authorization": f"Bearer {self.key}", "Accept-Language": "en", **(headers or {})}
        if body is not None:
            more["json"] = body
        return self.client.open(path, method=method, headers=sent, **more)

    def get(self, path: str, **headers: str) -> TestResponse:
        return self.call("GET", path, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> TestResponse:
        return self.call("POST", path, body if body is not None else {}, headers=headers)

    def put(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self.call("PUT", path, body, headers=headers)


@pytest.fixture
def inline(database: str) -> Iterator[jobs.Inline]:
    yield jobs.use_inline()
    jobs.use_nothing()
    control.close()


@cache
def door() -> Any:
    """The gateway with all services; the apps hold no world and are made once a process."""
    return gateway.create_app(services=services())


@cache
def services() -> dict[str, Any]:
    return allinone.services()


@pytest.fixture
def app(inline: jobs.Inline) -> Iterator[Any]:
    """The gateway as it is on loopback."""
    settings.use(replace(settings.current(), max_sandboxes_pg=500))
    made = door()
    peers.use_local(services())
    yield made
    peers.use_local({})


@pytest.fixture
def client(app: Any) -> Client:
    return Client(app)


@pytest.fixture
def make(client: Client) -> Iterator[Callable[..., Caller]]:
    made: list[str] = []

    def make_one(preset: str = "empty", seed: str = "test") -> Caller:
        one = control.create("test", seed, preset)
        made.append(one.id)
        return Caller(client, one.key, one.id)

    yield make_one
    for sandbox in made:
        control.delete(sandbox)


@pytest.fixture
def caller(make: Callable[..., Caller]) -> Caller:
    """The owner of an empty world."""
    return make()


@pytest.fixture
def demo(make: Callable[..., Caller]) -> Caller:
    """The owner of a world with people in it."""
    return make("demo", "demo")


def set_settings(**changes: Any) -> None:
    """Change settings for the rest of the test; the fixture `database` undoes it."""
    settings.use(replace(settings.current(), **changes))
