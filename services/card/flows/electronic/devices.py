"""Phones: verified once, then trusted to show codes; one may get a credential for a day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.card import problems_electronic as problems
from services.card import terms
from services.card.domain import code as codes
from services.card.domain.code import Credential
from services.card.flows.electronic import known, revoking
from services.card.store import electronic, store
from sscsim import world


@dataclass(frozen=True)
class Device:
    id: str
    electronic_card_id: str
    device_no: str
    has_key: bool
    version: int
    created_at: datetime
    updated_at: datetime
    removed_at: datetime | None = None


def verify(
    electronic_card_id: str,
    device_no: str,
    sms_code: str,
    public_key: dict[str, Any] | None = None,
) -> Device:
    """Verify a new phone by the text message it got. With a key it may work offline."""
    known.check_sms(sms_code)
    if public_key is not None:
        codes.device_key(public_key)
    with store.write() as tx:
        found, _ = known.usable(tx, electronic_card_id)
        ordinal = len(electronic.devices(tx, found.id)) + 1
        now = world.now()
        made = Device(
            tx.new_id("dev", found.id, ordinal),
            found.id,
            device_no,
            public_key is not None,
            1,
            now,
            now,
        )
        electronic.add_device(
            tx,
            {
                "id": made.id,
                "electronic_card_id": found.id,
                "device_no": device_no,
                "public_key": public_key,
                "version": 1,
                "created_at": now,
                "updated_at": now,
            },
        )
        tx.emit("electronic_device.verified", made.id, {"id": made.id})
        return tx.answer(made)


def remove(device_id: str) -> Device:
    """A phone was lost or given away: its credentials are revoked."""
    with store.write() as tx:
        row = electronic.device(tx, device_id)
        if row is None:
            raise problems.DeviceNotFound(device_id=device_id)
        if row.removed_at is not None:
            raise problems.DeviceNotVerified(device_id=device_id)
        electronic.remove_device(tx, device_id)
        revoking.credentials_of(tx, row.electronic_card_id, "device_removed", device_id)
        tx.emit("electronic_device.removed", device_id, {"id": device_id})
        return tx.answer(_device(electronic.device(tx, device_id)))


def get_device(device_id: str) -> Device:
    with store.read() as tx:
        row = electronic.device(tx, device_id)
        if row is None:
            raise problems.DeviceNotFound(device_id=device_id)
        return _device(row)


def _device(row: Any) -> Device:
    return Device(
        row.id,
        row.electronic_card_id,
        row.device_no,
        row.public_key is not None,
        row.version,
        row.created_at,
        row.updated_at,
        row.removed_at,
    )


@dataclass(frozen=True)
class Issued:
    """A credential and its text, which is kept nowhere."""

    id: str
    electronic_card_id: str
    device_id: str
    text: str
    expires_at: datetime
    version: int
    created_at: datetime
    updated_at: datetime


def issue_credential(electronic_card_id: str, device_id: str) -> Issued:
    """Let a phone make codes by itself for the hours of the policy."""
    with store.write() as tx:
        found, card = known.usable(tx, electronic_card_id)
        device = known.device(tx, found, device_id)
        if device.public_key is None:
            raise problems.DeviceKeyInvalid()
        rules = terms.electronic_card(found.region_code, world.today())
        now = world.now()
        ordinal = electronic.credentials_count(tx, found.id) + 1
        credential = Credential(
            id=tx.new_id("crd", found.id, ordinal),
            electronic_card_id=found.id,
            person_id=found.person_id,
            device_id=device.id,
            issued_at=now,
            expires_at=now + timedelta(hours=rules.credential_hours),
            version=1,
            created_at=now,
            updated_at=now,
        )
        electronic.add_credential(tx, credential)
        text = codes.write_credential(
            tx.world.seed,
            credential,
            # money needs the network: an offline code never pays
            capabilities=[c for c in rules.capabilities[found.level] if c != "payment"],
            city=card.region_code,
            level=found.level,
            device_key=device.public_key,
        )
        tx.emit("code_credential.issued", credential.id, {"id": credential.id})
        return tx.answer(
            Issued(
                credential.id,
                found.id,
                device.id,
                text,
                credential.expires_at,
                1,
                now,
                now,
            )
        )
