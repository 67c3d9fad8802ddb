"""Parties: the integrators of a world, each with a role, perhaps a region, and a key."""

from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sscsim import world
from sscsim.control import clients, clocks, keys, schema, store
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.problems import Conflict, FieldError, NotFound, Problem, Text

PARTY_ROLES = tuple(role for role in world.ROLES if role != "owner")


class PartyExists(Conflict):
    code = "party_exists"
    title = Text(zh="参与方已存在", en="Party exists")
    detail = Text(
        zh="本沙箱已有名为 {name} 的参与方。", en="This sandbox already has a party named {name}."
    )


class PartyNotFound(NotFound):
    code = "party_not_found"
    title = Text(zh="参与方不存在", en="No such party")
    detail = Text(zh="没有参与方 {party}。", en="There is no party {party}.")


class UnknownParty(Problem):
    code = "unknown_party"
    status = 400
    title = Text(zh="未知的参与方", en="Unknown party")
    detail = Text(
        zh="SSC-Act-As 中的参与方 {party} 不存在。", en="SSC-Act-As names no party: {party}."
    )

    def __init__(self, party: str) -> None:
        message = Text(zh="参与方的 id 或名称", en="a party's id or name")
        super().__init__(party=party, errors=[FieldError("unknown", message, header="SSC-Act-As")])


@dataclass(frozen=True, slots=True)
class NewParty:
    """A party just made, with its key and its client's secret in clear: they are shown once."""

    row: Any
    key: str
    client_id: str
    client_secret: str | None


def add(
    at: world.World,
    name: str,
    role: str,
    region: str | None,
    redirect_uris: list[str] | None = None,
) -> NewParty:
    """A new party of this world, its key and its client. Raises PartyExists."""
    party_id = resource_id("pty", at.seed, "gateway", name)
    made_us = clocks.micros(at.now)
    with store.write() as tx:
        table = schema.parties
        known = tx.execute(
            sa.select(table.c.id).where(table.c.sandbox == at.sandbox, table.c.name == name)
        ).one_or_none()
        if known is not None:
            raise PartyExists(name=name)
        # A restore may have taken a party of this name away and left its keys: they end here.
        _end_access(tx, at.sandbox, party_id)
        tx.execute(
            table.insert().values(
                id=party_id,
                sandbox=at.sandbox,
                name=name,
                role=role,
                region=region,
                created_us=made_us,
                updated_us=made_us,
                version=1,
            )
        )
        key = keys.add(tx, at.sandbox, keys.NewKey("first key", party_id=party_id))
        client_id, secret = clients.add(tx, at.sandbox, party_id, name, redirect_uris)
    return NewParty(get(at.sandbox, party_id), key, client_id, secret)


def change(at: world.World, party_id: str, check: Callable[[int], None], **values: Any) -> Any:
    """Another role or region; the scopes of its keys and tokens follow at once."""
    table = schema.parties
    where = sa.and_(table.c.sandbox == at.sandbox, table.c.id == party_id)
    with store.write() as tx:
        check(_version(tx, where, party_id))
        tx.execute(
            table.update()
            .where(where)
            .values(version=table.c.version + 1, updated_us=clocks.micros(at.now), **values)
        )
    return get(at.sandbox, party_id)


def delete(at: world.World, party_id: str, check: Callable[[int], None]) -> None:
    """Remove a party with its keys, clients and tokens; what it did in the world stays."""
    table = schema.parties
    where = sa.and_(table.c.sandbox == at.sandbox, table.c.id == party_id)
    with store.write() as tx:
        check(_version(tx, where, party_id))
        _end_access(tx, at.sandbox, party_id)
        tx.execute(table.delete().where(where))


def _end_access(tx: sa.Connection, sandbox: str, party_id: str) -> None:
    for owned in (schema.keys, schema.clients, schema.tokens, schema.message_access):
        tx.execute(owned.delete().where(owned.c.sandbox == sandbox, owned.c.party_id == party_id))


def _version(tx: sa.Connection, where: Any, party_id: str) -> int:
    query = sa.select(schema.parties.c.version).where(where).with_for_update()
    found: int | None = tx.execute(query).scalar_one_or_none()
    if found is None:
        raise PartyNotFound(party=party_id)
    return found


def every(sandbox: str) -> list[Any]:
    """Newest first."""
    table = schema.parties
    with store.read() as tx:
        return list(
            tx.execute(
                sa.select(table).where(table.c.sandbox == sandbox).order_by(table.c.seq.desc())
            )
        )


Party = namedtuple("Party", ("id", "name", "role", "region", "created_us", "updated_us", "version"))
_PARTY = f"""
SELECT {", ".join(Party._fields)} FROM parties
 WHERE sandbox = ? AND (id = ? OR name = ?)
"""


def find(sandbox: str, id_or_name: str) -> Any | None:
    found = store.first(_PARTY, sandbox, id_or_name, id_or_name)
    return None if found is None else Party(*found)


def get(sandbox: str, party_id: str) -> Any:
    """Raises PartyNotFound."""
    found = find(sandbox, party_id)
    if found is None or found.id != party_id:
        raise PartyNotFound(party=party_id)
    return found
