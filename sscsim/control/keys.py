"""Keys: from a key to its world, its party and what time it is there; made, rotated, revoked.

A key is kept as its SHA-256; it leads to a sandbox and, for a party's key, to the party.
Keys live in real time: they survive a reset, and end when they expire or are revoked.
"""

import hashlib
import hmac
import secrets
from collections import namedtuple
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from sscsim import scopes
from sscsim.control import clocks, schema, store
from sscsim.kernel.problems import Conflict, NotFound, Refused, Text

DEMO_KEY = "sk_sbx_demo"
KINDS = {"secret": "sk_sbx_", "publishable": "pk_sbx_"}
"""Each kind with how its keys begin; a publishable one reads only."""

_KEY_HEX = 40
_KEYS = schema.keys


class KeyNotFound(NotFound):
    code = "key_not_found"
    title = Text(zh="密钥不存在", en="No such key")
    detail = Text(zh="没有密钥 {key_id}。", en="There is no key {key_id}.")


class KeyEnded(Conflict):
    code = "key_ended"
    title = Text(zh="密钥已失效或已轮换", en="The key has ended or was rotated")
    detail = Text(
        zh="密钥 {key_id} 已撤销、过期或已轮换。",
        en="The key {key_id} is revoked or expired, or was rotated before.",
    )


class LastOwnerKey(Conflict):
    code = "last_owner_key"
    title = Text(zh="最后一把所有者密钥", en="The owner's last key")
    detail = Text(
        zh="这是最后一把有效的所有者密钥；请改用轮换。",
        en="No other key of the owner controls the sandbox; rotate this one instead.",
    )


class DemoKeyStays(Conflict):
    code = "demo_key_stays"
    title = Text(zh="演示密钥不可更改", en="The demo key stays")
    detail = Text(
        zh="默认沙箱的演示密钥是公开的，不能轮换或撤销。",
        en="The demo key of the default sandbox is public; it is neither rotated nor revoked.",
    )


class KeyExpiryPast(Refused):
    code = "key_expiry_past"
    title = Text(zh="失效时间已过", en="The expiry is past")
    detail = Text(
        zh="失效时间按真实时间计算，必须晚于现在（{now}）。",
        en="A key's expiry is real time and must lie after now ({now}).",
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a key or token belongs to, and the world as it is at this moment."""

    sandbox: str
    generation: int
    seed: str
    preset: str
    epoch: int
    now: datetime
    born: datetime
    kind: str
    party_id: str
    party_name: str
    role: str
    region: str | None
    scopes: frozenset[str]
    subject: str | None = None
    faulty: bool = False
    quotas: str = ""

    @property
    def is_owner(self) -> bool:
        return self.role == "owner"


class Ended(Exception):
    """The key or token is known, but it expired or was revoked."""


def hash_key(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
"""Without what is read for another letter from a label."""
_PASSWORD_LENGTH = 20


def new_password() -> str:
    """A password for a machine of a world, random as keys are; somebody may have to type it."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_PASSWORD_LENGTH))


WORLD_COLUMNS = """s.id, s.generation, s.seed, s.preset, s.epoch,
       s.clock_mode, s.clock_us, s.clock_rate, s.clock_anchor_ms, s.clock_held, s.born_us,
       s.faulty, s.quotas"""
WORLD_WIDTH = 13
"""So many columns those are."""

_BY_KEY = f"""
SELECT {WORLD_COLUMNS},
       k.kind, k.party_id, p.name, p.role, p.region, k.scopes, k.expires_ms, k.revoked_ms
  FROM keys k
  JOIN sandboxes s ON s.id = k.sandbox
  LEFT JOIN parties p ON p.sandbox = k.sandbox AND p.id = k.party_id
 WHERE k.hash = ?
"""


def caller(key: str) -> Caller | None:
    """Who calls with this key; None when nobody has it. One indexed read, never cached.

    Raises Ended.
    """
    row = store.first(_BY_KEY, hash_key(key))
    if row is None:
        return None
    kind, *party, kept, expires, revoked = row[WORLD_WIDTH:]
    if has_ended(expires, revoked):
        raise Ended
    return seen(row, kind, party, kept)


def has_ended(expires_ms: int | None, revoked_ms: int | None) -> bool:
    now = clocks.real_ms()
    return any(end is not None and end <= now for end in (expires_ms, revoked_ms))


def seen(
    at: Sequence[Any],
    kind: str,
    party: Sequence[Any],
    kept: str | None,
    subject: str | None = None,
) -> Caller | None:
    """The caller of a row: the world's columns, then the party's (id, name, role, region)."""
    clock = clocks.ClockRow(at[5], at[6], at[7], at[8], bool(at[9]))
    party_id, name, role, region = party
    if party_id is None:
        party_id, name, role = "owner", "owner", "owner"
    elif role is None:
        return None  # its party was removed
    held = scopes.granted(role, kept)
    return Caller(
        at[0],
        at[1],
        at[2],
        at[3],
        at[4],
        clocks.instant(clocks.reading_us(clock, clocks.real_ms())),
        clocks.instant(at[10]),
        kind,
        party_id,
        name,
        role,
        region,
        scopes.reading(held) if kind == "publishable" else held,
        subject,
        bool(at[11]),
        at[12],
    )


# ---- making, rotating, revoking

KeyRow = namedtuple(
    "KeyRow",
    (
        "hash",
        "id",
        "sandbox",
        "party_id",
        "name",
        "kind",
        "last_four",
        "scopes",
        "created_ms",
        "expires_ms",
        "revoked_ms",
        "replaced_by",
        "version",
    ),
)
"""A row as it is kept, column by column."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a new key may be used for, and until when (real time)."""

    name: str
    kind: str = "secret"
    party_id: str | None = None
    scopes: str | None = None
    expires_ms: int | None = None


def add(tx: sa.Connection, sandbox: str, new: NewKey, clear: str | None = None) -> str:
    """Keep a new key; the key itself, which is nowhere to be had again."""
    key = clear or KINDS[new.kind] + secrets.token_hex(_KEY_HEX // 2)
    hashed = hash_key(key)
    tx.execute(
        _KEYS.insert().values(
            hash=hashed,
            # Told from the hash: a key has 160 random bits, so this gives nothing away.
            id="key_" + hashed[:26].upper(),
            sandbox=sandbox,
            party_id=new.party_id,
            name=new.name,
            kind=new.kind,
            last_four=key[-4:],
            scopes=new.scopes,
            created_ms=clocks.real_ms(),
            expires_ms=new.expires_ms,
            version=1,
        )
    )
    return key


def create(sandbox: str, new: NewKey) -> tuple[KeyRow, str]:
    """A further key and how it reads, which is shown once. Raises KeyExpiryPast."""
    _check_expiry(new.expires_ms)
    with store.write() as tx:
        key = add(tx, sandbox, new)
        return _known(tx, sandbox, "key_" + hash_key(key)[:26].upper()), key


def every(sandbox: str, party_id: str | None = None) -> list[KeyRow]:
    """Newest first; with a party only its own (`owner`: the owner's)."""
    query = sa.select(*(_KEYS.c[name] for name in KeyRow._fields)).where(_KEYS.c.sandbox == sandbox)
    if party_id is not None:
        query = query.where(_KEYS.c.party_id == (None if party_id == "owner" else party_id))
    with store.read() as tx:
        rows = tx.execute(query.order_by(_KEYS.c.created_ms.desc(), _KEYS.c.id))
        return [KeyRow(*row) for row in rows]


def get(sandbox: str, key_id: str) -> KeyRow:
    """Raises KeyNotFound."""
    with store.read() as tx:
        return _known(tx, sandbox, key_id)


def rotate(
    sandbox: str, key_id: str, overlap_ms: int, expires_ms: int | None
) -> tuple[KeyRow, KeyRow, str]:
    """A successor of the same name and scopes; the old key stays good for the overlap.

    A key that had a lifetime hands its length on unless another end is named. The old
    row, the new one and the new key. Raises KeyEnded, KeyNotFound, KeyExpiryPast.
    """
    _check_expiry(expires_ms)
    with store.write() as tx:
        old = _known(tx, sandbox, key_id, lock=True)
        _check_not_demo(old)
        if status(old) != "active":
            raise KeyEnded(key_id=key_id)
        now = clocks.real_ms()
        if expires_ms is None and old.expires_ms is not None:
            expires_ms = now + old.expires_ms - old.created_ms
        key = add(tx, sandbox, NewKey(old.name, old.kind, old.party_id, old.scopes, expires_ms))
        new_id = "key_" + hash_key(key)[:26].upper()
        until = now + overlap_ms
        if old.expires_ms is not None:
            until = min(until, old.expires_ms)
        _change(tx, old, expires_ms=until, replaced_by=new_id)
        return _known(tx, sandbox, key_id), _known(tx, sandbox, new_id), key


def revoke(sandbox: str, key_id: str) -> KeyRow:
    """End a key at once; again changes nothing. Raises KeyNotFound, LastOwnerKey."""
    with store.write() as tx:
        _owners(tx, sandbox)  # locked first, in one order: two revocations at once wait in turn
        old = _known(tx, sandbox, key_id, lock=True)
        _check_not_demo(old)
        if old.revoked_ms is None:
            if _controls(old) and not any(
                _controls(other) for other in _owners(tx, sandbox) if other.id != old.id
            ):
                raise LastOwnerKey()
            _change(tx, old, revoked_ms=clocks.real_ms())
        return _known(tx, sandbox, key_id)


def status(row: KeyRow) -> str:
    """active, replaced (good until it expires), expired or revoked."""
    if row.revoked_ms is not None:
        return "revoked"
    if has_ended(row.expires_ms, None):
        return "expired"
    return "replaced" if row.replaced_by is not None else "active"


def _controls(row: KeyRow) -> bool:
    held = scopes.granted("owner", row.scopes)
    return (
        row.kind == "secret"
        and status(row) == "active"
        and row.expires_ms is None
        and scopes.covers(held, scopes.ADMIN)
    )


def _owners(tx: sa.Connection, sandbox: str) -> list[KeyRow]:
    query = sa.select(*(_KEYS.c[name] for name in KeyRow._fields)).where(
        _KEYS.c.sandbox == sandbox, _KEYS.c.party_id.is_(None)
    )
    ordered = query.order_by(_KEYS.c.hash)
    return [KeyRow(*row) for row in tx.execute(ordered.with_for_update())]


def _known(tx: sa.Connection, sandbox: str, key_id: str, lock: bool = False) -> KeyRow:
    query = sa.select(*(_KEYS.c[name] for name in KeyRow._fields)).where(
        _KEYS.c.sandbox == sandbox, _KEYS.c.id == key_id
    )
    found = tx.execute(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise KeyNotFound(key_id=key_id)
    return KeyRow(*found)


def _change(tx: sa.Connection, row: KeyRow, **values: Any) -> None:
    where = _KEYS.c.hash == row.hash
    tx.execute(_KEYS.update().where(where).values(version=row.version + 1, **values))


def _check_not_demo(row: KeyRow) -> None:
    if hmac.compare_digest(row.hash, hash_key(DEMO_KEY)):
        raise DemoKeyStays()


def _check_expiry(expires_ms: int | None) -> None:
    now = clocks.real_ms()
    if expires_ms is not None and expires_ms <= now:
        raise KeyExpiryPast(now=clocks.instant(now * 1000).isoformat(timespec="seconds"))
