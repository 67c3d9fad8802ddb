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

_UNSAID = ("cainfo", "signtype", "dev_safe_info")
SECRETS = frozenset({"password", "ecToken", "ecQrCode", "ecQrcode", "pwd", "newPassword"})
LONGEST = 60
"""A document's number is shorter; a code of the electronic card is longer, and is not kept."""
HIDDEN = "***"
MOST = 200_000
"""Characters of a message that are kept; of a longer one only that it came."""


def row(tx: Tx, message: Message, call: Call, made: keys.Answer | None) -> dict[str, Any]:
    """The row of a message; without an answer while its work is only begun."""
    said = {name: value for name, value in asdict(message).items() if name not in _UNSAID}
    sent = wire.dumps(said | {"input": without_secrets(message.input)})
    good = None if made is None else json.loads(made.body).get("infcode") in (0, "0")
    return {
        "institution_code": message.fixmedins_code,
        "msgid": message.msgid,
        "infno": message.infno,
        "party_id": tx.world.party_id,
        "visit_id": call.visit_id,
        "settlement_id": call.settlement_id,
        "sent": sent if len(sent) <= MOST else "{}",
        "answer": None if made is None else _told(made.body),
        "is_good": good,
        "began_at": tx.world.now,
        "answered_at": None if made is None else tx.world.now,
    }


def _told(body: str) -> str:
    """An answer without the codes that it repeats."""
    if not any(f'"{name}"' in body for name in SECRETS):
        return body
    return wire.dumps(without_secrets(json.loads(body, parse_float=Decimal)))


def without_secrets(value: Any, name: str = "") -> Any:
    """The same with codes and passwords hidden."""
    if isinstance(value, Mapping):
        return {key: without_secrets(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_secrets(inner, name) for inner in value]
    if name in SECRETS:
        return HIDDEN
    is_code = name in ("mdtrt_cert_no", "mdtrtCertNo") and isinstance(value, str)
    return HIDDEN if is_code and len(value) > LONGEST else value
