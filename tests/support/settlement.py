"""The settlement service on the bench: an insured side by hand, and a clock that runs jobs."""

import contextlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.settlement import invariants, invariants_reconciliation, tasks
from services.settlement.domain.exchanges import Question
from services.settlement.flows import care_side, exchange
from services.settlement.flows.reconcile_due import DAILY, OVERDUE
from services.settlement.store import store
from services.settlement.store.book_days import DAY_CLOSE
from sscsim import peers, world
from sscsim.db import Tx
from sscsim.jobs import TASKS, Postponed
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
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Each settlement as a line of its day, which the region of treatment has likewise…"""
    unheard: set[str] = field(default_factory=set)
    """… but for those whose answer it never got, and never will while it `is_deaf`."""
    is_deaf: bool = False

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        token, method = environ["HTTP_SSC_CONTEXT"], environ["REQUEST_METHOD"]
        with world.entered(world.unsign(token, "medical", method, environ["PATH_INFO"])):
            return self._answer(environ, start)

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body = json.loads(environ["wsgi.input"].read())
        path = environ["PATH_INFO"].removeprefix("/internal/v1/insured-settlements")
        if path.startswith("/internal/v1/daily-lines/"):
            return self._say(start, "200 OK", self._lines(path, body))
        if path == "/internal/v1/settlements/look-again":
            known = body["settlement_id"] in self.entries
            if not self.is_deaf:
                self.unheard.discard(body["settlement_id"])
            return self._say(start, "200 OK", {"status": "settled" if known else "absent"})
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
        if body["kind"] in ("reverse", "correct"):
            made = self.results[body["original"]] | {"settled_at": world.now().isoformat()}
        else:
            made = result(**(self.amounts | body["request"]))
        self.results.setdefault(body["exchange_id"], made)
        self._enter(body, made)
        if self.lose_answer:
            self.lose_answer = False
            self.unheard.add(body["exchange_id"])
            return self._say(start, "500 Lost", {"code": "lost", "effect": "unknown"})
        return self._say(start, "200 OK", self.results[body["exchange_id"]])

    def _enter(self, body: dict[str, Any], made: dict[str, Any]) -> None:
        """The line of an exchange; what takes another back marks that one."""
        if body["kind"] in ("reverse", "correct") and body["original"] in self.entries:
            state = "reversed" if body["kind"] == "reverse" else "corrected"
            taken = {"state": state, "taken_back_by": body["exchange_id"]}
            self.entries[body["original"]] |= taken
        if body["kind"] == "correct" or body["exchange_id"] in self.entries:
            return
        kinds = {"settle": "settlement", "reverse": "reversal", "difference": "difference"}
        sign = -1 if body["kind"] == "reverse" else 1
        self.entries[body["exchange_id"]] = {
            "settlement_id": body["exchange_id"],
            "kind": kinds[body["kind"]],
            "state": "stands",
            "taken_back_by": None,
            "home_region": body["home_region"],
            "care_region": body["care_region"],
            "insurance": made["insurance"],
            "settled_at": made["settled_at"],
            "funds": {fund: sign * fen for fund, fen in made["funds"].items()},
            "account_pay_fen": sign * made["account_pay_fen"],
        }

    def _lines(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What a side has of a day or of some settlements; a page is two lines."""
        found = [
            line
            for key, line in sorted(self.entries.items())
            if body["side"] == "insured" or key not in self.unheard
        ]
        if path.endswith("/of-ids"):
            wanted = body["settlement_ids"]
            return {"lines": [line for line in found if line["settlement_id"] in wanted]}
        own = "home_region" if body["role"] == "insured" else "care_region"
        found = [
            line
            for line in found
            if line[own] == body["region"]
            and line["settled_at"][:10] == body["day"]
            and line["settlement_id"] > body["after"]
        ]
        return {"lines": found[:2], "more": len(found) >= 2}

    def _say(self, start: Any, status: str, said: Any) -> Iterable[bytes]:
        start(status, [])
        return [json.dumps(said).encode()]


class _TakenBack(Exception):
    pass


def _broken(tx: Tx) -> dict[str, Any]:
    looked = {
        law.id: law.look(tx) for law in (*invariants.CHECKS, *invariants_reconciliation.CHECKS)
    }
    return {law: found for law, found in looked.items() if found is not None}


@dataclass
class Road:
    """A world with two sides; `settle`, `reverse`, `advance` drive it."""

    bench: Bench
    insured: InsuredSide = field(default_factory=InsuredSide)
    ran: list[tuple[str, str]] = field(default_factory=list)
    sealed: list[str] = field(default_factory=list)
    """Books and days that were closed, which no story is about."""
    compared: list[str] = field(default_factory=list)
    """Days that were reconciled, and months that were looked at, likewise."""
    times: int = 2
    """How often each job is run: it may always come twice."""

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

    def correct(
        self, number: int, original: int, home: str = CHENGDU, care: str = CHONGQING
    ) -> dict[str, Any]:
        """Undo without a claim that takes it back (2601); the care side isn't told yet."""
        asker = resource_id("cor", "demo", "medical", "test", number)
        question = Question(asker, "correct", home, care, HOSPITAL, settlement_id(original), {})
        with self.bench.entered(role="service"):
            return exchange.exchange(question)

    def differ(
        self, number: int, original: int, home: str = CHENGDU, care: str = CHONGQING, **request: Any
    ) -> str:
        """Settle what a bill priced again comes to more or less, on both sides; the claim."""
        question = Question(
            settlement_id(number), "difference", home, care, HOSPITAL, settlement_id(original),
            request,
        )  # fmt: skip
        with self.bench.entered(role="service"):
            return self.book(exchange.exchange(question)["claim_id"])

    def advance(self, until: str) -> None:
        """Move the clock, running what falls due in order, each job twice unless said otherwise."""
        end = datetime.fromisoformat(until + "+08:00")
        while (job := self._next(end)) is not None:
            self.bench.at(job.due_at)
            try:
                for _ in range(self.times):
                    with self.bench.entered(role="system"):
                        TASKS[job.name].function(job.key)
            except Postponed as wait:
                self._put_off(job, wait.until)
                continue
            if job.name == DAY_CLOSE:
                self.sealed.append(job.key)
            elif job.name in (DAILY, OVERDUE):
                self.compared.append(job.key)
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

    def _put_off(self, job: Any, until: datetime) -> None:
        jobs = store.common.jobs
        with self.bench.entered(role="system"), store.write() as tx:
            tx.execute(jobs.update().where(jobs.c.id == job.id).values(due_at=until))

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
