"""Runs of scenarios: which there are, who plays each, and what came of it.

A run is a row. Whoever plays it holds a lease and renews it; when the lease is over, the
player's process is gone, and whoever asks for the run next plays it again from its start.
"""

import secrets
from typing import Any

import sqlalchemy as sa

from sscsim import world
from sscsim.control import clocks, schema, store
from sscsim.db.keys import KeyReused
from sscsim.kernel.ids.resource import resource_id

LEASE_MS = 60_000
"""Longer than any single call of a story."""
ATTEMPTS = 3
"""A run that was taken over so often has something that kills its players."""

_RUNS = schema.scenario_runs


def begin(
    at: world.World, scenario: str, key: tuple[str, str] | None = None
) -> tuple[Any | None, bool]:
    """A new run with its player's lease, and True; or the one this key began, and False.

    None, False while another one of this world isn't done. `key`: scope and fingerprint of
    the caller's idempotency key. Raises KeyReused.
    """
    now = clocks.real_ms()
    with store.write() as tx:
        tx.execute(
            sa.select(schema.sandboxes.c.id)
            .where(schema.sandboxes.c.id == at.sandbox)
            .with_for_update()
        )
        mine = _RUNS.c.sandbox == at.sandbox
        count = sa.select(sa.func.count()).select_from(_RUNS).where(mine)
        parts: tuple[Any, ...] = ("run", tx.execute(count).scalar_one())
        if key is not None:
            parts = ("run by key", at.generation, key[0])
        run_id = resource_id("op", at.seed, "gateway", *parts)
        if key is not None:
            begun = _row(tx, at.sandbox, run_id)
            if begun is not None:
                if begun.fingerprint != key[1]:
                    raise KeyReused()
                return begun, False
        busy = sa.select(_RUNS.c.id).where(mine, _RUNS.c.status == "running")
        if tx.execute(busy.limit(1)).first() is not None:
            return None, False
        tx.execute(
            _RUNS.insert().values(
                id=run_id,
                sandbox=at.sandbox,
                scenario=scenario,
                world="",
                fingerprint=key[1] if key is not None else "",
                status="running",
                player=secrets.token_hex(12),
                lease_until_ms=now + LEASE_MS,
                attempts=1,
                key_id="",
                report="",
                reason="",
                created_ms=now,
                updated_ms=now,
            )
        )
        return _row(tx, at.sandbox, run_id), True


def find(sandbox: str, run_id: str) -> Any | None:
    with store.read() as tx:
        return _row(tx, sandbox, run_id)


def running(sandbox: str) -> Any | None:
    """The one that isn't done."""
    mine = (_RUNS.c.sandbox == sandbox) & (_RUNS.c.status == "running")
    with store.read() as tx:
        return tx.execute(sa.select(_RUNS).where(mine).limit(1)).one_or_none()


def take_over(sandbox: str, run_id: str) -> Any | None:
    """The run with a new player's lease, when the old one's is over; None otherwise."""
    now = clocks.real_ms()
    mine = (_RUNS.c.sandbox == sandbox) & (_RUNS.c.id == run_id)
    with store.write() as tx:
        taken = tx.execute(
            _RUNS.update()
            .where(mine, _RUNS.c.status == "running", _RUNS.c.lease_until_ms < now)
            .values(
                player=secrets.token_hex(12),
                lease_until_ms=now + LEASE_MS,
                attempts=_RUNS.c.attempts + 1,
                updated_ms=now,
            )
        )
        return _row(tx, sandbox, run_id) if taken.rowcount == 1 else None


def renew(run: Any, **noted: Any) -> bool:
    """Keep the lease and note what is new (`world`, `key_id`); False when it was lost."""
    return _mine(run, lease_until_ms=clocks.real_ms() + LEASE_MS, **noted)


def finish(run: Any, status: str, report: str = "", reason: str = "") -> bool:
    """What came of it; False when somebody else plays it by now."""
    return _mine(run, status=status, report=report, reason=reason, lease_until_ms=0, key_id="")


def let_go(run: Any) -> None:
    """Nobody plays it just now; whoever asks next takes it over, and it counts as no attempt."""
    _mine(run, lease_until_ms=0, attempts=run.attempts - 1)


def forget(run: Any) -> None:
    """A run that could not begin leaves nothing."""
    with store.write() as tx:
        tx.execute(_RUNS.delete().where(_RUNS.c.sandbox == run.sandbox, _RUNS.c.id == run.id))


def worlds_of(sandbox: str) -> list[str]:
    """The worlds in which runs were played to their end, the newest run's first."""
    done = (_RUNS.c.sandbox == sandbox) & (_RUNS.c.status != "running") & (_RUNS.c.world != "")
    with store.read() as tx:
        return list(
            tx.execute(sa.select(_RUNS.c.world).where(done).order_by(_RUNS.c.seq.desc())).scalars()
        )


def _mine(run: Any, **values: Any) -> bool:
    with store.write() as tx:
        done = tx.execute(
            _RUNS.update()
            .where(
                _RUNS.c.sandbox == run.sandbox,
                _RUNS.c.id == run.id,
                _RUNS.c.player == run.player,
                _RUNS.c.status == "running",
            )
            .values(updated_ms=clocks.real_ms(), **values)
        )
        return bool(done.rowcount == 1)


def _row(tx: sa.Connection, sandbox: str, run_id: str) -> Any | None:
    return tx.execute(
        sa.select(_RUNS).where(_RUNS.c.sandbox == sandbox, _RUNS.c.id == run_id)
    ).one_or_none()
