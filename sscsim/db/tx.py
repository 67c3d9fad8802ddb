"""The transaction a flow owns: rows, events, due jobs, messages and the answer, all or none."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import sqlalchemy as sa

from sscsim import clock, world
from sscsim.db import bulk, keys
from sscsim.db.pages import Page, PageQuery, read_cursor, write_cursor
from sscsim.db.tables import Common
from sscsim.db.types import canonical, instant_text
from sscsim.kernel.ids.resource import maker, resource_id
from sscsim.kernel.problems import Conflict, Problem, Text


class ClockMoved(Conflict):
    code = "clock_moved"
    title = Text(zh="沙箱时钟已变动", en="The sandbox clock moved")
    detail = Text(
        zh="处理期间沙箱时钟被调整，未写入任何内容。",
        en="The sandbox clock was moved while this call was being worked on; nothing was written.",
    )
    retryable = True


@dataclass(slots=True)
class Report:
    """What a job changed: the ids of its events and rows by table; whether its flow has
    committed that it is done."""

    events: list[str] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)
    is_done: bool = False


@dataclass(slots=True)
class RunningJob:
    """The due job the current task works on."""

    service: str
    job_id: str
    report: Report
    is_done: bool = False
    """This run itself has marked it, in a transaction that may have been rolled back since."""


class JobDone(Exception):
    """Another delivery of the job's message was faster: what this one did is rolled back."""


current_job: ContextVar[RunningJob | None] = ContextVar("current_job", default=None)

Listener = Callable[..., None]
_EVENT = ("id", "type", "subject", "time", "data", "trace_id", "request_id")
T = TypeVar("T")


@dataclass(slots=True)
class Listeners:
    """Whom a store tells after a commit (set by sscsim.jobs; nobody by default)."""

    scheduled: Listener | None = None
    sent: Listener | None = None
    committed: Listener | None = None
    emitted: Listener | None = None


listeners = Listeners()
open_transaction: ContextVar["Tx | None"] = ContextVar("open_transaction", default=None)
wrote: ContextVar[bool] = ContextVar("wrote", default=False)
"""Whether this request has committed something: then a failure may not say "no effect"."""


class Tx:
    """A transaction of one store in one world. See the module docstring."""

    def __init__(self, service: str, common: Common, conn: sa.Connection, at: world.World) -> None:
        self.service = service
        self.common = common
        self.conn = conn
        self.world = at
        self.report = Report()
        self._due: list[tuple[str, datetime]] = []
        self.told: list[tuple[str, str, str, str]] = []
        """What others may hear of after the commit: kind, name, key or subject, id or day."""
        self._sent = False
        self._told = False
        self._completes = False
        self._after: list[Callable[[], None]] = []

    # -- statements

    def execute(self, statement: Any, params: Any = None) -> sa.CursorResult[Any]:
        result: sa.CursorResult[Any] = self.conn.execute(statement, params)
        if getattr(statement, "is_dml", False) and result.rowcount > 0:
            self.report.rows[statement.table.name] += result.rowcount
        return result

    def add_all(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that all name the same columns, however many, at the cost of few."""
        added = bulk.add_all(self.conn, table, rows)
        if added:
            self.report.rows[table.name] += added

    def load(
        self, table: sa.Table, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """Insert many rows, past the statement compiler: values as the database keeps them
        (see sscsim.db.types)."""
        if rows:
            named, marks = ", ".join(columns), ", ".join([self._mark] * len(columns))
            self.conn.exec_driver_sql(
                f"INSERT INTO {table.name} ({named}) VALUES ({marks})", list(rows)
            )
            self.report.rows[table.name] += len(rows)

    def change_each(
        self,
        table: sa.Table,
        keys: Sequence[str],
        columns: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
    ) -> None:
        """Change many rows alike, each found by its keys: the values of keys, then of columns,
        as the database keeps them."""
        if rows:
            # numbered marks would spare the turn, and psycopg has none
            turned = [row[len(keys) :] + row[: len(keys)] for row in rows]
            into = ", ".join(f"{name} = {self._mark}" for name in columns)
            where = " AND ".join(f"{name} = {self._mark}" for name in keys)
            self.conn.exec_driver_sql(f"UPDATE {table.name} SET {into} WHERE {where}", turned)
            self.report.rows[table.name] += len(rows)

    @property
    def _mark(self) -> str:
        return "%s" if self.conn.dialect.name == "postgresql" else "?"

    def one(self, statement: Any, params: Any = None) -> Any | None:
        return self.conn.execute(statement, params).one_or_none()

    def all(self, statement: Any, params: Any = None) -> Sequence[Any]:
        return self.conn.execute(statement, params).all()

    def each(self, statement: Any, params: Any = None) -> Iterator[Any]:
        """The rows one after the other, never all at once in memory.

        Who stops before the end leaves no cursor open on the server.
        """
        with self.conn.execute(statement, params, execution_options={"yield_per": 1000}) as found:
            yield from found

    def scalar(self, statement: Any, params: Any = None) -> Any:
        return self.conn.execute(statement, params).scalar()

    def page(self, statement: Any, table: sa.Table, page: PageQuery) -> Page:
        """One page of a list, newest first."""
        if page.cursor is not None:
            statement = statement.where(table.c.seq < read_cursor(page, self.world))
        rows = self.all(
            statement.add_columns(table.c.seq.label("_seq"))
            .order_by(table.c.seq.desc())
            .limit(page.limit + 1)
        )
        more = len(rows) > page.limit
        kept = list(rows[: page.limit])
        following = write_cursor(page, self.world, kept[-1]._seq) if more else None
        return Page(kept, following)

    def lock(self, *key: object) -> None:
        """Have transactions with the same key wait for each other, where no row can be locked.

        SQLite has one writer at a time anyway.
        """
        if self.conn.dialect.name == "postgresql":
            number = self._lock_number(*key)
            self.conn.exec_driver_sql("SELECT pg_advisory_xact_lock(%(k)s)", {"k": number})

    def lock_some(self, *of: object, keys: Iterable[str], most: int = 200) -> None:
        """`lock(*of, key)` for each of the keys, in two statements and never crosswise.

        For more than `most` keys everything under `of` is locked at once instead: a database has
        room for so many locks only. A single key is to be locked by this as well.
        """
        if self.conn.dialect.name == "postgresql":
            numbers = sorted({self._lock_number(*of, key) for key in keys})
            if len(numbers) > most:
                self.lock(*of)
            elif numbers:
                asked = (
                    "SELECT pg_advisory_xact_lock_shared(%(k)s)",
                    "SELECT pg_advisory_xact_lock(k) FROM unnest(%(ks)s::bigint[]) AS k",
                )
                self.conn.exec_driver_sql(asked[0], {"k": self._lock_number(*of)})
                self.conn.exec_driver_sql(asked[1], {"ks": numbers})

    def _lock_number(self, *key: object) -> int:
        named = resource_id("lock", self.world.sandbox, self.service, *key)
        return int.from_bytes(hashlib.sha256(named.encode()).digest()[:7], "big")

    # -- ids

    def new_id(self, prefix: str, *key: object) -> str:
        """The id of what this business key names in this world and service."""
        return resource_id(prefix, self.world.seed, self.service, *key)

    # -- what commits with the effect

    def emit(self, type: str, subject: str, data: dict[str, Any], key: str | None = None) -> str:
        """Record an event; `data` holds plain JSON values.

        `key` tells events of one subject apart that jobs may emit in any order; without it
        they are told apart by their number.
        """
        one: int | str | None = key
        if one is None:
            one = self.scalar(self.common.events_about, {"subject": subject})
        event_id = self.new_id("evt", subject, one)
        self.execute(
            self.common.events.insert(),
            {
                "id": event_id,
                "type": type,
                "subject": subject,
                "time": self.world.now,
                "data": data,
                "trace_id": self.world.trace_id,
                "request_id": self.world.request_id,
            },
        )
        self.report.events.append(event_id)
        self.told.append(("event", type, subject, event_id))
        self._told = True
        return event_id

    def emit_all(self, type: str, told: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Record an event for each (subject, data), in this order, as `emit` would one by one."""
        about = self.common.events.c.subject
        subjects = sorted({subject for subject, _ in told})
        counted = sa.select(about, sa.func.count()).where(about.in_(subjects)).group_by(about)
        earlier = Counter({row[0]: int(row[1]) for row in self.all(counted)} if told else {})
        event_id = maker("evt", self.world.seed, self.service)
        now, at = instant_text(self.world.now), self.world
        rows = []
        for subject, data in told:
            made = event_id(f"{subject}\x1f{earlier[subject]}")
            earlier[subject] += 1
            rows.append((made, type, subject, now, canonical(data), at.trace_id, at.request_id))
            self.told.append(("event", type, subject, made))
        if rows:
            self.load(self.common.events, _EVENT, rows)
            self.report.events += [row[0] for row in rows]
            self._told = True

    def schedule(
        self, name: str, key: str, due_at: datetime, rank: int = 50, queue: str | None = None
    ) -> None:
        """Have `name` run for `key` when the sandbox clock reaches `due_at`; once per key."""
        self.schedule_all(name, [(key, queue)], due_at, rank)

    def schedule_all(
        self, name: str, keys: Sequence[tuple[str, str | None]], due_at: datetime, rank: int = 50
    ) -> None:
        """The same for many (key, queue) that fall due together, in two statements."""
        known = self._scheduled(name, [key for key, _ in keys])
        new = {key: queue or self.service for key, queue in keys if key not in known}
        rows = [
            {
                "id": self.new_id("job", name, key),
                "name": name,
                "key": key,
                "due_at": due_at,
                "rank": rank,
                "queue": queue,
                "status": "due",
                "created_at": self.world.now,
            }
            for key, queue in new.items()
        ]
        if not rows:
            return
        self.add_all(self.common.jobs, rows)
        self._due.append((self.service, due_at))
        self.told += [("schedule", name, key, clock.shown(due_at)) for key in new]

    def schedule_again(self, name: str, key: str, due_at: datetime) -> None:
        """As `schedule`; a job of this key that was cancelled is due again, at this time."""
        jobs = self.common.jobs
        revived = self.execute(
            jobs.update()
            .where(jobs.c.name == name, jobs.c.key == key, jobs.c.status == "cancelled")
            .values(status="due", due_at=due_at)
        )
        if revived.rowcount == 0:
            self.schedule(name, key, due_at)
            return
        self._due.append((self.service, due_at))
        self.told.append(("schedule", name, key, clock.shown(due_at)))

    def _scheduled(self, name: str, keys: Sequence[str]) -> set[str]:
        """Those of the keys for which such a job was scheduled before, whatever became of it."""
        if len(keys) == 1:
            known = self.scalar(self.common.job_named, {"name": name, "key": keys[0]})
            return set() if known is None else {keys[0]}
        jobs = self.common.jobs
        asked = sa.select(jobs.c.key).where(jobs.c.name == name, jobs.c.key.in_(keys))
        return {row[0] for row in self.all(asked)}

    def cancel_job(self, name: str, key: str) -> None:
        jobs = self.common.jobs
        self.execute(
            jobs.update()
            .where(jobs.c.name == name, jobs.c.key == key, jobs.c.status == "due")
            .values(status="cancelled")
        )

    def send(self, target: str, path: str, body: dict[str, Any], key: str) -> None:
        """Leave a message for another service; delivered after the commit, at least once."""
        self.execute(
            self.common.outbox.insert(),
            {
                "key": key,
                "target": target,
                "path": path,
                "body": body,
                "trace_id": self.world.trace_id,
                "request_id": self.world.request_id,
                "status": "waiting",
                "created_at": self.world.now,
            },
        )
        self._sent = True

    def received(self, key: str) -> bool:
        """Note an incoming message; False when it came before."""
        inbox = self.common.inbox
        if self.scalar(sa.select(inbox.c.key).where(inbox.c.key == key)) is not None:
            return False
        self.execute(inbox.insert().values(key=key, received_at=self.world.now))
        return True

    def complete_job(self) -> None:
        """In a job's flow: the due job is done with this transaction, and by no other.

        JobDone, which takes the whole transaction back, when a second delivery of its message
        has committed meanwhile: so an effect that has no key of its own happens once as well.
        """
        job = current_job.get()
        if job is None or job.service != self.service:
            return
        job.report.events += self.report.events
        job.report.rows += self.report.rows
        report = {"events": job.report.events, "rows": dict(job.report.rows)}
        done = {"job_id": job.job_id, "done_at": self.world.now, "report": report}
        marked = self.conn.execute(self.common.job_done, done)
        if marked.rowcount == 0 and not job.is_done:
            found = self.one(self.common.job_by_id, {"id": job.job_id})
            if found is not None and found.status == "done":
                raise JobDone(job.job_id)
        job.is_done = True
        self.report = Report()
        self._completes = True

    # -- the answer to a call with a key

    def begin_saga(self, ref: str) -> None:
        """Commit the caller's key as running, with what it is about (`ref`, a resource id)."""
        key = keys.request_key.get()
        if key is None:
            return
        table = self.common.idempotency
        now_ms = int(clock.real_seconds() * 1000)
        if key.seen is not None:
            # of two calls that find the key abandoned, one goes on
            now_ms = max(now_ms, (key.seen[1] or 0) + 1)
        mark = {"owner": keys.process_mark(), "started_ms": now_ms}
        if key.alongside is not None:
            key.alongside(self, None)
        if key.resuming:
            mine = self._open_key(key.scope)
            if key.seen is not None:
                owner, started_ms = key.seen
                mine &= (table.c.owner == owner) & (table.c.started_ms == started_ms)
                mine &= table.c.state != "answered"
            taken = self.conn.execute(
                table.update().where(mine).values(state="running", ref=ref, **mark)
            )
            if taken.rowcount == 0:
                raise keys.Replay
            key.seen, key.began_ms = None, now_ms
            return
        try:
            self.conn.execute(
                table.insert().values(
                    scope=key.scope, fingerprint=key.fingerprint, state="running", ref=ref, **mark
                )
            )
        except sa.exc.IntegrityError:
            raise keys.Replay from None
        key.resuming, key.began_ms = True, now_ms

    def answer(self, value: T) -> T:
        """Store the answer made from `value` with the caller's key; returns `value`."""
        key = keys.request_key.get()
        if key is not None:
            about = getattr(value, "id", None)
            self._store(key, key.answer_with(value), about if isinstance(about, str) else None)
        return value

    def refuse(self, problem: Problem) -> None:
        """Store a refusal that came after execution began, to be replayed."""
        key = keys.request_key.get()
        if key is not None:
            self._store(key, key.refuse_with(problem))

    def leave_unknown(self) -> None:
        """The outcome is not known: the same key asks again instead of waiting."""
        key = keys.request_key.get()
        if key is not None:
            table = self.common.idempotency
            self._still_open(
                table.update().where(self._open_key(key.scope)).values(state="unknown")
            )

    # -- keys of earlier calls

    def key_used(self, scope: str) -> keys.Used | None:
        """What is known of a key of this store (`keys.scope`); None if no call came with it."""
        table = self.common.idempotency
        row = self.one(sa.select(table).where(table.c.scope == scope))
        if row is None:
            return None
        return keys.Used(row.state, row.ref, row.fingerprint == keys.CLOSED)

    def key_about(self, ref: str) -> str | None:
        """The scope of the key whose call was about this resource, if it had a key."""
        table = self.common.idempotency
        found: str | None = self.scalar(
            sa.select(table.c.scope).where(table.c.ref == ref).order_by(table.c.scope).limit(1)
        )
        return found

    def close_key(self, scope: str) -> None:
        """No call with this key is accepted any more, whether one came or not.

        A call that is being worked on can't store its answer then, and what it would have
        written with it is rolled back. Raises keys.Replay where a first call with the key
        commits in this very moment: look again.
        """
        table = self.common.idempotency
        closed = {"fingerprint": keys.CLOSED, "state": "answered"}
        found = self.conn.execute(table.update().where(table.c.scope == scope).values(**closed))
        if found.rowcount == 0:
            try:
                self.conn.execute(table.insert().values(scope=scope, **closed))
            except sa.exc.IntegrityError:
                raise keys.Replay from None

    def _open_key(self, scope: str) -> Any:
        table = self.common.idempotency
        return sa.and_(table.c.scope == scope, table.c.fingerprint != keys.CLOSED)

    def _still_open(self, statement: Any) -> None:
        if self.conn.execute(statement).rowcount == 0:
            raise keys.Replay

    def _store(self, key: keys.RequestKey, made: keys.Answer, about: str | None = None) -> None:
        table = self.common.idempotency
        if key.alongside is not None:
            key.alongside(self, made)
        values = {
            "state": "answered",
            "status": made.status,
            "headers": dict(made.headers),
            "body": made.body,
        }
        if about is not None:
            values["ref"] = about
        if key.resuming:
            self._still_open(table.update().where(self._open_key(key.scope)).values(**values))
        else:
            try:
                self.conn.execute(
                    table.insert().values(scope=key.scope, fingerprint=key.fingerprint, **values)
                )
            except sa.exc.IntegrityError:
                raise keys.Replay from None
        key.stored = made

    # -- mechanics

    def check_epoch(self) -> None:
        meta = self.common.world_meta
        epoch = self.scalar(sa.select(meta.c.epoch).with_for_update(read=True))
        if epoch > self.world.epoch:
            raise ClockMoved()

    def after_commit(self, call: Callable[[], None]) -> None:
        self._after.append(call)

    def committed(self) -> None:
        """Tell whoever listens; called once, after the commit."""
        job = current_job.get()
        if job is not None:
            job.report.events += self.report.events
            job.report.rows += self.report.rows
            job.report.is_done |= self._completes
        if self._due and listeners.scheduled is not None:
            for service, due_at in self._due:
                listeners.scheduled(self.world, service, due_at)
        if self._sent and listeners.sent is not None:
            listeners.sent(self.world, self.service)
        if self._told and listeners.emitted is not None:
            listeners.emitted(self.world)
        if self.told and listeners.committed is not None:
            listeners.committed(self.service, self.told)
        for call in self._after:
            call()


def assert_no_transaction(doing: str) -> None:
    """Raises when a transaction is open: another service is never called from inside one."""
    if open_transaction.get() is not None:
        raise RuntimeError(f"a transaction is open while {doing}")
