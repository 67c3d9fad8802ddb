"""A world in the control store whose jobs run in the calling thread."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from sscsim import control, jobs, peers, world
from sscsim.control import operations, schema
from sscsim.control import store as control_store
from sscsim.db.store import STORES, Store
from sscsim.jobs import tasks
from tests.support import specimen


@dataclass
class Town:
    """One world, its inline queue, and what its jobs did."""

    inline: jobs.Inline
    sandbox: str = ""
    ran: list[tuple[str, str, datetime]] = field(default_factory=list)

    @property
    def at(self) -> world.World:
        return control.world(self.sandbox)

    @property
    def store(self) -> Store:
        return STORES["specimen"]

    def schedule(self, *entries: tuple[str, str, timedelta], **more: Any) -> None:
        """Rows of (name, key, from now) in one transaction of the specimen's store."""
        at = self.at
        with world.entered(at), self.store.write() as tx:
            for name, key, later in entries:
                tx.schedule(name, key, at.now + later, **more)

    def advance(self, by: timedelta) -> Any:
        operation = operations.start_advance(self.at, lambda now: now + by)
        jobs.kick_driver(self.at)
        return self.operation(operation.id)

    def operation(self, operation_id: str) -> Any:
        return operations.operation(self.sandbox, operation_id)

    def subjects(self) -> list[str]:
        """Subjects of the events in the specimen's store, in order."""
        events = self.store.common.events
        with world.entered(self.at), self.store.read() as tx:
            return [row.subject for row in tx.all(sa.select(events).order_by(events.c.seq))]

    def job(self, key: str) -> Any:
        table = self.store.common.jobs
        with world.entered(self.at), self.store.read() as tx:
            return tx.one(sa.select(table).where(table.c.key == key))

    def expire_lease(self) -> None:
        """As if the process that held it had been dead for long."""
        with control_store.write() as tx:
            tx.execute(
                schema.drivers.update()
                .where(schema.drivers.c.sandbox == self.sandbox)
                .values(lease_until_ms=0, kicked_ms=0)
            )


@pytest.fixture
def inline(database: str) -> Iterator[jobs.Inline]:
    known = dict(tasks.TASKS)
    yield jobs.use_inline()
    jobs.use_nothing()
    tasks.TASKS.clear()
    tasks.TASKS.update(known)
    control.close()


@pytest.fixture
def make_town(inline: jobs.Inline) -> Iterator[Callable[[], Town]]:
    made: list[Town] = []

    def make() -> Town:
        seed = secrets.token_hex(6)
        town = Town(inline, control.create("test", seed, "empty").id)
        made.append(town)
        return town

    yield make
    for town in made:
        control.delete(town.sandbox)


@pytest.fixture
def town(make_town: Callable[[], Town]) -> Town:
    town = make_town()
    peers.use_local({"specimen": specimen.create_app()})

    @jobs.task("specimen.say")
    def say(key: str) -> None:
        town.ran.append(("specimen.say", key, world.now()))
        with town.store.write() as tx:
            tx.emit("specimen.said", key, {})
            tx.complete_job()

    return town
