"""What a party of a world is known by where its calls carry no bearer key: message interfaces.

A registration ties an access key, as a scheme of such an interface calls it, to one party, with
the secret that its signatures are made with. Such secrets are symmetric, so they are kept as they
are: they open nothing but this simulator. A scheme whose access key is an institution's code can't
be the same party's in two worlds at once: by the key alone the oldest registration is found,
in a named world its own.
"""

import secrets
from collections import namedtuple
from typing import Any

import sqlalchemy as sa

from sscsim import world
from sscsim.control import clocks, schema, store
from sscsim.kernel.ids.resource import resource_id
from sscsim.kernel.problems import Conflict, NotFound, Text

SCHEMES = ("tif", "csb", "ca_key", "api_key", "body")
ANYBODY = "message_caller"
"""Id and name of the party of a call that names its world and no party."""
_TABLE = schema.message_access


class AccessExists(Conflict):
    code = "message_access_exists"
    title = Text(zh="访问标识已登记", en="Access key registered")
    detail = Text(
        zh="本沙箱已登记 {scheme} 的访问标识 {access_key}。",
        en="This sandbox has the access key {access_key} of {scheme} already.",
    )


class AccessNotFound(NotFound):
    code = "message_access_not_found"
    title = Text(zh="访问登记不存在", en="No such registration")
    detail = Text(zh="没有访问登记 {access_id}。", en="There is no registration {access_id}.")


Access = namedtuple(
    "Access",
    ("seq", "id", "sandbox", "party_id", "scheme", "access_key", "secret", "created_us"),
)
"""A row as it is kept, column by column."""
_COLUMNS = ", ".join(Access._fields)
_HERE = f"SELECT {_COLUMNS} FROM message_access WHERE scheme = ? AND access_key = ?"
_BY_KEY = _HERE + " ORDER BY seq LIMIT 1"
_IN_WORLD = _HERE + " AND sandbox = ?"


def find(scheme: str, access_key: str, sandbox: str | None = None) -> Access | None:
    """Whose this access key is: in one world, or else the oldest registration of any."""
    if sandbox is None:
        found = store.first(_BY_KEY, scheme, access_key)
    else:
        found = store.first(_IN_WORLD, scheme, access_key, sandbox)
    return None if found is None else Access(*found)


def add(
    at: world.World, party_id: str, scheme: str, access_key: str | None, secret: str | None
) -> Any:
    """Register a party; what isn't said is made up. Raises AccessExists."""
    access_key = access_key or secrets.token_hex(12)
    if secret is None:
        secret = "" if scheme == "api_key" else secrets.token_hex(20)
    access_id = resource_id("mac", at.seed, "gateway", scheme, access_key)
    row = {
        "id": access_id,
        "sandbox": at.sandbox,
        "party_id": party_id,
        "scheme": scheme,
        "access_key": access_key,
        "secret": secret,
        "created_us": clocks.micros(at.now),
    }
    try:
        with store.write() as tx:
            tx.execute(_TABLE.insert().values(**row))
    except sa.exc.IntegrityError:
        raise AccessExists(scheme=scheme, access_key=access_key) from None
    return get(at.sandbox, access_id)


def every(sandbox: str) -> list[Any]:
    """Newest first."""
    query = sa.select(*(_TABLE.c[name] for name in Access._fields))
    with store.read() as tx:
        rows = tx.execute(query.where(_TABLE.c.sandbox == sandbox).order_by(_TABLE.c.seq.desc()))
        return [Access(*row) for row in rows]


def get(sandbox: str, access_id: str) -> Any:
    """Raises AccessNotFound."""
    found = next((row for row in every(sandbox) if row.id == access_id), None)
    if found is None:
        raise AccessNotFound(access_id=access_id)
    return found


def delete(sandbox: str, access_id: str) -> None:
    """Raises AccessNotFound."""
    with store.write() as tx:
        gone = tx.execute(
            _TABLE.delete().where(_TABLE.c.sandbox == sandbox, _TABLE.c.id == access_id)
        )
    if gone.rowcount == 0:
        raise AccessNotFound(access_id=access_id)
