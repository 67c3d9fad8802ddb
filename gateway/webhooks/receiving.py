"""The built-in receiver: what a good handler does, for those who have none yet.

It verifies with the official Standard Webhooks library, keeps what came, tells what
was a duplicate, and answers as it was told to.
"""

from typing import Any

import sqlalchemy as sa
from standardwebhooks import Webhook, WebhookVerificationError

from gateway.webhooks import known
from gateway.webhooks.problems import ReceiverNotFound
from gateway.worldstore.tables import received, receivers
from sscsim.db import Tx
from sscsim.outward.posting import Outcome


def receiver(tx: Tx, receiver_id: str) -> Any:
    found = tx.one(receivers.select().where(receivers.c.id == receiver_id))
    if found is None:
        raise ReceiverNotFound(receiver_id=receiver_id)
    return found


def receive(endpoint: Any, headers: dict[str, str], body: str) -> Outcome:
    """Verify, keep and answer one delivery."""
    why = refusal(known.living(endpoint)[0]["whsec"], headers, body)
    status = known.write(lambda tx: _kept(tx, endpoint, headers, body, why))
    return Outcome(status)


def refusal(secret: str, headers: dict[str, str], body: str) -> str | None:
    """Why the official library refuses it; None when it does not."""
    try:
        Webhook(secret).verify(body, dict(headers), json_parse=False)
    except WebhookVerificationError as error:
        return str(error)[:200]
    except ValueError:
        return "malformed signature header"
    return None


def _kept(tx: Tx, endpoint: Any, headers: dict[str, str], body: str, why: str | None) -> int:
    row = tx.one(receivers.select().where(receivers.c.id == endpoint.receiver_id))
    if row is None:
        return 410
    mine = received.c.receiver_id == row.id
    count = _count(tx, mine)
    message = headers.get("webhook-id")
    before = _count(tx, mine & (received.c.webhook_id == message) & received.c.verified)
    status = 400 if why else _answer(row, count)
    tx.execute(
        received.insert().values(
            id=tx.new_id("rcv", row.id, count),
            receiver_id=row.id,
            endpoint_id=endpoint.id,
            webhook_id=message,
            verified=why is None,
            why=why,
            seen_before=before,
            headers=headers,
            body=body,
            answered=status,
            received_at=tx.world.now,
        )
    )
    return status


def _count(tx: Tx, condition: Any) -> int:
    return int(tx.scalar(sa.select(sa.func.count()).select_from(received).where(condition)))


def _answer(row: Any, count: int) -> int:
    """The answer to the delivery of this number; the last one said goes on for ever."""
    return int(row.answers[min(count, len(row.answers) - 1)])
