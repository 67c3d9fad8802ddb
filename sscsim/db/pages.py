"""Lists come in pages, newest first; a cursor is bound to its query and its world."""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from sscsim import world
from sscsim.db.types import canonical
from sscsim.kernel.problems import FieldError, Problem, Text


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
    follow_cursor: str | None = None
    """Where what comes later begins, in a list that can be followed."""

    def map(self, shown: Callable[[Any], Any]) -> "Page":
        return replace(self, items=[shown(item) for item in self.items])


def _cursors() -> URLSafeSerializer:
    return URLSafeSerializer(world.context_secret(), salt="ssc-cursor")


def _bound(page: PageQuery, at: world.World) -> str:
    text = canonical([page.filters, at.sandbox, at.generation])
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:9]).decode()


def write_cursor(page: PageQuery, at: world.World, seq: int) -> str:
    token = _cursors().dumps([_bound(page, at), seq])
    return token if isinstance(token, str) else token.decode()


def read_cursor(page: PageQuery, at: world.World) -> int:
    try:
        bound, seq = _cursors().loads(page.cursor or "")
    except (BadSignature, ValueError, TypeError, json.JSONDecodeError):
        raise CursorMismatch() from None
    if bound != _bound(page, at):
        raise CursorMismatch()
    return int(seq)
