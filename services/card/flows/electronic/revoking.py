"""The revocation list: what gates without network must not accept any more."""

from typing import Any

from services.card.store import electronic, store
from sscsim import world
from sscsim.db import Tx


def credentials_of(tx: Tx, electronic_card_id: str, reason: str, device_id: str = "") -> None:
    """Revoke the living credentials of an electronic card, or of one of its phones."""
    for credential in electronic.living_credentials(tx, electronic_card_id, world.now()):
        if device_id in ("", credential.device_id):
            electronic.add_revocation(tx, credential.id, reason, credential.expires_at)
            tx.emit("code_credential.revoked", credential.id, {"id": credential.id})


def of_card(tx: Tx, card_id: str, person_id: str, status: str) -> None:
    """A physical card was lost, locked or cancelled: its holder's phones are told at once."""
    for found in electronic.of_person(tx, person_id):
        if found.card_id == card_id and found.status == "active":
            credentials_of(tx, found.id, f"card_{status}")


def changes(after: int, limit: int) -> dict[str, Any]:
    """The part of the list that follows a number, oldest first."""
    with store.read() as tx:
        rows, newest = electronic.revocations_after(tx, after, limit)
    return {
        "sequence": newest,
        "data": rows,
        "has_more": bool(rows) and rows[-1].number < newest,
        "issued_at": world.now(),
    }
