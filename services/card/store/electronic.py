"""Electronic cards, channels, devices, relatives, codes, payments: kept and found."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import bindparam

from services.card.domain.code import Code, CodePayment, Credential
from services.card.domain.electronic_card import ElectronicCard
from services.card.store import tables_electronic as tables
from sscsim.db import Page, PageQuery, Tx
from sscsim.db.rows import reader, values

_cards, _read_card = reader(ElectronicCard, tables.electronic_cards)
_card_by_id = _cards.where(tables.electronic_cards.c.id == bindparam("id"))
_card_by_id_locked = _card_by_id.with_for_update()
_cards_of = _cards.where(tables.electronic_cards.c.person_id == bindparam("person_id")).order_by(
    tables.electronic_cards.c.seq
)
_codes, _read_code = reader(Code, tables.codes)
_code_by_id = _codes.where(tables.codes.c.id == bindparam("id"))
_code_by_id_locked = _code_by_id.with_for_update()
_codes_of = sa.select(sa.func.count()).where(
    tables.codes.c.electronic_card_id == bindparam("electronic_card_id")
)
_credentials, _read_credential = reader(Credential, tables.code_credentials)
_credential_by_id = _credentials.where(tables.code_credentials.c.id == bindparam("id"))
_payments, _read_payment = reader(CodePayment, tables.code_payments)
_payment_by_id = _payments.where(tables.code_payments.c.id == bindparam("id"))
_payment_by_id_locked = _payment_by_id.with_for_update()
_payment_of_code = _payments.where(tables.code_payments.c.code_id == bindparam("code_id"))
_revocation_of = tables.code_revocations.select().where(
    tables.code_revocations.c.ref == bindparam("ref")
)


def add(tx: Tx, electronic: ElectronicCard) -> None:
    tx.execute(tables.electronic_cards.insert().values(values(electronic)))


def change(tx: Tx, electronic: ElectronicCard) -> None:
    table = tables.electronic_cards
    tx.execute(table.update().where(table.c.id == electronic.id).values(values(electronic)))


def find(tx: Tx, electronic_card_id: str, locked: bool = False) -> ElectronicCard | None:
    row = tx.one(_card_by_id_locked if locked else _card_by_id, {"id": electronic_card_id})
    return _read_card(row) if row else None


def of_person(tx: Tx, person_id: str) -> list[ElectronicCard]:
    """Every electronic card the person ever had, the oldest first; one at most is not unlinked."""
    return [_read_card(row) for row in tx.all(_cards_of, {"person_id": person_id})]


def page(tx: Tx, query: PageQuery, filters: Mapping[str, Any]) -> Page:
    statement = _cards
    for name in ("person_id", "card_id", "status"):
        if name in filters:
            statement = statement.where(tables.electronic_cards.c[name] == filters[name])
    return tx.page(statement, tables.electronic_cards, query).map(_read_card)


# ---- channels


def add_channel(tx: Tx, row: Mapping[str, Any]) -> None:
    tx.execute(tables.electronic_card_channels.insert().values(**row))


def channel(tx: Tx, channel_no: str) -> Any | None:
    table = tables.electronic_card_channels
    return tx.one(table.select().where(table.c.channel_no == channel_no))


def channel_with_id(tx: Tx, channel_id: str) -> Any | None:
    table = tables.electronic_card_channels
    return tx.one(table.select().where(table.c.id == channel_id))


def links(tx: Tx, electronic_card_id: str) -> list[Any]:
    table = tables.electronic_card_links
    mine = table.c.electronic_card_id == electronic_card_id
    return list(tx.all(table.select().where(mine).order_by(table.c.seq)))


def link(tx: Tx, electronic_card_id: str, channel_no: str, sign_no: str) -> None:
    tx.execute(
        tables.electronic_card_links.insert().values(
            electronic_card_id=electronic_card_id,
            channel_no=channel_no,
            sign_no=sign_no,
            linked_at=tx.world.now,
        )
    )


def unlink(tx: Tx, electronic_card_id: str, channel_no: str) -> None:
    table = tables.electronic_card_links
    mine = table.c.electronic_card_id == electronic_card_id
    tx.execute(table.delete().where(mine, table.c.channel_no == channel_no))


def add_signing(tx: Tx, row: Mapping[str, Any]) -> None:
    tx.execute(tables.electronic_card_signings.insert().values(**row))


def signing(tx: Tx, signing_id: str) -> Any | None:
    table = tables.electronic_card_signings
    return tx.one(table.select().where(table.c.id == signing_id))


def signing_of(tx: Tx, channel_no: str, sign_no: str) -> Any | None:
    table = tables.electronic_card_signings
    return tx.one(
        table.select().where(table.c.channel_no == channel_no, table.c.sign_no == sign_no)
    )


# ---- devices and relatives


def add_device(tx: Tx, row: Mapping[str, Any]) -> None:
    tx.execute(tables.electronic_card_devices.insert().values(**row))


def devices(tx: Tx, electronic_card_id: str) -> list[Any]:
    table = tables.electronic_card_devices
    mine = table.c.electronic_card_id == electronic_card_id
    return list(tx.all(table.select().where(mine).order_by(table.c.seq)))


def device(tx: Tx, device_id: str) -> Any | None:
    table = tables.electronic_card_devices
    return tx.one(table.select().where(table.c.id == device_id))


def remove_device(tx: Tx, device_id: str) -> None:
    table = tables.electronic_card_devices
    now = tx.world.now
    changed = table.update().where(table.c.id == device_id)
    tx.execute(changed.values(removed_at=now, updated_at=now, version=table.c.version + 1))


def add_relative(tx: Tx, row: Mapping[str, Any]) -> None:
    tx.execute(tables.electronic_family.insert().values(**row))


def family(tx: Tx, electronic_card_id: str) -> list[Any]:
    table = tables.electronic_family
    mine = table.c.electronic_card_id == electronic_card_id
    return list(tx.all(table.select().where(mine).order_by(table.c.seq)))


def relative(tx: Tx, member_id: str) -> Any | None:
    table = tables.electronic_family
    return tx.one(table.select().where(table.c.id == member_id))


def remove_relative(tx: Tx, member_id: str) -> None:
    table = tables.electronic_family
    tx.execute(table.delete().where(table.c.id == member_id))


# ---- codes


def add_code(tx: Tx, code: Code) -> None:
    tx.execute(tables.codes.insert().values(values(code)))


def change_code(tx: Tx, code: Code) -> None:
    tx.execute(tables.codes.update().where(tables.codes.c.id == code.id).values(values(code)))


def find_code(tx: Tx, code_id: str, locked: bool = False) -> Code | None:
    row = tx.one(_code_by_id_locked if locked else _code_by_id, {"id": code_id})
    return _read_code(row) if row else None


def codes_count(tx: Tx, electronic_card_id: str) -> int:
    return int(tx.scalar(_codes_of, {"electronic_card_id": electronic_card_id}))


def add_credential(tx: Tx, credential: Credential) -> None:
    tx.execute(tables.code_credentials.insert().values(values(credential)))


def find_credential(tx: Tx, credential_id: str) -> Credential | None:
    row = tx.one(_credential_by_id, {"id": credential_id})
    return _read_credential(row) if row else None


def credentials_count(tx: Tx, electronic_card_id: str) -> int:
    table = tables.code_credentials
    mine = table.c.electronic_card_id == electronic_card_id
    return int(tx.scalar(sa.select(sa.func.count()).where(mine)))


def living_credentials(tx: Tx, electronic_card_id: str, at: datetime) -> list[Credential]:
    """Those that have not expired; some may be revoked."""
    table = tables.code_credentials
    statement = _credentials.where(
        table.c.electronic_card_id == electronic_card_id, table.c.expires_at > at
    )
    return [_read_credential(row) for row in tx.all(statement.order_by(table.c.seq))]


def add_revocation(tx: Tx, ref: str, reason: str, expires_at: datetime) -> None:
    """The next number of the list; the same reference is listed once."""
    table = tables.code_revocations
    tx.lock("revocations")
    if tx.one(_revocation_of, {"ref": ref}) is not None:
        return
    last = tx.scalar(sa.select(sa.func.max(table.c.number))) or 0
    tx.execute(
        table.insert().values(
            number=last + 1,
            ref=ref,
            reason=reason,
            revoked_at=tx.world.now,
            expires_at=expires_at,
        )
    )


def revocation(tx: Tx, ref: str) -> Any | None:
    return tx.one(_revocation_of, {"ref": ref})


def revocations_after(tx: Tx, number: int, limit: int) -> tuple[list[Any], int]:
    """The entries that follow a number, in order, and the newest number there is."""
    table = tables.code_revocations
    rows = tx.all(
        table.select().where(table.c.number > number).order_by(table.c.number).limit(limit)
    )
    return list(rows), int(tx.scalar(sa.select(sa.func.max(table.c.number))) or 0)


# ---- payments


def add_payment(tx: Tx, payment: CodePayment) -> None:
    tx.execute(tables.code_payments.insert().values(values(payment)))


def change_payment(tx: Tx, payment: CodePayment) -> None:
    table = tables.code_payments
    tx.execute(table.update().where(table.c.id == payment.id).values(values(payment)))


def find_payment(tx: Tx, payment_id: str, locked: bool = False) -> CodePayment | None:
    row = tx.one(_payment_by_id_locked if locked else _payment_by_id, {"id": payment_id})
    return _read_payment(row) if row else None


def payment_of_code(tx: Tx, code_id: str) -> CodePayment | None:
    row = tx.one(_payment_of_code, {"code_id": code_id})
    return _read_payment(row) if row else None


def payment_of_event(tx: Tx, event: str) -> CodePayment | None:
    row = tx.one(_payments.where(tables.code_payments.c.event == event))
    return _read_payment(row) if row else None


def is_payment_closed(tx: Tx, event: str) -> bool:
    table = tables.closed_code_payments
    return tx.one(table.select().where(table.c.event == event)) is not None


def close_payment(tx: Tx, event: str) -> None:
    """A late payment for this event will be refused."""
    if not is_payment_closed(tx, event):
        row = {"event": event, "created_at": tx.world.now}
        tx.execute(tables.closed_code_payments.insert(), row)
