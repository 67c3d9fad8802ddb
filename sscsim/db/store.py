"""One service's store in the current world, and the transaction a flow owns.

A flow opens `store.write()` (or `store.read()`), loads, decides, records. Everything that
belongs to the effect goes through the transaction: events, due jobs, messages to other
services, the answer to the caller. They commit together or not at all.
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from itsdangerous import BadSignature, URLSafeSerializer

from sscsim import clock, settings, world
from sscsim.db import engines, keys, migrations
from sscsim.db.engines import Place, WorldGone
from sscsim.db.tables import Common, Exported
from sscsim.db.types import canonical
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.problems import Conflict, FieldError, Problem, Text


class ClockMoved(Conflict):
    code = "clock_moved"
    title = Text(zh="沙箱时钟已变动", en="The sandbox clock moved")
    detail = Text(
        zh="处理期间沙箱时钟被调整，未写入任何内容。",
        en="The sandbox clock was moved while this call was being worked on; nothing was written.",
    )
    retryable = True


class StoreBusy(Problem):
    code = "store_busy"
    status = 503
    title = Text(zh="存储繁忙", en="Store busy")
    detail = Text(
        zh="存储暂时繁忙，未写入任何内容，请重试。",
        en="The store is busy and nothing was written; try again.",
    )
    retryable = True

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "1"})


class CursorMismatch(Problem):
    code = "cursor_mismatch"
    status = 400
    title = Text(zh="游标不匹配", en="Cursor does not match")
    detail = Text(
        zh="游标属于另一个查询或另一个沙箱。",
        en="The cursor belongs to another query or to another sandbox.",
    )

    def __init__(self) -> None:
        message = Text(zh="去掉游标重新查询", en="start again without a cursor")
        super().__init__(errors=[FieldError("mismatch", message, parameter="cursor")])


@dataclass(frozen=True, slots=True)
class PageQuery:
    """How much of a list, from where. `filters` binds the cursor to the query."""

    limit: int = 20
    cursor: str | None = None
    filters: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, newest first."""

    items: list[Any]
    next_cursor: str | None = None

    def map(self, shown: Callable[[Any], Any]) -> "Page":
        return replace(self, items=[shown(item) for item in self.items])


@dataclass(slots=True)
class Report:
    """What a job changed: the ids of its events and rows by table."""

    events: list[str] = field(default_factory=list)
    rows: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class RunningJob:
    """The due job the current task works on."""

    service: str
    job_id: str
    report: Report


current_job: ContextVar[RunningJob | None] = ContextVar("current_job", default=None)
_open: ContextVar["Tx | None"] = ContextVar("open_transaction", default=None)

Listener = Callable[..., None]


@dataclass(slots=True)
class Listeners:
    """Whom a store tells after a commit (set by sscsim.jobs; nobody by default)."""

    scheduled: Listener | None = None
    sent: Listener | None = None


listeners = Listeners()
STORES: dict[str, "Store"] = {}


def assert_no_transaction(doing: str) -> None:
    """Raises when a transaction is open: another service is never called from inside one."""
    if _open.get() is not None:
        raise RuntimeError(f"a transaction is open while {doing}")


class Store:
    """The store of one service; which world's is decided by the context at each use."""

    def __init__(
        self,
        service: str,
        metadata: sa.MetaData,
        seed: "Callable[[Tx, str], None] | None" = None,
    ) -> None:
        self.service = service
        self.metadata = metadata
        self.common: Common = metadata.info["common"]
        self.seed = seed
        STORES[service] = self

    # -- transactions

    @contextmanager
    def read(self) -> Iterator["Tx"]:
        """A consistent, query-only view."""
        with self._transaction(world.current(), reading=True) as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator["Tx"]:
        """A transaction that holds the write lock; commits on a clean exit."""
        assert_no_transaction("opening another one")
        with self._transaction(world.current(), reading=False) as tx:
            token = _open.set(tx)
            try:
                tx.check_epoch()
                yield tx
            finally:
                _open.reset(token)
        tx.committed()

    @contextmanager
    def _transaction(self, at: world.World, reading: bool) -> Iterator["Tx"]:
        place = Place(at.sandbox, at.generation, self.service)
        engine, schema = self._engine(place, at)
        try:
            with engines.opened(engine, schema, reading) as conn:
                yield Tx(self, conn, at)
        except sa.exc.OperationalError as error:
            if _is_passing(error):
                raise StoreBusy() from error
            raise

    # -- making and opening

    def exists(self, sandbox: str, generation: int) -> bool:
        place = Place(sandbox, generation, self.service)
        if settings.current().on_postgres:
            return engines.schema_known(place.schema) or engines.postgres_has(place.schema)
        return place.file.exists()

    def _engine(self, place: Place, at: world.World) -> tuple[sa.Engine, str | None]:
        if settings.current().on_postgres:
            if not engines.schema_known(place.schema):
                self._open_schema(place, at)
            return engines.postgres(), place.schema
        return engines.sqlite_engines.get(place) or self._open_file(place, at), None

    def _open_file(self, place: Place, at: world.World) -> sa.Engine:
        if not place.folder.is_dir():
            raise WorldGone()
        with migrations.store_lock(place):
            late: list[Tx] = []
            if not place.file.exists():
                late = self._make_file(place, at)
            engine = engines.sqlite_engine(place.file)
            self._upgrade(engine, None)
            kept = engines.sqlite_engines.put(place, engine)
        for tx in late:
            tx.committed()
        return kept

    def _make_file(self, place: Place, at: world.World) -> list["Tx"]:
        raw = place.file.with_suffix(".new")
        for leftover in (raw, raw.with_suffix(".new-wal"), raw.with_suffix(".new-shm")):
            leftover.unlink(missing_ok=True)
        migrations.copy_template(self.service, raw)
        engine = sa.create_engine(f"sqlite:///{raw}", poolclass=sa.NullPool)
        with engine.begin() as conn:
            tx = self._fill(conn, at)
        engine.dispose()
        raw.rename(place.file)
        return [tx]

    def _open_schema(self, place: Place, at: world.World) -> None:
        late: list[Tx] = []
        with engines.postgres().begin() as conn:
            lock = int.from_bytes(hashlib.sha256(place.schema.encode()).digest()[:7], "big")
            conn.exec_driver_sql("SELECT pg_advisory_xact_lock(%(k)s)", {"k": lock})
            if not engines._has_schema(conn, place.anchor):
                raise WorldGone()
            if not engines._has_schema(conn, place.schema):
                conn.exec_driver_sql(f'CREATE SCHEMA "{place.schema}"')
                conn.exec_driver_sql(f'SET LOCAL search_path TO "{place.schema}"')
                conn.exec_driver_sql(migrations.ddl(self.service))
                late = [self._fill(conn, at)]
        self._upgrade(engines.postgres(), place.schema)
        engines.remember_schema(place.schema)
        for tx in late:
            tx.committed()

    def _upgrade(self, engine: sa.Engine, schema: str | None) -> None:
        with engines.opened(engine, schema, reading=False) as conn:
            if migrations.revision(conn) != migrations.head(self.service):
                migrations.upgrade(conn, self.service)

    def _fill(self, conn: sa.Connection, at: world.World) -> "Tx":
        """The first rows of a new store, dated by the world's birth."""
        birth = replace(at, now=at.born or at.now, role="system", scopes=frozenset({"*"}))
        tx = Tx(self, conn, birth)
        tx.execute(self.common.world_meta.insert().values(id=1, epoch=at.epoch))
        if self.seed is not None:
            job, key = current_job.set(None), keys.request_key.set(None)
            try:
                with world.entered(birth):
                    self.seed(tx, at.preset)
            finally:
                keys.request_key.reset(key)
                current_job.reset(job)
        return tx

    def fence(self, epoch: int) -> None:
        """Refuse from now on writes that carry an older epoch; waits for open writers."""
        meta = self.common.world_meta
        raised = meta.update().where(meta.c.epoch < epoch).values(epoch=epoch)
        with self._transaction(world.current(), reading=False) as tx:
            tx.conn.execute(raised)

    # -- canonical export

    def export(self) -> dict[str, list[dict[str, Any]]]:
        """Every business row, sorted by business key, without technical columns."""
        with self.read() as tx:
            return {
                name: _exported(tx, self.metadata.tables[name], how)
                for name, how in sorted(self.metadata.info["exports"].items())
                if how.key
            }


def _exported(tx: "Tx", made: sa.Table, how: Exported) -> list[dict[str, Any]]:
    shown = [column for column in made.columns if column.name not in how.skip]
    rows = [
        {column.name: _plain(value) for column, value in zip(shown, row, strict=True)}
        for row in tx.all(sa.select(*shown))
    ]
    return sorted(rows, key=lambda row: [str(row[name]) for name in how.key])


def _plain(value: Any) -> Any:
    if hasattr(value, "fen"):
        return value.fen
    if isinstance(value, datetime):
        return clock.shown(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _is_passing(error: sa.exc.OperationalError) -> bool:
    text = str(error.orig)
    words = ("database is locked", "deadlock detected", "could not serialize", "too many clients")
    return any(word in text for word in words)


class Tx:
    """A transaction of one store in one world. See the module docstring."""

    def __init__(self, store: Store, conn: sa.Connection, at: world.World) -> None:
        self.store = store
        self.conn = conn
        self.world = at
        self.common = store.common
        self.report = Report()
        self._due: list[tuple[str, datetime]] = []
        self._sent = False
        self._after: list[Callable[[], None]] = []

    # -- statements

    def execute(self, statement: Any, params: Any = None) -> sa.CursorResult[Any]:
        result: sa.CursorResult[Any] = self.conn.execute(statement, params)
        if getattr(statement, "is_dml", False) and result.rowcount > 0:
            self.report.rows[statement.table.name] += result.rowcount
        return result

    def one(self, statement: Any, params: Any = None) -> Any | None:
        return self.conn.execute(statement, params).one_or_none()

    def all(self, statement: Any, params: Any = None) -> Sequence[Any]:
        return self.conn.execute(statement, params).all()

    def scalar(self, statement: Any, params: Any = None) -> Any:
        return self.conn.execute(statement, params).scalar()

    def page(self, statement: Any, table: sa.Table, page: PageQuery) -> Page:
        """One page of a list, newest first."""
        if page.cursor is not None:
            statement = statement.where(table.c.seq < _read_cursor(page, self.world))
        rows = self.all(
            statement.add_columns(table.c.seq.label("_seq"))
            .order_by(table.c.seq.desc())
            .limit(page.limit + 1)
        )
        more = len(rows) > page.limit
        kept = list(rows[: page.limit])
        following = _write_cursor(page, self.world, kept[-1]._seq) if more else None
        return Page(kept, following)

    def lock(self, *key: object) -> None:
        """Have transactions with the same key wait for each other, where no row can be locked.

        SQLite has one writer at a time anyway.
        """
        if self.conn.dialect.name == "postgresql":
            named = resource_id("lock", self.world.sandbox, self.store.service, *key)
            number = int.from_bytes(hashlib.sha256(named.encode()).digest()[:7], "big")
            self.conn.exec_driver_sql("SELECT pg_advisory_xact_lock(%(k)s)", {"k": number})

    # -- ids

    def new_id(self, prefix: str, *key: object) -> str:
        """The id of what this business key names in this world and service."""
        return resource_id(prefix, self.world.seed, self.store.service, *key)

    # -- what commits with the effect

    def emit(self, type: str, subject: str, data: dict[str, Any]) -> str:
        """Record an event; `data` holds plain JSON values."""
        events = self.common.events
        earlier = self.scalar(
            sa.select(sa.func.count()).select_from(events).where(events.c.subject == subject)
        )
        event_id = self.new_id("evt", subject, earlier)
        self.execute(
            events.insert().values(
                id=event_id,
                type=type,
                subject=subject,
                time=self.world.now,
                data=data,
                trace_id=self.world.trace_id,
                request_id=self.world.request_id,
            )
        )
        self.report.events.append(event_id)
        return event_id

    def schedule(
        self, name: str, key: str, due_at: datetime, rank: int = 50, queue: str | None = None
    ) -> None:
        """Have `name` run for `key` when the sandbox clock reaches `due_at`; once per key."""
        jobs = self.common.jobs
        known = self.scalar(sa.select(jobs.c.id).where(jobs.c.name == name, jobs.c.key == key))
        if known is not None:
            return
        self.execute(
            jobs.insert().values(
                id=self.new_id("job", name, key),
                name=name,
                key=key,
                due_at=due_at,
                rank=rank,
                queue=queue or self.store.service,
                status="due",
                created_at=self.world.now,
            )
        )
        self._due.append((self.store.service, due_at))

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
            self.common.outbox.insert().values(
                key=key,
                target=target,
                path=path,
                body=body,
                trace_id=self.world.trace_id,
                request_id=self.world.request_id,
                status="waiting",
                created_at=self.world.now,
            )
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
        """In a job's flow: the due job is done with this transaction."""
        job = current_job.get()
        if job is None or job.service != self.store.service:
            return
        jobs = self.common.jobs
        job.report.events += self.report.events
        job.report.rows += self.report.rows
        report = {"events": job.report.events, "rows": dict(job.report.rows)}
        self.conn.execute(
            jobs.update()
            .where(jobs.c.id == job.job_id, jobs.c.status == "due")
            .values(status="done", done_at=self.world.now, report=report)
        )
        self.report = Report()

    # -- the answer to a call with a key

    def begin_saga(self, ref: str) -> None:
        """Commit the caller's key as running, with what it is about (`ref`, a resource id)."""
        key = keys.request_key.get()
        if key is None:
            return
        table = self.common.idempotency
        mark = {"owner": keys.process_mark(), "started_ms": int(clock.real_seconds() * 1000)}
        if key.resuming:
            self.execute(
                table.update()
                .where(table.c.scope == key.scope)
                .values(state="running", ref=ref, **mark)
            )
            return
        try:
            self.conn.execute(
                table.insert().values(
                    scope=key.scope, fingerprint=key.fingerprint, state="running", ref=ref, **mark
                )
            )
        except sa.exc.IntegrityError:
            raise keys.Replay from None
        key.resuming = True

    def answer(self, value: Any) -> Any:
        """Store the answer made from `value` with the caller's key; returns `value`."""
        key = keys.request_key.get()
        if key is not None:
            self._store(key, key.answer_with(value))
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
            self.conn.execute(
                table.update().where(table.c.scope == key.scope).values(state="unknown")
            )

    def _store(self, key: keys.RequestKey, made: keys.Answer) -> None:
        table = self.common.idempotency
        values = {
            "state": "answered",
            "status": made.status,
            "headers": dict(made.headers),
            "body": made.body,
        }
        if key.resuming:
            self.conn.execute(table.update().where(table.c.scope == key.scope).values(**values))
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
        if self._due and listeners.scheduled is not None:
            for service, due_at in self._due:
                listeners.scheduled(self.world, service, due_at)
        if self._sent and listeners.sent is not None:
            listeners.sent(self.world, self.store.service)
        for call in self._after:
            call()


# ---- cursors


def _cursors() -> URLSafeSerializer:
    return URLSafeSerializer(world.context_secret(), salt="ssc-cursor")


def _bound(page: PageQuery, at: world.World) -> str:
    text = canonical([page.filters, at.sandbox, at.generation])
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:9]).decode()


def _write_cursor(page: PageQuery, at: world.World, seq: int) -> str:
    token = _cursors().dumps([_bound(page, at), seq])
    return token if isinstance(token, str) else token.decode()


def _read_cursor(page: PageQuery, at: world.World) -> int:
    try:
        bound, seq = _cursors().loads(page.cursor or "")
    except (BadSignature, ValueError, TypeError, json.JSONDecodeError):
        raise CursorMismatch() from None
    if bound != _bound(page, at):
        raise CursorMismatch()
    return int(seq)
