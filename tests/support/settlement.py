"""The settlement service on the bench: an insured side by hand, and a clock that runs jobs."""

import contextlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.settlement import invariants, tasks
from services.settlement.domain.exchanges import Question
from services.settlement.flows import care_side, exchange
from services.settlement.store import store
from services.settlement.store.book_days import DAY_CLOSE
from sscsim import peers, world
from sscsim.db import Tx
from sscsim.jobs import TASKS
from sscsim.kernel.ids.resource import resource_id
from tests.support.bench import Bench

CHENGDU, CHONGQING = "510100", "500000"
HOSPITAL = resource_id("ins", "demo", "medical", "H1")
EMPLOYEE = "employee_basic_medical"
assert tasks


def settlement_id(number: int) -> str:
    return resource_id("stl", "demo", "medical", "test", number)


def result(hifp: int = 935_000, account: int = 30_000, **more: Any) -> dict[str, Any]:
    """What the insured side answers; by default the worked example's 9,350.00 and 300.00."""
    funds = dict.fromkeys(("hifp", "hifob", "hifmi", "cvlserv", "maf", "oth"), 0)
    said = {"settled_at": world.now().isoformat(), "person_id": "psn_1", "insurance": EMPLOYEE}
    return {**said, "funds": funds | {"hifp": hifp}, "account_pay_fen": account, **more}


@dataclass
class InsuredSide:
    """Stands in for `medical` behind peers: keeps its results, fails when told to."""

    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    answers: list[Callable[[], Any]] = field(default_factory=list)
    lose_answer: bool = False
    down: bool = False
    refuse: dict[str, Any] | None = None
    amounts: dict[str, Any] = field(default_factory=dict)

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        token, method = environ["HTTP_SSC_CONTEXT"], environ["REQUEST_METHOD"]
        with world.entered(world.unsign(token, "medical", method, environ["PATH_INFO"])):
            return self._answer(environ, start)

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = json.loads(environ["wsgi.input"].read())
        path = environ["PATH_INFO"].removeprefix("/internal/v1/insured-settlements")
        if self.down:
            return self._say(start, "503 Down", {"code": "down", "effect": "unknown"})
        if path == "/query":
            found = self.results.get(body["exchange_id"])
            return self._say(start, "200 OK", {"found": bool(found), "result": found})
        if path == "/cancel":
            found = self.results.get(body["exchange_id"])
            if found:
                return self._say(start, "200 OK", {"cancelled": False, "result": found})
            self.closed.add(body["exchange_id"])
            return self._say(start, "200 OK", {"cancelled": True})
        return self._settle(body, start)

    def _settle(self, body: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.asked.append(body["exchange_id"])
        if self.refuse is not None:
            return self._say(start, f"{self.refuse['status']} No", self.refuse)
        if body["kind"] == "reverse":
            made = self.results[body["original"]] | {"settled_at": world.now().isoformat()}
        else:
            made = result(**(self.amounts | body["request"]))
        self.results.setdefault(body["exchange_id"], made)
        if self.lose_answer:
            self.lose_answer = False
            return self._say(start, "500 Lost", {"code": "lost", "effect": "unknown"})
        return self._say(start, "200 OK", self.results[body["exchange_id"]])

    def _say(self, start: Any, status: str, said: Any) -> Iterable[bytes]:
        start(status, [])
        return [json.dumps(said).encode()]


class _TakenBack(Exception):
    pass


def _broken(tx: Tx) -> dict[str, Any]:
    looked = {law.id: law.look(tx) for law in invariants.CHECKS}
    return {law: found for law, found in looked.items() if found is not None}


@dataclass
class Road:
    """A world with two sides; `settle`, `reverse`, `advance` drive it."""

    bench: Bench
    insured: InsuredSide = field(default_factory=InsuredSide)
    ran: list[tuple[str, str]] = field(default_factory=list)
    sealed: list[str] = field(default_factory=list)
    """Books and days that were closed, which no story is about."""

    def __post_init__(self) -> None:
        peers.use_local({"medical": self.insured})

    def ask(self, number: int, home: str = CHENGDU, care: str = CHONGQING, **request: Any) -> Any:
        question = Question(settlement_id(number), "settle", home, care, HOSPITAL, None, request)
        with self.bench.entered(role="service"):
            return exchange.exchange(question)

    def settle(
        self, number: int, home: str = CHENGDU, care: str = CHONGQING, **request: Any
    ) -> str:
        """Settle and book both sides; the claim's id."""
        answer = self.ask(number, home, care, **request)
        return self.book(answer["claim_id"])

    def book(self, claim_id: str) -> str:
        with self.bench.entered(role="service"):
            care_side.book(claim_id)
        return claim_id

    def take_back(self, number: int, original: int, home: str = CHENGDU, care: str = CHONGQING):
        question = Question(
            settlement_id(number), "reverse", home, care, HOSPITAL, settlement_id(original), {}
        )
        with self.bench.entered(role="service"):
            return exchange.exchange(question)

    def reverse(self, number: int, original: int, **regions: str) -> str:
        return self.book(self.take_back(number, original, **regions)["claim_id"])

    def advance(self, until: str) -> None:
        """Move the clock, running what falls due in order, each job twice (at least once)."""
        end = datetime.fromisoformat(until + "+08:00")
        while (job := self._next(end)) is not None:
            self.bench.at(job.due_at)
            for _ in range(2):
                with self.bench.entered(role="system"):
                    TASKS[job.name].function(job.key)
            if job.name == DAY_CLOSE:
                self.sealed.append(job.key)
            else:
                self.ran.append((job.name, job.key))
            with self.bench.entered(role="system"), store.write() as tx:
                jobs = store.common.jobs
                done = (
                    jobs.update()
                    .where(jobs.c.id == job.id)
                    .values(status="done", done_at=tx.world.now)
                )
                tx.execute(done)
        self.bench.at(end)

    def _next(self, end: datetime) -> Any:
        jobs = store.common.jobs
        with self.bench.entered(role="system"), store.read() as tx:
            return tx.one(
                jobs.select()
                .where(jobs.c.status == "due", jobs.c.due_at <= end)
                .order_by(jobs.c.due_at, jobs.c.rank, jobs.c.name, jobs.c.key)
                .limit(1)
            )

    def broken(self) -> dict[str, Any]:
        """Every law that does not hold, with its counterexample."""
        with self.bench.entered(role="system"), store.read() as tx:
            return _broken(tx)

    def broken_by(self, statement: Any) -> dict[str, Any]:
        """What a change behind everybody's back breaks; the change is taken back."""
        found: dict[str, Any] = {}
        taken_back = contextlib.suppress(_TakenBack)
        with self.bench.entered(role="system"), taken_back, store.write() as tx:
            tx.execute(statement)
            found = _broken(tx)
            raise _TakenBack
        return found

    def plant(self, statement: Any) -> None:
        """Change the store behind everybody's back."""
        with self.bench.entered(role="system"), store.write() as tx:
            tx.execute(statement)

    def figures(self) -> dict[str, int]:
        with self.bench.entered(role="system"), store.read() as tx:
            return invariants.figures(tx)
