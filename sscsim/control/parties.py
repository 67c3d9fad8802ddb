"""Parties: the integrators of a world, each with a role, perhaps a region, and a key."""

import secrets
from collections import namedtuple
from typing import Any

import sqlalchemy as sa

from sscsim import world
from sscsim.control import clocks, schema, store
from sscsim.control.keys import hash_key
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


def add(at: world.World, name: str, role: str, region: str | None) -> tuple[Any, str]:
    """A new party of this world and its key, shown once. Raises PartyExists."""
    key = "sk_sbx_" + secrets.token_hex(20)
    party_id = resource_id("pty", at.seed, "gateway", name)
    with store.write() as tx:
        table = schema.parties
        known = tx.execute(
            sa.select(table.c.id).where(table.c.sandbox == at.sandbox, table.c.name == name)
        ).one_or_none()
        if known is not None:
            raise PartyExists(name=name)
        tx.execute(
            table.insert().values(
                id=party_id,
                sandbox=at.sandbox,
                name=name,
                role=role,
                region=region,
                created_us=clocks.micros(at.now),
            )
        )
        tx.execute(
            schema.keys.insert().values(
                hash=hash_key(key),
                sandbox=at.sandbox,
                party_id=party_id,
                kind="secret",
                created_ms=clocks.real_ms(),
            )
        )
    found = find(at.sandbox, party_id)
    if found is None:
        raise PartyNotFound(party=party_id)
    return found, key


def every(sandbox: str) -> list[Any]:
    """Newest first."""
    table = schema.parties
    with store.read() as tx:
        return list(
            tx.execute(
                sa.select(table).where(table.c.sandbox == sandbox).order_by(table.c.seq.desc())
            )
        )


Party = namedtuple("Party", ("id", "name", "role", "region", "created_us"))
_PARTY = """
SELECT id, name, role, region, created_us FROM parties
 WHERE sandbox = ? AND (id = ? OR name = ?)
"""


def find(sandbox: str, id_or_name: str) -> Any | None:
    found = store.first(_PARTY, sandbox, id_or_name, id_or_name)
    return None if found is None else Party(*found)
