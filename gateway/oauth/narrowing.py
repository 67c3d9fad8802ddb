"""Scopes a key or a client is made with: words, never wider than its role's."""

import re

from sscsim import scopes
from sscsim.kernel.problems import FieldError, Refused, Text
from sscsim.web import fields

_FORM = re.compile(r"\*|\*\.(?:read|write)|[a-z][a-z_]*\.(?:read|write|pii|admin)")

MOST = 300
"""Scopes in one list: room for every scope there is."""


class ScopeUnknown(Refused):
    code = "scope_unknown"
    title = Text(zh="未知的权限范围", en="No such scope")
    detail = Text(zh="没有权限范围 {scope}。", en="There is no scope {scope}.")

    def __init__(self, number: int, scope: str) -> None:
        message = Text(zh="未知的权限范围", en="is no known scope")
        errors = [FieldError("scope_unknown", message, pointer=f"/scopes/{number}")]
        super().__init__(errors=errors, scope=scope)


class ScopeNotOfRole(Refused):
    code = "scope_not_of_role"
    title = Text(zh="超出角色的权限范围", en="The role has no such scope")
    detail = Text(
        zh="角色 {role} 没有权限范围 {scope}；密钥只能收窄角色的权限。",
        en="The role {role} has no scope {scope}; a key only narrows what its role may do.",
    )

    def __init__(self, number: int, scope: str, role: str) -> None:
        message = Text(zh="超出角色的权限", en="is more than the role may do")
        errors = [FieldError("scope_not_of_role", message, pointer=f"/scopes/{number}")]
        super().__init__(errors=errors, scope=scope, role=role)


def field() -> fields.List:
    """The field of a request's body that names scopes."""
    return fields.List(
        fields.Text(max=60, pattern=_FORM.pattern, example="card.read"),
        max=MOST,
        description="Narrower than the role's: `noun.read`, `noun.write`, `*.read`, `*.write`. "
        "Left out: all that the role may do.",
        example=["card.read", "verification.write"],
    )


def kept(asked: list[str] | None, role: str) -> str | None:
    """The scopes to keep, as one text; ScopeUnknown, ScopeNotOfRole."""
    if asked is None:
        return None
    held = scopes.of_role(role)
    known = set(scopes.known())
    for number, scope in enumerate(asked):
        if "*" not in scope and scope not in known:
            raise ScopeUnknown(number, scope)
        if not scopes.meet(held, [scope]) >= scopes.meet(["*", *scopes.ALONE], [scope]):
            raise ScopeNotOfRole(number, scope, role)
    return " ".join(dict.fromkeys(asked))
