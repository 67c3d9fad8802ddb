"""The world a request or a task happens in: who, where, when.

The gateway turns a key into a `World` and signs it; services accept nothing else. A
worker makes its own from the control store. `current()` is the only way to ask.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cache

from itsdangerous import BadSignature, TimestampSigner

from sscsim import clock, scopes, settings
from sscsim.kernel import regions
from sscsim.kernel.problems import Problem, Text

CONTEXT_HEADER = "SSC-Context"
CONTEXT_LIFETIME_S = 60
_PROCESS_SECRET = secrets.token_hex(32)
"""Without a configured secret only this very process can sign for itself."""
ROLES = (
    "owner",
    "hospital",
    "pharmacy",
    "transit",
    "library",
    "bank",
    "employer",
    "agency",
    "holder",
)
_INNER_ROLES = ("owner", "service", "system")


PII = scopes.PII
"""Clear identity and account numbers."""
ALL_SCOPES = frozenset({"*", PII, scopes.ADMIN})
MASKED_SCOPES = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class World:
    """One sandbox, seen by one caller at one reading of its clock.

    `epoch` is raised whenever the clock is moved; a store refuses a write that carries
    an older one. `now` stays the same for the whole request.
    """

    sandbox: str
    generation: int
    seed: str
    preset: str
    epoch: int
    now: datetime
    born: datetime | None = None
    party_id: str = "owner"
    party_name: str = "owner"
    role: str = "owner"
    region: str | None = None
    scopes: frozenset[str] = ALL_SCOPES
    language: str = "zh-CN"
    request_id: str = ""
    trace_id: str = ""
    trace_flags: str = "01"
    span_id: str = ""
    subject: str | None = None
    """Whose data a holder's token is good for: a person's id."""
    listening: bool = False
    """Whether somebody wants to be told of this world's events."""
    faults: tuple[str, ...] = ()
    """What shall go wrong behind the gateway, as rules that `sscsim.faults` reads."""
    next_due: dict[str, str] | None = None

    @property
    def today(self) -> date:
        return self.now.date()

    def may(self, scope: str) -> bool:
        """Whether the caller's scopes cover this one; see `sscsim.scopes`."""
        return scopes.covers(self.scopes, scope)


class NoWorld(RuntimeError):
    """Somebody asked for the world outside a request or task."""


class BadContext(Problem):
    code = "bad_context"
    status = 401
    title = Text(zh="请求上下文无效", en="Request context not valid")
    detail = Text(
        zh="本服务只接受网关签发的请求。",
        en="This service accepts requests signed by the gateway only.",
    )


class RoleNotAllowed(Problem):
    code = "role_not_allowed"
    status = 403
    title = Text(zh="角色无权限", en="Role not allowed")
    detail = Text(
        zh="角色 {role} 不能执行此操作；可以的角色：{allowed}。",
        en="The role {role} may not do this; roles that may: {allowed}.",
    )


class RegionNotAllowed(Problem):
    code = "region_not_allowed"
    status = 403
    title = Text(zh="不在管辖地区", en="Outside the caller's region")
    detail = Text(
        zh="调用方的地区是 {region}，不能办理 {wanted} 的业务。",
        en="The caller acts for region {region} and may not do this for {wanted}.",
    )


class ScopeMissing(Problem):
    code = "scope_missing"
    status = 403
    title = Text(zh="权限范围不足", en="Scope missing")
    detail = Text(zh="此操作需要权限 {scope}。", en="This operation needs the scope {scope}.")


_current: ContextVar[World | None] = ContextVar("world", default=None)


def current() -> World:
    found = _current.get()
    if found is None:
        raise NoWorld("no world: this code runs outside a request and outside a task")
    return found


def current_or_none() -> World | None:
    return _current.get()


def now() -> datetime:
    """The sandbox clock, aware, Asia/Shanghai."""
    return current().now


def today() -> date:
    return current().now.date()


def enter(world: World) -> Token[World | None]:
    return _current.set(world)


def leave(token: Token[World | None]) -> None:
    _current.reset(token)


@contextmanager
def entered(world: World) -> Iterator[World]:
    token = _current.set(world)
    try:
        yield world
    finally:
        _current.reset(token)


def as_role(role: str) -> World:
    """The current world, seen by a service or by the system."""
    return replace(current(), role=role, scopes=ALL_SCOPES)


def require_role(*roles: str) -> None:
    role = current().role
    if roles and role not in roles and role not in _INNER_ROLES:
        raise RoleNotAllowed(role=role, allowed=", ".join(sorted(roles)))


def require_region(code: str) -> None:
    """A party that acts for a region may do so for it, or for the cities of its province."""
    at = current()
    if at.region is None or at.role in _INNER_ROLES:
        return
    if at.region not in (code, regions.province_of(code)):
        raise RegionNotAllowed(region=at.region, wanted=code)


def require_scope(scope: str | None) -> None:
    if scope and not current().may(scope):
        raise ScopeMissing(scope=scope)


def is_inner() -> bool:
    """Whether the caller is another service or a job, not a party."""
    return current().role in ("service", "system")


def context_secret() -> str:
    return settings.current().context_secret or _PROCESS_SECRET


@cache
def _signer(secret: str) -> TimestampSigner:
    return TimestampSigner(secret, salt="ssc-context", digest_method=hashlib.sha256)


_FIELDS = tuple(item.name for item in fields(World))


def sign(world: World, audience: str, method: str, path: str) -> str:
    """The context header for one request: bound to service, method and path, good for 60 s."""
    body = {name: getattr(world, name) for name in _FIELDS}
    body["now"] = world.now.isoformat()
    body["born"] = world.born and world.born.isoformat()
    body["scopes"] = sorted(world.scopes)
    text = json.dumps([audience, method, path, body], separators=(",", ":"))
    return _signer(context_secret()).sign(base64.urlsafe_b64encode(text.encode())).decode()


def unsign(token: str, audience: str, method: str, path: str) -> World:
    """The world in a context header; BadContext unless it was signed for just this request."""
    try:
        signed = _signer(context_secret()).unsign(token, max_age=CONTEXT_LIFETIME_S)
        to, verb, where, body = json.loads(base64.urlsafe_b64decode(signed))
    except (BadSignature, ValueError, TypeError):
        raise BadContext() from None
    if (to, verb, where) != (audience, method, path):
        raise BadContext()
    body["now"] = clock.read_instant(body["now"])
    body["born"] = body["born"] and clock.read_instant(body["born"])
    body["scopes"] = frozenset(body["scopes"])
    body["faults"] = tuple(body["faults"])
    return World(**body)
