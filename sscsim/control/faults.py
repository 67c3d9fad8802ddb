"""The fault rules and switched-on profiles of worlds, and how often each rule struck.

`sandboxes.faulty` says whether a world has any: without, nobody reads them. Counting and
choosing is one short writing transaction, so that of two calls at once one is the nth.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa

from sscsim import world
from sscsim.control import clocks, schema, store
from sscsim.db.types import canonical
from sscsim.faults import Fault, carried
from sscsim.faults import rules as faults
from sscsim.faults.rules import Asked, Rule
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.problems import Conflict, NotFound, Text

MOST_RULES = 200
"""Rules of one world, those of its profiles among them."""
_TABLE, _PROFILES = schema.faults, schema.fault_profiles


class FaultNotFound(NotFound):
    code = "fault_rule_not_found"
    title = Text(zh="故障规则不存在", en="No such fault rule")
    detail = Text(zh="没有故障规则 {fault_id}。", en="There is no fault rule {fault_id}.")


class TooManyFaults(Conflict):
    code = "too_many_fault_rules"
    title = Text(zh="故障规则过多", en="Too many fault rules")
    detail = Text(
        zh="一个沙箱最多 {limit} 条故障规则。", en="A sandbox has at most {limit} fault rules."
    )


class ProfileNotOn(NotFound):
    code = "fault_profile_not_on"
    title = Text(zh="故障场景未启用", en="The fault profile is not on")
    detail = Text(zh="场景 {name} 未启用。", en="The profile {name} is not switched on.")


@lru_cache(maxsize=1024)
def rule_in(text: str) -> Rule:
    """The rule that a row keeps."""
    return faults.read(json.loads(text))


@lru_cache(maxsize=1024)
def _outcome_rule_in(text: str) -> Rule | None:
    """The rule, if it is of an outcome. The faults of calls are not even read: they are the
    gateway's, and a worker doesn't know every problem that one may name."""
    return rule_in(text) if "outcome" in json.loads(text) else None


# ---- rules


def add(at: world.World, rule: Rule) -> Any:
    """Keep a rule; its row. Raises TooManyFaults."""
    with store.write() as tx:
        [row] = _add(tx, at, [rule], "")
        return row


def _add(tx: sa.Connection, at: world.World, new: Sequence[Rule], profile: str) -> list[Any]:
    sandboxes = schema.sandboxes
    locked = sa.select(sandboxes.c.id).where(sandboxes.c.id == at.sandbox).with_for_update()
    tx.execute(locked)
    of_world = _TABLE.c.sandbox == at.sandbox
    known, last = tx.execute(
        sa.select(sa.func.count(), sa.func.max(_TABLE.c.ordinal)).where(of_world)
    ).one()
    if known + len(new) > MOST_RULES:
        raise TooManyFaults(limit=MOST_RULES)
    ids = []
    for ordinal, rule in enumerate(new, start=(last or 0) + 1):
        ids.append(resource_id("flt", at.seed, "gateway", ordinal))
        tx.execute(
            _TABLE.insert().values(
                id=ids[-1],
                sandbox=at.sandbox,
                ordinal=ordinal,
                profile=profile,
                rule=canonical(faults.as_json(rule)),
                matched=0,
                applied=0,
                created_us=clocks.micros(at.now),
            )
        )
    _flag(tx, at.sandbox)
    made = sa.select(_TABLE).where(of_world, _TABLE.c.id.in_(ids)).order_by(_TABLE.c.ordinal)
    return list(tx.execute(made))


def _flag(tx: sa.Connection, sandbox: str) -> None:
    """Note whether the world has any rule."""
    any_rule = sa.exists().where(_TABLE.c.sandbox == sandbox)
    worlds = schema.sandboxes
    tx.execute(
        worlds.update()
        .where(worlds.c.id == sandbox)
        .values(faulty=sa.select(any_rule).scalar_subquery())
    )


def every(sandbox: str) -> list[Any]:
    """All rules of a world, newest first."""
    with store.read() as tx:
        query = sa.select(_TABLE).where(_TABLE.c.sandbox == sandbox)
        return list(tx.execute(query.order_by(_TABLE.c.ordinal.desc())))


def find(sandbox: str, fault_id: str) -> Any:
    """One rule's row; FaultNotFound."""
    with store.read() as tx:
        row = tx.execute(
            sa.select(_TABLE).where(_TABLE.c.sandbox == sandbox, _TABLE.c.id == fault_id)
        ).one_or_none()
    if row is None:
        raise FaultNotFound(fault_id=fault_id)
    return row


def remove(sandbox: str, fault_id: str) -> None:
    """Raises FaultNotFound."""
    with store.write() as tx:
        gone = tx.execute(
            _TABLE.delete().where(_TABLE.c.sandbox == sandbox, _TABLE.c.id == fault_id)
        )
        if gone.rowcount == 0:
            raise FaultNotFound(fault_id=fault_id)
        _flag(tx, sandbox)


def clear(sandbox: str) -> None:
    """Remove every rule and switch every profile off."""
    with store.write() as tx:
        for table in (_TABLE, _PROFILES):
            tx.execute(table.delete().where(table.c.sandbox == sandbox))
        _flag(tx, sandbox)


# ---- striking


@dataclass(slots=True)
class Struck:
    """What rules do to one call: faults in their order, and what its context carries."""

    faults: list[tuple[str, Fault]] = field(default_factory=list)
    carried: list[str] = field(default_factory=list)


def struck(at: world.World, asked: Asked, ended: bool) -> Struck:
    """Count the call with every rule it fits, and choose what is applied to it.

    Rules stand in the order they were made. Delays add up; of the other faults the first is
    applied and the rest only matched. `ended`: the call's own wish is one already. Outcomes
    are all carried, and counted where they strike.
    """
    found, hits = Struck(), []
    for row in _rows(at.sandbox):
        rule = rule_in(row.rule)
        if not (rule.window.holds(asked.now) and rule.match.fits(asked)):
            continue
        if rule.outcome is not None:
            found.carried.append(carried(row.id, rule.outcome))
        else:
            hits.append(row.id)
    if not hits:
        return found
    with store.write() as tx:
        query = sa.select(_TABLE).where(_TABLE.c.sandbox == at.sandbox, _TABLE.c.id.in_(hits))
        for row in tx.execute(query.order_by(_TABLE.c.ordinal).with_for_update()).all():
            fault = rule_in(row.rule).fault
            assert fault is not None
            free = fault.kind == "delay" or not ended
            if _count(tx, at, row, free):
                found.faults.append((row.id, fault))
                ended = ended or fault.kind != "delay"
    return found


def strike(at: world.World, fault_id: str) -> bool:
    """Count a rule where it strikes behind the gateway; whether it is applied this time."""
    with store.write() as tx:
        row = tx.execute(
            sa.select(_TABLE)
            .where(_TABLE.c.sandbox == at.sandbox, _TABLE.c.id == fault_id)
            .with_for_update()
        ).one_or_none()
        return row is not None and _count(tx, at, row, True)


def _count(tx: sa.Connection, at: world.World, row: Any, free: bool) -> bool:
    matched = row.matched + 1
    applies = free and rule_in(row.rule).applies(at.seed, row.id, matched, row.applied)
    tx.execute(
        _TABLE.update()
        .where(_TABLE.c.seq == row.seq)
        .values(matched=matched, applied=row.applied + applies)
    )
    return applies


def _rows(sandbox: str) -> list[Any]:
    query = sa.select(_TABLE.c.id, _TABLE.c.rule).where(_TABLE.c.sandbox == sandbox)
    with store.read() as tx:
        return list(tx.execute(query.order_by(_TABLE.c.ordinal)))


_STANDING = "SELECT id, rule FROM faults WHERE sandbox = ? ORDER BY ordinal"


def standing(sandbox: str, now: datetime) -> tuple[str, ...]:
    """How things stand behind the gateway, for a context that no call made."""
    found = []
    for fault_id, text in store.every(_STANDING, sandbox):
        rule = _outcome_rule_in(text)
        if rule is None or rule.outcome is None:
            continue
        if rule.is_state and rule.window.holds(now):
            found.append(carried(fault_id, rule.outcome))
    return tuple(found)


# ---- profiles


def switch_on(
    at: world.World, name: str, parameters: Mapping[str, Any], new: Iterable[Rule]
) -> Any:
    """Put a profile's rules in force, in place of those it had; its row."""
    with store.write() as tx:
        _switch_off(tx, at.sandbox, name)
        _add(tx, at, list(new), name)
        tx.execute(
            _PROFILES.insert().values(
                sandbox=at.sandbox,
                name=name,
                parameters=canonical(dict(parameters)),
                created_us=clocks.micros(at.now),
            )
        )
        return _profile(tx, at.sandbox, name)


def switch_off(sandbox: str, name: str) -> None:
    """Raises ProfileNotOn."""
    with store.write() as tx:
        if not _switch_off(tx, sandbox, name):
            raise ProfileNotOn(name=name)
        _flag(tx, sandbox)


def _switch_off(tx: sa.Connection, sandbox: str, name: str) -> bool:
    tx.execute(_TABLE.delete().where(_TABLE.c.sandbox == sandbox, _TABLE.c.profile == name))
    gone = tx.execute(
        _PROFILES.delete().where(_PROFILES.c.sandbox == sandbox, _PROFILES.c.name == name)
    )
    return gone.rowcount > 0


def _profile(tx: sa.Connection, sandbox: str, name: str) -> Any:
    query = sa.select(_PROFILES).where(_PROFILES.c.sandbox == sandbox, _PROFILES.c.name == name)
    return tx.execute(query).one()


def switched_on(sandbox: str) -> dict[str, dict[str, Any]]:
    """The profiles that are on, by name, with their parameters."""
    query = sa.select(_PROFILES).where(_PROFILES.c.sandbox == sandbox).order_by(_PROFILES.c.seq)
    with store.read() as tx:
        return {row.name: json.loads(row.parameters) for row in tx.execute(query)}
