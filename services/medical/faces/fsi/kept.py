"""What is kept of a message that was served: what was sent and what was answered.

Kept without what signs it and without secrets: a code that a cardholder shows, a password. That a
visit was begun or settled by a message is seen beside the visit (`expand=messages`).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from services.medical.faces.fsi import wire
from services.medical.faces.fsi.envelope import Message
from services.medical.faces.fsi.transactions import Call
from sscsim.db import keys
from sscsim.db.store import Tx

_UNSAID = ("cainfo", "signtype", "dev_safe_info", "attached")
CONTENT = "in"
"""The bytes of a file that is uploaded inside its message: kept as a file, and not here again."""
SECRETS = frozenset(
    {
        *("password", "ecToken", "epcToken", "ecQrCode", "ecQrcode", "pwd", "newPassword"),
        *("businessInfo", "payToken", "revsToken", "payAuthNo", "ecAuthCode"),
    }
)
LONGEST = 60
"""A document's number is shorter; a code of the electronic card is longer, and is not kept."""
LONGEST_ID = 40
HIDDEN = "***"
MOST = 200_000
"""Characters of a message that are kept; of a longer one only that it came."""


def row(tx: Tx, message: Message, call: Call, made: keys.Answer | None) -> dict[str, Any]:
    """The row of a message; without an answer while its work is only begun."""
    said = {name: value for name, value in asdict(message).items() if name not in _UNSAID}
    sent = wire.dumps(said | {"input": without_secrets(message.input)})
    told = {} if made is None else json.loads(made.body)
    output = told.get("output")
    return {
        "institution_code": message.fixmedins_code,
        "msgid": message.msgid,
        "infno": message.infno,
        "party_id": tx.world.party_id,
        "visit_id": call.visit_id or _number(output, "mdtrt_id") or _number(call.input, "mdtrt_id"),
        "settlement_id": call.settlement_id
        or _number(output, "setl_id")
        or _number(call.input, "setl_id"),
        "sent": sent if len(sent) <= MOST else "{}",
        "answer": None if made is None else _told(made.body),
        "is_good": None if made is None else told.get("infcode") in (0, "0"),
        "began_at": tx.world.now,
        "answered_at": None if made is None else tx.world.now,
    }


def _number(nodes: Any, name: str) -> str | None:
    """The number that stands in a node, where the transaction didn't say what it is about."""
    for node in nodes.values() if isinstance(nodes, Mapping) else ():
        for item in node if isinstance(node, list) else (node,):
            found = item.get(name) if isinstance(item, Mapping) else None
            if isinstance(found, str) and 0 < len(found) <= LONGEST_ID:
                return found
    return None


def _told(body: str) -> str:
    """An answer without the codes that it repeats."""
    if not any(f'"{name}"' in body for name in SECRETS):
        return body
    return wire.dumps(without_secrets(json.loads(body, parse_float=Decimal)))


def without_secrets(value: Any, name: str = "") -> Any:
    """The same with codes, passwords and the bytes of files hidden."""
    if name == CONTENT:
        return HIDDEN
    if isinstance(value, Mapping):
        return {key: without_secrets(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_secrets(inner, name) for inner in value]
    if name in SECRETS:
        return HIDDEN
    is_code = name in ("mdtrt_cert_no", "mdtrtCertNo") and isinstance(value, str)
    return HIDDEN if is_code and len(value) > LONGEST else value
