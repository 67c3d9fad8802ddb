"""One story of three regions, which property tests tell in any order and interrupt anywhere.

Settled, taken back, corrected, audited, disputed, cleared and paid: each a step that is safe to
take again, with the steps without which it can't be taken.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from hypothesis import strategies as st

from services.settlement.flows import cycle_sign, deduct, disputes
from services.settlement.store import cycles, store
from services.settlement.store.tables_clearing import disputes as disputed
from sscsim import failpoints
from sscsim.db.types import canonical
from sscsim.jobs import TASKS
from sscsim.kernel.money import Money
from tests.support.bench import Bench
from tests.support.settlement import CHENGDU, CHONGQING, Road

DEMO_CITY = "990100"
CLOSED = "2026-07-20T12:00:00"
"""Everything is cleared and paid by then."""

Take = Callable[[Callable[[], Any]], Any]
"""How a step is taken: once, or again after each crash."""


class Crash(BaseException):
    """The process is gone, in the middle of what it did."""


@dataclass(frozen=True)
class Step:
    """One thing that happens; `after` are the things without which it can't."""

    name: str
    happen: Callable[["World"], Any]
    after: tuple[str, ...] = ()


@dataclass
class World:
    """A world of its own in which the story happens."""

    bench: Bench = field(default_factory=Bench)
    claims: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.road = Road(self.bench.make())

    def ask(self, name: str, ask: Callable[[], dict[str, Any]]) -> None:
        self.claims[name] = ask()["claim_id"]

    def book(self, name: str) -> None:
        self.road.book(self.claims[name])

    def audit(self, name: str, fen: int) -> None:
        with self.bench.entered(role="owner"):
            deduct.deduct(self.claims[name], amount_fen=Money(fen), reason="x")

    def dispute(self, name: str) -> None:
        with self.bench.entered(role="owner"):
            disputes.dispute(self.claims[name], reason="x", evidence="x")

    def decide(self, name: str) -> None:
        with self.bench.entered(role="owner"):
            with store.read() as tx:
                wanted = disputed.c.claim_id == self.claims[name]
                dispute_id = tx.one(disputed.select().where(wanted)).id
            disputes.decide(dispute_id, decision="upheld", amount_fen=None)

    def sign(self, region: str) -> None:
        with self.bench.entered(role="owner"):
            with store.read() as tx:
                first = min(cycles.every(tx), key=lambda cycle: cycle.month.first)
            cycle_sign.sign_by_hand(first.id, region_code=region)

    def export(self) -> str:
        with self.bench.entered(role="system"):
            return canonical(store.export())


def _settle(number: int, home: str, care: str, **request: Any) -> Callable[[World], None]:
    def happen(world: World) -> None:
        world.ask(f"settle {number}", partial(world.road.ask, number, home, care, **request))

    return happen


def _take_back(number: int, original: int, home: str, care: str) -> Callable[[World], None]:
    def happen(world: World) -> None:
        asked = partial(world.road.take_back, number, original, home, care)
        world.ask(f"reverse {number}", asked)

    return happen


def _correct(number: int, original: int) -> Callable[[World], None]:
    return lambda world: world.ask(
        f"correct {number}", partial(world.road.correct, number, original)
    )


def _book(name: str) -> Step:
    """The care side's message, which comes when it comes."""
    return Step(f"book {name}", lambda world: world.book(name), (name,))


STORY: tuple[Step, ...] = (
    Step("settle 1", _settle(1, CHENGDU, CHONGQING)),
    Step("settle 2", _settle(2, CHONGQING, CHENGDU, hifp=5_000, account=0)),
    Step("settle 3", _settle(3, CHENGDU, CHONGQING, hifp=777)),
    Step("settle 4", _settle(4, DEMO_CITY, CHENGDU, hifp=120_000)),
    Step("settle 5", _settle(5, CHENGDU, DEMO_CITY, hifp=31)),
    Step("settle 6", _settle(6, CHENGDU, CHONGQING, hifp=64_000)),
    Step("reverse 13", _take_back(13, 3, CHENGDU, CHONGQING), ("settle 3",)),
    Step("correct 16", _correct(16, 6), ("settle 6",)),
    *(_book(f"settle {number}") for number in range(1, 7)),
    _book("reverse 13"),
    _book("correct 16"),
    Step("audit 1", lambda world: world.audit("settle 1", 15_000), ("settle 1", "book settle 1")),
)
BY_NAME = {step.name: step for step in STORY}


def _ready(done: list[str]) -> list[str]:
    return [step.name for step in STORY if step.name not in done and {*step.after} <= {*done}]


@st.composite
def orders(draw: st.DrawFn) -> list[str]:
    """Any order that causality allows; some messages come more than once."""
    order: list[str] = []
    while ready := _ready(order):
        order.append(draw(st.sampled_from(ready)))
    again = draw(st.lists(st.sampled_from([name for name in order if "book" in name]), max_size=4))
    for name in again:
        order.insert(draw(st.integers(order.index(name) + 1, len(order))), name)
    return order


@contextmanager
def told(order: list[str]) -> Iterator[World]:
    """The story in this order, on one day; the month is not cleared yet."""
    world = World()
    try:
        for name in order:
            BY_NAME[name].happen(world)
        yield world
    finally:
        world.bench.drop()


# ---- time


def due(world: World, until: str) -> Iterator[list[Any]]:
    """What falls due, one instant after the other: a job, or all that may run beside it."""
    end = datetime.fromisoformat(until + "+08:00")
    jobs = store.common.jobs
    while (first := world.road._next(end)) is not None:
        world.bench.at(first.due_at)
        beside = [first]
        if TASKS[first.name].commutes:
            same = (jobs.c.status == "due", jobs.c.due_at == first.due_at)
            alike = (jobs.c.name == first.name, jobs.c.rank == first.rank)
            with world.bench.entered(role="system"), store.read() as tx:
                beside = list(tx.all(jobs.select().where(*same, *alike).order_by(jobs.c.key)))
        yield beside
    world.bench.at(end)


def run(world: World, job: Any, take: Take) -> None:
    """A due job, and that it is done."""

    def once() -> None:
        with world.bench.entered(role="system"):
            TASKS[job.name].function(job.key)

    take(once)
    jobs = store.common.jobs
    with world.bench.entered(role="system"), store.write() as tx:
        tx.execute(
            jobs.update().where(jobs.c.id == job.id).values(status="done", done_at=tx.world.now)
        )


def advance(world: World, until: str, take: Take) -> None:
    for beside in due(world, until):
        run(world, beside[0], take)


# ---- crashes


@contextmanager
def hearing(ear: Callable[[str], None]) -> Iterator[None]:
    """Hear of every failpoint that is passed meanwhile."""
    failpoints.ear = ear
    try:
        yield
    finally:
        failpoints.ear = None


def everything(world: World, take: Take) -> None:
    """The whole story and its month, with a dispute between statements and signatures."""
    for step in STORY:
        take(partial(step.happen, world))
    advance(world, "2026-05-22T12:00:00", take)
    take(partial(world.dispute, "settle 4"))
    take(partial(world.decide, "settle 4"))
    take(partial(world.sign, CHONGQING))
    advance(world, CLOSED, take)
