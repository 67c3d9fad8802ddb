"""A call once more, as the same party, and what is different in the answer."""

import json
import secrets
from dataclasses import replace
from typing import Any

from gateway.doctor import asking, copies, correction
from gateway.problems_log import ReplayIncomplete
from sscsim import scopes, world
from sscsim.control import message_access, parties
from sscsim.kernel.problems import Text
from sscsim.requestlog import Call, masking

_OF_THE_CALL = frozenset({"request_id", "trace_id", "instance", "sandbox_time"})
"""Members of an answer that name the call itself and differ every time."""
_MOST = 200


def replay(call: Call, key: str, body: Any = None) -> dict[str, Any]:
    """Make the call again and compare. `key`: `same`, `new`, or an idempotency key.

    Raises ReplayIncomplete where the log doesn't hold the whole request any more.
    """
    sent = _body(call, body)
    headers = copies.headers_of(call)
    if correction.KEY in headers and key != "same":
        headers[correction.KEY] = f"replay-{secrets.token_hex(8)}" if key == "new" else key
    answer = asking.door(_as_then(call), call.method, call.path, call.query, headers, sent.encode())
    first = correction.parsed(call.detail["answer"]["body"])
    again = correction.parsed(_shown(answer.body))
    changes = list(_differences(first, again, ""))
    if call.status != answer.status:
        changes.insert(0, {"pointer": "status", "first": call.status, "again": answer.status})
    return {
        "object": "replay",
        "request_id": answer.headers.get("request-id", ""),
        "first": {"status": call.status, "body": first},
        "again": {
            "status": answer.status,
            "body": again,
            "replayed": answer.headers.get("idempotent-replayed") == "true",
        },
        "is_same": not changes,
        "differences": changes[:_MOST],
    }


def _shown(body: bytes) -> str:
    return masking.without_numbers(masking.without_secrets(body.decode("utf-8", "replace")))


def _as_then(call: Call) -> world.World:
    """The world now, seen by the call's party with what it may do today.

    And with no more than the call was made with, nor than the caller's own key may do.
    """
    at = world.current()
    if call.party_id == at.party_id:
        return at
    if call.party_id == message_access.ANYBODY:
        held = scopes.meet(scopes.meet(call.detail["scopes"], scopes.of_role(call.role)), at.scopes)
        nobody = replace(at, party_id=call.party_id, party_name=call.party_name)
        return replace(nobody, role=call.role, region=None, scopes=held)
    row = parties.find(at.sandbox, call.party_id)
    if row is None:
        raise ReplayIncomplete(Text(zh="参与方已不存在", en="its party is gone"))
    return replace(
        at,
        party_id=row.id,
        party_name=row.name,
        role=row.role,
        region=row.region,
        scopes=scopes.meet(scopes.meet(call.detail["scopes"], scopes.of_role(row.role)), at.scopes),
        subject=call.detail["subject"],
    )


def _body(call: Call, instead: Any) -> str:
    if instead is not None:
        return json.dumps(instead, ensure_ascii=False)
    kept: dict[str, Any] = call.detail["request"]
    sealed = call.detail.get("sealed", "")
    body: str | None = masking.unseal(sealed) if sealed else kept["body"]
    if body is None:
        raise ReplayIncomplete(
            Text(zh="证件号码由另一密钥封存", en="its numbers were sealed with another secret")
        )
    if f'"{masking.GONE}"' in body:
        raise ReplayIncomplete(Text(zh="含有未保存的密码或密钥", en="it held a secret, not kept"))
    if kept["bytes"] > len(body.encode()):
        raise ReplayIncomplete(Text(zh="请求体过长", en="its body was too long to keep"))
    return body


def _differences(first: Any, again: Any, at: str) -> Any:
    if isinstance(first, dict) and isinstance(again, dict):
        for name in sorted({*first, *again} - (_OF_THE_CALL if not at else frozenset())):
            yield from _differences(first.get(name), again.get(name), f"{at}/{name}")
    elif isinstance(first, list) and isinstance(again, list) and len(first) == len(again):
        for n, (one, other) in enumerate(zip(first, again, strict=True)):
            yield from _differences(one, other, f"{at}/{n}")
    elif first != again:
        yield {"pointer": at, "first": first, "again": again}
