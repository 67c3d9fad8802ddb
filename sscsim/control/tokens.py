"""What OAuth2 clients were given: codes, refresh tokens, access tokens, each a row.

Lifetimes are real time. What a cardholder consented to is of this generation of the world:
after a reset the person may not be there, so such a row ends with its generation. A
party's own token (client credentials) outlives a reset, as its key does.
"""

import secrets
from collections import namedtuple
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sscsim.control import clocks, keys, schema, store
from sscsim.control.keys import Caller, Ended, hash_key
from sscsim.kernel.ids.resource import crockford

_TOKENS = schema.tokens
TokenRow = namedtuple(
    "TokenRow",
    (
        "id",
        "kind",
        "sandbox",
        "client_id",
        "party_id",
        "grant_id",
        "subject",
        "scopes",
        "generation",
        "redirect_uri",
        "challenge",
        "issued_ms",
        "expires_ms",
        "used_ms",
        "revoked_ms",
    ),
)

_KEPT_MS = 24 * 3600 * 1000
"""How long an expired row is kept, so that its use again is still noticed."""


@dataclass(frozen=True, slots=True)
class Grant:
    """Who let which client do what: one for all tokens that come of it."""

    sandbox: str
    client_id: str
    party_id: str | None
    scopes: str
    id: str = ""
    subject: str | None = None
    generation: int | None = None


def new_grant_id() -> str:
    return "grt_" + crockford(secrets.randbits(130), 26)


def add(kind: str, token_id: str, of: Grant, life_s: int, **more: Any) -> None:
    """Keep what was just given; rows long expired are swept on the way."""
    now = clocks.real_ms()
    with store.write() as tx:
        tx.execute(_TOKENS.delete().where(_TOKENS.c.expires_ms < now - _KEPT_MS))
        tx.execute(
            _TOKENS.insert().values(
                id=token_id,
                kind=kind,
                sandbox=of.sandbox,
                client_id=of.client_id,
                party_id=of.party_id,
                grant_id=of.id,
                subject=of.subject,
                scopes=of.scopes,
                generation=of.generation,
                issued_ms=now,
                expires_ms=now + life_s * 1000,
                **more,
            )
        )


_BY_ID = f"""
SELECT {keys.WORLD_COLUMNS},
       t.party_id, p.name, p.role, p.region,
       t.scopes, t.subject, t.generation, t.expires_ms, t.revoked_ms
  FROM tokens t
  JOIN sandboxes s ON s.id = t.sandbox
  LEFT JOIN parties p ON p.sandbox = t.sandbox AND p.id = t.party_id
 WHERE t.id = ? AND t.kind = 'access'
"""


def caller(token_id: str) -> Caller | None:
    """Who calls with this access token; None when it was never given. One indexed read.

    Raises Ended: expired, revoked, of a generation that is gone, or the app is none any more.
    """
    row = store.first(_BY_ID, token_id)
    if row is None:
        return None
    width = keys.WORLD_WIDTH
    kept, subject, generation, expires, revoked = row[width + 4 :]
    if keys.has_ended(expires, revoked) or generation not in (None, row[1]):
        raise Ended
    if subject is not None and row[width + 2] != "holder":
        raise Ended
    return keys.seen(row[:width], "token", row[width : width + 4], kept, subject)


_ROW = f"""
SELECT {", ".join("t." + name for name in TokenRow._fields)}, s.generation
  FROM tokens t JOIN sandboxes s ON s.id = t.sandbox
 WHERE t.id = ?
"""


def find(token_id: str) -> TokenRow | None:
    """A row as it is, ended or not; None also when its generation of the world is gone."""
    row = store.first(_ROW, token_id)
    if row is None:
        return None
    found = TokenRow(*row[:-1])
    return found if found.generation in (None, row[-1]) else None


def find_secret(kind: str, secret: str) -> TokenRow | None:
    """A code or a refresh token by how it reads."""
    found = find(hash_key(secret))
    return found if found is not None and found.kind == kind else None


def is_good(row: TokenRow) -> bool:
    return row.used_ms is None and not keys.has_ended(row.expires_ms, row.revoked_ms)


def take(row: TokenRow) -> bool:
    """Use up a code or a refresh token; False for all but the first of parallel calls."""
    unused = sa.and_(
        _TOKENS.c.id == row.id, _TOKENS.c.used_ms.is_(None), _TOKENS.c.revoked_ms.is_(None)
    )
    with store.write() as tx:
        taken = tx.execute(_TOKENS.update().where(unused).values(used_ms=clocks.real_ms()))
        return taken.rowcount == 1


def revoke(token_id: str) -> None:
    _revoke(_TOKENS.c.id == token_id)


def revoke_grant(grant_id: str) -> None:
    """End everything that came of one consent."""
    _revoke(_TOKENS.c.grant_id == grant_id)


def _revoke(which: Any) -> None:
    live = sa.and_(which, _TOKENS.c.revoked_ms.is_(None))
    with store.write() as tx:
        tx.execute(_TOKENS.update().where(live).values(revoked_ms=clocks.real_ms()))
