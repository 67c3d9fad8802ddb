"""OAuth2 clients: an id and a secret a party gets tokens with, and where codes may go.

A client's id says its world, so that the token endpoint needs no other credential. The
secret is kept as its SHA-256: it has 256 random bits, so no slow hash is needed.
"""

import hmac
import json
import secrets
from collections import namedtuple
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from sscsim.control import clocks, schema, store
from sscsim.control.keys import hash_key
from sscsim.kernel.ids.resource import crockford
from sscsim.kernel.problems import Conflict, NotFound, Text

_CLIENTS = schema.clients
ClientRow = namedtuple(
    "ClientRow",
    (
        "id",
        "sandbox",
        "party_id",
        "name",
        "secret_hash",
        "redirect_uris",
        "scopes",
        "created_ms",
        "version",
    ),
)


class ClientNotFound(NotFound):
    code = "client_not_found"
    title = Text(zh="客户端不存在", en="No such client")
    detail = Text(zh="没有客户端 {client_id}。", en="There is no client {client_id}.")


class ClientIsPublic(Conflict):
    code = "client_is_public"
    title = Text(zh="公共客户端没有密钥", en="A public client has no secret")
    detail = Text(
        zh="该客户端是公共客户端，没有密钥。", en="This client is public; it has no secret."
    )


def add(
    tx: sa.Connection,
    sandbox: str,
    party_id: str | None,
    name: str,
    redirect_uris: list[str] | None = None,
    scopes: str | None = None,
    is_public: bool = False,
) -> tuple[str, str | None]:
    """Keep a new client; its id, and its secret, which is shown once (a public one has none)."""
    client_id = "cli_" + crockford(secrets.randbits(130), 26)
    secret = None if is_public else _new_secret()
    tx.execute(
        _CLIENTS.insert().values(
            id=client_id,
            sandbox=sandbox,
            party_id=party_id,
            name=name,
            secret_hash=hash_key(secret) if secret else "",
            redirect_uris=json.dumps(redirect_uris or []),
            scopes=scopes,
            created_ms=clocks.real_ms(),
            version=1,
        )
    )
    return client_id, secret


def create(
    sandbox: str,
    party_id: str | None,
    name: str,
    redirect_uris: list[str] | None,
    scopes: str | None,
    is_public: bool = False,
) -> tuple[Any, str | None]:
    with store.write() as tx:
        client_id, secret = add(tx, sandbox, party_id, name, redirect_uris, scopes, is_public)
        return _known(tx, sandbox, client_id), secret


def every(sandbox: str) -> list[Any]:
    """Newest first."""
    query = sa.select(*(_CLIENTS.c[name] for name in ClientRow._fields)).where(
        _CLIENTS.c.sandbox == sandbox
    )
    with store.read() as tx:
        return [ClientRow(*row) for row in tx.execute(query.order_by(_CLIENTS.c.seq.desc()))]


def get(sandbox: str, client_id: str) -> Any:
    """Raises ClientNotFound."""
    with store.read() as tx:
        return _known(tx, sandbox, client_id)


def change(sandbox: str, client_id: str, check: Callable[[int], None], **values: Any) -> Any:
    with store.write() as tx:
        old = _known(tx, sandbox, client_id, lock=True)
        check(old.version)
        if values.get("redirect_uris") is not None:
            values["redirect_uris"] = json.dumps(values["redirect_uris"])
        _change(tx, old, **values)
        return _known(tx, sandbox, client_id)


def new_secret(sandbox: str, client_id: str) -> tuple[Any, str]:
    """Another secret; the old one is good no more, and tokens got with it live on."""
    secret = _new_secret()
    with store.write() as tx:
        old = _known(tx, sandbox, client_id, lock=True)
        if not old.secret_hash:
            raise ClientIsPublic()
        _change(tx, old, secret_hash=hash_key(secret))
        return _known(tx, sandbox, client_id), secret


def delete(sandbox: str, client_id: str, check: Callable[[int], None]) -> None:
    """Remove a client and all tokens it got."""
    with store.write() as tx:
        old = _known(tx, sandbox, client_id, lock=True)
        check(old.version)
        tx.execute(schema.tokens.delete().where(schema.tokens.c.client_id == client_id))
        tx.execute(_CLIENTS.delete().where(_CLIENTS.c.id == client_id))


def is_secret(row: Any, secret: str) -> bool:
    return hmac.compare_digest(row.secret_hash, hash_key(secret))


_WITH_PARTY = f"""
SELECT {", ".join("c." + name for name in ClientRow._fields)}, p.name, p.role
  FROM clients c
  JOIN sandboxes s ON s.id = c.sandbox
  LEFT JOIN parties p ON p.sandbox = c.sandbox AND p.id = c.party_id
 WHERE c.id = ?
"""


def with_party(client_id: str) -> tuple[Any, str, str] | None:
    """A client of any world, its party's name and role; None when there is none."""
    row = store.first(_WITH_PARTY, client_id)
    if row is None:
        return None
    client, (name, role) = ClientRow(*row[:-2]), row[-2:]
    if client.party_id is None:
        return client, "owner", "owner"
    return (client, name, role) if role is not None else None


def _new_secret() -> str:
    return "cs_sbx_" + secrets.token_hex(32)


def _known(tx: sa.Connection, sandbox: str, client_id: str, lock: bool = False) -> Any:
    query = sa.select(*(_CLIENTS.c[name] for name in ClientRow._fields)).where(
        _CLIENTS.c.sandbox == sandbox, _CLIENTS.c.id == client_id
    )
    found = tx.execute(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise ClientNotFound(client_id=client_id)
    return ClientRow(*found)


def _change(tx: sa.Connection, row: Any, **values: Any) -> None:
    where = _CLIENTS.c.id == row.id
    tx.execute(_CLIENTS.update().where(where).values(version=row.version + 1, **values))
